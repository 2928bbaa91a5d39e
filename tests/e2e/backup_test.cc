// Backups of a server that is being written to, and what comes out of them elsewhere: everything
// that was confirmed before, nothing by half, and nobody who was to be forgotten.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cpp/client.h"
#include "clients/cpp/errors.h"
#include "gmock/gmock.h"
#include "google/protobuf/empty.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "overstap/v1/admin_service.pb.h"
#include "overstap/v1/job_seeker_service.pb.h"
#include "overstap/v1/taxonomy_service.pb.h"
#include "tests/e2e/kill_writer.h"
#include "tests/e2e/list_all.h"
#include "tests/e2e/program.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::e2e {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr int kBackups = 4;
constexpr int kPeoplePerImport = 20;
constexpr int kEqfLevels = 8;
constexpr uint64_t kSeed = 20261122;

int LevelOf(int number) { return 1 + number % kEqfLevels; }
std::string NameOf(int number) { return absl::StrCat("jobSeekers/b-", number); }

// What was asked and what was confirmed, at one moment.
struct Moment {
  std::set<std::string> asked;      // to be stored, whether confirmed or not
  std::set<std::string> confirmed;  // stored
  std::set<std::string> asked_to_forget;
  std::set<std::string> forgotten;  // confirmed
};

// Imports people and forgets some of them, as fast as the server takes it, until it is stopped.
class PeopleWriter {
 public:
  explicit PeopleWriter(const std::string& address)
      : client_(Reporter(address)), thread_([this] { Run(); }) {}
  ~PeopleWriter() { Stop(); }

