// The contract of Store, over every implementation.
#include "services/store/store.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/store/memory_store.h"
#include "services/store/rocksdb_store.h"
#include "tests/unit/services/log/entries.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::store {
namespace {

using overstap::testing::EntryAt;
using overstap::testing::TempDir;
using overstap::testing::VacancyEntries;
using overstap::testing::VacancyEvent;
using ::testing::ElementsAre;

constexpr char kNow[] = "2026-01-01T00:00:00Z";

struct Implementation {
  std::string name;
  std::function<std::unique_ptr<Store>(const TempDir&)> make;
};

v1::Event Chunk(uint64_t taxonomy_number, uint32_t index) {
  v1::Event event;
  event.mutable_taxonomy_chunk()->set_taxonomy_number(taxonomy_number);
  event.mutable_taxonomy_chunk()->set_chunk_index(index);
  return event;
}

v1::Event Committed(uint64_t taxonomy_number) {
  v1::Event event;
  event.mutable_taxonomy_committed()->set_taxonomy_number(taxonomy_number);
  return event;
}

v1::LogEntry WithAnswer(const std::string& time, const std::string& request_id,
                        const std::string& reply) {
  v1::LogEntry entry = EntryAt(time, {});
  entry.mutable_answer()->set_request_id(request_id);
  entry.mutable_answer()->set_plain_reply(reply);
  return entry;
}

class StoreContract : public ::testing::TestWithParam<Implementation> {
 protected:
  void Apply(std::vector<v1::LogEntry> entries) {
    const absl::Status applied = store_->Apply(store_->position() + 1, entries);
    ASSERT_TRUE(applied.ok()) << applied;
  }
  std::vector<std::string> Ids(RecordKind kind, const std::string& after = "") {
    std::vector<std::string> ids;
    EXPECT_TRUE(store_
                    ->Scan(kind, after,
                           [&ids](std::string_view id, std::string_view) {
                             ids.emplace_back(id);
                             return true;
                           })
                    .ok());
    return ids;
  }
  std::vector<uint32_t> Chunks(uint64_t taxonomy_number) {
    std::vector<uint32_t> indices;
    EXPECT_TRUE(store_
                    ->ScanTaxonomy(taxonomy_number,
                                   [&indices](const v1::TaxonomyChunk& chunk) {
                                     indices.push_back(chunk.chunk_index());
                                     return absl::OkStatus();
                                   })
                    .ok());
    return indices;
  }
  std::string Reply(const std::string& request_id) {
    const auto answer = store_->FindAnswer("tester", request_id);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer->has_value() ? (*answer)->answer().plain_reply() : "none";
  }

