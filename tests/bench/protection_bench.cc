// What the protection of people costs: imports and matches through the server with and without
// sealing, and with and without the audit log, side by side in one run.
//
//   protection_bench --rounds=5
//
// Loads the embedded taxonomy and the sample, its people and vacancies several times over, into
// servers of its own on temporary folders; every round measures all kinds in turn. Prints medians
// and their ratios to the protected server.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "data/import/esco_pack.h"
#include "google/protobuf/util/json_util.h"
#include "grpcpp/grpcpp.h"
#include "overstap/v1/job_seeker_service.grpc.pb.h"
#include "overstap/v1/match_service.grpc.pb.h"
#include "overstap/v1/taxonomy_service.grpc.pb.h"
#include "overstap/v1/vacancy_service.grpc.pb.h"
#include "services/keys/key_ring.h"
#include "services/server.h"
#include "spdlog/spdlog.h"
#include "tests/contract/services/api/said_authenticator.h"

namespace overstap {
namespace {

using Clock = std::chrono::steady_clock;

// Seals nothing: what encryption costs is the difference.
class PlainKeyRing final : public keys::KeyRing {
 public:
  absl::StatusOr<keys::KeyId> Create() override { return ++last_; }
  absl::Status Sync() override { return absl::OkStatus(); }
  absl::Status Destroy(keys::KeyId) override { return absl::OkStatus(); }
  bool Has(keys::KeyId) const override { return true; }
  keys::KeyId last_id() const override { return last_; }
  uint64_t destroyed_count() const override { return 0; }
  absl::StatusOr<store::v1::Sealed> Seal(keys::KeyId key, std::string_view,
                                         std::string_view plaintext) const override {
    store::v1::Sealed sealed;
    sealed.set_key_id(key);
    sealed.set_ciphertext(plaintext.data(), plaintext.size());
    return sealed;
  }
  absl::StatusOr<std::string> Open(const store::v1::Sealed& sealed,
                                   std::string_view) const override {
    return sealed.ciphertext();
  }

