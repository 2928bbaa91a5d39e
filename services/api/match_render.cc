#include "services/api/match_render.h"

#include <string>

#include "services/convert/to_model.h"

namespace overstap::api {
namespace {

constexpr auto kFull = MatchEncoder::Form::kFull;

// `encode` writes a message's fields to a WireWriter.
template <typename Message, typename Encode>
void ParseEncoded(const Encode& encode, Message* out) {
  WireWriter writer;
  encode(&writer);
  writer.ParseInto(out);
}

}  // namespace

void MatchRenderer::Render(const matcher::Match<matcher::Vacancy>& match,
                           const matcher::Vacancy& vacancy, v1::VacancyMatch* out) const {
  WireWriter fit;
  encoder_.Encode(match.fit, kFull, &fit);
  ParseEncoded(
      [&](WireWriter* writer) { encoder_.Encode(match, vacancy, fit.bytes(), kFull, writer); },
      out);
}

void MatchRenderer::Render(const matcher::Fit& fit, v1::Fit* out) const {
  ParseEncoded([&](WireWriter* writer) { encoder_.Encode(fit, kFull, writer); }, out);
}

void MatchRenderer::Render(matcher::QualificationNumber qualification,
                           v1::Qualification* out) const {
  ParseEncoded([&](WireWriter* writer) { encoder_.Encode(qualification, writer); }, out);
}

void MatchRenderer::AddReasons(const std::vector<matcher::Reason>& reasons,
                               google::protobuf::RepeatedPtrField<v1::Reason>* out) const {
  for (const matcher::Reason& reason : reasons) {
    ParseEncoded([&](WireWriter* writer) { encoder_.Encode(reason, kFull, writer); }, out->Add());
  }
}

v1::AnswerVersions VersionsOf(const matcher::PoolSnapshot& snapshot, matcher::Date as_of) {
  v1::AnswerVersions versions;
  versions.set_snapshot_version(static_cast<int64_t>(snapshot.version()));
  versions.set_ranking_version(std::string(matcher::kRankingVersion));
  versions.set_taxonomy_version(static_cast<int64_t>(snapshot.taxonomy().number()));
  *versions.mutable_as_of_date() = convert::FromDate(as_of);
  return versions;
}

}  // namespace overstap::api
