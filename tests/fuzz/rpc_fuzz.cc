// Every rpc with any bytes for a request, through the whole server: gate, decoding, validation,
// decision, answer. What must hold of any of them: the server goes on, an error is never one of
// ours (INTERNAL, UNKNOWN, DATA_LOSS), and a refused request has changed nothing.
//
// Input: which rpc, which role (a byte each), then the request as on the wire. The mutator changes
// the request as a message as often as its bytes.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "grpcpp/generic/generic_stub.h"
#include "overstap/v1/options.pb.h"
#include "overstap/v1/taxonomy_service.pb.h"
#include "services/access/policy.h"
#include "services/access/role_names.h"
#include "services/api/services.h"
#include "services/server.h"
#include "spdlog/spdlog.h"
#include "tests/contract/services/api/said_authenticator.h"
#include "tests/fuzz/message_mutator.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

namespace overstap {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

void Require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what.c_str());
  std::abort();
}

std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const std::string& name : api::ServiceNames()) {
    const auto* service = DescriptorPool::generated_pool()->FindServiceByName(name);
    for (int i = 0; i < service->method_count(); ++i) methods.push_back(service->method(i));
  }
  return methods;
}

const std::vector<const MethodDescriptor*>& Methods() {
  static const auto* methods = new std::vector<const MethodDescriptor*>(AllMethods());
  return *methods;
}

std::unique_ptr<Message> NewRequest(const MethodDescriptor& method) {
  return std::unique_ptr<Message>(
      MessageFactory::generated_factory()->GetPrototype(method.input_type())->New());
}

// All parts of one client stream, or the one request.
class StreamCall final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  // `server_stream`: the context of a call whose answers may have no end: it is ended by the first.
  StreamCall(std::vector<grpc::ByteBuffer> parts, grpc::ClientContext* server_stream)
      : parts_(std::move(parts)), server_stream_(server_stream) {}
  grpc::Status Run() {
    StartRead(&reply_);
    Next();
    StartCall();
    const grpc::Status status = done_.get_future().get();
    return is_answered_ ? grpc::Status::OK : status;
  }
  void OnReadDone(bool ok) override {
    if (!ok || server_stream_ == nullptr) return;
    is_answered_ = true;
    server_stream_->TryCancel();
  }
  void OnWriteDone(bool ok) override {
    if (ok) Next();
  }
  void OnDone(const grpc::Status& status) override { done_.set_value(status); }

 private:
  void Next() {
    if (next_ < parts_.size()) {
      StartWrite(&parts_[next_++]);
    } else {
      StartWritesDone();
    }
  }
  std::vector<grpc::ByteBuffer> parts_;
  grpc::ClientContext* const server_stream_;
  bool is_answered_ = false;
  size_t next_ = 0;
  grpc::ByteBuffer reply_;
  std::promise<grpc::Status> done_;
};