 private:
  keys::KeyId last_ = 0;
};

struct Kind {
  const char* name;
  bool sealed;
  bool audited;
};
constexpr Kind kKinds[] = {{"protected", true, true},
                           {"without audit", true, false},
                           {"without encryption", false, true},
                           {"without both", false, false}};

void Require(const grpc::Status& status, const char* what) {
  if (status.ok()) return;
  std::fprintf(stderr, "protection_bench: %s: %s\n", what, status.error_message().c_str());
  std::exit(1);
}

// Messages of a file of the sample, one a line.
template <typename Message>
std::vector<Message> Sample(const char* file) {
  std::vector<Message> messages;
  std::ifstream lines(absl::StrCat(OVERSTAP_SOURCE_DIR, "/data/sample/", file));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    Message message;
    if (!google::protobuf::util::JsonStringToMessage(line, &message).ok()) std::abort();
    messages.push_back(std::move(message));
  }
  return messages;
}

class Bench {
 public:
  Bench(const Kind& kind, int copies) : copies_(copies) {
    std::string path = (std::filesystem::temp_directory_path() / "overstap_bench_XXXXXX").string();
    dir_ = mkdtemp(path.data());
    config::ServerConfig config;
    config.listen = "127.0.0.1:0";
    config.data_dir = dir_ + "/data";
    config.region_dir = OVERSTAP_SOURCE_DIR "/data/region";
    config.requests_per_second = 0;
    ServerParts parts;
    parts.authenticator = std::make_unique<SaidAuthenticator>();
    parts.is_audited = kind.audited;
    if (!kind.sealed) parts.keys = std::make_unique<PlainKeyRing>();
    auto server = Server::Start(config, std::move(parts));
    if (!server.ok()) {
      Require({grpc::StatusCode::INTERNAL, std::string(server.status().message())}, kind.name);
    }
    server_ = *std::move(server);
    channel_ = server_->InProcessChannel();
    ImportTaxonomy();
    Import<v1::VacancyService, v1::ImportVacanciesRequest>(
        Sample<v1::Vacancy>("vacancies.jsonl"),
        [](v1::ImportVacanciesRequest* request) { return request->mutable_vacancy(); },
        [](auto& stub, auto* context, auto* reply) {
          return stub.ImportVacancies(context, reply);
        });
  }
  ~Bench() {
    server_.reset();
    std::filesystem::remove_all(dir_);
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  // People a second; every call imports others.
  double ImportPeople() {
    return Import<v1::JobSeekerService, v1::ImportJobSeekersRequest>(
        Sample<v1::JobSeeker>("job_seekers.jsonl"),
        [](v1::ImportJobSeekersRequest* request) { return request->mutable_job_seeker(); },
        [](auto& stub, auto* context, auto* reply) {
          return stub.ImportJobSeekers(context, reply);
        });
  }

  // Matches a second, each for another person.
  double MatchPeople(int count) {
    const auto people = Sample<v1::JobSeeker>("job_seekers.jsonl");
    const auto stub = v1::MatchService::NewStub(channel_);
    const auto begin = Clock::now();
    for (int i = 0; i < count; ++i) {
      grpc::ClientContext context;
      Prepare(&context, "platform", "job-matching");
      v1::MatchVacanciesRequest request;
      request.set_job_seeker(
          absl::StrCat(people[static_cast<size_t>(i) % people.size()].name(), "-1"));
      v1::MatchVacanciesResponse reply;
      Require(stub->MatchVacancies(&context, request, &reply), "MatchVacancies");
    }
    return count / std::chrono::duration<double>(Clock::now() - begin).count();
  }

 private:
  static void Prepare(grpc::ClientContext* context, const char* role, const char* purpose) {
    context->AddMetadata("authorization", absl::StrCat("Said bench|bench|", role));
    context->AddMetadata("overstap-purpose", purpose);
  }

  void ImportTaxonomy() {
    const auto stub = v1::TaxonomyService::NewStub(channel_);
    grpc::ClientContext context;
    Prepare(&context, "operator", "");
    v1::ImportTaxonomyResponse reply;
    const auto writer = stub->ImportTaxonomy(&context, &reply);
    const auto write = [&writer](auto set) {
      v1::ImportTaxonomyRequest part;
      set(&part);
      return writer->Write(part) ? absl::OkStatus() : absl::UnavailableError("the stream broke");
    };
    data::EscoSink sink;
    sink.concepts = [&write](v1::ConceptBatch batch) {
      return write([&batch](auto* part) { *part->mutable_concepts() = std::move(batch); });
    };
    sink.relations = [&write](v1::RelationBatch batch) {
      return write([&batch](auto* part) { *part->mutable_relations() = std::move(batch); });
    };
    absl::Status read =
        write([](auto* part) { part->mutable_header()->set_source_version("bench"); });
    if (read.ok()) {
      read = data::ReadEscoPack(OVERSTAP_SOURCE_DIR "/data/taxonomy", {}, sink).status();
    }
    if (!read.ok()) Require({grpc::StatusCode::INTERNAL, std::string(read.message())}, "taxonomy");
    writer->WritesDone();
    Require(writer->Finish(), "ImportTaxonomy");
  }

  template <typename Service, typename Request, typename Resource, typename In, typename Open>
  double Import(const std::vector<Resource>& resources, const In& in, const Open& open) {
    ++round_;
    const auto stub = Service::NewStub(channel_);
    grpc::ClientContext context;
    Prepare(&context, "platform", "records-upkeep");
    v1::ImportSummary reply;
    const auto begin = Clock::now();
    const auto writer = open(*stub, &context, &reply);
    for (int copy = 0; copy < copies_; ++copy) {
      for (const Resource& resource : resources) {
        Request request;
        *in(&request) = resource;
        in(&request)->set_name(absl::StrCat(resource.name(), "-", copies_ * (round_ - 2) + copy));
        writer->Write(request);
      }
    }
    writer->WritesDone();
    Require(writer->Finish(), "import");
    if (reply.rejected_items_size() > 0) {
      Require({grpc::StatusCode::INTERNAL, reply.rejected_items(0).ShortDebugString()}, "import");
    }
    return static_cast<double>(resources.size()) * copies_ /
           std::chrono::duration<double>(Clock::now() - begin).count();
  }

  const int copies_;
  int round_ = 0;
  std::string dir_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

int Run(int rounds, int copies, int matches) {
  spdlog::set_level(spdlog::level::warn);
  std::vector<std::unique_ptr<Bench>> benches;
  for (const Kind& kind : kKinds) benches.push_back(std::make_unique<Bench>(kind, copies));
  std::vector<std::vector<double>> imported(benches.size());
  std::vector<std::vector<double>> matched(benches.size());
  for (int round = 0; round < rounds; ++round) {
    for (size_t i = 0; i < benches.size(); ++i) {
      imported[i].push_back(benches[i]->ImportPeople());
      matched[i].push_back(benches[i]->MatchPeople(matches));
    }
  }
  std::printf("%-20s %12s %8s %12s %8s\n", "", "imported/s", "ratio", "matches/s", "ratio");
  for (size_t i = 0; i < benches.size(); ++i) {
    std::printf("%-20s %12.0f %8.2f %12.0f %8.2f\n", kKinds[i].name, Median(imported[i]),
                Median(imported[i]) / Median(imported[0]), Median(matched[i]),
                Median(matched[i]) / Median(matched[0]));
  }
  return 0;
}

}  // namespace
}  // namespace overstap

int main(int argc, char** argv) {
  int rounds = 5;
  int copies = 10;
  int matches = 500;
  CLI::App app("Measures what sealing and auditing cost.", "protection_bench");
  app.add_option("--rounds", rounds)->check(CLI::PositiveNumber)->capture_default_str();
  app.add_option("--copies", copies, "Of the sample's people in one import")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--matches", matches, "In one round")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return overstap::Run(rounds, copies, matches);
}
