// A pool that several threads load is the one that a single thread loads.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/convert/to_model.h"
#include "services/keys/memory_key_ring.h"
#include "services/pool/pool.h"
#include "services/store/rocksdb_store.h"
#include "services/write/record_views.h"
#include "tests/unit/matcher/eligibility/no_travel.h"
#include "tests/unit/services/log/entries.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::pool {
namespace {

using overstap::testing::EntryAt;
using overstap::testing::TempDir;
using store::RecordKind;

constexpr int kRecords = 3'000;
constexpr int kSkills = 60;
constexpr int kOrganisations = 7;
constexpr char kNow[] = "2026-01-01T00:00:00Z";
// Small, so that the records lie in many files.
constexpr size_t kWriteBuffer = size_t{64} << 10;

std::string SkillCode(int number) { return absl::StrCat("urn:skill:", number % (kSkills + 1)); }
std::string Organisation(int number) { return absl::StrCat("org-", number % kOrganisations); }

class ParallelLoad : public ::testing::Test {
 protected:
  ParallelLoad() {
    store_ = *store::OpenRocksdbStore(dir_.path(), {.write_buffer_bytes = kWriteBuffer});
    matcher::Region::Parts parts;
    parts.sectors = {{.id = "other"}};
    region_ = *matcher::Region::Build(parts);
    Apply({Taxonomy()});
    std::vector<store::v1::LogEntry> group;
    for (int i = 0; i < kRecords; ++i) {
      group.push_back(EntryAt(kNow, {Vacancy(i), Person(i)}));
      if (group.size() == 100) Apply(std::exchange(group, {}));
    }
    // Whose key is gone is not shown, nor who is restricted.
    EXPECT_TRUE(keys_.Destroy(3).ok());
  }

  void Apply(const std::vector<store::v1::LogEntry>& entries) {
    const absl::Status applied = store_->Apply(store_->position() + 1, entries);
    ASSERT_TRUE(applied.ok()) << applied;
  }

  static store::v1::LogEntry Taxonomy() {
    store::v1::Event chunk;
    chunk.mutable_taxonomy_chunk()->set_taxonomy_number(1);
    // One less than records name: an unknown code.
    for (int i = 0; i < kSkills; ++i) {
      auto* entry = chunk.mutable_taxonomy_chunk()->add_concepts();
      entry->mutable_code()->set_scheme("ESCO");
      entry->mutable_code()->set_code(SkillCode(i));
      entry->set_kind(store::v1::CONCEPT_KIND_SKILL);
      auto* labels = entry->add_labels();
      labels->set_language_code("nl");
      labels->set_preferred_label(SkillCode(i));
    }
    store::v1::Event committed;
    committed.mutable_taxonomy_committed()->set_taxonomy_number(1);
    return EntryAt(kNow, {chunk, committed});
  }

  static store::v1::Event Vacancy(int i) {
    store::v1::Event event = overstap::testing::VacancyEvent(absl::StrCat("v-", i), "Carer");
    auto& vacancy = *event.mutable_vacancy_stored()->mutable_vacancy();
    vacancy.set_organisation(Organisation(i));
    vacancy.set_openings(1 + i % 3);
    vacancy.set_description(std::string(300, 'x'));
    for (int skill = 0; skill < 1 + i % 9; ++skill) {
      auto* demand = vacancy.add_skills();
      demand->mutable_skill()->set_code(SkillCode(i * 7 + skill * 5));
      demand->set_importance(skill % 2 == 0 ? store::v1::IMPORTANCE_ESSENTIAL
                                            : store::v1::IMPORTANCE_OPTIONAL);
    }
    return event;
  }

  store::v1::Event Person(int i) {
    store::v1::JobSeeker person;
    person.set_organisation(Organisation(i * 3));
    if (i % 5 == 0) {
      auto* share = person.add_shares();
      share->set_organisation(Organisation(i));
      share->mutable_until_date()->set_year(2027);
      share->mutable_until_date()->set_month(1);
      share->mutable_until_date()->set_day(2);
    }
    if (i % 11 != 0) person.mutable_skills();
    for (int skill = 0; skill < i % 11; ++skill) {
      auto* own = person.mutable_skills()->add_items();
      own->mutable_skill()->set_scheme("ESCO");
      own->mutable_skill()->set_code(SkillCode(i + skill * 3));
      own->set_proficiency(static_cast<store::v1::Proficiency>(skill % 5));
    }
    if (i == 10) person.mutable_restriction()->set_reason("asked");
    store::v1::Event event;
    auto& stored = *event.mutable_job_seeker_stored();
    stored.mutable_head()->set_id(absl::StrCat("p-", i));
    *stored.mutable_job_seeker() =
        *keys_.Seal(*keys_.Create(), write::NameOf(RecordKind::kJobSeeker, stored.head().id()),
                    person.SerializeAsString());
    return event;
  }

