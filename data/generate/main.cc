// overstap-generate: a deterministic population of any size over any taxonomy.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>

#include "data/generate/population.h"

namespace {

// The region's files of the folder that it runs in, else of the tree that holds build/<preset>/bin.
std::string DefaultRegionFolder() {
  const std::filesystem::path here = "data/region";
  if (std::filesystem::is_directory(here)) return here.string();
  std::error_code ignored;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  return (program.parent_path().parent_path().parent_path().parent_path() / here).string();
}

}  // namespace

int main(int argc, char** argv) {
  overstap::data::PopulationOptions options;
  options.region_folder = DefaultRegionFolder();
  CLI::App app(
      "Writes job seekers, vacancies and training offers as JSON Lines. The same arguments and "
      "input "
      "files give the same bytes on any machine.");
  app.footer(
      "Example:\n  overstap-generate --taxonomy data/taxonomy --job-seekers 1000 --vacancies 400 "
      "--offers 100 --seed 1 --out /tmp/population");
  app.add_option("--taxonomy", options.taxonomy_folder,
                 "Folder with a taxonomy in ESCO's CSV layout")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--region", options.region_folder, "Folder with the region's text files")
      ->capture_default_str()
      ->check(CLI::ExistingDirectory);
  app.add_option("--include", options.include_folder,
                 "Folder with JSON Lines to put before the generated records");
  app.add_option("--job-seekers", options.job_seekers, "Number of job seekers")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--vacancies", options.vacancies, "Number of vacancies")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--offers", options.offers, "Number of training offers")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--seed", options.seed, "Another seed, another population")->capture_default_str();
  app.add_option("--date", options.today, "Day that dates count from, YYYY-MM-DD")
      ->capture_default_str();
  app.add_option("--out", options.out_folder, "Folder to write to")->required();
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = overstap::data::WritePopulation(options);
  if (!status.ok()) {
    std::cerr << "overstap-generate: " << status.message() << '\n';
    return 1;
  }
  return 0;
}
