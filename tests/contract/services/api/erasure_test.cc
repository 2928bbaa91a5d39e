// Erasure: once a person is forgotten, no byte of what was kept of them can be read anywhere: not
// in the log, the store, the keys or the audit log, and not in a backup made before; not in files
// as they are, nor in what RocksDB has compressed, nor by opening what was sealed with any key that
// is left.
#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "overstap/store/v1/log.pb.h"
#include "overstap/v1/decision_service.pb.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/placement_service.pb.h"
#include "overstap/v1/target.pb.h"
#include "overstap/v1/vacancy.pb.h"
#include "rocksdb/db.h"
#include "rocksdb/sst_file_reader.h"
#include "services/keys/file_key_ring.h"
#include "services/keys/key_slot.h"
#include "services/log/rocksdb_log.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

namespace fs = std::filesystem;

// Where each needle was found, as file and way of looking.
using Finds = std::map<std::string, std::vector<std::string>>;

// Looks for byte strings in everything below a folder.
class Scanner {
 public:
  explicit Scanner(std::map<std::string, std::string> needles) : needles_(std::move(needles)) {}

  // Names of the needles that are there, with where.
  Finds Scan(const std::string& dir) {
    finds_.clear();
    for (const auto& entry : fs::recursive_directory_iterator(dir)) {
      if (!entry.is_regular_file()) continue;
      ++files_;
      const std::string path = entry.path().string();
      std::ifstream file(path, std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      Look(bytes, path + " (as it is)");
      if (entry.path().extension() == ".sst") ScanTable(path);
      if (IsWal(entry.path())) Look(WalPayload(bytes), path + " (write-ahead log)");
    }
    return finds_;
  }
  int files() const { return files_; }
  int rows() const { return rows_; }

 private:
  void Look(std::string_view bytes, const std::string& where) {
    for (const auto& [name, needle] : needles_) {
      if (bytes.find(needle) != std::string_view::npos) finds_[name].push_back(where);
    }
  }

  // Every key and value of a table, decompressed; also those that a newer table hides.
  void ScanTable(const std::string& path) {
    rocksdb::SstFileReader reader{rocksdb::Options()};
    ASSERT_TRUE(reader.Open(path).ok()) << path;
    const std::unique_ptr<rocksdb::Iterator> row(reader.NewIterator(rocksdb::ReadOptions()));
    for (row->SeekToFirst(); row->Valid(); row->Next()) {
      ++rows_;
      Look(row->key().ToStringView(), path + " (key)");
      Look(row->value().ToStringView(), path + " (value)");
    }
    EXPECT_TRUE(row->status().ok()) << path;
  }

  static bool IsWal(const fs::path& path) {
    const std::string name = path.filename().string();
    return path.extension() == ".log" &&
           std::all_of(name.begin(), name.end() - 4, [](char c) { return c >= '0' && c <= '9'; });
  }

  // The records of a write-ahead log in one string: blocks of 32 KiB hold fragments with a header
  // of checksum (4), length (2) and kind (1), of recycled files with 4 bytes more.
  static std::string WalPayload(const std::string& bytes) {
    constexpr size_t kBlock = 32'768;
    constexpr size_t kHeader = 7;
    constexpr size_t kRecycledHeader = 11;
    constexpr unsigned char kFirstRecycled = 5;
    std::string payload;
    for (size_t block = 0; block < bytes.size(); block += kBlock) {
      const size_t end = std::min(bytes.size(), block + kBlock);
      size_t at = block;
      while (at + kHeader <= end) {
        const auto low = static_cast<unsigned char>(bytes[at + 4]);
        const auto high = static_cast<unsigned char>(bytes[at + 5]);
        const auto kind = static_cast<unsigned char>(bytes[at + 6]);
        const size_t length = low + (static_cast<size_t>(high) << 8U);
        if (kind == 0 && length == 0) break;
        const size_t header = kind >= kFirstRecycled ? kRecycledHeader : kHeader;
        payload += bytes.substr(at + header, std::min(length, end - std::min(end, at + header)));
        at += header + length;
      }
    }
    return payload;
  }

  const std::map<std::string, std::string> needles_;
  Finds finds_;
  int files_ = 0;
  int rows_ = 0;
};

std::string Describe(const Finds& finds) {
  std::string text;
  for (const auto& [name, places] : finds) {
    for (const std::string& place : places) absl::StrAppend(&text, name, " in ", place, "\n");
  }
  return text;
}

std::string FieldBytes(double value) {
  std::string bytes(sizeof(value), '\0');
  std::memcpy(bytes.data(), &value, sizeof(value));
  return bytes;
}

std::string Varint(uint64_t value) {
  constexpr uint64_t kLow = 127;
  std::string bytes;
  for (; value > kLow; value >>= 7U) {
    bytes += static_cast<char>(static_cast<unsigned char>((value & kLow) | 128U));
  }
  return bytes + static_cast<char>(static_cast<unsigned char>(value));
}

constexpr uint64_t kMoney = 7'654'321'987'654;
constexpr double kYears = 17.28125;
constexpr double kHours = 33.140625;

const std::map<std::string, std::string>& Markers() {
  static const std::map<std::string, std::string>& markers =
      *new std::map<std::string, std::string>{{"money", Varint(kMoney)},
                                              {"years", FieldBytes(kYears)},
                                              {"hours", FieldBytes(kHours)},
                                              {"diploma", "918273645546372819"},
                                              {"restriction", "ZQ-MARKER-RESTRICTION-48213"},
                                              {"decision", "ZQ-MARKER-DECISION-77120"},
                                              {"decision code", "zq-marker-code-55901"}};
  return markers;
}

constexpr char kPersonFields[] = R"(
    name: 'jobSeekers/p'
    skills { items { skill { scheme: 'ESCO' code: 'urn:s:0' } proficiency: PROFICIENCY_EXPERT }
             items { skill { scheme: 'ESCO' code: 'urn:s:7' } proficiency: PROFICIENCY_BASIC }
             items { skill { scheme: 'ESCO' code: 'urn:s:3' } proficiency: PROFICIENCY_ADVANCED } }
    qualifications { items { qualification { code { scheme: 'CREBO' code: '918273645546372819' }
                             level_eqf: 3 orientation: EDUCATION_ORIENTATION_MBO } } }
    past_occupations { items { occupation { scheme: 'ESCO' code: 'urn:o:fitter' }
                               years: 17.28125 } }
    home { postcode: '6833' }
    own_money_eur_cents: 7654321987654
    hours_per_week_now: 0
    training_hours_per_week_max: 33.140625
    languages { items { language_code: 'nl' level: CEFR_LEVEL_B2 } } )";

