// A region small enough to read, of which documents are made: two targets, two work tables, two
// projects, with hidden figures and texts that try to be markup.
//
//   const std::string text = NewsletterText(SomeNewsletter(), SomeLabels(), wording);
//
// Pure; safe from any thread.
#ifndef OVERSTAP_TESTS_UNIT_SERVICES_DOCUMENT_DOCUMENT_WORLD_H_
#define OVERSTAP_TESTS_UNIT_SERVICES_DOCUMENT_DOCUMENT_WORLD_H_

#include "google/type/date.pb.h"
#include "overstap/v1/target.pb.h"
#include "services/document/half_year_report.h"
#include "services/document/labels.h"
#include "services/document/newsletter.h"

namespace overstap::document {

google::type::Date Day(int year, int month, int day);
Labels SomeLabels();
Newsletter SomeNewsletter();
v1::Target Activation();
// Of 640 people; with a hidden cell, share and number of duplicates.
v1::Progress ActivationProgress();
HalfYearReport SomeHalfYear();

}  // namespace overstap::document

#endif  // OVERSTAP_TESTS_UNIT_SERVICES_DOCUMENT_DOCUMENT_WORLD_H_
