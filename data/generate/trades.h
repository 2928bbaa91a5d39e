// What is usual in a trade, by ISCO-08 code: sector, education, credentials, pay, hours, shifts.
// Typical figures from practice for generated records; nothing in matching reads them.
//
//   absl::string_view sector = SectorOfIsco("7411");   // "energy"
//
// Tables; the longest prefix of a code that stands in one counts. Safe from any thread.
#ifndef OVERSTAP_DATA_GENERATE_TRADES_H_
#define OVERSTAP_DATA_GENERATE_TRADES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "overstap/v1/common.pb.h"

namespace overstap::data {

// energy, health, hightech or other.
absl::string_view SectorOfIsco(absl::string_view isco);

// People who work in a two-digit group, of 1,000 (Netherlands, rounded); 1 where little is known.
int WorkersOfIscoGroup(absl::string_view group);

// EQF level that work in the occupation usually asks for.
int LevelOfIsco(absl::string_view isco);

// Code of the region's qualification that leads to the occupation, for taxonomies whose occupations
// the region's list does not name; empty: none in particular.
absl::string_view QualificationOfIsco(absl::string_view isco);

// A credential of a trade.
struct TradeCredential {
  absl::string_view isco_prefix;
  absl::string_view credential;
  int people_per_mille;  // of those who worked in it and have their credentials listed
  int jobs_per_mille;    // of the jobs that ask for it
  overstap::v1::CredentialTiming timing;
};
std::vector<TradeCredential> CredentialsOfIsco(absl::string_view isco);

enum class ShiftPattern { kByAgreement, kOffice, kDay, kTwoShifts, kThreeShifts, kCareRota };
ShiftPattern ShiftPatternOfIsco(absl::string_view isco);

// Whether jobs of the trade drive to their work places.
bool DrivesOnTheJob(absl::string_view isco);

// Whether most jobs are part-time.
bool MostlyPartTime(absl::string_view isco);

}  // namespace overstap::data

#endif  // OVERSTAP_DATA_GENERATE_TRADES_H_
