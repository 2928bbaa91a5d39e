// A region's lists as the matcher needs them: places, sectors, qualifications, credentials, funding
// schemes.
//
//   std::optional<PlaceNumber> home = region.FindPlaceByPostcode("NL", "6811");
//   bool enough = region.Implies(*region.FindCredential("vca-vol"),
//   *region.FindCredential("vca-basic"));
//
// Immutable once built; safe to share between threads. Views live as long as the Region.
#ifndef OVERSTAP_MATCHER_MODEL_REGION_H_
#define OVERSTAP_MATCHER_MODEL_REGION_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "matcher/model/date.h"
#include "matcher/model/ids.h"
#include "matcher/model/values.h"

namespace overstap::matcher {

struct MunicipalityEntry {
  std::string code;   // "GM0202"
  std::string title;  // "Arnhem"
  LatLon centroid;
  bool in_region = false;
};

// Postcodes first..last of a country; a point of their own or the municipality's centroid. A
// point of their own does without a municipality (empty code) where none is listed.
struct PostcodeRangeEntry {
  std::string country_code;
  int first = 0;
  int last = 0;
  std::string municipality_code;
  std::optional<LatLon> point;
};

struct PlaceEntry {
  LatLon point;
  std::optional<MunicipalityNumber> municipality;
};

struct SectorEntry {
  std::string id;
  bool focus = false;
};

struct QualificationEntry {
  std::string scheme;  // CREBO, CROHO or OVERSTAP-QUAL
  std::string code;
  std::string title;
  EqfLevel level = 0;
  Orientation orientation = Orientation::kNone;
  std::string line;                      // e.g. "care"; empty: none
  std::vector<std::string> implies;      // "scheme:code"
  std::vector<std::string> occupations;  // URIs
  std::string reserved_credential;       // id, or empty
  SectorSet sectors = 0;
};

struct CredentialEntry {
  std::string id;
  std::string title;                 // Dutch
  std::vector<std::string> implies;  // ids
  int validity_months = 0;           // 0: without end
};

struct SchemeEntry {
  std::string id;
  std::string title;  // Dutch
  std::optional<Date> window_start;
  std::optional<Date> window_end;
  EurCents ceiling = 0;  // 0: none known
  int max_weeks = 0;     // 0: no limit
};

// How far one qualification covers the demand for another.
enum class QualificationCover : uint8_t { kNone, kOneLevelBelow, kFull };

class Region {
 public:
  struct Parts {
    std::vector<MunicipalityEntry> municipalities;
    std::vector<PostcodeRangeEntry>
        postcode_ranges;  // a later range overrides an earlier one where they overlap
    std::vector<SectorEntry> sectors;
    std::vector<QualificationEntry> qualifications;
    std::vector<CredentialEntry> credentials;
    std::vector<SchemeEntry> schemes;
  };

  // INVALID_ARGUMENT names every duplicate, and every code that an entry refers to and the lists do
  // not have.
  static absl::StatusOr<std::shared_ptr<const Region>> Build(Parts parts);

  // Places. A postcode may carry letters and a space ("6811 AB"). nullopt: not known here.
  std::optional<PlaceNumber> FindPlaceByPostcode(std::string_view country_code,
                                                 std::string_view postcode) const;
  std::optional<PlaceNumber> FindPlaceByMunicipality(std::string_view code) const;
  const PlaceEntry& place(PlaceNumber number) const { return places_[number.value()]; }
  size_t place_count() const { return places_.size(); }

  std::optional<MunicipalityNumber> FindMunicipality(std::string_view code) const;
  const MunicipalityEntry& municipality(MunicipalityNumber number) const {
    return parts_.municipalities[number.value()];
  }
  size_t municipality_count() const { return parts_.municipalities.size(); }

  std::optional<SectorNumber> FindSector(std::string_view id) const;
  const SectorEntry& sector(SectorNumber number) const { return parts_.sectors[number.value()]; }
  size_t sector_count() const { return parts_.sectors.size(); }

  std::optional<QualificationNumber> FindQualification(std::string_view scheme,
                                                       std::string_view code) const;
  const QualificationEntry& qualification(QualificationNumber number) const {
    return parts_.qualifications[number.value()];
  }
  size_t qualification_count() const { return parts_.qualifications.size(); }
  // Full: the same or an implying one (transitively). One level below: in the same non-empty line
  // and exactly one EQF level lower, both of a known level.
  QualificationCover Cover(QualificationNumber have, QualificationNumber want) const;
  // The qualification that an occupation asks for, by the occupation's URI: of those that name it
  // the one of the lowest known level, then the first in the list. nullopt: none.
  std::optional<QualificationNumber> QualificationOfOccupation(
      std::string_view occupation_uri) const;

  std::optional<CredentialNumber> FindCredential(std::string_view id) const;
  const CredentialEntry& credential(CredentialNumber number) const {
    return parts_.credentials[number.value()];
  }
  size_t credential_count() const { return parts_.credentials.size(); }
  // The same, or implying it (transitively).
  bool Implies(CredentialNumber have, CredentialNumber want) const;
  // All that `have` implies, itself among them; ascending.
  std::span<const CredentialNumber> ImpliedBy(CredentialNumber have) const {
    return implied_credentials_[have.value()];
  }

  std::optional<SchemeNumber> FindScheme(std::string_view id) const;
  const SchemeEntry& scheme(SchemeNumber number) const { return parts_.schemes[number.value()]; }
  size_t scheme_count() const { return parts_.schemes.size(); }

 private:
  Region() = default;
  // Steps of Build; each names what it finds wrong.
  void AddPlaces(std::vector<std::string>* errors);
  void AddQualificationsOfOccupations(std::vector<std::string>* errors);

  Parts parts_;
  std::vector<PlaceEntry> places_;
  absl::flat_hash_map<std::string, PlaceNumber> place_by_postcode_;      // "NL6811", "DE47533"
  absl::flat_hash_map<std::string, PlaceNumber> place_by_municipality_;  // "GM0202"
  absl::flat_hash_map<std::string, MunicipalityNumber> municipality_by_code_;
  absl::flat_hash_map<std::string, SectorNumber> sector_by_id_;
  absl::flat_hash_map<std::string, QualificationNumber> qualification_by_code_;  // "CREBO:25655"
  absl::flat_hash_map<std::string, CredentialNumber> credential_by_id_;
  absl::flat_hash_map<std::string, SchemeNumber> scheme_by_id_;
  absl::flat_hash_map<std::string, QualificationNumber> qualification_by_occupation_;
  std::vector<std::vector<bool>> qualification_implies_;  // [have][want], reflexive and transitive
  std::vector<std::vector<bool>> credential_implies_;     // likewise
  std::vector<std::vector<CredentialNumber>> implied_credentials_;  // by credential
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_MODEL_REGION_H_
