#include "services/access/candidate_names.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace overstap::access {
namespace {

const std::string kSecret(32, 's');

TEST(CandidateNames, LeadBackToThePersonForTheSameOrganisationAndVacancyAlone) {
  const CandidateNames names(kSecret);
  const std::string name = names.NameFor("acme", "vacancies/v-1", "p-12");
  EXPECT_EQ(names.PersonOf(name, "acme", "vacancies/v-1"), "p-12");
  EXPECT_EQ(names.PersonOf(name, "acme", "vacancies/v-2"), std::nullopt);
  EXPECT_EQ(names.PersonOf(name, "other", "vacancies/v-1"), std::nullopt);
  // What joins the two is no way around.
  EXPECT_EQ(names.PersonOf(name, "acmevacancies/", "v-1"), std::nullopt);
  EXPECT_EQ(CandidateNames(std::string(32, 't')).PersonOf(name, "acme", "vacancies/v-1"),
            std::nullopt);
}

TEST(CandidateNames, DifferByPersonVacancyAndOrganisationAndNothingElse) {
  const CandidateNames names(kSecret);
  std::set<std::string> all;
  for (const char* organisation : {"acme", "other"}) {
    for (const char* vacancy : {"v-1", "v-2"}) {
      for (const char* person : {"p-1", "p-2", "a-much-longer-id-than-the-others"}) {
        const std::string name = names.NameFor(organisation, vacancy, person);
        EXPECT_TRUE(all.insert(name).second) << name;
        EXPECT_EQ(name, CandidateNames(kSecret).NameFor(organisation, vacancy, person));
        // Not even the length of the id shows.
        EXPECT_EQ(name.size(), all.begin()->size());
        EXPECT_FALSE(absl::StrContains(name, person));
      }
    }
  }
}

TEST(CandidateNames, ThatWereChangedMeanNobody) {
  const CandidateNames names(kSecret);
  const std::string name = names.NameFor("acme", "v", "p-1");
  for (size_t i = 0; i < name.size(); ++i) {
    std::string changed = name;
    changed[i] = changed[i] == '0' ? '1' : '0';
    EXPECT_EQ(names.PersonOf(changed, "acme", "v"), std::nullopt) << i;
    EXPECT_EQ(names.PersonOf(name.substr(0, i), "acme", "v"), std::nullopt) << i;
  }
  EXPECT_EQ(names.PersonOf(name + "0", "acme", "v"), std::nullopt);
}

TEST(CandidateNames, OfTheLongestIdFit) {
  const CandidateNames names(kSecret);
  const std::string longest(63, 'x');
  EXPECT_EQ(names.PersonOf(names.NameFor("o", "v", longest), "o", "v"), longest);
}

TEST(CandidateNames, SealAnyText) {
  const CandidateNames names(kSecret);
  for (const std::string& text : {std::string(), std::string("token"), std::string(5'000, 'x')}) {
    const std::string sealed = names.Seal("context", text);
    EXPECT_EQ(names.Open("context", sealed), text);
    EXPECT_EQ(names.Open("other", sealed), std::nullopt);
    EXPECT_EQ(names.Open("context", sealed + "x"), std::nullopt);
  }
  EXPECT_EQ(names.Open("context", ""), std::nullopt);
}

class CandidateSecret : public testing::Test {
 protected:
  CandidateSecret() {
    std::string path = testing::TempDir() + "/overstap_secret_XXXXXX";
    dir_ = mkdtemp(path.data());
    path_ = dir_ + "/candidates.secret";
  }
  ~CandidateSecret() override { std::filesystem::remove_all(dir_); }

  std::string dir_;
  std::string path_;
};

TEST_F(CandidateSecret, IsMadeOnceAndKept) {
  const auto first = OpenCandidateNames(path_);
  ASSERT_TRUE(first.ok()) << first.status();
  struct stat file {};
  ASSERT_EQ(stat(path_.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600U);
  EXPECT_EQ(file.st_size, 32);
  const auto second = OpenCandidateNames(path_);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(first->NameFor("o", "v", "p"), second->NameFor("o", "v", "p"));
  std::filesystem::remove(path_);
  EXPECT_NE(OpenCandidateNames(path_)->NameFor("o", "v", "p"), first->NameFor("o", "v", "p"));
}

TEST_F(CandidateSecret, ThatIsDamagedIsRefused) {
  for (const size_t size : {0U, 31U, 33U}) {
    std::ofstream(path_, std::ios::trunc) << std::string(size, 'x');
    const auto names = OpenCandidateNames(path_);
    EXPECT_EQ(names.status().code(), absl::StatusCode::kDataLoss) << size;
    EXPECT_TRUE(absl::StrContains(names.status().message(), path_));
  }
}

TEST_F(CandidateSecret, ThatCannotBeMadeSaysWhere) {
  const auto names = OpenCandidateNames(dir_ + "/none/secret");
  EXPECT_EQ(names.status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace overstap::access