  void Stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
  }
  Moment Now() const {
    const std::lock_guard lock(mutex_);
    return moment_;
  }
  // Waits until so many more people were confirmed and one more was forgotten.
  void WaitForMore(size_t people) const {
    const Moment before = Now();
    while (!failed_) {
      const Moment now = Now();
      if (now.confirmed.size() >= before.confirmed.size() + people &&
          now.forgotten.size() > before.forgotten.size()) {
        return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }

 private:
  void Run() {
    for (int first = 0; !stopping_ && !failed_; first += kPeoplePerImport) {
      Import(first);
      Forget(NameOf(first + static_cast<int>(random_() % kPeoplePerImport)));
      // One from long ago, too: in a backup for long.
      Forget(NameOf(static_cast<int>(random_() % static_cast<uint64_t>(first + 1))));
    }
  }

  void Import(int first) {
    const auto stream = client_.OpenImport(*v1::ImportJobSeekersRequest::descriptor());
    if (!stream.ok()) return Fail(stream.status());
    std::vector<std::string> names;
    for (int number = first; number < first + kPeoplePerImport; ++number) {
      v1::ImportJobSeekersRequest item;
      item.mutable_job_seeker()->set_name(NameOf(number));
      item.mutable_job_seeker()->set_working_level_eqf(LevelOf(number));
      names.push_back(NameOf(number));
      {
        const std::lock_guard lock(mutex_);
        moment_.asked.insert(names.back());
      }
      if (!(*stream)->Write(item)) break;
    }
    const auto summary = (*stream)->Finish<v1::ImportSummary>();
    if (!summary.ok()) return Fail(summary.status());
    if (summary->rejected_items_size() > 0) {
      return Fail(absl::InternalError(summary->rejected_items(0).ShortDebugString()));
    }
    const std::lock_guard lock(mutex_);
    moment_.confirmed.insert(names.begin(), names.end());
  }

  void Forget(const std::string& name) {
    {
      const std::lock_guard lock(mutex_);
      if (!moment_.asked_to_forget.insert(name).second) return;
    }
    v1::DeleteJobSeekerRequest request;
    request.set_name(name);
    const auto deleted = client_.Call<google::protobuf::Empty>(request);
    if (!deleted.ok()) return Fail(deleted.status());
    const std::lock_guard lock(mutex_);
    moment_.forgotten.insert(name);
  }

  void Fail(const absl::Status& status) {
    ADD_FAILURE() << client::Describe(status);
    failed_ = true;
  }

  const client::Client client_;
  std::mt19937_64 random_{kSeed};
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> failed_ = false;
  mutable std::mutex mutex_;
  Moment moment_;  // guarded by mutex_
  std::thread thread_;
};

// One occupation and the skill that it needs: without a taxonomy no person can be stored.
void ImportTaxonomy(const std::string& address) {
  const client::Client client = Importer(address);
  auto stream = client.OpenImport(*v1::ImportTaxonomyRequest::descriptor());
  ASSERT_TRUE(stream.ok());
  std::vector<v1::ImportTaxonomyRequest> parts(3);
  parts[0].mutable_header()->set_source_version("1");
  const auto add = [&parts](const std::string& code, v1::ConceptKind kind) {
    v1::Concept* added = parts[1].mutable_concepts()->add_concepts();
    added->mutable_code()->set_scheme("ESCO");
    added->mutable_code()->set_code(code);
    added->set_kind(kind);
    added->add_labels()->set_language_code("nl");
    added->mutable_labels(0)->set_preferred_label(code);
  };
  add("urn:s:0", v1::CONCEPT_KIND_SKILL);
  add("urn:o:carer", v1::CONCEPT_KIND_OCCUPATION);
  v1::Relation* needs = parts[2].mutable_relations()->add_relations();
  needs->set_source_code("urn:o:carer");
  needs->set_target_code("urn:s:0");
  needs->set_kind(v1::RELATION_KIND_ESSENTIAL_SKILL);
  for (const v1::ImportTaxonomyRequest& part : parts) {
    if (!(*stream)->Write(part)) break;
  }
  const auto imported = (*stream)->Finish<v1::ImportTaxonomyResponse>();
  ASSERT_TRUE(imported.ok()) << client::Describe(imported.status());
}

std::map<std::string, v1::JobSeeker> AllPeople(const std::string& address) {
  return ListAll<v1::ListJobSeekersRequest>(Reporter(address),
                                            &v1::ListJobSeekersResponse::job_seekers);
}

class BackupTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(dir_ / "backups");
    std::filesystem::create_directories(dir_ / "backups-keys");
  }

  std::vector<std::string> BackupArguments() const {
    return {"--backup-dir=" + (dir_ / "backups"), "--backup-keys-dir=" + (dir_ / "backups-keys")};
  }
  std::string Data() const { return dir_ / "data"; }

  Finished Admin(const std::vector<std::string>& arguments) {
    return RunProgram("overstap-admin", arguments, dir_ / "admin");
  }
  // As the server tells it.
  v1::Backup Create(const std::string& name) {
    const Finished made =
        Admin({"backup", "create", "--data-dir=" + Data(), "--name=" + name, "--json"});
    EXPECT_EQ(made.exit_code, 0) << made.err;
    v1::Backup backup;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(made.out, &backup).ok()) << made.out;
    return backup;
  }
  void ExpectNothingFound(const std::vector<std::string>& arguments) {
    const Finished checked = Admin(arguments);
    EXPECT_EQ(checked.exit_code, 0) << checked.out << checked.err;
    EXPECT_THAT(checked.out, HasSubstr("Nothing differs."));
  }

  const ::overstap::testing::TempDir dir_;
};

