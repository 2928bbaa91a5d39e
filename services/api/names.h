// Resource names and ids.
//
//   NameOf(kVacancies, "v-1");                  // "vacancies/v-1"
//   ParseName(kVacancies, "vacancies/v-1");     // "v-1"
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_NAMES_H_
#define OVERSTAP_SERVICES_API_NAMES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace overstap::api {

inline constexpr std::string_view kJobSeekers = "jobSeekers";
inline constexpr std::string_view kVacancies = "vacancies";
inline constexpr std::string_view kTrainingOffers = "trainingOffers";
inline constexpr std::string_view kPlacements = "placements";
inline constexpr std::string_view kReports = "reports";
inline constexpr std::string_view kDecisions = "decisions";
inline constexpr std::string_view kIntroductions = "introductions";
inline constexpr std::string_view kWorkTables = "workTables";
inline constexpr std::string_view kTargets = "targets";
inline constexpr std::string_view kReportDrafts = "reportDrafts";
inline constexpr std::string_view kProjects = "projects";
inline constexpr std::string_view kClosings = "closings";
inline constexpr std::string_view kTaxonomies = "taxonomies";
inline constexpr std::string_view kSkills = "skills";
inline constexpr std::string_view kOccupations = "occupations";

// 1 to 63 of [a-z0-9-].
bool IsId(std::string_view text);

std::string NameOf(std::string_view collection, std::string_view id);
// The id; nullopt when the name is not of the collection or the id malformed.
std::optional<std::string> ParseName(std::string_view collection, std::string_view name);

// Ids of reports ascend in the order of reporting: the log position, padded.
std::string ReportIdAt(uint64_t position);

// Ids of closings and drafts ascend likewise.
std::string ClosingIdAt(uint64_t position);
std::string ReportDraftIdAt(uint64_t position);

// A new id that says nothing about what it names: the prefix and 80 random bits.
std::string RandomId(std::string_view prefix);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_NAMES_H_
