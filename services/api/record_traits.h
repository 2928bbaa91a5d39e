// What differs between the three plain kinds, so that their standard methods are written once.
//
//   template <typename Traits> … Traits::In(request).name() …
//
// Only types, names and accessors.
#ifndef OVERSTAP_SERVICES_API_RECORD_TRAITS_H_
#define OVERSTAP_SERVICES_API_RECORD_TRAITS_H_

#include <string_view>

#include "overstap/store/v1/log.pb.h"
#include "overstap/v1/job_seeker_service.pb.h"
#include "overstap/v1/training_offer_service.pb.h"
#include "overstap/v1/vacancy_service.pb.h"
#include "services/api/names.h"
#include "services/api/validation.h"
#include "services/store/store.h"
#include "services/write/commands.h"

namespace overstap::api {

// A record with its head, opened.
template <typename Record>
struct RecordView {
  store::v1::RecordHead head;
  Record record;
};

struct JobSeekerTraits {
  using Resource = v1::JobSeeker;
  using Record = store::v1::JobSeeker;
  using ImportRequest = v1::ImportJobSeekersRequest;
  static constexpr store::RecordKind kKind = store::RecordKind::kJobSeeker;
  static constexpr std::string_view kCollection = kJobSeekers;
  static constexpr std::string_view kField = "job_seeker";
  static constexpr std::string_view kIdPrefix = "p-";

  template <typename Request>
  static const Resource& In(const Request& request) {
    return request.job_seeker();
  }
  template <typename Request>
  static bool IsIn(const Request& request) {
    return request.has_job_seeker();
  }
  static Resource* AddTo(v1::ListJobSeekersResponse* reply) { return reply->add_job_seekers(); }
  static void Check(const Resource& resource, const References& references, FieldChecker& check) {
    CheckJobSeeker(resource, references, check);
  }
  static absl::StatusOr<RecordView<Record>> Open(std::string_view bytes,
                                                 const keys::KeyRing& keys) {
    absl::StatusOr<write::JobSeekerView> view = write::OpenJobSeeker(bytes, keys);
    if (!view.ok()) return view.status();
    return RecordView<Record>{std::move(view->head), std::move(view->job_seeker)};
  }
};

struct VacancyTraits {
  using Resource = v1::Vacancy;
  using Record = store::v1::Vacancy;
  using ImportRequest = v1::ImportVacanciesRequest;
  static constexpr store::RecordKind kKind = store::RecordKind::kVacancy;
  static constexpr std::string_view kCollection = kVacancies;
  static constexpr std::string_view kField = "vacancy";
  static constexpr std::string_view kIdPrefix = "v-";

  template <typename Request>
  static const Resource& In(const Request& request) {
    return request.vacancy();
  }
  template <typename Request>
  static bool IsIn(const Request& request) {
    return request.has_vacancy();
  }
  static Resource* AddTo(v1::ListVacanciesResponse* reply) { return reply->add_vacancies(); }
  static void Check(const Resource& resource, const References& references, FieldChecker& check) {
    CheckVacancy(resource, references, check);
  }
  static absl::StatusOr<RecordView<Record>> Open(std::string_view bytes, const keys::KeyRing&) {
    store::v1::VacancyStored stored;
    if (!stored.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      return absl::DataLossError("a stored vacancy cannot be read");
    }
    return RecordView<Record>{std::move(*stored.mutable_head()),
                              std::move(*stored.mutable_vacancy())};
  }
};

struct TrainingOfferTraits {
  using Resource = v1::TrainingOffer;
  using Record = store::v1::TrainingOffer;
  using ImportRequest = v1::ImportTrainingOffersRequest;
  static constexpr store::RecordKind kKind = store::RecordKind::kTrainingOffer;
  static constexpr std::string_view kCollection = kTrainingOffers;
  static constexpr std::string_view kField = "training_offer";
  static constexpr std::string_view kIdPrefix = "o-";

  template <typename Request>
  static const Resource& In(const Request& request) {
    return request.training_offer();
  }
  template <typename Request>
  static bool IsIn(const Request& request) {
    return request.has_training_offer();
  }
  static Resource* AddTo(v1::ListTrainingOffersResponse* reply) {
    return reply->add_training_offers();
  }
  static void Check(const Resource& resource, const References& references, FieldChecker& check) {
    CheckTrainingOffer(resource, references, check);
  }
  static absl::StatusOr<RecordView<Record>> Open(std::string_view bytes, const keys::KeyRing&) {
    store::v1::TrainingOfferStored stored;
    if (!stored.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      return absl::DataLossError("a stored training offer cannot be read");
    }
    return RecordView<Record>{std::move(*stored.mutable_head()),
                              std::move(*stored.mutable_training_offer())};
  }
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_RECORD_TRAITS_H_
