// A server that is killed at any moment forgets nothing that it has confirmed, keeps nothing by
// half, and counts what is there.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cpp/client.h"
#include "clients/cpp/errors.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "overstap/v1/taxonomy_service.pb.h"
#include "tests/e2e/kill_writer.h"
#include "tests/e2e/killable_server.h"
#include "tests/e2e/list_all.h"
#include "tests/e2e/program.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::e2e {
namespace {

using google::protobuf::util::MessageDifferencer;

int Kills() {
  constexpr int kUsual = 30;
  constexpr int kOfSlowServers = 6;
  return IsSlowServer() ? kOfSlowServers : kUsual;
}

constexpr int kWriters = 3;
constexpr int kImportsPerRound = 2;  // one after the other
constexpr int kImported = 300;       // vacancies in one import
constexpr int kLatestKillMs = 250;
constexpr int kLatestTaxonomyKillMs = 2'500;  // while a taxonomy comes in
constexpr int kTaxonomyEvery = 5;             // rounds
constexpr int kTaxonomySkills = 2'500;        // about 3 MB: several chunks
constexpr size_t kRepeatedPerRound = 20;
constexpr uint64_t kSeed = 20261122;

// Everything that is stored, as the reporting organisation sees it.
struct Stored {
  explicit Stored(const client::Client& client)
      : job_seekers(
            ListAll<v1::ListJobSeekersRequest>(client, &v1::ListJobSeekersResponse::job_seekers)),
        vacancies(ListAll<v1::ListVacanciesRequest>(client, &v1::ListVacanciesResponse::vacancies)),
        placements(
            ListAll<v1::ListPlacementsRequest>(client, &v1::ListPlacementsResponse::placements)),
        reports(ListAll<v1::ListReportsRequest>(client, &v1::ListReportsResponse::reports)) {}

