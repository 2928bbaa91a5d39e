#include "services/api/records.h"

#include <algorithm>

#include "services/access/disclosure.h"
#include "services/api/names.h"
#include "services/convert/record_copy.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

constexpr size_t kPostcodeDigits = 4;

template <typename Place>
void CutPostcode(Place* place) {
  if (place->country_code() == "DE") return;
  if (place->postcode().size() > kPostcodeDigits)
    place->mutable_postcode()->resize(kPostcodeDigits);
}

template <typename Message>
void SetHead(const store::v1::RecordHead& head, std::string_view collection, Message* message) {
  message->set_name(NameOf(collection, head.id()));
  message->set_etag(write::EtagOf(head));
  *message->mutable_create_time() = head.create_time();
  *message->mutable_update_time() = head.update_time();
}

template <typename Facts>
void ForCountingAlone(Facts* facts) {
  facts->clear_side_entrant();
  facts->clear_distance_to_labour_market();
}

}  // namespace

store::v1::JobSeeker ToRecord(const v1::JobSeeker& message) {
  store::v1::JobSeeker record;
  convert::CopyByName(message, &record);
  record.clear_shares();  // carried over, see services/write/kept_fields.h
  if (record.has_home()) CutPostcode(record.mutable_home());
  record.clear_restriction();
  return record;
}

store::v1::Vacancy ToRecord(const v1::Vacancy& message) {
  store::v1::Vacancy record;
  convert::CopyByName(message, &record);
  if (record.has_place()) CutPostcode(record.mutable_place());
  if (record.status() != store::v1::VACANCY_STATUS_CLOSED) {
    record.set_status(store::v1::VACANCY_STATUS_OPEN);
  }
  return record;
}

store::v1::TrainingOffer ToRecord(const v1::TrainingOffer& message) {
  store::v1::TrainingOffer record;
  convert::CopyByName(message, &record);
  if (record.has_place()) CutPostcode(record.mutable_place());
  return record;
}

store::v1::Placement ToRecord(const v1::Placement& message) {
  store::v1::Placement record;
  convert::CopyByName(message, &record);
  if (record.job().has_place()) CutPostcode(record.mutable_job()->mutable_place());
  record.clear_state();
  record.clear_end_reason();
  record.clear_report();
  record.clear_checks();
  return record;
}

store::v1::Report ToRecord(const v1::Report& message) {
  store::v1::Report record;
  convert::CopyByName(message, &record);
  record.clear_report_time();
  record.clear_reporting_organisation();
  record.clear_state();
  record.clear_deciding_organisation();
  record.clear_decide_time();
  record.clear_rejection_reason();
  record.clear_withdrawal_reason();
  if (record.has_placement()) record.mutable_placement()->clear_weeks_at_work();
  return record;
}

v1::JobSeeker ToApi(const store::v1::RecordHead& head, const store::v1::JobSeeker& record,
                    const pool::Pool&) {
  v1::JobSeeker message;
  convert::CopyByName(record, &message);
  SetHead(head, kJobSeekers, &message);
  return message;
}

v1::Vacancy ToApi(const store::v1::RecordHead& head, const store::v1::Vacancy& record,
                  const pool::Pool& pool) {
  v1::Vacancy message;
  convert::CopyByName(record, &message);
  SetHead(head, kVacancies, &message);
  message.set_openings_left(std::max(0, record.openings() - pool.OpeningsTaken(head.id())));
  if (message.status() == v1::VACANCY_STATUS_OPEN && message.openings_left() == 0) {
    message.set_status(v1::VACANCY_STATUS_FILLED);
  }
  return message;
}

v1::TrainingOffer ToApi(const store::v1::RecordHead& head, const store::v1::TrainingOffer& record,
                        const pool::Pool& pool) {
  v1::TrainingOffer message;
  convert::CopyByName(record, &message);
  SetHead(head, kTrainingOffers, &message);
  for (v1::TrainingRun& run : *message.mutable_runs()) {
    const int taken = run.seats_taken_elsewhere() + pool.SeatsTaken(head.id(), run.run_id());
    run.set_seats_left(std::max(0, run.seats() - taken));
  }
  return message;
}

v1::Placement ToApi(const write::PlacementView& view) {
  v1::Placement message;
  convert::CopyByName(view.placement, &message);
  SetHead(view.head, kPlacements, &message);
  return message;
}

v1::Report ToApi(const write::ReportView& view, const std::string& organisation) {
  v1::Report message;
  convert::CopyByName(view.report, &message);
  message.set_name(NameOf(kReports, view.head.id()));
  message.set_etag(write::EtagOf(view.head));
  *message.mutable_report_time() = view.head.create_time();
  // They may come from the participation facts, which no caller of these rpcs sees.
  if (message.has_placement()) ForCountingAlone(message.mutable_placement());
  if (message.has_training_completion()) ForCountingAlone(message.mutable_training_completion());
  // To anyone but the reporter it is what a work table sees, whatever the role.
  if (organisation != view.report.reporting_organisation()) {
    access::Disclose(v1::ROLE_WORK_TABLE_MEMBER, &message);
  }
  return message;
}

std::string_view PersonIn(const v1::Report& report) {
  if (report.has_placement()) return write::IdOf(report.placement().job_seeker());
  if (report.has_training_completion()) {
    return write::IdOf(report.training_completion().job_seeker());
  }
  return {};
}

}  // namespace overstap::api
