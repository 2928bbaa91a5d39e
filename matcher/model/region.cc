#include "matcher/model/region.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace overstap::matcher {
namespace {

constexpr size_t kMaxSectors = 64;
constexpr size_t kMaxEntries = std::numeric_limits<uint16_t>::max();
constexpr int kMaxPostcodesInRange = 100'000;

absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }

template <typename Map>
std::optional<typename Map::mapped_type> Lookup(const Map& map, std::string_view key) {
  const auto found = map.find(ToAbsl(key));
  if (found == map.end()) return std::nullopt;
  return found->second;
}

std::string PostcodeKey(std::string_view country_code, int number) {
  return absl::StrCat(ToAbsl(country_code), number);
}

// The digits of a postcode; two letters may follow them in the Netherlands. nullopt: malformed.
std::optional<int> PostcodeNumber(std::string_view country_code, std::string_view postcode) {
  constexpr int kMaxDigits = 9;
  std::string compact;
  for (const char c : postcode) {
    if (c != ' ') compact.push_back(c);
  }
  const auto is_digit = [](unsigned char c) { return std::isdigit(c) != 0; };
  const auto is_letter = [](unsigned char c) { return std::isalpha(c) != 0; };
  const auto letters = std::find_if_not(compact.begin(), compact.end(), is_digit);
  const auto digit_count = letters - compact.begin();
  const auto letter_count = compact.end() - letters;
  if (digit_count == 0 || digit_count > kMaxDigits) return std::nullopt;
  if (country_code == "NL" ? digit_count != 4 || (letter_count != 0 && letter_count != 2)
                           : letter_count != 0) {
    return std::nullopt;
  }
  if (!std::all_of(letters, compact.end(), is_letter)) return std::nullopt;
  int number = 0;
  for (auto digit = compact.begin(); digit != letters; ++digit) number = 10 * number + *digit - '0';
  return number;
}

std::string QualificationKey(const QualificationEntry& entry) {
  return absl::StrCat(entry.scheme, ":", entry.code);
}

// Numbers entries by key, and names those that come twice or carry no key.
template <typename Numbers, typename Entries, typename KeyOf>
void NumberEntries(absl::string_view what, const Entries& entries, size_t max_count, KeyOf key_of,
                   Numbers* numbers, std::vector<std::string>* errors) {
  using NumberType = typename Numbers::mapped_type;
  if (entries.size() > max_count) {
    errors->push_back(absl::StrCat(entries.size(), " entries of kind ", what, ", at most ",
                                   max_count, " are possible"));
    return;
  }
  for (size_t i = 0; i < entries.size(); ++i) {
    const std::string key = key_of(entries[i]);
    if (key.empty()) {
      errors->push_back(absl::StrCat(what, " at position ", i + 1, " has no id"));
    } else if (!numbers
                    ->emplace(key, NumberType(static_cast<typename NumberType::Representation>(i)))
                    .second) {
      errors->push_back(absl::StrCat(what, " ", key, " stands there twice"));
    }
  }
}

// What each entry implies: reflexive and transitive. Names what is implied and is not there.
template <typename Numbers, typename Entries, typename KeyOf>
std::vector<std::vector<bool>> Implications(absl::string_view what, const Entries& entries,
                                            const Numbers& numbers, KeyOf key_of,
                                            std::vector<std::string>* errors) {
  const size_t count = entries.size();
  std::vector<std::vector<size_t>> direct(count);
  for (size_t i = 0; i < count; ++i) {
    for (const std::string& implied : entries[i].implies) {
      const auto found = numbers.find(implied);
      if (found == numbers.end()) {
        errors->push_back(absl::StrCat(what, " ", key_of(entries[i]), " implies ", implied,
                                       ", which is not in the list"));
      } else {
        direct[i].push_back(found->second.value());
      }
    }
  }
  std::vector<std::vector<bool>> implies(count, std::vector<bool>(count));
  for (size_t i = 0; i < count; ++i) {
    std::vector<size_t> pending = {i};
    while (!pending.empty()) {
      const size_t reached = pending.back();
      pending.pop_back();
      if (implies[i][reached]) continue;
      implies[i][reached] = true;
      pending.insert(pending.end(), direct[reached].begin(), direct[reached].end());
    }
  }
  return implies;
}

// Known levels before unknown ones.
int LevelRank(const QualificationEntry& entry) {
  return entry.level == 0 ? std::numeric_limits<EqfLevel>::max() : entry.level;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Region>> Region::Build(Parts parts) {
  // Not make_shared: the constructor is private.
  std::shared_ptr<Region> region(new Region);
  region->parts_ = std::move(parts);
  const Parts& all = region->parts_;
  std::vector<std::string> errors;
  const auto code_of = [](const MunicipalityEntry& entry) { return entry.code; };
  const auto id_of = [](const auto& entry) { return entry.id; };
  NumberEntries("municipality", all.municipalities, kMaxEntries, code_of,
                &region->municipality_by_code_, &errors);
  NumberEntries("sector", all.sectors, kMaxSectors, id_of, &region->sector_by_id_, &errors);
  NumberEntries("qualification", all.qualifications, kMaxEntries, QualificationKey,
                &region->qualification_by_code_, &errors);
  NumberEntries("credential", all.credentials, kMaxEntries, id_of, &region->credential_by_id_,
                &errors);
  NumberEntries("funding scheme", all.schemes, kMaxEntries, id_of, &region->scheme_by_id_, &errors);
  region->qualification_implies_ =
      Implications("qualification", all.qualifications, region->qualification_by_code_,
                   QualificationKey, &errors);
  region->credential_implies_ =
      Implications("credential", all.credentials, region->credential_by_id_, id_of, &errors);
  for (const std::vector<bool>& implies : region->credential_implies_) {
    std::vector<CredentialNumber>& implied = region->implied_credentials_.emplace_back();
    for (size_t i = 0; i < implies.size(); ++i) {
      if (implies[i]) implied.emplace_back(static_cast<uint16_t>(i));
    }
  }
  region->AddPlaces(&errors);
  region->AddQualificationsOfOccupations(&errors);
  if (!errors.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("region: ", absl::StrJoin(errors, "; ")));
  }
  return region;
}

