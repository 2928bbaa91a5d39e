// A pool that starts by its image is the pool that was running, and the one that the store alone
// gives; an image that is wrong in any way is not used.
#include "services/pool/pool_image.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "matcher/ranker.h"
#include "services/keys/memory_key_ring.h"
#include "services/log/rocksdb_log.h"
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

constexpr int kRecords = 400;
constexpr int kSkills = 40;
constexpr int kOccupations = 5;
constexpr char kNow[] = "2026-01-01T00:00:00Z";

std::string SkillCode(int number) { return absl::StrCat("urn:skill:", number % kSkills); }
std::string OccupationCode(int number) {
  return absl::StrCat("urn:occupation:", number % kOccupations);
}
std::string PersonId(int number) { return absl::StrCat("p-", number); }
std::string VacancyId(int number) { return absl::StrCat("v-", number); }

void AddConcept(const std::string& code, store::v1::ConceptKind kind,
                store::v1::TaxonomyChunk* chunk) {
  auto* entry = chunk->add_concepts();
  entry->mutable_code()->set_scheme("ESCO");
  entry->mutable_code()->set_code(code);
  entry->set_kind(kind);
  auto* labels = entry->add_labels();
  labels->set_language_code("nl");
  labels->set_preferred_label(code);
}

// A folder with a log, a store and a pool's image, as a server has them.
class PoolImageTest : public ::testing::Test {
 protected:
  PoolImageTest() {
    log_ = *log::OpenRocksdbLog(dir_.path() / "log");
    store_ = *store::OpenRocksdbStore(dir_.path() / "store");
    matcher::Region::Parts parts;
    parts.sectors = {{.id = "care"}, {.id = "energy"}};
    region_ = *matcher::Region::Build(parts);
    Write({Taxonomy(1)});
    std::vector<store::v1::LogEntry> group;
    for (int i = 0; i < kRecords; ++i) group.push_back(EntryAt(kNow, {Vacancy(i), Person(i)}));
    Write(group);
  }

  void Write(const std::vector<store::v1::LogEntry>& entries) {
    ASSERT_TRUE(log_->AppendGroup(entries).ok());
    ASSERT_TRUE(store_->Apply(store_->position() + 1, entries).ok());
  }
  // As the sequencer does while a pool runs.
  void Write(Pool& pool, const store::v1::LogEntry& entry) {
    pool.Decided(store_->position() + 1, entry);
    Write({entry});
    pool.Committed(store_->position());
  }

  static store::v1::LogEntry Taxonomy(uint64_t number) {
    store::v1::Event event;
    auto* chunk = event.mutable_taxonomy_chunk();
    chunk->set_taxonomy_number(number);
    for (int i = 0; i < kSkills; ++i)
      AddConcept(SkillCode(i), store::v1::CONCEPT_KIND_SKILL, chunk);
    for (int i = 0; i < kOccupations; ++i) {
      AddConcept(OccupationCode(i), store::v1::CONCEPT_KIND_OCCUPATION, chunk);
      for (int skill = 0; skill < 6; ++skill) {
        auto* relation = chunk->add_relations();
        relation->set_source_code(OccupationCode(i));
        relation->set_target_code(SkillCode(i * 5 + skill));
        relation->set_kind(skill % 2 == 0 ? store::v1::RELATION_KIND_ESSENTIAL_SKILL
                                          : store::v1::RELATION_KIND_OPTIONAL_SKILL);
      }
    }
    store::v1::Event committed;
    committed.mutable_taxonomy_committed()->set_taxonomy_number(number);
    return EntryAt(kNow, {event, committed});
  }

  static store::v1::Event Vacancy(int i, int offset = 0) {
    store::v1::Event event = overstap::testing::VacancyEvent(VacancyId(i), "Carer");
    auto& vacancy = *event.mutable_vacancy_stored()->mutable_vacancy();
    vacancy.set_organisation(absl::StrCat("employer-", i % 3));
    vacancy.set_sector(i % 2 == 0 ? "care" : "energy");
    vacancy.set_openings(2);
    vacancy.mutable_occupation()->set_code(OccupationCode(i));
    for (int skill = 0; skill < i % 7; ++skill) {
      vacancy.add_skills()->mutable_skill()->set_code(SkillCode(i + offset + skill * 3));
    }
    if (i % 4 == 0) vacancy.mutable_closing_date()->set_year(2027);
    return event;
  }

