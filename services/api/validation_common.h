// Validators of the values that several resources share.
//
//   CheckPlace(vacancy.place(), references, check);   // inside check.In("place", …)
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_VALIDATION_COMMON_H_
#define OVERSTAP_SERVICES_API_VALIDATION_COMMON_H_

#include <string>
#include <string_view>

#include "google/protobuf/repeated_field.h"
#include "overstap/v1/common.pb.h"
#include "overstap/v1/taxonomy.pb.h"
#include "overstap/v1/vacancy.pb.h"
#include "services/api/field_checker.h"
#include "services/api/validation.h"

namespace overstap::api {

inline constexpr double kMaxHoursPerWeek = 60;
inline constexpr int kMaxEqf = 8;
inline constexpr size_t kMaxTitleBytes = 200;
inline constexpr size_t kMaxOrganisationBytes = 128;  // of an id, as tokens carry it
inline constexpr size_t kMaxDescriptionBytes = 20'000;
inline constexpr int kMaxListedItems = 100;  // of lists whose comment names no bound

// An ESCO concept of the version in use.
void CheckSkillCode(const v1::Code& code, const References& references, FieldChecker& check);
void CheckOccupationCode(const v1::Code& code, const References& references, FieldChecker& check);

// SKILL, KNOWLEDGE, OCCUPATION or unspecified.
void CheckConceptKind(v1::ConceptKind kind, FieldChecker& check);

// How a concept was found in a text.
void CheckTextLink(const v1::TextLink& link, FieldChecker& check);
// Whether a person has still to say which concept the text means, so that none need be named.
bool IsOpen(const v1::TextLink& link);

void CheckPlace(const v1::Place& place, const References& references, FieldChecker& check);
void CheckMunicipality(std::string_view field, const std::string& code,
                       const References& references, FieldChecker& check);
void CheckSector(std::string_view field, const std::string& id, const References& references,
                 FieldChecker& check);
void CheckCredential(std::string_view field, const std::string& id, const References& references,
                     FieldChecker& check);
void CheckScheme(std::string_view field, const std::string& id, const References& references,
                 FieldChecker& check);
void CheckProgramme(std::string_view field, const std::string& id, const References& references,
                    FieldChecker& check);
void CheckWorkTable(std::string_view field, const std::string& name, const References& references,
                    FieldChecker& check);

// Ids or codes that may each stand once; `check_item(item)` judges one, as the message itself.
template <typename CheckItem>
void CheckDistinct(std::string_view field,
                   const google::protobuf::RepeatedPtrField<std::string>& items, int max_count,
                   FieldChecker& check, CheckItem check_item) {
  SeenOnce seen;
  check.Each(field, items, max_count, [&](const std::string& item) {
    if (seen.Add(item, "", check)) check_item(item);
  });
}
void CheckDrivingLicences(std::string_view field,
                          const google::protobuf::RepeatedPtrField<std::string>& licences,
                          FieldChecker& check);

// Two letters of ISO 639-1.
void CheckLanguageCode(std::string_view field, const std::string& code, FieldChecker& check);
void CheckLanguageDemands(std::string_view field,
                          const google::protobuf::RepeatedPtrField<v1::LanguageDemand>& demands,
                          FieldChecker& check);

void CheckShifts(std::string_view field,
                 const google::protobuf::RepeatedPtrField<v1::Shift>& shifts, FieldChecker& check);

// A demanded or obtained qualification: one of the region's list.
void CheckRegionQualification(const v1::Qualification& qualification, const References& references,
                              FieldChecker& check);
// A person's: any of CREBO or CROHO with its level, or one of the region's list.
void CheckOwnQualification(const v1::Qualification& qualification, const References& references,
                           FieldChecker& check);

void CheckEntryDemands(const v1::EntryDemands& demands, const References& references,
                       FieldChecker& check);

// The start is not after the end; both exist where they are set.
void CheckDays(std::string_view start_field, bool has_start, const google::type::Date& start,
               std::string_view end_field, bool has_end, const google::type::Date& end,
               FieldChecker& check);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_VALIDATION_COMMON_H_