TEST_F(BackupTest, OfAServerThatIsWrittenToHoldsAllThatWasConfirmedAndNobodyForgotten) {
  struct Made {
    Moment before;
    v1::Backup backup;
  };
  std::vector<Made> made;
  Moment end;
  {
    RunningServer server(dir_ / "server", Data(), BackupArguments());
    ASSERT_FALSE(server.address().empty());
    ImportTaxonomy(server.address());
    PeopleWriter writer(server.address());
    for (int i = 0; i < kBackups; ++i) {
      writer.WaitForMore(2 * kPeoplePerImport);
      const Moment before = writer.Now();
      made.push_back({before, Create(absl::StrCat("number-", i))});
    }
    ExpectNothingFound({"verify", "--data-dir=" + Data()});
    writer.WaitForMore(kPeoplePerImport);
    writer.Stop();
    end = writer.Now();
    const Finished listed = Admin({"backup", "list", "--data-dir=" + Data()});
    EXPECT_THAT(listed.out, HasSubstr(absl::StrCat("backups/number-", kBackups - 1)));
    const Finished compacted = Admin({"compact", "--data-dir=" + Data()});
    EXPECT_EQ(compacted.exit_code, 0) << compacted.err;
    ExpectNothingFound({"verify", "--data-dir=" + Data()});
    server.program().Signal(SIGTERM);
    EXPECT_EQ(server.program().Wait().exit_code, 0);
  }
  ASSERT_THAT(made, SizeIs(kBackups));
  // The list beside the keys and the one from the log name the same keys.
  const std::string list = dir_ / "forgotten";
  EXPECT_EQ(Admin({"forgotten", "export", "--data-dir=" + Data(), "--out=" + list}).exit_code, 0);

  for (const Made& each : made) {
    SCOPED_TRACE(each.backup.name());
    ExpectNothingFound(
        {"backup", "verify", each.backup.folder(), "--keys=" + each.backup.keys_folder()});
    const std::string restored = dir_ / ("restored-" + each.backup.name().substr(8));
    const Finished finished =
        Admin({"restore", "--backup=" + each.backup.folder(), "--keys=" + each.backup.keys_folder(),
               "--forgotten=" + list, "--to=" + restored});
    ASSERT_EQ(finished.exit_code, 0) << finished.err;
    ExpectNothingFound({"verify", "--offline", "--data-dir=" + restored});

    RunningServer server(restored + "-server", restored);
    ASSERT_FALSE(server.address().empty());
    const auto people = AllPeople(server.address());
    for (const std::string& name : each.before.confirmed) {
      EXPECT_TRUE(end.asked_to_forget.count(name) == 1 || people.count(name) == 1) << name;
    }
    for (const auto& [name, person] : people) {
      EXPECT_EQ(end.asked.count(name), 1) << name;
      EXPECT_EQ(end.forgotten.count(name), 0) << name << " is back";
      const int number = std::stoi(name.substr(name.rfind('-') + 1));
      EXPECT_EQ(person.working_level_eqf(), LevelOf(number)) << name;
    }
    ExpectNothingFound({"verify", "--data-dir=" + restored});
  }
}

// Without the list, whoever was forgotten after the backup is back: that is what the list is for.
TEST_F(BackupTest, WithoutTheListPeopleForgottenLaterAreBackAndThoseForgottenBeforeAreNot) {
  v1::Backup backup;
  {
    RunningServer server(dir_ / "server", Data(), BackupArguments());
    ASSERT_FALSE(server.address().empty());
    ImportTaxonomy(server.address());
    const client::Client client = Reporter(server.address());
    for (const char* id : {"early", "late", "kept"}) {
      v1::CreateJobSeekerRequest create;
      create.mutable_job_seeker()->set_name(absl::StrCat("jobSeekers/", id));
      ASSERT_TRUE(client.Call<v1::JobSeeker>(create).ok());
    }
    v1::DeleteJobSeekerRequest forget;
    forget.set_name("jobSeekers/early");
    ASSERT_TRUE(client.Call<google::protobuf::Empty>(forget).ok());
    backup = Create("middle");
    forget.set_name("jobSeekers/late");
    ASSERT_TRUE(client.Call<google::protobuf::Empty>(forget).ok());
  }
  const auto people_after = [&](const std::string& to, const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"restore", "--backup=" + backup.folder(),
                                          "--keys=" + backup.keys_folder(), "--to=" + to,
                                          "--rebuild"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Finished restored = Admin(arguments);
    EXPECT_EQ(restored.exit_code, 0) << restored.err;
    EXPECT_EQ(absl::StrContains(restored.out, "are back"), more.empty()) << restored.out;
    RunningServer server(to + "-server", to);
    std::set<std::string> names;
    for (const auto& [name, person] : AllPeople(server.address())) names.insert(name);
    return names;
  };
  EXPECT_EQ(people_after(dir_ / "without", {}),
            (std::set<std::string>{"jobSeekers/kept", "jobSeekers/late"}));
  EXPECT_EQ(people_after(dir_ / "with", {"--forgotten=" + Data() + "/keys/forgotten"}),
            (std::set<std::string>{"jobSeekers/kept"}));
}

