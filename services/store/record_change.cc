#include "services/store/record_change.h"

#include <algorithm>

namespace overstap::store {
namespace {

template <typename Stored>
RecordChange Stores(RecordKind kind, const Stored& stored, uint64_t position) {
  if (stored.head().creation_number() != 0) {
    return {kind, stored.head().id(), stored.SerializeAsString()};
  }
  Stored numbered = stored;
  numbered.mutable_head()->set_creation_number(position);
  return {kind, stored.head().id(), numbered.SerializeAsString()};
}

}  // namespace

std::optional<RecordChange> ChangeOf(const v1::Event& event, uint64_t position) {
  switch (event.body_case()) {
    case v1::Event::kJobSeekerStored:
      return Stores(RecordKind::kJobSeeker, event.job_seeker_stored(), position);
    case v1::Event::kJobSeekerDeleted:
      return RecordChange{RecordKind::kJobSeeker, event.job_seeker_deleted().id(), std::nullopt};
    case v1::Event::kVacancyStored:
      return Stores(RecordKind::kVacancy, event.vacancy_stored(), position);
    case v1::Event::kVacancyDeleted:
      return RecordChange{RecordKind::kVacancy, event.vacancy_deleted().id(), std::nullopt};
    case v1::Event::kTrainingOfferStored:
      return Stores(RecordKind::kTrainingOffer, event.training_offer_stored(), position);
    case v1::Event::kTrainingOfferDeleted:
      return RecordChange{RecordKind::kTrainingOffer, event.training_offer_deleted().id(),
                          std::nullopt};
    case v1::Event::kPlacementStored:
      return Stores(RecordKind::kPlacement, event.placement_stored(), position);
    case v1::Event::kReportStored:
      return Stores(RecordKind::kReport, event.report_stored(), position);
    case v1::Event::kIntroductionStored:
      return Stores(RecordKind::kIntroduction, event.introduction_stored(), position);
    case v1::Event::kDecisionStored:
      return Stores(RecordKind::kDecision, event.decision_stored(), position);
    case v1::Event::kDecisionDeleted:
      return RecordChange{RecordKind::kDecision, event.decision_deleted().id(), std::nullopt};
    case v1::Event::kParticipationFactsStored:
      return Stores(RecordKind::kParticipationFacts, event.participation_facts_stored(), position);
    case v1::Event::kParticipationFactsDeleted:
      return RecordChange{RecordKind::kParticipationFacts, event.participation_facts_deleted().id(),
                          std::nullopt};
    case v1::Event::kReportDraftStored:
      return Stores(RecordKind::kReportDraft, event.report_draft_stored(), position);
    case v1::Event::kReportDraftDeleted:
      return RecordChange{RecordKind::kReportDraft, event.report_draft_deleted().id(),
                          std::nullopt};
    case v1::Event::kWorkTableStored:
      return Stores(RecordKind::kWorkTable, event.work_table_stored(), position);
    case v1::Event::kProjectStored:
      return Stores(RecordKind::kProject, event.project_stored(), position);
    case v1::Event::kProjectDeleted:
      return RecordChange{RecordKind::kProject, event.project_deleted().id(), std::nullopt};
    case v1::Event::kClosingStored:
      return Stores(RecordKind::kClosing, event.closing_stored(), position);
    case v1::Event::kTaxonomyChunk:
    case v1::Event::kTaxonomyCommitted:
    case v1::Event::BODY_NOT_SET:
      return std::nullopt;
  }
  return std::nullopt;
}

void AddKeyUse(const v1::LogEntry& entry, KeyUse* use) {
  use->last_id = std::max(use->last_id, entry.envelope().key_id());
  for (const v1::Event& event : entry.events()) {
    if (event.has_job_seeker_deleted() && event.job_seeker_deleted().key_id() != 0) {
      ++use->destroyed_keys;
    }
  }
}

}  // namespace overstap::store