void Region::AddPlaces(std::vector<std::string>* errors) {
  for (const auto& [code, number] : municipality_by_code_) {
    place_by_municipality_.emplace(code, PlaceNumber(number.value()));
  }
  for (size_t i = 0; i < parts_.municipalities.size(); ++i) {
    places_.push_back(
        {parts_.municipalities[i].centroid, MunicipalityNumber(static_cast<uint16_t>(i))});
  }
  for (const PostcodeRangeEntry& range : parts_.postcode_ranges) {
    const std::string name =
        absl::StrCat("postcodes ", range.country_code, " ", range.first, "-", range.last);
    // A point outside the listed municipalities is a place all the same.
    const bool elsewhere = range.municipality_code.empty() && range.point.has_value();
    const auto municipality = municipality_by_code_.find(range.municipality_code);
    if (municipality == municipality_by_code_.end() && !elsewhere) {
      errors->push_back(absl::StrCat(name, " name municipality ", range.municipality_code,
                                     ", which is not in the list"));
      continue;
    }
    if (range.first < 0 || range.last < range.first ||
        range.last - range.first >= kMaxPostcodesInRange) {
      errors->push_back(absl::StrCat(name, " are not a range of at most ", kMaxPostcodesInRange));
      continue;
    }
    PlaceNumber place;
    if (range.point.has_value()) {
      place = PlaceNumber(static_cast<uint32_t>(places_.size()));
      places_.push_back({*range.point, std::nullopt});
      if (!elsewhere) places_.back().municipality = municipality->second;
    } else {
      place = PlaceNumber(municipality->second.value());
    }
    for (int postcode = range.first; postcode <= range.last; ++postcode) {
      place_by_postcode_[PostcodeKey(range.country_code, postcode)] = place;
    }
  }
}

void Region::AddQualificationsOfOccupations(std::vector<std::string>* errors) {
  for (const QualificationEntry& entry : parts_.qualifications) {
    const std::string key = QualificationKey(entry);
    if (!entry.reserved_credential.empty() &&
        !credential_by_id_.contains(entry.reserved_credential)) {
      errors->push_back(absl::StrCat("qualification ", key, " names credential ",
                                     entry.reserved_credential, ", which is not in the list"));
    }
    const size_t sectors = parts_.sectors.size();
    if (sectors < kMaxSectors && (entry.sectors >> sectors) != 0) {
      errors->push_back(absl::StrCat("qualification ", key, " names a sector beyond the list"));
    }
    const auto number = qualification_by_code_.find(key);
    if (number == qualification_by_code_.end()) continue;
    for (const std::string& uri : entry.occupations) {
      const auto [found, is_new] = qualification_by_occupation_.emplace(uri, number->second);
      if (!is_new && LevelRank(entry) < LevelRank(qualification(found->second))) {
        found->second = number->second;
      }
    }
  }
}

std::optional<PlaceNumber> Region::FindPlaceByPostcode(std::string_view country_code,
                                                       std::string_view postcode) const {
  const std::optional<int> number = PostcodeNumber(country_code, postcode);
  if (!number.has_value()) return std::nullopt;
  return Lookup(place_by_postcode_, PostcodeKey(country_code, *number));
}

std::optional<PlaceNumber> Region::FindPlaceByMunicipality(std::string_view code) const {
  return Lookup(place_by_municipality_, code);
}

std::optional<MunicipalityNumber> Region::FindMunicipality(std::string_view code) const {
  return Lookup(municipality_by_code_, code);
}

std::optional<SectorNumber> Region::FindSector(std::string_view id) const {
  return Lookup(sector_by_id_, id);
}

std::optional<QualificationNumber> Region::FindQualification(std::string_view scheme,
                                                             std::string_view code) const {
  return Lookup(qualification_by_code_, absl::StrCat(ToAbsl(scheme), ":", ToAbsl(code)));
}

QualificationCover Region::Cover(QualificationNumber have, QualificationNumber want) const {
  if (qualification_implies_[have.value()][want.value()]) return QualificationCover::kFull;
  const QualificationEntry& own = qualification(have);
  const QualificationEntry& wanted = qualification(want);
  const bool one_below = !own.line.empty() && own.line == wanted.line && own.level != 0 &&
                         own.level + 1 == wanted.level;
  return one_below ? QualificationCover::kOneLevelBelow : QualificationCover::kNone;
}

std::optional<QualificationNumber> Region::QualificationOfOccupation(
    std::string_view occupation_uri) const {
  return Lookup(qualification_by_occupation_, occupation_uri);
}

std::optional<CredentialNumber> Region::FindCredential(std::string_view id) const {
  return Lookup(credential_by_id_, id);
}

bool Region::Implies(CredentialNumber have, CredentialNumber want) const {
  return credential_implies_[have.value()][want.value()];
}

std::optional<SchemeNumber> Region::FindScheme(std::string_view id) const {
  return Lookup(scheme_by_id_, id);
}

}  // namespace overstap::matcher
