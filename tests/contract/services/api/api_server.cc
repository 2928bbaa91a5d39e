#include "tests/contract/services/api/api_server.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/text_format.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "overstap/v1/common.pb.h"
#include "overstap/v1/options.pb.h"
#include "services/access/role_names.h"
#include "tests/contract/services/api/said_authenticator.h"

namespace overstap {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

const MethodDescriptor& MethodOf(const std::string& method) {
  const auto* found =
      DescriptorPool::generated_pool()->FindMethodByName(absl::StrCat("overstap.v1.", method));
  if (found == nullptr) {
    ADD_FAILURE() << "no such rpc: " << method;
    std::abort();
  }
  return *found;
}

std::string PathOf(const std::string& method) {
  return absl::StrCat("/overstap.v1.", absl::StrReplaceAll(method, {{".", "/"}}));
}

grpc::ByteBuffer BytesOf(const Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return {&slice, 1};
}

std::shared_ptr<Message> NewMessage(const google::protobuf::Descriptor& descriptor) {
  return std::shared_ptr<Message>(
      MessageFactory::generated_factory()->GetPrototype(&descriptor)->New());
}

// The role in which a call is made that does not say: the first that may make it, a caseworker
// rather than a machine.
v1::Role UsualRole(const MethodDescriptor& method) {
  const auto& options = method.options();
  v1::Role usual = v1::ROLE_UNSPECIFIED;
  for (int i = 0; i < options.ExtensionSize(v1::allowed_roles); ++i) {
    const v1::Role role = options.GetExtension(v1::allowed_roles, i);
    if (usual == v1::ROLE_UNSPECIFIED || role == v1::ROLE_CASEWORKER) usual = role;
  }
  return usual;
}

// A purpose of the embedded region that the role may say for the method; empty: none is needed.
std::string UsualPurpose(const MethodDescriptor& method, v1::Role role) {
  const std::string group = method.options().GetExtension(v1::purpose_group);
  if (group.empty()) return "";
  if (group == "participation") return "counting";
  switch (role) {
    case v1::ROLE_EMPLOYER:
      return "candidate-search";
    case v1::ROLE_OPERATOR:
      return "records-upkeep";
    case v1::ROLE_PLATFORM:
    case v1::ROLE_CASEWORKER:
      return "job-matching";
    default:
      return "progress-reporting";
  }
}

// Says who calls (see SaidAuthenticator) from `overstap-principal`, `-organisation` and `-role`,
// and fills in what is not said.
void Prepare(const MethodDescriptor& method, ApiServer::Metadata metadata,
             grpc::ClientContext* context) {
  constexpr std::chrono::seconds kPatience{60};
  const auto take = [&metadata](const char* key, const std::string& otherwise) {
    const auto found = metadata.find(key);
    if (found == metadata.end()) return otherwise;
    std::string value = found->second;
    metadata.erase(found);
    return value;
  };
  const std::string principal = take("overstap-principal", "local");
  const std::string organisation = take("overstap-organisation", "local");
  const v1::Role usual = UsualRole(method);
  const std::string roles = take("overstap-roles", access::NameOf(usual));
  if (metadata.count("authorization") == 0) {
    metadata["authorization"] = absl::StrCat("Said ", principal, "|", organisation, "|", roles);
  }
  const std::string purpose = UsualPurpose(method, access::RoleOf(roles));
  if (!purpose.empty()) metadata.try_emplace("overstap-purpose", purpose);
  for (const auto& [key, value] : metadata) {
    if (!value.empty()) context->AddMetadata(key, value);
  }
  context->set_deadline(std::chrono::system_clock::now() + kPatience);
}

Outcome OutcomeOf(const std::string& method, const grpc::Status& status,
                  const grpc::ByteBuffer& reply) {
  Outcome outcome;
  outcome.status = status;
  outcome.details.ParseFromString(status.error_details());
  outcome.reply = NewMessage(*MethodOf(method).output_type());
  grpc::Slice slice;
  if (status.ok() && reply.DumpToSingleSlice(&slice).ok()) {
    outcome.reply->ParseFromArray(slice.begin(), static_cast<int>(slice.size()));
  }
  return outcome;
}

// Writes all requests, then waits for the one reply.
class StreamCall final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  // `cancelled`: of the call, to be cancelled at the end; nullptr: it ends well.
  StreamCall(std::vector<grpc::ByteBuffer> requests, grpc::ClientContext* cancelled)
      : requests_(std::move(requests)), cancelled_(cancelled) {}

