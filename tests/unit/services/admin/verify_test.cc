#include "services/admin/verify.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/config/region_loader.h"
#include "services/keys/key_file.h"
#include "services/store/memory_store.h"
#include "services/store/rocksdb_store.h"
#include "tests/unit/services/admin/data_folder.h"
#include "tests/unit/services/log/entries.h"

namespace overstap::admin {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

std::string AllOf(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings.listed()) {
    text += finding.subject + ": " + finding.description + "\n";
  }
  return text;
}

store::v1::Event PlacementEvent(const std::string& id, store::v1::PlacementState state) {
  store::v1::Event event;
  store::v1::PlacementStored* stored = event.mutable_placement_stored();
  stored->mutable_head()->set_id(id);
  stored->mutable_placement()->set_vacancy("vacancies/v-1");
  stored->mutable_placement()->set_training_offer("trainingOffers/o-1");
  stored->mutable_placement()->set_run_id("spring");
  stored->mutable_placement()->set_state(state);
  return event;
}

class VerifyTest : public ::testing::Test {
 protected:
  VerifyTest() {
    data_.AddPerson("anna");
    data_.AddPerson("bert");
    data_.Forget("bert");
    store::v1::LogEntry entry = DataFolder::NewEntry();
    *entry.add_events() = testing::VacancyEvent("v-1", "Carer");
    entry.mutable_events(0)->mutable_vacancy_stored()->mutable_vacancy()->set_openings(3);
    *entry.add_events() = PlacementEvent("pl-1", store::v1::PLACEMENT_STATE_ACCEPTED);
    *entry.add_events() = PlacementEvent("pl-2", store::v1::PLACEMENT_STATE_PROPOSED);
    data_.Append(entry);
    auto region = config::LoadRegion({.dir = std::string(OVERSTAP_SOURCE_DIR) + "/data/region"});
    EXPECT_TRUE(region.ok()) << region.status();
    region_ = *std::move(region);
  }

  // As a server leaves it.
  Verification Check() {
    data_.Close();
    const auto checked = VerifyFolder({.data_dir = data_.path(), .region = &region_});
    EXPECT_TRUE(checked.ok()) << checked.status();
    return checked.value_or(Verification());
  }
  // The store as if the log had ended with these entries besides.
  void ApplyToStore(const store::v1::LogEntry& entry) {
    auto store = store::OpenRocksdbStore(data_.path() + "/store");
    ASSERT_TRUE(store.ok());
    ASSERT_TRUE((*store)->Apply((*store)->position() + 1, {&entry, 1}).ok());
  }

  DataFolder data_;
  config::LoadedRegion region_;
};

TEST_F(VerifyTest, FindsNothingWhereNothingDiffersAndCountsEverything) {
  data_.BuildStore();
  const Verification checked = Check();
  EXPECT_EQ(AllOf(checked.findings), "");
  EXPECT_EQ(checked.entries, 4);
  EXPECT_EQ(checked.opened_payloads, 1);
  EXPECT_EQ(checked.forgotten_payloads, 1);
  EXPECT_EQ(checked.record_counts.at(store::RecordKind::kJobSeeker), 1);
  EXPECT_EQ(checked.record_counts.at(store::RecordKind::kPlacement), 2);
  EXPECT_EQ(checked.taken_openings, 1);
  EXPECT_EQ(checked.taken_seats, 1);
  EXPECT_GE(checked.targets, 2);
}

TEST_F(VerifyTest, ChangesNoFile) {
  data_.BuildStore();
  data_.Close();
  const auto sums = [this] {
    std::map<std::string, std::string> all;
    const auto paths = files::ListFiles(data_.path());
    EXPECT_TRUE(paths.ok());
    for (const std::string& path : *paths) {
      all[path] = files::SumOfFile(data_.path() + "/" + path)->sha256;
    }
    return all;
  };
  const auto before = sums();
  Check();
  EXPECT_EQ(sums(), before);
}

TEST_F(VerifyTest, NamesARecordThatTheStoreHasOtherwise) {
  data_.BuildStore();
  // The log goes one way, the store another.
  data_.Append(testing::EntryAt("2027-01-01T00:00:00Z", {testing::VacancyEvent("v-2", "Fitter")}));
  ApplyToStore(testing::EntryAt("2027-01-01T00:00:00Z", {testing::VacancyEvent("v-3", "Baker")}));
  const std::string found = AllOf(Check().findings);
  EXPECT_THAT(found, HasSubstr("vacancies/v-2 is in the log, not in the store"));
  EXPECT_THAT(found, HasSubstr("vacancies/v-3 is in the store, not in the log"));
}