class Erasure : public testing::Test {
 protected:
  Outcome Make(const std::string& method, const std::string& request,
               const std::string& organisation = "uwv") {
    Outcome made = server_.Call(method, request, {{"overstap-organisation", organisation}});
    EXPECT_TRUE(made.status.ok()) << method << ": " << made;
    return made;
  }
  std::string data() const { return server_.dir() + "/data"; }

  v1::Progress Progress() {
    return Make("LedgerService.GetProgress", "name: 'targets/activation'").As<v1::Progress>();
  }
  int OpeningsLeft() {
    return Make("VacancyService.GetVacancy", "name: 'vacancies/v'")
        .As<v1::Vacancy>()
        .openings_left();
  }

  // Everything that can be kept of a person, and a neighbour who stays.
  void LiveThroughAll() {
    Make("VacancyService.CreateVacancy",
         absl::StrCat("vacancy { name: 'vacancies/v' ", kVacancy,
                      " description: 'ZQ-CONTROL-31337 ", std::string(2'000, 'x'), "' }"));
    Make("JobSeekerService.CreateJobSeeker",
         absl::StrCat("request_id: '00000000-0000-4000-8000-000000000001' job_seeker {",
                      kPersonFields, "}"));
    Make("JobSeekerService.CreateJobSeeker",
         absl::StrCat("job_seeker { name: 'jobSeekers/neighbour' ", kPerson, "}"));
    const auto answer = Make("MatchService.MatchVacancies", "job_seeker: 'jobSeekers/p'");
    Place();
    Decide(answer.As<v1::MatchVacanciesResponse>());
    Make("JobSeekerService.RestrictJobSeeker",
         "request_id: '00000000-0000-4000-8000-000000000002' name: 'jobSeekers/p' reason: "
         "'ZQ-MARKER-RESTRICTION-48213'");
    Make("ParticipationFactsService.UpdateParticipationFacts",
         "request_id: '00000000-0000-4000-8000-000000000003' participation_facts { name: "
         "'jobSeekers/p/participationFacts' established_date { year: 2026 month: 3 day: 9 } }");
    Make("JobSeekerService.ExportJobSeeker", "name: 'jobSeekers/p'");
  }
  void Place() {
    Make("PlacementService.CreatePlacement",
         "placement { name: 'placements/pl' job_seeker: 'jobSeekers/p' vacancy: 'vacancies/v' "
         "start_date { year: 2026 month: 11 day: 2 } }");
    const Outcome reported =
        Make("PlacementService.ReportPlacement",
             "name: 'placements/pl' work_table: 'workTables/activering' linkage_key: 'key-1' "
             "sector_day_before: '' evidence { kind: 'contract' reference: 'c-1' }");
    Make("LedgerService.AcknowledgeReport",
         absl::StrCat("name: '", reported.As<v1::ReportPlacementResponse>().report().name(), "'"),
         "cnv");
  }
  void Decide(const v1::MatchVacanciesResponse& answer) {
    const auto request = ApiServer::Request(
        "DecisionService.CreateDecision",
        "request_id: '00000000-0000-4000-8000-000000000004' decision { name: 'decisions/d' "
        "job_seeker: 'jobSeekers/p' vacancy: 'vacancies/v' outcome: DECISION_OUTCOME_REJECT "
        "reason_code: 'zq-marker-code-55901' reason_text: 'ZQ-MARKER-DECISION-77120' basis { "
        "match_vacancies { job_seeker: 'jobSeekers/p' } } }");
    auto& decision = *dynamic_cast<v1::CreateDecisionRequest&>(*request).mutable_decision();
    *decision.mutable_basis()->mutable_versions() = answer.versions();
    decision.mutable_basis()->set_answer_hash(answer.answer_hash());
    const Outcome made = server_.Call("DecisionService.CreateDecision", *request,
                                      {{"overstap-organisation", "uwv"}});
    EXPECT_TRUE(made.status.ok()) << made;
  }

  // What was sealed under the person's key, anywhere in the log.
  std::vector<store::v1::Sealed> SealedPayloads(const std::string& log_dir, keys::KeyId* key) {
    std::vector<store::v1::Sealed> payloads;
    auto log = log::OpenRocksdbLog(log_dir);
    EXPECT_TRUE(log.ok()) << log.status();
    const absl::Status read = (*log)->Read(1, [&](log::Position, const store::v1::LogEntry& entry) {
      if (entry.envelope().person() != "p") return absl::OkStatus();
      if (entry.envelope().key_id() != 0) *key = entry.envelope().key_id();
      if (entry.answer().has_sealed_reply()) payloads.push_back(entry.answer().sealed_reply());
      for (const auto& event : entry.events()) {
        if (event.has_job_seeker_stored()) {
          payloads.push_back(event.job_seeker_stored().job_seeker());
        }
        if (event.has_placement_stored()) {
          payloads.push_back(event.placement_stored().job_seeker());
        }
        if (event.has_report_stored()) payloads.push_back(event.report_stored().job_seeker());
        if (event.has_decision_stored()) {
          payloads.push_back(event.decision_stored().decision());
        }
        if (event.has_participation_facts_stored()) {
          payloads.push_back(event.participation_facts_stored().facts());
        }
      }
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return payloads;
  }

  // The key as it lies in the key file.
  std::string KeyBytesOf(keys::KeyId id) const {
    for (const auto& entry : fs::recursive_directory_iterator(data() + "/keys")) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      if (bytes.size() < id * keys::kSlotSize) continue;
      const auto slot = keys::DecodeSlot(bytes.substr((id - 1) * keys::kSlotSize, keys::kSlotSize));
      if (!slot.ok() || slot->id != id) continue;
      return {reinterpret_cast<const char*>(slot->key.data()), slot->key.size()};
    }
    return "";
  }

  ApiServer server_;
};

void Compact(const std::string& dir) {
  rocksdb::Options options;
  std::vector<std::string> names;
  ASSERT_TRUE(rocksdb::DB::ListColumnFamilies(options, dir, &names).ok());
  rocksdb::ColumnFamilyOptions family;
  family.compression = rocksdb::kLZ4Compression;
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string& name : names) families.emplace_back(name, family);
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, dir, families, &handles, &opened).ok()) << dir;
  const std::unique_ptr<rocksdb::DB> db(opened);
  rocksdb::CompactRangeOptions all;
  all.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  for (auto* handle : handles) {
    EXPECT_TRUE(db->CompactRange(all, handle, nullptr, nullptr).ok());
    db->DestroyColumnFamilyHandle(handle);
  }
}