  store::v1::Event Person(int i, int offset = 0, bool restricted = false) {
    store::v1::JobSeeker person;
    person.set_organisation(absl::StrCat("organisation-", i % 3));
    for (int skill = 0; skill < i % 9; ++skill) {
      auto* own = person.mutable_skills()->add_items();
      own->mutable_skill()->set_code(SkillCode(i + offset + skill * 2));
      own->set_proficiency(static_cast<store::v1::Proficiency>(skill % 5));
    }
    if (i % 3 != 0) {
      person.mutable_past_occupations()->add_items()->mutable_occupation()->set_code(
          OccupationCode(i));
    }
    if (i % 2 == 0) person.mutable_hours_per_week_wanted()->set_max_hours_per_week(32.25);
    if (restricted) person.mutable_restriction()->set_reason("asked");
    keys::KeyId& key = keys_of_[PersonId(i)];
    if (key == 0) key = *keys_.Create();
    store::v1::Event event;
    auto& stored = *event.mutable_job_seeker_stored();
    stored.mutable_head()->set_id(PersonId(i));
    *stored.mutable_job_seeker() = *keys_.Seal(
        key, write::NameOf(RecordKind::kJobSeeker, PersonId(i)), person.SerializeAsString());
    return event;
  }

  // The entry that forgets a person; their key goes with it.
  store::v1::LogEntry Erasure(int i) {
    store::v1::Event event;
    const keys::KeyId key = std::exchange(keys_of_[PersonId(i)], 0);
    event.mutable_job_seeker_deleted()->set_id(PersonId(i));
    event.mutable_job_seeker_deleted()->set_key_id(key);
    EXPECT_TRUE(keys_.Destroy(key).ok());
    return EntryAt(kNow, {event});
  }

  std::unique_ptr<Pool> Load(const std::function<void(ImageOptions*)>& change = {}) {
    ImageOptions image{.folder = folder_, .log = log_.get(), .basis = "test"};
    image.least_records = 1;
    image.settling = absl::ZeroDuration();
    image.pause = absl::ZeroDuration();
    if (change) change(&image);
    auto pool = Pool::Load(*store_, keys_, region_, std::make_shared<matcher::NoTravel>(), {},
                           {.load_threads = 2, .image = image});
    EXPECT_TRUE(pool.ok()) << pool.status();
    return *std::move(pool);
  }
  // By the store alone.
  std::unique_ptr<Pool> LoadPlain() {
    return Load([](ImageOptions* image) { *image = {}; });
  }
  void KeepImage() { Load()->image_keeper()->WaitUntilKept(); }