grpc::ByteBuffer BufferOf(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

// A server on a temporary folder, with a small taxonomy and a record of every kind.
class World {
 public:
  World() {
    spdlog::set_level(spdlog::level::off);
    std::string path = "/tmp/overstap_rpc_fuzz_XXXXXX";
    dir_ = mkdtemp(path.data());
    config::ServerConfig config;
    config.listen = "127.0.0.1:0";
    config.data_dir = dir_ + "/data";
    config.region_dir = std::string(OVERSTAP_SOURCE_DIR) + "/data/region";
    config.requests_per_second = 0;
    ServerParts parts;
    parts.authenticator = std::make_unique<SaidAuthenticator>();
    auto server = Server::Start(config, std::move(parts));
    Require(server.ok(), std::string(server.status().message()));
    server_ = *std::move(server);
    channel_ = server_->InProcessChannel();
    Fill();
  }

  grpc::Status Call(const MethodDescriptor& method, const std::string& role,
                    const std::vector<std::string>& requests) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Said fuzzer|local|", role));
    context.AddMetadata("overstap-purpose", PurposeOf(method, role));
    std::vector<grpc::ByteBuffer> parts;
    parts.reserve(requests.size());
    for (const std::string& request : requests) parts.push_back(BufferOf(request));
    grpc::GenericStub stub(channel_);
    StreamCall call(std::move(parts), method.server_streaming() ? &context : nullptr);
    stub.PrepareBidiStreamingCall(&context, access::PathOf(method), grpc::StubOptions(), &call);
    return call.Run();
  }

  uint64_t position() const { return server_->store().position(); }

 private:
  static const char* PurposeOf(const MethodDescriptor& method, const std::string& role) {
    if (method.options().GetExtension(v1::purpose_group) == "participation") return "counting";
    if (role == "employer") return "candidate-search";
    if (role == "operator") return "records-upkeep";
    if (role == "caseworker" || role == "platform") return "job-matching";
    return "progress-reporting";
  }

  void Do(const char* method_name, const char* role, const std::vector<std::string>& texts) {
    const auto* method = DescriptorPool::generated_pool()->FindMethodByName(method_name);
    Require(method != nullptr, method_name);
    std::vector<std::string> requests;
    for (const std::string& text : texts) {
      auto request = NewRequest(*method);
      Require(google::protobuf::TextFormat::ParseFromString(text, request.get()), text);
      requests.push_back(request->SerializeAsString());
    }
    const grpc::Status status = Call(*method, role, requests);
    Require(status.ok(), absl::StrCat(method_name, ": ", status.error_message()));
  }

  void Fill() {
    Do("overstap.v1.TaxonomyService.ImportTaxonomy", "operator",
       {"header { source_version: 'fuzz' }",
        "concepts { concepts { code { scheme: 'ESCO' code: 'urn:s:0' } kind: CONCEPT_KIND_SKILL "
        "labels { "
        "language_code: 'nl' preferred_label: 'nul' } } concepts { code { scheme: 'ESCO' code: "
        "'urn:s:1' } "
        "kind: CONCEPT_KIND_SKILL labels { language_code: 'nl' preferred_label: 'een' } } concepts "
        "{ code { "
        "scheme: 'ESCO' code: 'urn:o:carer' } kind: CONCEPT_KIND_OCCUPATION labels { "
        "language_code: 'nl' "
        "preferred_label: 'verzorgende' } } }",
        "relations { relations { source_code: 'urn:o:carer' target_code: 'urn:s:0' kind: "
        "RELATION_KIND_ESSENTIAL_SKILL } relations { source_code: 'urn:o:carer' target_code: "
        "'urn:s:1' kind: "
        "RELATION_KIND_ESSENTIAL_SKILL } }"});
    Do("overstap.v1.JobSeekerService.CreateJobSeeker", "caseworker",
       {"job_seeker { name: 'jobSeekers/p-1' skills { items { skill { scheme: 'ESCO' code: "
        "'urn:s:0' } "
        "proficiency: PROFICIENCY_EXPERT } } home { postcode: '6811' } hours_per_week_wanted { "
        "min_hours_per_week: 20 max_hours_per_week: 40 } }"});
    Do("overstap.v1.VacancyService.CreateVacancy", "caseworker",
       {"vacancy { name: 'vacancies/v-1' employer: 'A' title: 'B' sector: 'health' occupation { "
        "scheme: "
        "'ESCO' code: 'urn:o:carer' } place { postcode: '6811' } hours_per_week { "
        "min_hours_per_week: 24 "
        "max_hours_per_week: 32 } contract_kind: CONTRACT_KIND_PERMANENT openings: 1000 }"});
    Do("overstap.v1.TrainingOfferService.CreateTrainingOffer", "caseworker",
       {"training_offer { name: 'trainingOffers/o-1' provider: 'C' title: 'D' form: "
        "TRAINING_FORM_DAY "
        "taught_skills { skill { scheme: 'ESCO' code: 'urn:s:1' } proficiency: "
        "PROFICIENCY_ADVANCED } place { "
        "municipality: 'GM0202' } hours_per_week: 16 weeks: 8 runs { run_id: 'r1' start_date { "
        "year: 2027 "
        "month: 1 day: 11 } seats: 1000 } }"});
    Do("overstap.v1.PlacementService.CreatePlacement", "caseworker",
       {"placement { name: 'placements/pl-1' job_seeker: 'jobSeekers/p-1' vacancy: 'vacancies/v-1' "
        "start_date { year: 2026 month: 12 day: 1 } }"});
  }

  std::string dir_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

World& TheWorld() {
  static auto* world = new World();
  return *world;
}

// Half of the calls are in a role that may make them.
std::string RoleOf(const MethodDescriptor& method, uint8_t choice) {
  const auto& options = method.options();
  const int allowed = options.ExtensionSize(v1::allowed_roles);
  constexpr uint8_t kAnyRole = 0xe0;
  if (choice < kAnyRole && allowed > 0) {
    return access::NameOf(options.GetExtension(v1::allowed_roles, choice % allowed));
  }
  return access::NameOf(static_cast<v1::Role>(choice % v1::Role_ARRAYSIZE));
}

constexpr size_t kHeadBytes = 2;

bool IsOurFault(grpc::StatusCode code) {
  return code == grpc::StatusCode::INTERNAL || code == grpc::StatusCode::UNKNOWN ||
         code == grpc::StatusCode::DATA_LOSS || code == grpc::StatusCode::UNIMPLEMENTED;
}

}  // namespace
}  // namespace overstap

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                          unsigned int seed) {
  using namespace overstap;  // NOLINT(google-build-using-namespace): this file's own
  fuzz::Random random(seed);
  if (size <= kHeadBytes || seed % 2 == 0) return LLVMFuzzerMutate(data, size, max_size);
  if (seed % 16 == 1) data[0] = static_cast<uint8_t>(random());
  const MethodDescriptor& method = *Methods()[data[0] % Methods().size()];
  auto request = NewRequest(method);
  if (!request->ParsePartialFromArray(data + kHeadBytes, static_cast<int>(size - kHeadBytes))) {
    request->Clear();
  }
  fuzz::MutateMessage(random, request.get());
  const std::string bytes = request->SerializePartialAsString();
  const size_t length = std::min(bytes.size(), max_size - kHeadBytes);
  std::copy_n(bytes.begin(), length, data + kHeadBytes);
  return kHeadBytes + length;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace overstap;  // NOLINT(google-build-using-namespace): this file's own
  if (size < kHeadBytes) return 0;
  World& world = TheWorld();
  const MethodDescriptor& method = *Methods()[data[0] % Methods().size()];
  const std::string request(reinterpret_cast<const char*>(data) + kHeadBytes, size - kHeadBytes);
  const uint64_t before = world.position();
  const grpc::Status status = world.Call(method, RoleOf(method, data[1]), {request});
  // Bytes that are no message are refused by gRPC itself, as INTERNAL or UNIMPLEMENTED by its
  // version: not ours to choose.
  const bool is_message = NewRequest(method)->ParseFromString(request);
  Require(!is_message || !IsOurFault(status.error_code()),
          absl::StrCat(method.full_name(), ": ", status.error_message()));
  Require(status.ok() || world.position() == before,
          absl::StrCat(method.full_name(), " was refused and has written"));
  return 0;
}
