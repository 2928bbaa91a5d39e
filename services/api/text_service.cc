#include "matcher/taxonomy/concept_finder.h"
#include "overstap/v1/text_service.grpc.pb.h"
#include "services/api/concept_source.h"
#include "services/api/services.h"
#include "services/api/text_reading.h"
#include "services/api/unary.h"

namespace overstap::api {
namespace {

constexpr int kMostTitles = 1'000;
constexpr int kMostTexts = 100;
constexpr int kMostPrefixes = 100;

class TextService final : public v1::TextService::CallbackService {
 public:
  explicit TextService(const Backend& backend) : backend_(backend) {}

  grpc::ServerUnaryReactor* LinkOccupation(grpc::CallbackServerContext* context,
                                           const v1::LinkOccupationRequest* request,
                                           v1::LinkOccupationResponse* reply) override {
    return AnswerOne(context, request, reply);
  }
  grpc::ServerUnaryReactor* BatchLinkOccupations(grpc::CallbackServerContext* context,
                                                 const v1::BatchLinkOccupationsRequest* request,
                                                 v1::BatchLinkOccupationsResponse* reply) override {
    return AnswerMany(context, request, kMostTitles, reply);
  }
  grpc::ServerUnaryReactor* ExtractSkills(grpc::CallbackServerContext* context,
                                          const v1::ExtractSkillsRequest* request,
                                          v1::ExtractSkillsResponse* reply) override {
    return AnswerOne(context, request, reply);
  }
  grpc::ServerUnaryReactor* BatchExtractSkills(grpc::CallbackServerContext* context,
                                               const v1::BatchExtractSkillsRequest* request,
                                               v1::BatchExtractSkillsResponse* reply) override {
    return AnswerMany(context, request, kMostTexts, reply);
  }
  grpc::ServerUnaryReactor* Suggest(grpc::CallbackServerContext* context,
                                    const v1::SuggestRequest* request,
                                    v1::SuggestResponse* reply) override {
    return AnswerOne(context, request, reply);
  }
  grpc::ServerUnaryReactor* BatchSuggest(grpc::CallbackServerContext* context,
                                         const v1::BatchSuggestRequest* request,
                                         v1::BatchSuggestResponse* reply) override {
    return AnswerMany(context, request, kMostPrefixes, reply);
  }

 private:
  template <typename Request, typename Reply>
  grpc::ServerUnaryReactor* AnswerOne(grpc::CallbackServerContext* context, const Request* request,
                                      Reply* reply) const {
    return Answer(context, backend_, reply, [this, request, reply](const Call&) {
      FieldChecker check;
      CheckText(*request, check);
      if (!check.ok()) return check.status();
      return Reading([&](const TextReading& reading) {
        reading.Read(*request, reply);
        return absl::OkStatus();
      });
    });
  }

  template <typename Request, typename Reply>
  grpc::ServerUnaryReactor* AnswerMany(grpc::CallbackServerContext* context, const Request* request,
                                       int most, Reply* reply) const {
    return Answer(context, backend_, reply, [this, request, most, reply](const Call& call) {
      FieldChecker check;
      if (request->requests().empty()) check.Fail("requests", "required");
      check.Each("requests", request->requests(), most,
                 [&check](const auto& each) { CheckText(each, check); });
      if (!check.ok()) return check.status();
      return Reading([&](const TextReading& reading) {
        for (const auto& each : request->requests()) {
          if (absl::Status late = call.deadline.status(); !late.ok()) return late;
          reading.Read(each, reply->add_responses());
        }
        return absl::OkStatus();
      });
    });
  }

  // Over the taxonomy in use.
  template <typename Read>
  absl::Status Reading(const Read& read) const {
    const auto snapshot = backend_.pool.Current();
    if (absl::Status status = RequireTaxonomy(*snapshot); !status.ok()) return status;
    const auto finder = backend_.concepts.Over(snapshot->shared_taxonomy());
    return read(TextReading(*finder, backend_.concepts.words()));
  }

  const Backend& backend_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeTextService(const Backend& backend) {
  return std::make_unique<TextService>(backend);
}

}  // namespace overstap::api