  std::string ImageBytes() const {
    std::ifstream file(folder_ + "/image", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void SetImage(const std::string& bytes) const {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ + "/image", std::ios::binary | std::ios::trunc) << bytes;
  }

  TempDir dir_;
  const std::string folder_ = dir_.path().string() + "/pool";
  std::unique_ptr<log::EventLog> log_;
  std::unique_ptr<store::Store> store_;
  keys::MemoryKeyRing keys_;
  std::map<std::string, keys::KeyId> keys_of_;
  std::shared_ptr<const matcher::Region> region_;
};

// Names of organisations, whose numbers are each pool's own.
std::map<uint32_t, std::string> NamesIn(const Pool& pool) {
  std::map<uint32_t, std::string> names;
  for (const char* kind : {"organisation-", "employer-"}) {
    for (int i = 0; i < 3; ++i) {
      const std::string name = absl::StrCat(kind, i);
      names[pool.OrganisationNumberOf(name).value()] = name;
    }
  }
  return names;
}

// Everything that a pool holds, in text, by the names of the records.
std::map<std::string, std::string> ContentOf(const Pool& pool) {
  const auto vector_text = [](const matcher::SparseVector& vector) {
    std::string text;
    for (const auto& term : vector) {
      absl::StrAppend(&text, term.term.value(), ":", term.value.units(), " ");
    }
    return text;
  };
  std::map<std::string, std::string> content;
  const auto names = NamesIn(pool);
  const auto snapshot = pool.Current();
  snapshot->job_seekers().ForEach([&](const auto& entry) {
    matcher::JobSeeker person = entry.record;
    std::string text = absl::StrCat(entry.creation.value(), " key ", entry.handle, " ",
                                    vector_text(snapshot->job_seekers().VectorOf(entry.record.id)));
    for (const matcher::Viewer& viewer : person.viewers) {
      text += names.at(viewer.organisation.value());
    }
    person.viewers.clear();
    AppendRecord(person, &text);
    EXPECT_TRUE(content.emplace(person.id, text).second);
  });
  snapshot->vacancies().ForEach([&](const auto& entry) {
    matcher::Vacancy vacancy = entry.record;
    std::string text = absl::StrCat(entry.creation.value(), " ", vector_text(entry.vector),
                                    names.at(vacancy.owner->value()));
    vacancy.owner.reset();
    AppendRecord(vacancy, &text);
    EXPECT_TRUE(content.emplace(vacancy.id, text).second);
  });
  return content;
}

// Hits of every person and every vacancy, with their scores.
std::string AnswersOf(const Pool& pool) {
  std::string answers;
  const auto snapshot = pool.Current();
  const matcher::MatchOptions options{.page_size = 7, .today = matcher::Date(20'454)};
  for (int i = 0; i < kRecords; ++i) {
    if (const auto* person = snapshot->job_seekers().Find(PersonId(i))) {
      absl::StrAppend(&answers, "\n", PersonId(i));
      for (const auto& match :
           matcher::RankVacancies(*snapshot, person->record, {}, options).matches) {
        absl::StrAppend(&answers, " ", match.entry->record.id, "=", match.fit.score);
      }
    }
    if (const auto* vacancy = snapshot->vacancies().Find(VacancyId(i))) {
      absl::StrAppend(&answers, "\n", VacancyId(i));
      for (const auto& match :
           matcher::RankJobSeekers(*snapshot, vacancy->record, {}, options).matches) {
        absl::StrAppend(&answers, " ", match.entry->record.id, "=", match.fit.score);
      }
    }
  }
  return answers;
}

void ExpectSame(const Pool& pool, const Pool& expected) {
  EXPECT_EQ(pool.Current()->version(), expected.Current()->version());
  EXPECT_EQ(ContentOf(pool), ContentOf(expected));
  EXPECT_EQ(AnswersOf(pool), AnswersOf(expected));
  EXPECT_EQ(pool.unknown_code_count(), expected.unknown_code_count());
}

TEST_F(PoolImageTest, StartsAsThePoolThatWasRunning) {
  const auto first = Load();
  EXPECT_FALSE(first->is_of_image());
  first->image_keeper()->WaitUntilKept();
  const auto again = Load();
  EXPECT_TRUE(again->is_of_image());
  EXPECT_EQ(again->Current()->job_seekers().size(), kRecords);
  EXPECT_GT(AnswersOf(*again).size(), 20'000);
  ExpectSame(*again, *first);
  // Nothing has changed: it is not written once more.
  again->image_keeper()->WaitUntilKept();
  EXPECT_EQ(again->image_keeper()->written(), 0);
}

TEST_F(PoolImageTest, TakesWhatChangedSinceFromTheStore) {
  KeepImage();
  std::vector<store::v1::LogEntry> later;
  for (int i = 0; i < 20; ++i) {
    later.push_back(EntryAt(kNow, {Person(i, 1), Vacancy(i + 30, 1)}));
  }
  later.push_back(EntryAt(kNow, {Person(kRecords), Vacancy(kRecords)}));
  later.push_back(EntryAt(kNow, {Person(50, 0, /*restricted=*/true)}));
  store::v1::Event gone;
  gone.mutable_vacancy_deleted()->set_id(VacancyId(60));
  later.push_back(EntryAt(kNow, {gone}));
  // An opening that a placement takes is one less, though the vacancy was not written.
  store::v1::Event placed;
  placed.mutable_placement_stored()->mutable_head()->set_id("pl-1");
  auto* placement = placed.mutable_placement_stored()->mutable_placement();
  placement->set_vacancy("vacancies/v-70");
  placement->set_state(store::v1::PLACEMENT_STATE_STARTED);
  later.push_back(EntryAt(kNow, {placed}));
  Write(later);
  const auto pool = Load();
  EXPECT_TRUE(pool->is_of_image());
  EXPECT_EQ(pool->Current()->vacancies().Find("v-70")->record.openings_left, 1);
  EXPECT_EQ(pool->Current()->vacancies().Find("v-60"), nullptr);
  EXPECT_EQ(pool->Current()->job_seekers().Find("p-50"), nullptr);
  ExpectSame(*pool, *LoadPlain());
}

TEST_F(PoolImageTest, ForgetsWhoIsErased) {
  KeepImage();
  const absl::StatusOr<std::unique_ptr<PoolImage>> image = PoolImage::Open(folder_);
  ASSERT_TRUE(image.ok());
  const auto snapshot = LoadPlain()->Current();
  const auto limits = ImageLimits::Of(snapshot->taxonomy(), *region_, 100);
  const auto readable = [&] {
    std::vector<std::string> ids;
    for (size_t i = 0; i < (*image)->block_count(); ++i) {
      const absl::Status read = (*image)->ReadBlock(
          i, keys_, limits, [&](auto person) { ids.push_back(person.record.id); },
          [](const auto&) {});
      EXPECT_TRUE(read.ok()) << read;
    }
    return ids;
  };
  EXPECT_EQ(readable().size(), kRecords);
  const store::v1::LogEntry erasure = Erasure(7);
  // The very file that was written before says nothing of them any more, whatever the log says.
  const std::vector<std::string> left = readable();
  EXPECT_EQ(left.size(), kRecords - 1);
  EXPECT_EQ(std::count(left.begin(), left.end(), PersonId(7)), 0);
  ExpectSame(*Load(), *LoadPlain());
  Write({erasure});
  const auto pool = Load();
  EXPECT_TRUE(pool->is_of_image());
  ExpectSame(*pool, *LoadPlain());
  // Someone new under the same id is who they are now.
  Write({EntryAt(kNow, {Person(7, 3)})});
  ExpectSame(*Load(), *LoadPlain());
}

TEST_F(PoolImageTest, HoldsNobodyInTheClear) {
  KeepImage();
  const std::string bytes = ImageBytes();
  const auto pool = LoadPlain();
  int looked_for = 0;
  pool->Current()->job_seekers().ForEach([&](const auto& entry) {
    if (!entry.record.skills || entry.record.skills->size() < 3) return;  // too short to tell
    // Without the viewers, which come first and have other numbers in other pools.
    matcher::JobSeeker person = entry.record;
    person.viewers.clear();
    std::string record;
    AppendRecord(person, &record);
    EXPECT_FALSE(absl::StrContains(bytes, record.substr(1))) << person.id;
    ++looked_for;
  });
  EXPECT_GT(looked_for, kRecords / 2);
  // As what is not of people would be found.
  matcher::Vacancy vacancy = pool->Current()->vacancies().Find(VacancyId(6))->record;
  vacancy.owner.reset();
  std::string record;
  AppendRecord(vacancy, &record);
  EXPECT_TRUE(absl::StrContains(bytes, record.substr(1)));
}

TEST_F(PoolImageTest, IsNotUsedWhereItIsDamaged) {
  KeepImage();
  const std::string whole = ImageBytes();
  const auto expected = ContentOf(*LoadPlain());
  ASSERT_GT(whole.size(), 10'000);
  for (size_t at = 0; at < whole.size(); at += whole.size() / 23) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    SetImage(damaged);
    const auto pool = Load([](ImageOptions* image) { image->least_records = 1'000'000; });
    EXPECT_FALSE(pool->is_of_image()) << at;
    EXPECT_EQ(ContentOf(*pool), expected);
    SetImage(whole.substr(0, at));
    EXPECT_FALSE(Load([](ImageOptions* image) { image->least_records = 1'000'000; })->is_of_image())
        << at;
  }
  SetImage(whole + "x");
  const auto pool = Load();
  EXPECT_FALSE(pool->is_of_image());
  // A whole one takes its place.
  pool->image_keeper()->WaitUntilKept();
  EXPECT_TRUE(Load()->is_of_image());
}

// A crash while an image is written leaves the one before, and any part of the new one.
TEST_F(PoolImageTest, AnUnfinishedOneStandsForNothing) {
  KeepImage();
  const std::string before = ImageBytes();
  Write({EntryAt(kNow, {Person(3, 1), Vacancy(4, 1)})});
  const auto expected = LoadPlain();
  std::string unfinished = before;
  unfinished[before.size() / 2] = 0;  // what was not synced may be anything
  for (const size_t size : {size_t{0}, size_t{1}, before.size() / 3, before.size()}) {
    SetImage(before);
    std::ofstream(folder_ + "/image.new", std::ios::binary) << unfinished.substr(0, size);
    const auto with_the_one_before = Load();
    EXPECT_TRUE(with_the_one_before->is_of_image()) << size;
    ExpectSame(*with_the_one_before, *expected);
    std::filesystem::remove(folder_ + "/image");
    const auto without = Load();
    EXPECT_FALSE(without->is_of_image()) << size;
    ExpectSame(*without, *expected);
    without->image_keeper()->WaitUntilKept();
    EXPECT_FALSE(std::filesystem::exists(folder_ + "/image.new"));
    EXPECT_TRUE(Load()->is_of_image());
  }
}

TEST_F(PoolImageTest, DeletingItOnlyCostsTime) {
  KeepImage();
  std::filesystem::remove_all(folder_);
  const auto pool = Load();
  EXPECT_FALSE(pool->is_of_image());
  ExpectSame(*pool, *LoadPlain());
  pool->image_keeper()->WaitUntilKept();
  EXPECT_TRUE(Load()->is_of_image());
}

TEST_F(PoolImageTest, IsNotUsedForWhatItIsNotTrueOf) {
  KeepImage();
  const std::string whole = ImageBytes();
  EXPECT_FALSE(Load([](ImageOptions* image) { image->basis = "another program"; })->is_of_image());
  // That pool may have written one of its own by now.
  SetImage(whole);
  EXPECT_TRUE(Load()->is_of_image());
  // Another log with as many entries.
  TempDir other;
  const auto log = *log::OpenRocksdbLog(other.path());
  std::vector<store::v1::LogEntry> entries(log_->last_position(), EntryAt(kNow, {Vacancy(1)}));
  ASSERT_TRUE(log->AppendGroup(entries).ok());
  EXPECT_FALSE(Load([&](ImageOptions* image) { image->log = log.get(); })->is_of_image());
  SetImage(whole);
  Write({Taxonomy(2)});
  EXPECT_FALSE(Load()->is_of_image());
}

TEST_F(PoolImageTest, IsNotUsedWhereTooMuchHasChanged) {
  KeepImage();
  std::vector<store::v1::LogEntry> later;
  for (int i = 0; i < kRecords; ++i) later.push_back(EntryAt(kNow, {Vacancy(i, 1)}));
  Write(later);
  const auto pool = Load();
  EXPECT_FALSE(pool->is_of_image());
  ExpectSame(*pool, *LoadPlain());
}

TEST_F(PoolImageTest, FollowsAPoolThatChanges) {
  const auto pool = Load();
  pool->image_keeper()->WaitUntilKept();
  EXPECT_EQ(pool->image_keeper()->written(), 1);
  // A few changes are not worth an image; many are.
  Write(*pool, EntryAt(kNow, {Vacancy(0, 1)}));
  pool->image_keeper()->WaitUntilKept();
  EXPECT_EQ(pool->image_keeper()->written(), 1);
  for (int i = 0; i < kRecords; ++i) Write(*pool, EntryAt(kNow, {Vacancy(i, 2), Person(i, 2)}));
  pool->image_keeper()->WaitUntilKept();
  EXPECT_GT(pool->image_keeper()->written(), 1);
  const auto again = Load();
  EXPECT_TRUE(again->is_of_image());
  ExpectSame(*again, *pool);
}

TEST_F(PoolImageTest, IsNotKeptOfAFewRecords) {
  const auto few = [](ImageOptions* image) { image->least_records = 2 * kRecords + 1; };
  Load(few)->image_keeper()->WaitUntilKept();
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/image"));
}

}  // namespace
}  // namespace overstap::pool
