#include "tests/unit/matcher/eligibility/small_world.h"

#include <cstdlib>
#include <iostream>
#include <utility>
#include <vector>

namespace overstap::matcher {
namespace {

// A world that cannot be built is a bug of the test.
template <typename Optional>
auto Must(Optional found, std::string_view what) {
  if (!found) {
    std::cerr << "no " << what << " in the small world\n";
    std::abort();
  }
  return *found;
}

template <typename T>
T Built(absl::StatusOr<T> built) {
  if (!built.ok()) {
    std::cerr << built.status() << "\n";
    std::abort();
  }
  return *std::move(built);
}

std::string SkillCode(std::string_view slug) { return "skill/" + std::string(slug); }
std::string OccupationCode(std::string_view slug) { return "occupation/" + std::string(slug); }

std::shared_ptr<const Taxonomy> MakeTaxonomy() {
  TaxonomyBuilder builder(1, "small");
  const auto add = [&](const std::string& code, ConceptKind kind) {
    ConceptEntry entry;
    entry.scheme = "ESCO";
    entry.code = code;
    entry.kind = kind;
    entry.labels[0].preferred = code;
    builder.AddConcept(std::move(entry));
  };
  const std::vector<std::pair<std::string, std::vector<std::string>>> skills_of = {
      {"carer", {"wash-and-dress", "care-for-wounds", "report-on-clients"}},
      {"solar-fitter", {"mount-panels", "wire-inverters", "work-at-height"}},
  };
  for (const auto& [occupation, skills] : skills_of) {
    add(OccupationCode(occupation), ConceptKind::kOccupation);
    for (const std::string& skill : skills) {
      add(SkillCode(skill), ConceptKind::kSkill);
      builder.AddRelation({.source = OccupationCode(occupation),
                           .target = SkillCode(skill),
                           .kind = RelationKind::kEssentialSkill});
    }
  }
  return Built(std::move(builder).Build());
}

QualificationEntry Care(std::string code, std::string title, EqfLevel level,
                        std::vector<std::string> implies) {
  QualificationEntry entry;
  entry.scheme = "CREBO";
  entry.code = std::move(code);
  entry.title = std::move(title);
  entry.level = level;
  entry.orientation = Orientation::kMbo;
  entry.line = "care";
  entry.implies = std::move(implies);
  return entry;
}

CredentialEntry Credential(std::string id, std::vector<std::string> implies) {
  CredentialEntry entry;
  entry.title = id;
  entry.id = std::move(id);
  entry.implies = std::move(implies);
  return entry;
}

MunicipalityEntry Municipality(std::string code, std::string title, LatLon centroid) {
  return {
      .code = std::move(code), .title = std::move(title), .centroid = centroid, .in_region = true};
}

PostcodeRangeEntry Postcodes(int first, int last, std::string municipality) {
  PostcodeRangeEntry entry;
  entry.country_code = "NL";
  entry.first = first;
  entry.last = last;
  entry.municipality_code = std::move(municipality);
  return entry;
}

std::shared_ptr<const Region> MakeRegion() {
  Region::Parts parts;
  parts.municipalities = {Municipality("GM0202", "Arnhem", {51.985, 5.898}),
                          Municipality("GM0268", "Nijmegen", {51.842, 5.853}),
                          Municipality("GM0221", "Doesburg", {52.013, 6.135})};
  parts.postcode_ranges = {Postcodes(6811, 6815, "GM0202"), Postcodes(6511, 6515, "GM0268"),
                           Postcodes(6981, 6982, "GM0221")};
  parts.sectors = {
      {.id = "energy", .focus = true}, {.id = "health", .focus = true}, {.id = "other"}};
  parts.qualifications = {Care("25498", "Helpende Zorg en Welzijn", 2, {}),
                          Care("25491", "Verzorgende IG", 3, {"CREBO:25498"}),
                          Care("25480", "Mbo-Verpleegkundige", 4, {"CREBO:25491"})};
  parts.credentials = {Credential("vca-basic", {}), Credential("vca-vol", {"vca-basic"}),
                       Credential("vop", {}), Credential("big-nurse", {})};
  return Built(Region::Build(std::move(parts)));
}

}  // namespace

void PrintTo(const Reason& reason, std::ostream* out) {
  *out << "{rule " << static_cast<int>(reason.rule) << ", subject \"" << reason.subject
       << "\", person \"" << reason.person_value << "\", demand \"" << reason.demand_value
       << "\", unit \"" << reason.unit << "\", missing \"" << reason.missing_field << "\"}";
}

double GivenTravel::KilometresBetween(PlaceNumber /*from*/, PlaceNumber /*to*/) const { return km; }

std::optional<int> GivenTravel::MinutesBetween(PlaceNumber /*from*/, PlaceNumber /*to*/,
                                               TravelMode mode, TravelTime time) const {
  const bool too_early = mode == TravelMode::kPublicTransport &&
                         time.kind != TravelTime::Kind::kUsual && time.at < first_bus;
  const auto found = minutes.find(mode);
  if (too_early || found == minutes.end()) return std::nullopt;
  return found->second;
}

SmallWorld::SmallWorld() : taxonomy(MakeTaxonomy()), region(MakeRegion()) {}

SkillNumber SmallWorld::skill(std::string_view slug) const {
  return Must(taxonomy->FindSkill(SkillCode(slug)), slug);
}
OccupationNumber SmallWorld::occupation(std::string_view slug) const {
  return Must(taxonomy->FindOccupation(OccupationCode(slug)), slug);
}
QualificationNumber SmallWorld::qualification(std::string_view code) const {
  return Must(region->FindQualification("CREBO", code), code);
}
CredentialNumber SmallWorld::credential(std::string_view id) const {
  return Must(region->FindCredential(id), id);
}
SectorNumber SmallWorld::sector(std::string_view id) const {
  return Must(region->FindSector(id), id);
}
PlaceNumber SmallWorld::place(std::string_view postcode) const {
  return Must(region->FindPlaceByPostcode("NL", postcode), postcode);
}

Date Day(int year, int month, int day) { return Must(Date::FromCivil(year, month, day), "day"); }

HoursPerWeek Hours(double hours) { return HoursPerWeek::FromDouble(hours); }

OwnLanguage Speaks(LanguageCode language, CefrLevel level) {
  OwnLanguage own;
  own.language = language;
  for (std::optional<CefrLevel>& of_activity : own.levels) of_activity = level;
  return own;
}

WeekParts OfficeHours() {
  WeekParts parts;
  for (int day = 0; day < 5; ++day) {
    parts.Add(static_cast<Weekday>(day), DayPart::kEarly);
    parts.Add(static_cast<Weekday>(day), DayPart::kDay);
  }
  return parts;
}

JobSeeker AnyPerson(const SmallWorld& world) {
  JobSeeker person;
  person.id = "p-1";
  person.skills.emplace();
  person.qualifications.emplace();
  person.working_level = 2;
  person.credentials.emplace();
  person.past_occupations.emplace();
  person.wished_occupations.emplace();
  person.sectors = SectorBit(world.sector("health")) | SectorBit(world.sector("energy"));
  person.home = world.place("6811");
  person.travel = TravelLimits{.max_km = 15.0, .modes = {{TravelMode::kPublicTransport, 45}}};
  person.hours_now = Hours(0);
  person.hours_wanted = HoursRange{Hours(24), Hours(36)};
  person.keeps_present_job = false;
  person.availability = OfficeHours();
  person.languages = std::vector<OwnLanguage>{Speaks(kDutch, CefrLevel::kB1)};
  person.driving_licences = LicenceBit(DrivingLicence::kB);
  person.available_from = Day(2026, 11, 1);
  person.own_money = 100'000;
  person.training_weeks_max = 26;
  person.training_hours_max = Hours(16);
  return person;
}

Vacancy AnyVacancy(const SmallWorld& world) {
  Vacancy vacancy;
  vacancy.id = "v-1";
  vacancy.sector = world.sector("health");
  vacancy.place = world.place("6511");
  vacancy.hours = {Hours(24), Hours(32)};
  vacancy.contract_kind = ContractKind::kPermanent;
  vacancy.openings_left = 1;
  return vacancy;
}

}  // namespace overstap::matcher