  std::map<std::string, v1::JobSeeker> job_seekers;
  std::map<std::string, v1::Vacancy> vacancies;
  std::map<std::string, v1::Placement> placements;
  std::map<std::string, v1::Report> reports;
};

v1::Vacancy ImportedVacancy(int import, int number) {
  v1::Vacancy vacancy;
  vacancy.set_name(absl::StrCat("vacancies/import-", import, "-", number));
  vacancy.set_employer("Netbedrijf");
  vacancy.set_title(absl::StrCat("Monteur ", import, " ", number));
  vacancy.set_description(std::string(static_cast<size_t>(number % 50) * 20, 'x'));
  vacancy.set_sector("energy");
  vacancy.mutable_occupation()->set_scheme("ESCO");
  vacancy.mutable_occupation()->set_code("urn:o:carer");
  vacancy.mutable_place()->set_country_code("NL");
  vacancy.mutable_place()->set_postcode("6511");
  vacancy.mutable_hours_per_week()->set_min_hours_per_week(24);
  vacancy.mutable_hours_per_week()->set_max_hours_per_week(36);
  vacancy.set_contract_kind(v1::CONTRACT_KIND_PERMANENT);
  vacancy.set_openings(1 + number % 3);
  return vacancy;
}

// One import of vacancies. OK: every item is confirmed.
absl::StatusOr<v1::ImportSummary> ImportVacancies(const client::Client& client, int import) {
  auto stream = client.OpenImport(*v1::ImportVacanciesRequest::descriptor());
  if (!stream.ok()) return stream.status();
  for (int i = 0; i < kImported; ++i) {
    v1::ImportVacanciesRequest item;
    *item.mutable_vacancy() = ImportedVacancy(import, i);
    if (!(*stream)->Write(item)) break;
  }
  return (*stream)->Finish<v1::ImportSummary>();
}

v1::Concept NewConcept(const std::string& code, v1::ConceptKind kind) {
  v1::Concept made;
  made.mutable_code()->set_scheme("ESCO");
  made.mutable_code()->set_code(code);
  made.set_kind(kind);
  v1::ConceptLabels* labels = made.add_labels();
  labels->set_language_code("nl");
  labels->set_preferred_label(code);
  for (int i = 0; i < 8; ++i)
    labels->add_alternative_labels(absl::StrCat(code, std::string(150, 'a'), i));
  return made;
}

absl::StatusOr<v1::ImportTaxonomyResponse> ImportTaxonomy(const client::Client& client, int version,
                                                          int skill_count) {
  constexpr int kBatch = 100;
  auto stream = client.OpenImport(*v1::ImportTaxonomyRequest::descriptor());
  if (!stream.ok()) return stream.status();
  std::vector<v1::ImportTaxonomyRequest> parts(1);
  parts[0].mutable_header()->set_source_version(absl::StrCat("version ", version));
  for (int i = 0; i < skill_count; ++i) {
    if (i % kBatch == 0) parts.emplace_back();
    *parts.back().mutable_concepts()->add_concepts() =
        NewConcept(absl::StrCat("urn:s:", i), v1::CONCEPT_KIND_SKILL);
  }
  *parts.emplace_back().mutable_concepts()->add_concepts() =
      NewConcept("urn:o:carer", v1::CONCEPT_KIND_OCCUPATION);
  v1::Relation* needs = parts.emplace_back().mutable_relations()->add_relations();
  needs->set_source_code("urn:o:carer");
  needs->set_target_code("urn:s:0");
  needs->set_kind(v1::RELATION_KIND_ESSENTIAL_SKILL);
  for (const v1::ImportTaxonomyRequest& part : parts) {
    if (!(*stream)->Write(part)) break;
  }
  return (*stream)->Finish<v1::ImportTaxonomyResponse>();
}

void ExpectOkOrSilence(const absl::Status& status) {
  EXPECT_TRUE(status.ok() || IsSilence(status)) << client::Describe(status);
}

class KillTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int i = 1; i <= kWriters; ++i) writers_.push_back(std::make_unique<Writer>(i));
    ASSERT_TRUE(server_.Start()) << server_.Output();
    const auto taxonomy = ImportTaxonomy(Importer(server_.address()), 0, 1);
    ASSERT_TRUE(taxonomy.ok()) << client::Describe(taxonomy.status());
    confirmed_taxonomies_ = 1;
  }

  // Everyone writes; then the server is gone.
  void WriteUntilKilled(int round) {
    const std::string address = server_.address();
    std::vector<std::thread> threads;
    for (const auto& writer : writers_) {
      threads.emplace_back([&writer, &address] { writer->Run(address); });
    }
    threads.emplace_back([this, &address, round] {
      for (int i = 0; i < kImportsPerRound; ++i) {
        const int import = round * kImportsPerRound + i;
        const auto summary = ImportVacancies(Importer(address), import);
        ExpectOkOrSilence(summary.status());
        if (!summary.ok()) return;
        EXPECT_EQ(summary->rejected_items_size(), 0) << summary->ShortDebugString();
        confirmed_imports_.insert(import);
      }
    });
    const bool with_taxonomy = round % kTaxonomyEvery == 0;
    if (with_taxonomy) {
      threads.emplace_back([this, &address, round] {
        const auto imported = ImportTaxonomy(Importer(address), round + 1, kTaxonomySkills);
        ExpectOkOrSilence(imported.status());
        if (imported.ok()) ++confirmed_taxonomies_;
      });
    }
    std::uniform_int_distribution<int> moment_ms(
        5, with_taxonomy ? kLatestTaxonomyKillMs : kLatestKillMs);
    std::this_thread::sleep_for(std::chrono::milliseconds(moment_ms(random_)));
    server_.Kill();
    for (std::thread& thread : threads) thread.join();
  }

  // What holds of the records among each other, whichever writes came through.
  void ExpectNothingByHalf(const Stored& stored) {
    std::map<std::string, int> taken;  // openings by vacancy
    for (const auto& [name, placement] : stored.placements) {
      EXPECT_EQ(stored.job_seekers.count(placement.job_seeker()), 1) << name;
      EXPECT_EQ(stored.vacancies.count(placement.vacancy()), 1) << name;
      const bool started = placement.state() == v1::PLACEMENT_STATE_STARTED;
      EXPECT_EQ(started, !placement.report().empty()) << placement.ShortDebugString();
      if (!started) continue;
      ++taken[placement.vacancy()];
      EXPECT_EQ(stored.reports.count(placement.report()), 1) << name;
    }
    for (const auto& [name, report] : stored.reports) {
      const auto placement = stored.placements.find(report.placement().placement());
      ASSERT_NE(placement, stored.placements.end()) << report.ShortDebugString();
      EXPECT_EQ(placement->second.report(), name);
    }
    for (const auto& [name, vacancy] : stored.vacancies) {
      EXPECT_EQ(vacancy.openings_left(), vacancy.openings() - taken[name]) << name;
    }
    ExpectImportsWhole(stored);
  }

  void ExpectImportsWhole(const Stored& stored) {
    for (const int import : confirmed_imports_) {
      for (int i = 0; i < kImported; ++i) {
        EXPECT_EQ(stored.vacancies.count(ImportedVacancy(import, i).name()), 1)
            << import << " " << i;
      }
    }
    for (const auto& [name, vacancy] : stored.vacancies) {
      int import = 0;
      int number = 0;
      if (std::sscanf(name.c_str(), "vacancies/import-%d-%d", &import, &number) != 2) continue;
      v1::Vacancy sent = ImportedVacancy(import, number);
      sent.set_status(v1::VACANCY_STATUS_OPEN);
      sent.set_openings_left(sent.openings());
      v1::Vacancy kept = vacancy;
      kept.clear_etag();
      kept.clear_create_time();
      kept.clear_update_time();
      kept.clear_organisation();  // the importer's
      std::string difference;
      MessageDifferencer differencer;
      differencer.ReportDifferencesToString(&difference);
      EXPECT_TRUE(differencer.Compare(sent, kept)) << name << ": " << difference;
    }
  }

  // One version is in use: the newest. A version is there with all of its concepts or not at all.
  void ExpectTaxonomiesWhole(const client::Client& client) {
    const auto taxonomies =
        ListAll<v1::ListTaxonomiesRequest>(client, &v1::ListTaxonomiesResponse::taxonomies);
    int active = 0;
    uint64_t newest = 0;
    uint64_t used = 0;
    for (const auto& [name, taxonomy] : taxonomies) {
      const uint64_t number = std::stoull(name.substr(name.find('/') + 1));
      newest = std::max(newest, number);
      if (taxonomy.active()) used = number;
      active += taxonomy.active() ? 1 : 0;
      EXPECT_EQ(taxonomy.skill_count(),
                taxonomy.source_version() == "version 0" ? 1 : kTaxonomySkills);
    }
    EXPECT_EQ(active, 1);
    EXPECT_EQ(used, newest);
    EXPECT_GE(static_cast<int>(taxonomies.size()), confirmed_taxonomies_);
    confirmed_taxonomies_ = static_cast<int>(taxonomies.size());
    const auto concept_found = client.Call<v1::Concept>([&taxonomies, newest] {
      const int skills = taxonomies.at(absl::StrCat("taxonomies/", newest)).skill_count();
      v1::GetConceptRequest request;
      request.mutable_code()->set_scheme("ESCO");
      request.mutable_code()->set_code(absl::StrCat("urn:s:", skills - 1));
      return request;
    }());
    EXPECT_TRUE(concept_found.ok()) << client::Describe(concept_found.status());
  }

  // The target's progress is what the reports come to: one unit per linkage key.
  static void ExpectProgressIsARecount(const client::Client& client, const Stored& stored) {
    std::set<std::string> acknowledged;
    std::set<std::string> reported;
    for (const auto& [name, report] : stored.reports) {
      EXPECT_NE(report.linkage_key(), "") << name;
      const bool counts = report.state() == v1::REPORT_STATE_ACKNOWLEDGED;
      (counts ? acknowledged : reported).insert(report.linkage_key());
    }
    const auto beside = std::count_if(
        reported.begin(), reported.end(),
        [&acknowledged](const std::string& key) { return acknowledged.count(key) == 0; });
    v1::GetProgressRequest request;
    request.set_name("targets/activation");
    const auto progress = client.Call<v1::Progress>(request);
    ASSERT_TRUE(progress.ok()) << client::Describe(progress.status());
    EXPECT_EQ(progress->value(), static_cast<double>(acknowledged.size()));
    EXPECT_EQ(progress->unacknowledged_value(), static_cast<double>(beside));
    EXPECT_EQ(progress->possible_duplicate_count(), 0);
  }

  // With no write open any more: what is there is what was confirmed, no more and no less.
  void ExpectConfirmed(const Stored& stored) {
    size_t job_seekers = 0;
    size_t placements = 0;
    size_t reports = 0;
    for (const auto& writer : writers_) {
      const Confirmed& confirmed = writer->confirmed();
      job_seekers += confirmed.job_seekers.size();
      placements += confirmed.placements.size();
      reports += confirmed.reports.size();
      ExpectSame(confirmed.job_seekers, stored.job_seekers);
      ExpectSame(confirmed.placements, stored.placements);
      for (const auto& [name, vacancy] : confirmed.vacancies) {
        const auto found = stored.vacancies.find(name);
        ASSERT_NE(found, stored.vacancies.end()) << name;
        EXPECT_EQ(found->second.etag(), vacancy.etag()) << name;
      }
      for (const auto& [name, report] : confirmed.reports) {
        const auto found = stored.reports.find(name);
        ASSERT_NE(found, stored.reports.end()) << name;
        EXPECT_EQ(found->second.state(), report.state()) << name;
        EXPECT_EQ(found->second.etag(), report.etag()) << name;
      }
    }
    EXPECT_EQ(stored.job_seekers.size(), job_seekers);
    EXPECT_EQ(stored.placements.size(), placements);
    EXPECT_EQ(stored.reports.size(), reports);
  }

  template <typename Resource>
  static void ExpectSame(const std::map<std::string, Resource>& confirmed,
                         const std::map<std::string, Resource>& stored) {
    for (const auto& [name, resource] : confirmed) {
      const auto found = stored.find(name);
      ASSERT_NE(found, stored.end()) << name << " was confirmed and is gone";
      EXPECT_TRUE(MessageDifferencer::Equals(resource, found->second))
          << "confirmed:\n"
          << resource.DebugString() << "stored:\n"
          << found->second.DebugString();
    }
  }

  // An import that was cut off is completed by doing it again. Returns how many had been stored in
  // part.
  int CompleteImports() {
    int in_part = 0;
    for (int import = 0; import < Kills() * kImportsPerRound && !HasFailure(); ++import) {
      const auto again = ImportVacancies(Importer(server_.address()), import);
      if (!again.ok()) {
        ADD_FAILURE() << client::Describe(again.status());
        break;
      }
      EXPECT_EQ(again->created_count() + again->unchanged_count(), kImported);
      if (confirmed_imports_.count(import) > 0) {
        EXPECT_EQ(again->created_count(), 0) << import;
      }
      if (again->created_count() > 0 && again->unchanged_count() > 0) ++in_part;
    }
    return in_part;
  }

  testing::TempDir dir_;
  KillableServer server_{dir_.path()};
  std::mt19937_64 random_{kSeed};
  std::vector<std::unique_ptr<Writer>> writers_;
  std::set<int> confirmed_imports_;
  int confirmed_taxonomies_ = 0;
};