TEST_F(BackupTest, KeysLieApartFromTheLogAndNothingOfThePersonIsReadableInEither) {
  v1::Backup backup;
  {
    RunningServer server(dir_ / "server", Data(), BackupArguments());
    ASSERT_FALSE(server.address().empty());
    ImportTaxonomy(server.address());
    v1::CreateJobSeekerRequest create;
    create.mutable_job_seeker()->set_name("jobSeekers/p-1");
    create.mutable_job_seeker()->mutable_home()->set_postcode("6811");
    ASSERT_TRUE(Reporter(server.address()).Call<v1::JobSeeker>(create).ok());
    backup = Create("apart");
  }
  EXPECT_FALSE(absl::StartsWith(backup.keys_folder(), backup.folder()));
  EXPECT_FALSE(std::filesystem::exists(backup.folder() + "/person_keys"));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(backup.folder())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    EXPECT_THAT(bytes, Not(HasSubstr("6811"))) << entry.path();
  }
}

TEST_F(BackupTest, IsRefusedWithoutAFolderForItAndUnderANameThatIsTaken) {
  {
    RunningServer server(dir_ / "server", Data());
    const Finished refused = Admin({"backup", "create", "--data-dir=" + Data()});
    EXPECT_EQ(refused.exit_code, 6);
    EXPECT_THAT(refused.err, HasSubstr("--backup-dir"));
  }
  std::filesystem::remove(dir_ / "server/address");
  RunningServer server(dir_ / "server", Data(), BackupArguments());
  Create("once");
  const Finished again = Admin({"backup", "create", "--data-dir=" + Data(), "--name=once"});
  EXPECT_EQ(again.exit_code, 6);
  EXPECT_THAT(again.err, HasSubstr("once"));
}

TEST_F(BackupTest, AServerSaysHowItIsAndNoServerSaysThat) {
  {
    RunningServer server(dir_ / "server", Data(), BackupArguments());
    ASSERT_FALSE(server.address().empty());
    const Finished well = Admin({"status", "--data-dir=" + Data()});
    EXPECT_EQ(well.exit_code, 0) << well.err;
    EXPECT_THAT(well.out, HasSubstr("accepted"));
    const auto mode = std::filesystem::status(Data() + "/admin.sock").permissions();
    EXPECT_EQ(mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all),
              std::filesystem::perms::none);
    const Finished offline = Admin({"verify", "--offline", "--data-dir=" + Data()});
    EXPECT_EQ(offline.exit_code, 6);
    EXPECT_THAT(offline.err, HasSubstr("uses"));
    EXPECT_EQ(Admin({"rebuild", "--data-dir=" + Data()}).exit_code, 6);
    server.program().Signal(SIGTERM);
    EXPECT_EQ(server.program().Wait().exit_code, 0);
  }
  EXPECT_EQ(Admin({"status", "--data-dir=" + Data()}).exit_code, 5);
  EXPECT_EQ(Admin({"rebuild", "--data-dir=" + Data()}).exit_code, 0);
  EXPECT_EQ(Admin({"compact", "--offline", "--data-dir=" + Data()}).exit_code, 0);
  EXPECT_EQ(Admin({"restart"}).exit_code, 2);
}

}  // namespace
}  // namespace overstap::e2e
