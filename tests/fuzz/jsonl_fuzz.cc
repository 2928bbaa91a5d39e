// Any bytes as JSON Lines of vacancies: messages or errors, line by line; what is read can be
// written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "data/import/json_lines.h"
#include "overstap/v1/vacancy.pb.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::istringstream stream(std::string(reinterpret_cast<const char*>(data), size));
  overstap::data::JsonLinesReader reader("fuzz.jsonl", stream);
  overstap::v1::Vacancy vacancy;
  while (true) {
    const absl::StatusOr<bool> more = reader.Next(vacancy);
    if (!more.ok()) continue;
    if (!*more) return 0;
    overstap::v1::Vacancy again;
    const std::string line = overstap::data::ToJsonLine(vacancy);
    if (!overstap::data::ParseJson(line, again).ok() || overstap::data::ToJsonLine(again) != line) {
      std::abort();
    }
  }
}