TEST_F(KillTest, LosesNothingConfirmedAndKeepsNothingByHalf) {
  for (int round = 0; round < Kills() && !HasFailure(); ++round) {
    SCOPED_TRACE(absl::StrCat("kill ", round + 1));
    WriteUntilKilled(round);
    ASSERT_TRUE(server_.Start()) << server_.Output();
    const client::Client client = Reporter(server_.address());
    {
      const Stored stored(client);
      ExpectNothingByHalf(stored);
      ExpectProgressIsARecount(client, stored);
      ExpectTaxonomiesWhole(client);
    }
    for (const auto& writer : writers_) {
      writer->Settle(server_.address());
      writer->RepeatLast(server_.address(), kRepeatedPerRound);
    }
    const Stored settled(client);
    ExpectNothingByHalf(settled);
    ExpectProgressIsARecount(client, settled);
    ExpectConfirmed(settled);
  }
  size_t answered = 0;
  for (const auto& writer : writers_) answered += writer->answered();
  EXPECT_GT(answered, 5 * Kills()) << "too little was written for the kills to mean anything";
  const int cut_off = CompleteImports();
  std::cout << answered << " writes answered; " << confirmed_imports_.size()
            << " imports finished, " << cut_off << " stored in part; " << confirmed_taxonomies_
            << " taxonomies\n";
  for (const auto& writer : writers_) writer->RepeatLast(server_.address(), writer->answered());
}

}  // namespace
}  // namespace overstap::e2e