  TempDir dir_;
  std::unique_ptr<Store> store_ = GetParam().make(dir_);
};

TEST_P(StoreContract, BeginsEmpty) {
  EXPECT_EQ(store_->position(), 0);
  EXPECT_FALSE(store_->Get(RecordKind::kVacancy, "v-1")->has_value());
  EXPECT_THAT(Ids(RecordKind::kVacancy), ElementsAre());
  EXPECT_TRUE(store_->Taxonomies()->empty());
}

TEST_P(StoreContract, KeepsWhatEventsStoreAndDropsWhatTheyDelete) {
  v1::Event gone;
  gone.mutable_vacancy_deleted()->set_id("v-2");
  Apply(VacancyEntries(1, 3));
  Apply({EntryAt(kNow, {gone, VacancyEvent("v-3", "changed", 3)})});
  EXPECT_EQ(store_->position(), 4);
  EXPECT_THAT(Ids(RecordKind::kVacancy), ElementsAre("v-1", "v-3"));
  EXPECT_FALSE(store_->Get(RecordKind::kVacancy, "v-2")->has_value());
  v1::VacancyStored stored;
  ASSERT_TRUE(stored.ParseFromString(**store_->Get(RecordKind::kVacancy, "v-3")));
  EXPECT_EQ(stored.vacancy().title(), "changed");
}

TEST_P(StoreContract, RangesHoldEveryRecordOnceInOrder) {
  for (int i = 0; i < 20; ++i) Apply(VacancyEntries(1 + 50 * i, 50 * (i + 1)));
  const std::vector<std::string> all = Ids(RecordKind::kVacancy);
  for (const size_t count : {1U, 2U, 7U, 1'000U}) {
    std::vector<std::string> ids;
    const auto ranges = store_->Ranges(RecordKind::kVacancy, count);
    EXPECT_LE(ranges.size(), count);
    for (const Store::IdRange& range : ranges) {
      EXPECT_TRUE(store_
                      ->ScanRange(RecordKind::kVacancy, range,
                                  [&ids](std::string_view id, std::string_view) {
                                    ids.emplace_back(id);
                                    return true;
                                  })
                      .ok());
    }
    EXPECT_EQ(ids, all);
  }
}

TEST_P(StoreContract, NumbersACreatedRecordByItsEntry) {
  Apply(VacancyEntries(1, 2));
  Apply({EntryAt(kNow, {VacancyEvent("v-1", "updated", 1)})});
  v1::VacancyStored stored;
  ASSERT_TRUE(stored.ParseFromString(**store_->Get(RecordKind::kVacancy, "v-2")));
  EXPECT_EQ(stored.head().creation_number(), 2);
  ASSERT_TRUE(stored.ParseFromString(**store_->Get(RecordKind::kVacancy, "v-1")));
  EXPECT_EQ(stored.head().creation_number(), 1);
}

TEST_P(StoreContract, KeepsKindsApart) {
  v1::Event offer;
  offer.mutable_training_offer_stored()->mutable_head()->set_id("x-1");
  v1::Event placement;
  placement.mutable_placement_stored()->mutable_head()->set_id("x-1");
  v1::Event report;
  report.mutable_report_stored()->mutable_head()->set_id("x-1");
  v1::Event person;
  person.mutable_job_seeker_stored()->mutable_head()->set_id("x-1");
  v1::Event forgotten;
  forgotten.mutable_job_seeker_deleted()->set_id("x-1");
  v1::Event offer_gone;
  offer_gone.mutable_training_offer_deleted()->set_id("x-1");
  Apply({EntryAt(kNow, {offer, placement, report, person, VacancyEvent("x-1", "")})});
  for (const RecordKind kind :
       {RecordKind::kJobSeeker, RecordKind::kVacancy, RecordKind::kTrainingOffer,
        RecordKind::kPlacement, RecordKind::kReport}) {
    EXPECT_THAT(Ids(kind), ElementsAre("x-1")) << static_cast<int>(kind);
  }
  Apply({EntryAt(kNow, {forgotten, offer_gone})});
  EXPECT_THAT(Ids(RecordKind::kJobSeeker), ElementsAre());
  EXPECT_THAT(Ids(RecordKind::kTrainingOffer), ElementsAre());
  EXPECT_THAT(Ids(RecordKind::kVacancy), ElementsAre("x-1"));
}

TEST_P(StoreContract, ScansFromAnyIdInByteOrder) {
  Apply({EntryAt(kNow, {VacancyEvent("b", ""), VacancyEvent("a", ""), VacancyEvent("b-1", "")})});
  EXPECT_THAT(Ids(RecordKind::kVacancy), ElementsAre("a", "b", "b-1"));
  EXPECT_THAT(Ids(RecordKind::kVacancy, "a"), ElementsAre("b", "b-1"));
  EXPECT_THAT(Ids(RecordKind::kVacancy, "aa"), ElementsAre("b", "b-1"));
  EXPECT_THAT(Ids(RecordKind::kVacancy, "b-1"), ElementsAre());
  int visited = 0;
  EXPECT_TRUE(
      store_->Scan(RecordKind::kVacancy, "", [&visited](auto, auto) { return ++visited < 2; })
          .ok());
  EXPECT_EQ(visited, 2);
}

TEST_P(StoreContract, RefusesEntriesOutOfOrder) {
  Apply(VacancyEntries(1, 1));
  EXPECT_FALSE(store_->Apply(1, VacancyEntries(2, 2)).ok());
  EXPECT_FALSE(store_->Apply(3, VacancyEntries(2, 2)).ok());
  EXPECT_EQ(store_->position(), 1);
  EXPECT_THAT(Ids(RecordKind::kVacancy), ElementsAre("v-1"));
}

TEST_P(StoreContract, RemembersAnswersPerPrincipalAndRequest) {
  Apply({WithAnswer(kNow, "r-1", "first")});
  EXPECT_EQ(Reply("r-1"), "first");
  EXPECT_EQ(Reply("r-2"), "none");
  EXPECT_FALSE(store_->FindAnswer("someone else", "r-1")->has_value());
  EXPECT_FALSE(store_->FindAnswer("testerr", "-1")->has_value());
  EXPECT_EQ((*store_->FindAnswer("tester", "r-1"))->time().seconds(), 1'767'225'600);
}

TEST_P(StoreContract, ForgetsAnswersAfterThirtyDays) {
  Apply({WithAnswer("2026-01-01T00:00:00Z", "old", "a"),
         WithAnswer("2026-01-02T00:00:00Z", "young", "b")});
  Apply({EntryAt("2026-01-31T00:00:00Z", {})});
  EXPECT_EQ(Reply("old"), "a") << "exactly 30 days old";
  Apply({EntryAt("2026-01-31T00:00:01Z", {})});
  EXPECT_EQ(Reply("old"), "none");
  EXPECT_EQ(Reply("young"), "b");
  Apply({EntryAt("2026-03-01T00:00:00Z", {})});
  EXPECT_EQ(Reply("young"), "none");
}

TEST_P(StoreContract, KeepsANewAnswerUnderAnOldRequestId) {
  Apply({WithAnswer("2026-01-01T00:00:00Z", "again", "first")});
  Apply({WithAnswer("2026-02-10T00:00:00Z", "again", "second")});
  EXPECT_EQ(Reply("again"), "second");
  Apply({EntryAt("2026-02-11T00:00:00Z", {})});
  EXPECT_EQ(Reply("again"), "second");
}

TEST_P(StoreContract, GivesChunksOfAVersionInOrder) {
  Apply({EntryAt(kNow, {Chunk(1, 1)}), EntryAt(kNow, {Chunk(1, 0)}), EntryAt(kNow, {Chunk(1, 10)}),
         EntryAt(kNow, {Chunk(5, 0)})});
  EXPECT_THAT(Chunks(1), ElementsAre(0, 1, 10));
  EXPECT_THAT(Chunks(5), ElementsAre(0));
  EXPECT_THAT(Chunks(2), ElementsAre());
  EXPECT_TRUE(store_->Taxonomies()->empty());
}

TEST_P(StoreContract, ACommitDropsOlderVersionsThatNeverGotTheirs) {
  Apply({EntryAt(kNow, {Chunk(1, 0)}), EntryAt(kNow, {Committed(1)})});
  Apply({EntryAt(kNow, {Chunk(3, 0)})});
  Apply({EntryAt(kNow, {Chunk(4, 0)}), EntryAt(kNow, {Chunk(5, 0)}), EntryAt(kNow, {Chunk(9, 0)}),
         EntryAt(kNow, {Committed(5)})});
  std::vector<uint64_t> numbers;
  const auto taxonomies = store_->Taxonomies();
  for (const v1::TaxonomyCommitted& taxonomy : *taxonomies) {
    numbers.push_back(taxonomy.taxonomy_number());
  }
  EXPECT_THAT(numbers, ElementsAre(1, 5));
  EXPECT_THAT(Chunks(1), ElementsAre(0));
  EXPECT_THAT(Chunks(3), ElementsAre());
  EXPECT_THAT(Chunks(4), ElementsAre());
  EXPECT_THAT(Chunks(5), ElementsAre(0));
  EXPECT_THAT(Chunks(9), ElementsAre(0)) << "may still get its commit";
}

INSTANTIATE_TEST_SUITE_P(Implementations, StoreContract,
                         ::testing::Values(Implementation{"Memory",
                                                          [](const TempDir&) {
                                                            return std::make_unique<MemoryStore>();
                                                          }},
                                           Implementation{"Rocksdb",
                                                          [](const TempDir& dir) {
                                                            return *OpenRocksdbStore(dir / "store");
                                                          }}),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace overstap::store
