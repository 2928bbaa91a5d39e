#include <string>
#include <utility>

#include "overstap/v1/participation_facts_service.grpc.pb.h"
#include "services/api/field_checker.h"
#include "services/api/names.h"
#include "services/api/participation_render.h"
#include "services/api/request_hash.h"
#include "services/api/services.h"
#include "services/api/unary.h"
#include "services/api/update_mask.h"
#include "services/api/validation_common.h"
#include "services/convert/record_copy.h"
#include "services/participation/participation_facts.h"
#include "services/write/commands.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

constexpr std::string_view kSuffix = "/participationFacts";
constexpr int kMaxTargetGroups = 10;

// The person's id; empty, and the name is wrong.
std::string PersonOf(std::string_view name, FieldChecker& check) {
  if (name.size() > kSuffix.size() && name.substr(name.size() - kSuffix.size()) == kSuffix) {
    const auto id = ParseName(kJobSeekers, name.substr(0, name.size() - kSuffix.size()));
    if (id.has_value()) return *id;
  }
  check.Fail("name", "expected jobSeekers/{id}/participationFacts", name);
  return "";
}

void CheckFacts(const v1::ParticipationFacts& facts, const References& references,
                FieldChecker& check) {
  if (check.Required("established_date", facts.has_established_date())) {
    check.Date("established_date", facts.established_date());
  }
  SeenOnce seen;
  check.Each("target_groups", facts.target_groups(), kMaxTargetGroups, [&](int group) {
    if (check.EnumValue("", static_cast<v1::TargetGroup>(group), Presence::kRequired)) {
      seen.Add(std::to_string(group), "", check);
    }
  });
  check.EnumValue("benefit_scheme", facts.benefit_scheme(), Presence::kOptional);
  check.EnumValue("weeks_without_work", facts.weeks_without_work(), Presence::kOptional);
  if (facts.has_start_level_eqf()) {
    check.InRange("start_level_eqf", facts.start_level_eqf(), 1, kMaxEqf);
  }
  if (facts.person_age_band().empty()) return;
  for (const auto& band : references.config.age_bands()) {
    if (band.id() == facts.person_age_band()) return;
  }
  check.Fail("person_age_band", "not an age band of the region", facts.person_age_band());
}

class ParticipationFactsService final : public v1::ParticipationFactsService::CallbackService {
 public:
  explicit ParticipationFactsService(const Backend& backend) : backend_(backend) {}

  grpc::ServerUnaryReactor* GetParticipationFacts(grpc::CallbackServerContext* context,
                                                  const v1::GetParticipationFactsRequest* request,
                                                  v1::ParticipationFacts* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call& call) {
      FieldChecker check;
      const std::string person = PersonOf(request->name(), check);
      if (!check.ok()) return check.status();
      call.admission.Concerns(person);
      const auto record =
          participation::ParticipationFactsView(backend_.store, backend_.keys).Of(person);
      if (!record.ok()) return record.status();
      if (!record->has_value()) {
        return write::ResourceNotFound(write::TypeOf(store::RecordKind::kParticipationFacts),
                                       request->name());
      }
      *reply = ToApi(**record);
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* UpdateParticipationFacts(
      grpc::CallbackServerContext* context, const v1::UpdateParticipationFactsRequest* request,
      v1::ParticipationFacts* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller&) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          std::string person;
          check.In("participation_facts",
                   [&] { person = PersonOf(request->participation_facts().name(), check); });
          CheckMask(request->update_mask(), *v1::ParticipationFacts::descriptor(), check);
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          return Mutation{request->request_id(),
                          HashWithout(*request, {"request_id"}),
                          [update = UpdateOf(*request, person)](write::DecisionContext& decision) {
                            return participation::DecideUpdateFacts(update, decision);
                          },
                          {person}};
        },
        reply);
  }

  grpc::ServerUnaryReactor* DeleteParticipationFacts(
      grpc::CallbackServerContext* context, const v1::DeleteParticipationFactsRequest* request,
      google::protobuf::Empty* reply) override {
    return AnswerWrite(
        context, backend_,
        [&](const write::Caller&) -> absl::StatusOr<Mutation> {
          FieldChecker check;
          const std::string person = PersonOf(request->name(), check);
          check.Uuid("request_id", request->request_id());
          if (!check.ok()) return check.status();
          return Mutation{request->request_id(),
                          HashWithout(*request, {"request_id"}),
                          [person, etag = request->etag()](write::DecisionContext& decision) {
                            return participation::DecideDeleteFacts(person, etag, decision);
                          },
                          {person}};
        },
        reply);
  }

 private:
  // Merged with what is kept when it is decided, and judged as a whole.
  participation::UpdateFacts UpdateOf(const v1::UpdateParticipationFactsRequest& request,
                                      const std::string& person) const {
    participation::UpdateFacts update;
    update.person_id = person;
    update.etag = request.participation_facts().etag();
    update.change = [this, given = request.participation_facts(),
                     mask = request.update_mask()](store::v1::ParticipationFacts* facts) {
      v1::ParticipationFacts merged;
      convert::CopyByName(*facts, &merged);
      ApplyMask(mask, given, &merged);
      const auto snapshot = backend_.pool.Current();
      FieldChecker check;
      check.In("participation_facts",
               [&] { CheckFacts(merged, backend_.ReferencesOf(*snapshot), check); });
      if (check.ok()) convert::CopyByName(merged, facts);
      return check.status();
    };
    update.render = [](const participation::FactsRecord& record) {
      return ToApi(record).SerializeAsString();
    };
    return update;
  }

  const Backend& backend_;
};

}  // namespace

v1::ParticipationFacts ToApi(const participation::FactsRecord& record) {
  v1::ParticipationFacts message;
  convert::CopyByName(record.facts, &message);
  message.set_name(write::NameOf(store::RecordKind::kParticipationFacts, record.head.id()));
  message.set_etag(write::EtagOf(record.head));
  *message.mutable_create_time() = record.head.create_time();
  *message.mutable_update_time() = record.head.update_time();
  return message;
}

std::unique_ptr<grpc::Service> MakeParticipationFactsService(const Backend& backend) {
  return std::make_unique<ParticipationFactsService>(backend);
}

}  // namespace overstap::api