TEST_F(Erasure, LeavesNoReadableByteOfThePersonAnywhere) {
  LiveThroughAll();
  const v1::Progress progress = Progress();
  EXPECT_EQ(progress.value(), 1);
  EXPECT_EQ(OpeningsLeft(), 1);
  const std::string backup = server_.dir() + "/backup";
  keys::KeyId key = 0;
  std::vector<store::v1::Sealed> payloads;
  std::string key_bytes;
  server_.Restart([&] {
    // As a backup is made: the log, the store and the audit log, the keys apart.
    for (const char* part : {"/log", "/store", "/audit"}) {
      if (fs::exists(data() + part)) {
        fs::create_directories(backup);
        fs::copy(data() + part, backup + part, fs::copy_options::recursive);
      }
    }
    payloads = SealedPayloads(data() + "/log", &key);
    key_bytes = KeyBytesOf(key);
    Compact(data() + "/store");
  });
  ASSERT_GE(payloads.size(), 10U);
  ASSERT_EQ(key_bytes.size(), 32U);

  std::map<std::string, std::string> needles = Markers();
  needles["key"] = key_bytes;
  needles["control"] = "ZQ-CONTROL-31337";
  Scanner scanner(needles);
  // The scan can find: the key while it is there, and what was never sealed, also inside tables
  // that are compressed.
  const Finds before = scanner.Scan(server_.dir());
  ASSERT_EQ(before.count("key"), 1U) << Describe(before);
  ASSERT_EQ(before.count("control"), 1U);
  const auto found_in = [&before](std::string_view what) {
    const auto& places = before.at("control");
    return std::any_of(places.begin(), places.end(), [what](const std::string& place) {
      return absl::StrContains(place, absl::string_view(what.data(), what.size()));
    });
  };
  EXPECT_TRUE(found_in(".sst (value)")) << Describe(before);
  EXPECT_TRUE(found_in("/data/log/")) << Describe(before);
  EXPECT_TRUE(found_in("/data/store/")) << Describe(before);
  EXPECT_TRUE(found_in("/backup/")) << Describe(before);
  EXPECT_GT(scanner.rows(), 10);
  EXPECT_EQ(before.size(), 2U) << "kept unsealed: " << Describe(before);

  Make("JobSeekerService.DeleteJobSeeker",
       "name: 'jobSeekers/p' request_id: '00000000-0000-4000-8000-000000000005'");
  const auto expect_forgotten = [&](const std::string& when) {
    const Finds finds = scanner.Scan(server_.dir());
    EXPECT_EQ(finds.size(), 1U) << when << ":\n" << Describe(finds);  // the control
    EXPECT_EQ(Progress().SerializeAsString(), [&] {
      v1::Progress same = progress;
      same.set_ledger_position(Progress().ledger_position());
      *same.mutable_compute_time() = Progress().compute_time();
      return same.SerializeAsString();
    }()) << when;
    EXPECT_EQ(OpeningsLeft(), 1) << when;
  };
  expect_forgotten("at once");
  server_.Restart([&] {
    Compact(data() + "/log");
    Compact(data() + "/store");
  });
  expect_forgotten("after compaction and a restart");

  // What was sealed opens with no key that is left, whatever key it says it needs.
  server_.Restart([&] {
    const auto ring = keys::OpenFileKeyRing(data() + "/keys");
    ASSERT_TRUE(ring.ok()) << ring.status();
    EXPECT_FALSE((*ring)->Has(key));
    int live = 0;
    for (keys::KeyId id = 1; id <= key + 10; ++id) {
      if (!(*ring)->Has(id)) continue;
      ++live;
      for (store::v1::Sealed sealed : payloads) {
        sealed.set_key_id(id);
        for (const char* context :
             {"jobSeekers/p", "placements/pl", "decisions/d", "jobSeekers/p/participationFacts"}) {
          EXPECT_FALSE((*ring)->Open(sealed, context).ok());
        }
      }
    }
    EXPECT_GE(live, 1);  // the neighbour's
  });

  // What stays: that there was a placement and a decision, and not of whom.
  const Outcome placement =
      server_.Call("PlacementService.GetPlacement", "name: 'placements/pl'",
                   {{"overstap-organisation", "uwv"}, {"overstap-roles", "platform"}});
  ASSERT_TRUE(placement.status.ok()) << placement;
  EXPECT_EQ(placement.As<v1::Placement>().job_seeker(), "");
  const auto decision = Make("DecisionService.GetDecision", "name: 'decisions/d'");
  EXPECT_EQ(decision.As<v1::Decision>().job_seeker(), "");
  EXPECT_EQ(decision.As<v1::Decision>().reason_text(), "");
  const Outcome replayed = server_.Call("DecisionService.ReplayDecision", "name: 'decisions/d'",
                                        {{"overstap-organisation", "uwv"}});
  EXPECT_EQ(replayed.reason(), "PERSON_FORGOTTEN") << replayed;
  // The first answers that are remembered have gone too.
  const Outcome repeated =
      server_.Call("JobSeekerService.CreateJobSeeker",
                   absl::StrCat("request_id: '00000000-0000-4000-8000-000000000001' job_seeker {",
                                kPersonFields, "}"),
                   {{"overstap-organisation", "uwv"}});
  EXPECT_EQ(repeated.reason(), "PERSON_FORGOTTEN") << repeated;
}

}  // namespace
}  // namespace overstap