  grpc::Status Run() {
    StartRead(&reply_);
    WriteNext();
    StartCall();
    return done_.get_future().get();
  }
  const grpc::ByteBuffer& reply() const { return reply_; }

  void OnWriteDone(bool ok) override {
    if (ok) WriteNext();
  }
  void OnDone(const grpc::Status& status) override { done_.set_value(status); }

 private:
  void WriteNext() {
    if (next_ < requests_.size()) {
      StartWrite(&requests_[next_++]);
    } else if (cancelled_ != nullptr) {
      cancelled_->TryCancel();
    } else {
      StartWritesDone();
    }
  }

  std::vector<grpc::ByteBuffer> requests_;
  grpc::ClientContext* const cancelled_;
  size_t next_ = 0;
  grpc::ByteBuffer reply_;
  std::promise<grpc::Status> done_;
};

// A server's stream up to its first message, or to its end where there is none.
class FirstMessage final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  FirstMessage(const grpc::ByteBuffer& request, grpc::ClientContext* context)
      : request_(request), context_(context) {}

  grpc::Status Run() {
    StartRead(&reply_);
    StartWriteLast(&request_, grpc::WriteOptions());
    StartCall();
    grpc::Status status = done_.get_future().get();
    return has_message_ ? grpc::Status::OK : status;
  }
  const grpc::ByteBuffer& reply() const { return reply_; }

  void OnReadDone(bool ok) override {
    has_message_ = ok;
    if (ok) context_->TryCancel();
  }
  void OnDone(const grpc::Status& status) override { done_.set_value(status); }

 private:
  grpc::ByteBuffer request_;
  grpc::ClientContext* const context_;
  grpc::ByteBuffer reply_;
  bool has_message_ = false;
  std::promise<grpc::Status> done_;
};

std::string SmallTaxonomy() {
  std::string concepts;
  const auto add = [&concepts](const std::string& code, const std::string& kind,
                               const std::string& label) {
    absl::StrAppend(&concepts, "concepts { code { scheme: 'ESCO' code: '", code, "' } kind: ", kind,
                    " labels { language_code: 'nl' preferred_label: '", label,
                    "' } labels { language_code: 'en' preferred_label: 'en ", label, "' } } ");
  };
  for (int i = 0; i < kSmallTaxonomySkills; ++i) {
    add(absl::StrCat("urn:s:", i), "CONCEPT_KIND_SKILL", absl::StrCat("vaardigheid ", i));
  }
  add("urn:o:carer", "CONCEPT_KIND_OCCUPATION", "Verzorgende");
  add("urn:o:fitter", "CONCEPT_KIND_OCCUPATION", "Monteur");
  add("urn:o:assistant", "CONCEPT_KIND_OCCUPATION", "Verkoper");
  return concepts;
}

std::string SmallRelations() {
  std::string relations;
  const auto add = [&relations](const std::string& occupation, int skill, bool essential) {
    absl::StrAppend(
        &relations, "relations { source_code: 'urn:o:", occupation, "' target_code: 'urn:s:", skill,
        "' kind: ", essential ? "RELATION_KIND_ESSENTIAL_SKILL" : "RELATION_KIND_OPTIONAL_SKILL",
        " } ");
  };
  for (int skill = 0; skill <= 3; ++skill) add("carer", skill, true);
  add("carer", 4, false);
  for (int skill = 5; skill <= 8; ++skill) add("fitter", skill, true);
  add("assistant", 4, true);
  add("assistant", 9, true);
  return relations;
}

}  // namespace

const char kPerson[] = R"(
    skills { items { skill { scheme: 'ESCO' code: 'urn:s:0' } proficiency: PROFICIENCY_EXPERT }
             items { skill { scheme: 'ESCO' code: 'urn:s:1' } proficiency: PROFICIENCY_BASIC } }
    working_level_eqf: 3
    home { postcode: '6811' }
    travel { max_km: 30 }
    hours_per_week_wanted { min_hours_per_week: 20 max_hours_per_week: 40 }
    keeps_present_job: false
    languages { items { language_code: 'nl' level: CEFR_LEVEL_B2 } }
    available_from_date { year: 2026 month: 11 day: 1 } )";