TEST_F(VerifyTest, SaysThatTheLogEndsBeforeTheStore) {
  data_.BuildStore();
  ApplyToStore(testing::EntryAt("2027-01-01T00:00:00Z", {testing::VacancyEvent("v-3", "Baker")}));
  EXPECT_THAT(AllOf(Check().findings), HasSubstr("acknowledged writes are missing"));
}

TEST_F(VerifyTest, NamesTheFileAndOffsetThatIsDamaged) {
  data_.Close();
  {
    auto log = log::OpenRocksdbLog(data_.path() + "/log");
    ASSERT_TRUE(log.ok());
    ASSERT_TRUE((*log)->Compact().ok());
  }
  for (const auto& file : std::filesystem::directory_iterator(data_.path() + "/log")) {
    if (file.path().extension() != ".sst") continue;
    std::fstream bytes(file.path(), std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(40);
    bytes.put('!');
  }
  const Verification checked = Check();
  ASSERT_GT(checked.findings.count(), 0);
  EXPECT_EQ(checked.findings.listed()[0].subject, "log");
  EXPECT_THAT(AllOf(checked.findings), HasSubstr(".sst offset "));
}

TEST_F(VerifyTest, FindsTheKeyOfAPersonWhoWasDeleted) {
  const auto key = data_.keys().Create();
  ASSERT_TRUE(key.ok() && data_.keys().Sync().ok());
  store::v1::LogEntry entry = DataFolder::NewEntry();
  entry.add_events()->mutable_job_seeker_deleted()->set_id("dora");
  entry.mutable_events(0)->mutable_job_seeker_deleted()->set_key_id(*key);
  data_.Append(entry);
  EXPECT_THAT(AllOf(Check().findings), HasSubstr(absl::StrCat("key ", *key, " is still there")));
}

TEST_F(VerifyTest, FindsAPersonWhoseKeyIsGoneAndWhoWasNotDeleted) {
  ASSERT_TRUE(data_.keys().Destroy(data_.KeyOf("anna")).ok());
  EXPECT_THAT(AllOf(Check().findings), HasSubstr("jobSeekers/anna is kept, but key"));
}

TEST_F(VerifyTest, FindsAPayloadThatWasSealedForSomeoneElse) {
  store::v1::LogEntry entry = DataFolder::NewEntry();
  store::v1::JobSeekerStored* stored = entry.add_events()->mutable_job_seeker_stored();
  stored->mutable_head()->set_id("mallory");
  *stored->mutable_job_seeker() = *data_.keys().Seal(data_.KeyOf("anna"), "jobSeekers/anna", "x");
  data_.Append(entry);
  EXPECT_THAT(AllOf(Check().findings), HasSubstr("keys: entry 5: a payload sealed under key"));
}

TEST_F(VerifyTest, SaysWhatItCouldNotCompare) {
  const Verification checked = Check();
  EXPECT_EQ(AllOf(checked.findings), "");
  EXPECT_THAT(checked.notes, Contains(HasSubstr("no store")));
}

// A pool that has missed a write, compared with the log that has it.
TEST_F(VerifyTest, FindsOpeningsSeatsAndRecordsThatAPoolCountsOtherwise) {
  store::MemoryStore behind;
  Recount recount(&data_.keys());
  ASSERT_TRUE(recount.Follow(data_.log(), 4).ok());
  std::vector<store::v1::LogEntry> entries;
  ASSERT_TRUE(data_.log()
                  .Read(1,
                        [&entries](log::Position, const store::v1::LogEntry& entry) {
                          entries.push_back(entry);
                          return absl::OkStatus();
                        })
                  .ok());
  entries.back().mutable_events()->DeleteSubrange(1, 1);  // without the accepted placement
  ASSERT_TRUE(behind.Apply(1, entries).ok());
  const auto pool =
      pool::Pool::Load(behind, data_.keys(), region_.region, region_.travel, region_.targets);
  ASSERT_TRUE(pool.ok()) << pool.status();
  Verification checked;
  ComparePool(**pool, region_.targets, data_.keys(), recount, &checked);
  const std::string found = AllOf(checked.findings);
  EXPECT_THAT(found, HasSubstr("vacancies/v-1, openings taken: 0 in the running pool, 1 counted"));
  EXPECT_THAT(found, HasSubstr("vacancies/v-1, openings left: 3 in the running pool, 2 counted"));
  EXPECT_THAT(found, HasSubstr("trainingOffers/o-1, run spring: 0 in the running pool, 1 counted"));
}

TEST(Findings, AreAllCountedAndTheFirstHundredListed) {
  Findings findings;
  for (int i = 0; i < 250; ++i) findings.Add("store", absl::StrCat(i));
  Findings all;
  all.Add(findings);
  EXPECT_EQ(all.count(), 250);
  EXPECT_EQ(all.listed().size(), 100U);
  EXPECT_EQ(all.listed().front().description, "0");
}

}  // namespace
}  // namespace overstap::admin
