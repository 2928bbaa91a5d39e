// The generator's bytes, recorded: a population is named by its arguments alone, so they must not
// change unnoticed. OVERSTAP_UPDATE_GOLDEN=1 records them anew, the sample population too.
#include <openssl/evp.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "data/generate/population.h"
#include "data/import/csv.h"
#include "gtest/gtest.h"

namespace overstap::data {
namespace {

constexpr char kGoldenFile[] = OVERSTAP_SOURCE_DIR "/tests/golden/data/generate/population.golden";
constexpr char kSampleFolder[] = OVERSTAP_SOURCE_DIR "/data/sample";
constexpr std::array<const char*, 3> kFiles = {"job_seekers.jsonl", "vacancies.jsonl",
                                               "training_offers.jsonl"};

bool UpdateGolden() { return std::getenv("OVERSTAP_UPDATE_GOLDEN") != nullptr; }

std::string Sha256(const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EXPECT_EQ(EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr), 1);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), size));
}

class PopulationGolden : public ::testing::Test {
 protected:
  PopulationGolden() {
    std::string name = (std::filesystem::temp_directory_path() / "overstap_golden_XXXXXX").string();
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    options_.out_folder = name;
    options_.taxonomy_folder = OVERSTAP_SOURCE_DIR "/data/taxonomy";
    options_.region_folder = OVERSTAP_SOURCE_DIR "/data/region";
  }
  ~PopulationGolden() override {
    std::error_code ignored;
    std::filesystem::remove_all(options_.out_folder, ignored);
  }

  std::string Written(const std::string& file) const {
    return ReadFile(absl::StrCat(options_.out_folder, "/", file)).value();
  }

  PopulationOptions options_;
};

TEST_F(PopulationGolden, IsTheSameForTheSameArguments) {
  options_.job_seekers = 120;
  options_.vacancies = 90;
  options_.offers = 60;
  options_.seed = 7;
  ASSERT_TRUE(WritePopulation(options_).ok());
  std::string sums;
  for (const char* file : kFiles) absl::StrAppend(&sums, Sha256(Written(file)), "  ", file, "\n");
  if (UpdateGolden()) std::ofstream(kGoldenFile) << sums;
  EXPECT_EQ(sums, ReadFile(kGoldenFile).value());
}

// The command of data/sample/README.md.
TEST_F(PopulationGolden, OfTheSampleIsWhatItsCommandWrites) {
  options_.include_folder = absl::StrCat(kSampleFolder, "/archetypes");
  options_.job_seekers = 200;
  options_.vacancies = 170;
  options_.offers = 120;
  options_.seed = 2026;
  options_.today = "2026-11-22";
  const std::string command = absl::StrCat("--job-seekers ", options_.job_seekers, " --vacancies ",
                                           options_.vacancies, " --offers ", options_.offers,
                                           " --seed ", options_.seed, " --date ", options_.today);
  EXPECT_NE(ReadFile(absl::StrCat(kSampleFolder, "/README.md")).value().find(command),
            std::string::npos)
      << command;
  ASSERT_TRUE(WritePopulation(options_).ok());
  for (const char* file : kFiles) {
    const std::string sample = absl::StrCat(kSampleFolder, "/", file);
    if (UpdateGolden()) std::ofstream(sample, std::ios::binary) << Written(file);
    EXPECT_TRUE(Written(file) == ReadFile(sample).value()) << file << " differs";
  }
}

}  // namespace
}  // namespace overstap::data
