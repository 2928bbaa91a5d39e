#include "data/generate/population.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "data/generate/calendar.h"
#include "data/generate/records.h"
#include "data/generate/world.h"
#include "data/import/json_lines.h"

namespace overstap::data {
namespace {

constexpr int kMaxRecords = 999'999;  // what six digits of an id hold

// Writes the records of `included`, where there is such a file, then `count` drawn ones.
template <typename Message>
absl::Status WriteRecords(const DrawContext& context, const std::string& included,
                          const std::string& path, int count,
                          Message (*draw)(const DrawContext&, int)) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  if (std::ifstream in(included, std::ios::binary); !included.empty() && in) {
    JsonLinesReader reader(included, in);
    Message message;
    absl::StatusOr<bool> more;
    while ((more = reader.Next(message)).ok() && *more) out << ToJsonLine(message) << '\n';
    if (!more.ok()) return more.status();
  }
  for (int index = 1; index <= count; ++index) out << ToJsonLine(draw(context, index)) << '\n';
  out.close();
  return out ? absl::OkStatus() : absl::UnavailableError(absl::StrCat(path, ": cannot be written"));
}

}  // namespace

absl::Status WritePopulation(const PopulationOptions& options) {
  const std::optional<Day> today = ParseDay(options.today);
  if (!today.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat("'", options.today, "' is no day YYYY-MM-DD"));
  }
  for (const int count : {options.job_seekers, options.vacancies, options.offers}) {
    if (count < 0 || count > kMaxRecords) {
      return absl::InvalidArgumentError(
          absl::StrCat(count, " records of a kind: 0 to ", kMaxRecords, " are possible"));
    }
  }
  if (!options.include_folder.empty() && !std::filesystem::is_directory(options.include_folder)) {
    return absl::NotFoundError(absl::StrCat(options.include_folder, ": no such folder"));
  }
  absl::StatusOr<World> world = LoadWorld(options.taxonomy_folder, options.region_folder);
  if (!world.ok()) return world.status();
  std::error_code error;
  std::filesystem::create_directories(options.out_folder, error);
  if (error) {
    return absl::UnavailableError(absl::StrCat(options.out_folder, ": ", error.message()));
  }
  const DrawContext context{*world, options.seed, *today};
  const auto write = [&](const std::string& file, int count, auto* draw) {
    const std::string included =
        options.include_folder.empty() ? "" : absl::StrCat(options.include_folder, "/", file);
    return WriteRecords(context, included, absl::StrCat(options.out_folder, "/", file), count,
                        draw);
  };
  absl::Status status = write("job_seekers.jsonl", options.job_seekers, &DrawJobSeeker);
  status.Update(write("vacancies.jsonl", options.vacancies, &DrawVacancy));
  status.Update(write("training_offers.jsonl", options.offers, &DrawTrainingOffer));
  return status;
}

}  // namespace overstap::data
