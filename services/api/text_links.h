// Concepts of imported records that name none: found in their titles and texts (ConceptFinder),
// marked as found, and left for a person to decide where the text is not plain enough.
//
//   if (LacksConcepts(request)) AddLinks(*finder, places, &request);
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_TEXT_LINKS_H_
#define OVERSTAP_SERVICES_API_TEXT_LINKS_H_

#include "overstap/store/v1/records.pb.h"
#include "overstap/v1/job_seeker_service.pb.h"
#include "overstap/v1/training_offer_service.pb.h"
#include "overstap/v1/vacancy_service.pb.h"
#include "services/api/field_checker.h"

namespace overstap::matcher {
class ConceptFinder;
class PlaceNames;
}  // namespace overstap::matcher

namespace overstap::api {

// Links of at least this score count; those below are left open. Measured on titles and sentences
// whose concepts are known: see matcher/text/DESIGN.md, "How sure is sure".
inline constexpr double kSureTitle = 0.75;
inline constexpr double kSureSkill = 0.75;
// Skills that a text may speak of, below this score, are not worth a person's time.
inline constexpr double kLeastOpenSkill = 0.65;

// Whether there is a title or text in the item in which concepts are to be found.
bool LacksConcepts(const v1::ImportJobSeekersRequest& request);
bool LacksConcepts(const v1::ImportVacanciesRequest& request);
inline bool LacksConcepts(const v1::ImportTrainingOffersRequest&) { return false; }

// Fails what is wrong about the texts beside the item itself.
void CheckTexts(const v1::ImportJobSeekersRequest& request, FieldChecker& check);
void CheckTexts(const v1::ImportVacanciesRequest& request, FieldChecker& check);
inline void CheckTexts(const v1::ImportTrainingOffersRequest&, FieldChecker&) {}

// Puts the concepts that are found into the item. Texts that CheckTexts fails are left alone.
void AddLinks(const matcher::ConceptFinder& finder, const matcher::PlaceNames& places,
              v1::ImportJobSeekersRequest* request);
void AddLinks(const matcher::ConceptFinder& finder, const matcher::PlaceNames& places,
              v1::ImportVacanciesRequest* request);
inline void AddLinks(const matcher::ConceptFinder&, const matcher::PlaceNames&,
                     v1::ImportTrainingOffersRequest*) {}

// Of an item that AddLinks has changed: what stands stored for the same titles stays, since a
// person may have decided it, and so do skills that somebody has stated.
void KeepDecisions(const store::v1::JobSeeker& stored, store::v1::JobSeeker* next);
void KeepDecisions(const store::v1::Vacancy& stored, store::v1::Vacancy* next);
inline void KeepDecisions(const store::v1::TrainingOffer&, store::v1::TrainingOffer*) {}

// Whether a person has something to decide about the record.
bool HasOpenLinks(const store::v1::JobSeeker& record);
bool HasOpenLinks(const store::v1::Vacancy& record);

// The person without what is still open, which nobody has said of them.
store::v1::JobSeeker WithoutOpenLinks(store::v1::JobSeeker record);

// Whether the record belongs in the list that is asked for.
inline bool IsAskedFor(const v1::ListJobSeekersRequest& request,
                       const store::v1::JobSeeker& record) {
  return !request.open_text_links_only() || HasOpenLinks(record);
}
inline bool IsAskedFor(const v1::ListVacanciesRequest& request, const store::v1::Vacancy& record) {
  return !request.open_text_links_only() || HasOpenLinks(record);
}
inline bool IsAskedFor(const v1::ListTrainingOffersRequest&, const store::v1::TrainingOffer&) {
  return true;
}

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_TEXT_LINKS_H_
