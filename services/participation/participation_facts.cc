#include "services/participation/participation_facts.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::participation {
namespace {

using google::protobuf::util::MessageDifferencer;
using store::RecordKind;

constexpr RecordKind kKind = RecordKind::kParticipationFacts;

// nullopt: the person is forgotten.
absl::StatusOr<std::optional<FactsRecord>> Open(std::string_view bytes, const keys::KeyRing& keys) {
  auto stored = write::ParseStored<store::v1::ParticipationFactsStored>(bytes);
  if (!stored.ok()) return stored.status();
  FactsRecord record;
  record.head = std::move(*stored->mutable_head());
  const auto opened = keys.Open(stored->facts(), write::FactsContext(record.head.id()));
  if (absl::IsNotFound(opened.status())) return std::nullopt;
  if (!opened.ok()) return opened.status();
  if (!record.facts.ParseFromString(*opened)) {
    return absl::DataLossError(
        absl::StrCat("participation facts of ", record.head.id(), " cannot be read"));
  }
  return record;
}

}  // namespace

absl::StatusOr<std::optional<FactsRecord>> ParticipationFactsView::Of(
    std::string_view person_id) const {
  const auto bytes = store_.Get(kKind, person_id);
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return std::nullopt;
  return Open(**bytes, keys_);
}

absl::Status ParticipationFactsView::ForEach(
    absl::FunctionRef<bool(const FactsRecord&)> visit) const {
  absl::Status failed;
  const absl::Status scanned =
      store_.Scan(kKind, "", [&](std::string_view, std::string_view bytes) {
        const auto record = Open(bytes, keys_);
        failed = record.status();
        if (!failed.ok()) return false;
        return !record->has_value() || visit(**record);
      });
  return scanned.ok() ? failed : scanned;
}

absl::StatusOr<std::optional<FactsRecord>> FactsOf(std::string_view person_id,
                                                   const write::DecisionContext& context) {
  const auto bytes = context.state.Get(kKind, person_id);
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return std::nullopt;
  return Open(**bytes, context.keys);
}

absl::StatusOr<write::Decision> DecideUpdateFacts(const UpdateFacts& update,
                                                  write::DecisionContext& context) {
  const absl::StatusOr<keys::KeyId> key = write::KeyOfPerson(context.state, update.person_id);
  if (!key.ok()) return key.status();
  const std::string name = write::NameOf(kKind, update.person_id);
  const auto bytes = context.state.Get(kKind, update.person_id);
  if (!bytes.ok()) return bytes.status();
  FactsRecord record;
  std::optional<store::v1::ParticipationFacts> before;
  if (bytes->has_value()) {
    auto opened = Open(**bytes, context.keys);
    if (!opened.ok()) return opened.status();
    // The facts of a person of the same name before, whose key is gone.
    if (opened->has_value()) record = **std::move(opened);
    if (record.head.revision() > 0) before = record.facts;
  }
  if (before.has_value() || !update.etag.empty()) {
    absl::Status status = write::CheckEtag(record.head, update.etag, name);
    if (!status.ok()) return status;
  }
  if (absl::Status status = update.change(&record.facts); !status.ok()) return status;

  write::Decision decision;
  decision.person = update.person_id;
  decision.key_id = *key;
  decision.personal_reply = true;
  if (before.has_value() && MessageDifferencer::Equals(*before, record.facts)) {
    decision.reply.bytes = update.render(record);
    return decision;
  }
  record.head = before.has_value() ? write::NextHead(std::move(record.head), context)
                                   : write::NewHead(update.person_id, context);
  auto sealed = context.keys.Seal(*key, write::FactsContext(update.person_id),
                                  record.facts.SerializeAsString());
  if (!sealed.ok()) return sealed.status();
  auto* stored = decision.events.emplace_back().mutable_participation_facts_stored();
  *stored->mutable_head() = record.head;
  *stored->mutable_facts() = *std::move(sealed);
  decision.reply.bytes = update.render(record);
  return decision;
}

absl::StatusOr<write::Decision> DecideDeleteFacts(const std::string& person_id,
                                                  const std::string& etag,
                                                  write::DecisionContext& context) {
  const auto bytes = write::Require(context.state, kKind, person_id);
  if (!bytes.ok()) return bytes.status();
  auto stored = write::ParseStored<store::v1::ParticipationFactsStored>(*bytes);
  if (!stored.ok()) return stored.status();
  absl::Status status = write::CheckEtag(stored->head(), etag, write::NameOf(kKind, person_id));
  if (!status.ok()) return status;
  write::Decision decision;
  decision.events.emplace_back().mutable_participation_facts_deleted()->set_id(person_id);
  decision.person = person_id;
  return decision;
}

}  // namespace overstap::participation
