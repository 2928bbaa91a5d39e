// Any bytes as a file of reports, CSV or JSON Lines: an error, or reports whose lines rise and
// whose problems repeat nothing of the file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "data/import/report_csv.h"
#include "data/import/report_values.h"

namespace {

using overstap::data::CellProblem;
namespace v1 = overstap::v1;

void Require(bool holds) {
  if (!holds) std::abort();
}

// All that a problem may say, but for the heading before it.
const std::set<std::string>& Descriptions() {
  static const auto& all = *new std::set<std::string>([] {
    std::set<std::string> texts;
    for (int i = 1; i <= static_cast<int>(CellProblem::kNotTheField); ++i) {
      texts.emplace(overstap::data::Describe(static_cast<CellProblem>(i), "nl"));
    }
    return texts;
  }());
  return all;
}

void Check(const absl::StatusOr<std::vector<v1::BatchReport>>& reports, bool headings) {
  if (!reports.ok()) {
    Require(!reports.status().message().empty());
    return;
  }
  int64_t last_line = 0;
  for (const v1::BatchReport& report : *reports) {
    Require(report.line_number() > last_line);
    last_line = report.line_number();
    std::string bytes;
    Require(report.SerializeToString(&bytes));
    for (const v1::FieldProblem& problem : report.problems()) {
      Require(problem.field().find_first_not_of("abcdefghijklmnopqrstuvwxyz_.[]0123456789") ==
              std::string::npos);
      const size_t colon = problem.description().find(": ");
      const bool plain = Descriptions().count(problem.description()) == 1;
      Require(plain || (headings && colon != std::string::npos &&
                        Descriptions().count(problem.description().substr(colon + 2)) == 1));
    }
  }
}

}  // namespace

// libFuzzer's entry point.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Check(overstap::data::ReadReportCsv("fuzz.csv", text, "nl"), true);
  // Most bytes are no headings: they become cells below some.
  Check(overstap::data::ReadReportCsv(
            "fuzz.csv",
            "soort;werktafel;sector dag ervoor;contractsoort;uren per week na;startdatum;"
            "zij-instromer;programma's;aantal studenten;leeftijd 12-15\n" +
                text,
            "nl"),
        true);
  Check(overstap::data::ReadReportJsonLines("fuzz.jsonl", text, "nl"), false);
  return 0;
}