const char kVacancy[] = R"(
    employer: 'Zorggroep De Linde' title: 'Verzorgende' sector: 'health'
    occupation { scheme: 'ESCO' code: 'urn:o:carer' }
    place { postcode: '6811' }
    hours_per_week { min_hours_per_week: 24 max_hours_per_week: 32 }
    contract_kind: CONTRACT_KIND_PERMANENT openings: 2 )";

const char kOffer[] = R"(
    provider: 'Vakschool' title: 'Basis zorg' form: TRAINING_FORM_DAY
    taught_skills { skill { scheme: 'ESCO' code: 'urn:s:2' } proficiency: PROFICIENCY_ADVANCED }
    place { municipality: 'GM0202' } hours_per_week: 16 weeks: 8
    runs { run_id: 'r1' start_date { year: 2027 month: 1 day: 11 } seats: 10 } )";

std::vector<std::string> Outcome::fields() const {
  std::vector<std::string> fields;
  for (const auto& detail : details.details()) {
    google::rpc::BadRequest request;
    if (!detail.UnpackTo(&request)) continue;
    for (const auto& violation : request.field_violations()) fields.push_back(violation.field());
  }
  if (const auto* summary = dynamic_cast<const v1::ImportSummary*>(reply.get())) {
    for (const auto& item : summary->rejected_items()) {
      for (const auto& error : item.field_errors()) fields.push_back(error.field());
    }
  }
  return fields;
}

std::string Outcome::reason() const {
  for (const auto& detail : details.details()) {
    google::rpc::ErrorInfo info;
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return "";
}

std::string Outcome::Field(const std::string& name) const {
  const auto* field = reply->GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
    ADD_FAILURE() << "no text field: " << name;
    return "";
  }
  return reply->GetReflection()->GetString(*reply, field);
}

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
  return out << "code " << outcome.code() << ": " << outcome.status.error_message() << "\n"
             << outcome.details.ShortDebugString() << "\n"
             << outcome.reply->ShortDebugString();
}

absl::Time ApiServer::Beginning() {
  return absl::FromCivil(absl::CivilHour(2026, 11, 22, 10), absl::UTCTimeZone());
}

ApiServer::ApiServer(ApiServerOptions options)
    : options_(std::move(options)), now_nanos_(absl::ToUnixNanos(Beginning())) {
  std::string path = testing::TempDir() + "/overstap_api_XXXXXX";
  dir_ = mkdtemp(path.data());
  Start();
  if (!options_.with_taxonomy) return;
  const Outcome imported = ImportTaxonomy();
  EXPECT_TRUE(imported.status.ok()) << imported;
}

ApiServer::~ApiServer() {
  channel_.reset();
  server_.reset();
  std::filesystem::remove_all(dir_);
}

void ApiServer::Start() {
  config::ServerConfig config;
  config.listen = "127.0.0.1:0";
  config.data_dir = dir_ + "/data";
  config.region_dir = std::string(OVERSTAP_SOURCE_DIR) + "/data/region";
  options_.adjust(&config);
  ServerParts parts;
  parts.now = [this] { return absl::FromUnixNanos(now_nanos_.load()); };
  parts.authenticator = std::make_unique<SaidAuthenticator>();
  options_.adjust_parts(&parts);
  auto server = Server::Start(config, std::move(parts));
  if (!server.ok()) {
    ADD_FAILURE() << server.status();
    std::abort();
  }
  server_ = *std::move(server);
  grpc::ChannelArguments arguments;
  arguments.SetMaxSendMessageSize(-1);
  arguments.SetMaxReceiveMessageSize(-1);
  channel_ =
      grpc::CreateCustomChannel(server_->address(), grpc::InsecureChannelCredentials(), arguments);
}

void ApiServer::Restart(const std::function<void()>& while_down) {
  channel_.reset();
  server_.reset();
  while_down();
  Start();
}

void ApiServer::Advance(absl::Duration duration) {
  now_nanos_ += absl::ToInt64Nanoseconds(duration);
}

std::shared_ptr<Message> ApiServer::Request(const std::string& method, const std::string& text) {
  auto request = NewMessage(*MethodOf(method).input_type());
  EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(text, request.get())) << text;
  return request;
}

Outcome ApiServer::Call(const std::string& method, const std::string& request,
                        const Metadata& metadata) {
  return Call(method, *Request(method, request), metadata);
}