  std::unique_ptr<Pool> Load(size_t threads) const {
    auto pool = Pool::Load(*store_, keys_, region_, std::make_shared<matcher::NoTravel>(), {},
                           {.load_threads = threads});
    EXPECT_TRUE(pool.ok()) << pool.status();
    return *std::move(pool);
  }

  TempDir dir_;
  std::unique_ptr<store::Store> store_;
  keys::MemoryKeyRing keys_;
  std::shared_ptr<const matcher::Region> region_;
};

// Organisations by the names that stand for their numbers, which each pool gives as it meets them.
std::map<uint32_t, std::string> NamesIn(const Pool& pool) {
  std::map<uint32_t, std::string> names;
  for (int i = 0; i < kOrganisations; ++i) {
    names[pool.OrganisationNumberOf(Organisation(i)).value()] = Organisation(i);
  }
  return names;
}

TEST_F(ParallelLoad, HasTheSameRecordsAndVectorsAsASingleThread) {
  EXPECT_GT(store_->Ranges(RecordKind::kJobSeeker, 16).size(), 2);
  const std::unique_ptr<Pool> one = Load(1);
  const std::unique_ptr<Pool> several = Load(4);
  const auto expected = one->Current();
  const auto snapshot = several->Current();
  const auto expected_names = NamesIn(*one);
  const auto names = NamesIn(*several);
  EXPECT_EQ(snapshot->version(), expected->version());
  EXPECT_EQ(several->unknown_code_count(), one->unknown_code_count());
  EXPECT_GT(several->unknown_code_count(), 0);
  ASSERT_EQ(expected->job_seekers().size(), kRecords - 2);
  ASSERT_EQ(snapshot->job_seekers().size(), expected->job_seekers().size());
  ASSERT_EQ(snapshot->vacancies().size(), kRecords);
  ASSERT_EQ(expected->vacancies().size(), kRecords);
  expected->job_seekers().ForEach([&](const auto& entry) {
    const auto* found = snapshot->job_seekers().Find(entry.record.id);
    ASSERT_NE(found, nullptr) << entry.record.id;
    EXPECT_EQ(found->creation, entry.creation);
    EXPECT_EQ(snapshot->job_seekers().VectorOf(entry.record.id),
              expected->job_seekers().VectorOf(entry.record.id));
    ASSERT_EQ(found->record.viewers.size(), entry.record.viewers.size());
    for (size_t i = 0; i < entry.record.viewers.size(); ++i) {
      EXPECT_EQ(names.at(found->record.viewers[i].organisation.value()),
                expected_names.at(entry.record.viewers[i].organisation.value()));
      EXPECT_EQ(found->record.viewers[i].until, entry.record.viewers[i].until);
    }
  });
  int with_demand = 0;
  expected->vacancies().ForEach([&](const auto& entry) {
    const auto* found = snapshot->vacancies().Find(entry.record.id);
    ASSERT_NE(found, nullptr) << entry.record.id;
    EXPECT_EQ(found->creation, entry.creation);
    EXPECT_EQ(found->vector, entry.vector);
    EXPECT_EQ(snapshot->vacancies().VectorOf(entry.record.id), entry.vector);
    with_demand += found->vector.empty() ? 0 : 1;
    EXPECT_EQ(found->record.openings_left, entry.record.openings_left);
    EXPECT_EQ(names.at(found->record.owner->value()),
              expected_names.at(entry.record.owner->value()));
  });
  EXPECT_GT(with_demand, kRecords / 2);
}

// What the loaded vectors are is what a record that is written later gets.
TEST_F(ParallelLoad, HasTheVectorsThatTheRecordsHave) {
  const auto snapshot = Load(3)->Current();
  snapshot->job_seekers().ForEach([&](const auto& entry) {
    EXPECT_EQ(snapshot->job_seekers().VectorOf(entry.record.id),
              matcher::SupplyOf(entry.record, snapshot->fit_context()));
  });
  snapshot->vacancies().ForEach([&](const auto& entry) {
    EXPECT_EQ(entry.vector, matcher::DemandOf(entry.record, snapshot->fit_context()).terms);
  });
}

TEST_F(ParallelLoad, NamesTheFirstRecordThatCannotBeRead) {
  store::v1::Event damaged = Person(1);
  damaged.mutable_job_seeker_stored()->mutable_head()->set_id("a-damaged");  // not what is sealed
  Apply({EntryAt(kNow, {damaged})});
  for (const size_t threads : {1U, 4U}) {
    const auto pool = Pool::Load(*store_, keys_, region_, std::make_shared<matcher::NoTravel>(), {},
                                 {.load_threads = threads});
    EXPECT_TRUE(absl::IsDataLoss(pool.status())) << pool.status();
    EXPECT_NE(pool.status().message().find("a-damaged"), std::string::npos) << pool.status();
  }
}

}  // namespace
}  // namespace overstap::pool