Outcome ApiServer::Call(const std::string& method, const Message& request,
                        const Metadata& metadata) {
  grpc::ClientContext context;
  Prepare(MethodOf(method), metadata, &context);
  grpc::GenericStub stub(channel_);
  if (MethodOf(method).server_streaming()) {
    FirstMessage call(BytesOf(request), &context);
    stub.PrepareBidiStreamingCall(&context, PathOf(method), grpc::StubOptions(), &call);
    const grpc::Status status = call.Run();
    return OutcomeOf(method, status, call.reply());
  }
  const grpc::ByteBuffer bytes = BytesOf(request);
  grpc::ByteBuffer reply;
  std::promise<grpc::Status> done;
  stub.UnaryCall(&context, PathOf(method), grpc::StubOptions(), &bytes, &reply,
                 [&done](grpc::Status status) { done.set_value(std::move(status)); });
  return OutcomeOf(method, done.get_future().get(), reply);
}

Outcome ApiServer::Stream(const std::string& method, const std::vector<std::string>& requests,
                          const Metadata& metadata) {
  std::vector<std::shared_ptr<Message>> messages;
  messages.reserve(requests.size());
  for (const std::string& text : requests) messages.push_back(Request(method, text));
  return Stream(method, messages, metadata);
}

Outcome ApiServer::Stream(const std::string& method,
                          const std::vector<std::shared_ptr<Message>>& requests,
                          const Metadata& metadata) {
  return RunStream(method, requests, metadata, /*cancel=*/false);
}

Outcome ApiServer::StreamAndCancel(const std::string& method,
                                   const std::vector<std::string>& requests) {
  std::vector<std::shared_ptr<Message>> messages;
  messages.reserve(requests.size());
  for (const std::string& text : requests) messages.push_back(Request(method, text));
  return RunStream(method, messages, {}, /*cancel=*/true);
}

std::unique_ptr<grpc::ClientContext> ApiServer::ContextOf(const std::string& method,
                                                          const Metadata& metadata) const {
  auto context = std::make_unique<grpc::ClientContext>();
  Prepare(MethodOf(method), metadata, context.get());
  return context;
}

Outcome ApiServer::RunStream(const std::string& method,
                             const std::vector<std::shared_ptr<Message>>& requests,
                             const Metadata& metadata, bool cancel) {
  grpc::ClientContext context;
  Prepare(MethodOf(method), metadata, &context);
  std::vector<grpc::ByteBuffer> buffers;
  buffers.reserve(requests.size());
  for (const auto& request : requests) buffers.push_back(BytesOf(*request));
  grpc::GenericStub stub(channel_);
  StreamCall call(std::move(buffers), cancel ? &context : nullptr);
  stub.PrepareBidiStreamingCall(&context, PathOf(method), grpc::StubOptions(), &call);
  const grpc::Status status = call.Run();
  return OutcomeOf(method, status, call.reply());
}

Outcome ApiServer::ImportTaxonomy(const std::vector<std::string>& extra_skills) {
  std::string concepts = SmallTaxonomy();
  for (const std::string& code : extra_skills) {
    absl::StrAppend(&concepts, "concepts { code { scheme: 'ESCO' code: '", code,
                    "' } kind: CONCEPT_KIND_SKILL labels { language_code: 'nl' preferred_label: '",
                    code, "' } } ");
  }
  return Stream("TaxonomyService.ImportTaxonomy",
                {"header { source_version: 'small 1' }", "concepts { " + concepts + "}",
                 "relations { " + SmallRelations() + "}"});
}

std::string ApiServer::Dump() const {
  std::string dump;
  for (const auto kind : {store::RecordKind::kJobSeeker, store::RecordKind::kVacancy,
                          store::RecordKind::kTrainingOffer, store::RecordKind::kPlacement,
                          store::RecordKind::kReport, store::RecordKind::kIntroduction,
                          store::RecordKind::kDecision, store::RecordKind::kParticipationFacts,
                          store::RecordKind::kWorkTable, store::RecordKind::kProject}) {
    const auto append = [&](std::string_view id, std::string_view value) {
      absl::StrAppend(&dump, static_cast<int>(kind), " ", std::string(id), " ", std::string(value),
                      "\n");
      return true;
    };
    EXPECT_TRUE(server_->store().Scan(kind, "", append).ok());
  }
  const auto taxonomies = server_->store().Taxonomies();
  EXPECT_TRUE(taxonomies.ok());
  for (const auto& taxonomy : *taxonomies) absl::StrAppend(&dump, taxonomy.ShortDebugString());
  return dump;
}

}  // namespace overstap
