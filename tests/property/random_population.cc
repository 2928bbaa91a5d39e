#include "tests/property/random_population.h"

#include <cstdlib>
#include <iostream>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "matcher/eligibility/great_circle_travel.h"

namespace overstap::matcher {
namespace {

constexpr int kOccupations = 8;
constexpr int kSkills = 40;
constexpr int kSkillsPerOccupation = 9;
constexpr int kQualificationLines = 2;
constexpr int kLevels = 4;
constexpr int kCredentials = 4;
constexpr int kSectors = 4;
constexpr int kMunicipalities = 5;

template <typename T>
T Built(absl::StatusOr<T> built) {
  if (!built.ok()) {
    std::cerr << built.status() << "\n";
    std::abort();
  }
  return *std::move(built);
}

std::string SkillCode(int number) { return absl::StrCat("skill/", number); }
std::string OccupationCode(int number) { return absl::StrCat("occupation/", number); }

// Occupations share skills with their neighbours.
std::shared_ptr<const Taxonomy> MakeTaxonomy() {
  TaxonomyBuilder builder(1, "random");
  const auto add = [&](const std::string& code, ConceptKind kind) {
    ConceptEntry entry;
    entry.scheme = "ESCO";
    entry.code = code;
    entry.kind = kind;
    entry.labels[0].preferred = code;
    builder.AddConcept(std::move(entry));
  };
  for (int skill = 0; skill < kSkills; ++skill) add(SkillCode(skill), ConceptKind::kSkill);
  for (int occupation = 0; occupation < kOccupations; ++occupation) {
    add(OccupationCode(occupation), ConceptKind::kOccupation);
    for (int i = 0; i < kSkillsPerOccupation; ++i) {
      builder.AddRelation(
          {.source = OccupationCode(occupation),
           .target = SkillCode((occupation * 5 + i) % kSkills),
           .kind = i % 3 == 2 ? RelationKind::kOptionalSkill : RelationKind::kEssentialSkill});
    }
  }
  return Built(std::move(builder).Build());
}

std::shared_ptr<const Region> MakeRegion() {
  Region::Parts parts;
  for (int i = 0; i < kMunicipalities; ++i) {
    parts.municipalities.push_back({.code = absl::StrCat("GM", i),
                                    .title = absl::StrCat("Town ", i),
                                    .centroid = {51.8 + 0.07 * i, 5.8 + 0.11 * (i % 3)},
                                    .in_region = true});
  }
  for (int i = 0; i < kSectors; ++i) parts.sectors.push_back({.id = absl::StrCat("sector-", i)});
  for (int line = 0; line < kQualificationLines; ++line) {
    for (int level = 1; level <= kLevels; ++level) {
      QualificationEntry entry;
      entry.scheme = "CREBO";
      entry.code = absl::StrCat(line, level);
      entry.title = absl::StrCat("Diploma ", line, " at level ", level);
      entry.level = static_cast<EqfLevel>(level);
      entry.line = absl::StrCat("line-", line);
      if (level > 1 && line == 0) entry.implies = {absl::StrCat("CREBO:", line, level - 1)};
      parts.qualifications.push_back(std::move(entry));
    }
  }
  for (int i = 0; i < kCredentials; ++i) {
    CredentialEntry entry;
    entry.id = absl::StrCat("credential-", i);
    entry.title = entry.id;
    if (i % 2 == 1) entry.implies = {absl::StrCat("credential-", i - 1)};
    parts.credentials.push_back(std::move(entry));
  }
  return Built(Region::Build(std::move(parts)));
}

}  // namespace

RandomPopulation::RandomPopulation(uint32_t seed)
    : generator_(seed),
      taxonomy_(MakeTaxonomy()),
      region_(MakeRegion()),
      travel_(std::make_shared<GreatCircleTravelModel>(*region_, DefaultTravelProfiles())) {}

JobSeeker RandomPopulation::Person(std::string id) {
  JobSeeker person;
  person.id = std::move(id);
  if (Chance(85)) {
    person.skills.emplace();
    const uint32_t first = Below(kSkills);
    const uint32_t count = Below(12);
    for (uint32_t i = 0; i < count; ++i) {
      person.skills->push_back(
          {SkillNumber((first + i) % kSkills), static_cast<Proficiency>(Below(5)), Chance(20)});
    }
  }
  if (Chance(70)) {
    person.qualifications.emplace();
    for (uint32_t count = Below(3); count > 0; --count) {
      OwnQualification own;
      if (Chance(80)) own.number = AnyQualification();
      own.level =
          own.number ? region_->qualification(*own.number).level : static_cast<EqfLevel>(Below(6));
      own.counts = Chance(80);
      person.qualifications->push_back(own);
    }
  }
  if (Chance(60)) person.working_level = static_cast<EqfLevel>(1 + Below(5));
  if (Chance(75)) {
    person.credentials.emplace();
    for (int i = 0; i < kCredentials; ++i) {
      if (!Chance(50)) continue;
      OwnCredential own{.credential = CredentialNumber(static_cast<uint16_t>(i)),
                        .valid_until = std::nullopt};
      if (Chance(60)) own.valid_until = Near();
      person.credentials->push_back(own);
    }
  }
  if (Chance(70)) {
    person.past_occupations.emplace();
    for (uint32_t count = Below(3); count > 0; --count) {
      person.past_occupations->push_back({AnyOccupation(), Chance(30)});
    }
  }
  if (Chance(30)) person.wished_occupations = {AnyOccupation()};
  if (Chance(50)) person.sectors = Below(1U << kSectors);
  if (Chance(85)) person.home = AnyPlace();
  if (Chance(80)) {
    person.travel.emplace();
    if (Chance(70)) person.travel->max_km = 2 + Below(40);
    for (uint32_t count = Below(3); count > 0; --count) {
      person.travel->modes.push_back({.mode = static_cast<TravelMode>(Below(kTravelModeCount)),
                                      .max_minutes = static_cast<int>(10 + Below(80))});
    }
  }
  if (Chance(70)) person.hours_now = HoursPerWeek::FromDouble(Chance(50) ? 0 : 8 + Below(25));
  if (Chance(80)) {
    const double least = 4 + Below(28);
    person.hours_wanted =
        HoursRange{HoursPerWeek::FromDouble(least), HoursPerWeek::FromDouble(least + Below(13))};
  }
  if (Chance(60)) person.keeps_present_job = Chance(30);
  if (Chance(70)) {
    person.availability.emplace();
    for (int day = 0; day < 7; ++day) {
      for (int part = 0; part < 4; ++part) {
        if (Chance(part == 3 ? 40 : 85)) {
          person.availability->Add(static_cast<Weekday>(day), static_cast<DayPart>(part));
        }
      }
    }
  }
  if (Chance(80)) {
    person.languages.emplace();
    for (const char first : {'n', 'd'}) {
      if (!Chance(75)) continue;
      OwnLanguage own;
      own.language = MakeLanguageCode(first, first == 'n' ? 'l' : 'e');
      for (std::optional<CefrLevel>& level : own.levels) {
        if (Chance(90)) level = static_cast<CefrLevel>(1 + Below(6));
      }
      person.languages->push_back(own);
    }
  }
  if (Chance(75)) person.driving_licences = AnyLicences(2);
  if (Chance(60)) person.available_from = Near();
  if (Chance(60)) person.own_money = Below(300'000);
  if (Chance(60)) person.training_weeks_max = static_cast<int>(Below(60));
  if (Chance(60)) person.training_hours_max = HoursPerWeek::FromDouble(Below(40));
  return person;
}

Vacancy RandomPopulation::Job(std::string id) {
  Vacancy vacancy;
  vacancy.id = std::move(id);
  if (Chance(70)) vacancy.occupation = AnyOccupation();
  if (!vacancy.occupation || Chance(50)) {
    const uint32_t first = Below(kSkills);
    const uint32_t count = 1 + Below(6);
    for (uint32_t i = 0; i < count; ++i) {
      vacancy.skills.push_back({.skill = SkillNumber((first + 2 * i) % kSkills),
                                .essential = Chance(70),
                                .from_text = Chance(20)});
    }
  }
  if (Chance(40)) {
    vacancy.qualification = {.qualification = AnyQualification(), .diploma_required = Chance(30)};
  }
  if (Chance(20)) vacancy.min_level = static_cast<EqfLevel>(1 + Below(4));
  for (int i = 0; i < kCredentials; ++i) {
    if (!Chance(12)) continue;
    vacancy.credentials.push_back({.credential = CredentialNumber(static_cast<uint16_t>(i)),
                                   .timing = static_cast<CredentialTiming>(Below(3)),
                                   .within_weeks = 12});
  }
  vacancy.sector = AnySector();
  if (Chance(95)) vacancy.place = AnyPlace();
  const double least = 8 + Below(28);
  vacancy.hours = {HoursPerWeek::FromDouble(least), HoursPerWeek::FromDouble(least + Below(12))};
  if (Chance(50)) {
    for (uint32_t count = 1 + Below(2); count > 0; --count) vacancy.shifts.push_back(AnyShift());
  }
  vacancy.all_shifts_required = Chance(30);
  for (uint32_t count = Below(2); count > 0; --count) {
    vacancy.languages.push_back(AnyLanguageDemand());
  }
  if (Chance(25)) vacancy.driving_licences = AnyLicences(1);
  vacancy.contract_kind = static_cast<ContractKind>(1 + Below(3));
  if (Chance(20)) {
    vacancy.contract_kind = ContractKind::kLearnWork;
    LearnWork& learn_work = vacancy.learn_work.emplace();
    learn_work.qualification = AnyQualification();
    learn_work.entry_demands = AnyEntryDemands();
    if (Chance(80)) learn_work.recognised_learning_company = Chance(85);
  }
  vacancy.employer_offers.job_coach = Chance(20);
  vacancy.employer_offers.trial_placement = Chance(20);
  vacancy.certificate_of_conduct = Chance(20);
  if (Chance(30)) vacancy.start_date = Near();
  if (Chance(30)) vacancy.closing_date = Near();
  vacancy.closed = Chance(5);
  vacancy.openings_left = static_cast<int>(Below(6)) - (Chance(10) ? 1 : 0);
  return vacancy;
}

TrainingOffer RandomPopulation::Offer(std::string id) {
  TrainingOffer offer;
  offer.id = std::move(id);
  for (uint32_t count = Below(5); count > 0; --count) {
    offer.taught_skills.push_back({AnySkill(), static_cast<Proficiency>(Below(5))});
  }
  if (Chance(40)) offer.qualifications = {AnyQualification()};
  if (Chance(40)) offer.credentials = {{.credential = AnyCredential()}};
  offer.entry_demands = AnyEntryDemands();
  offer.form = static_cast<TrainingForm>(Below(4));
  if (offer.form != TrainingForm::kOnline) offer.place = AnyPlace();
  if (Chance(60)) offer.meetings = {AnyShift()};
  offer.hours_per_week = HoursPerWeek::FromDouble(2 + Below(34));
  offer.weeks = static_cast<int>(1 + Below(50));
  offer.price_person = Chance(40) ? 0 : Below(400'000);
  for (uint32_t run = 0; run < 1 + Below(3); ++run) {
    offer.runs.push_back({.run_id = absl::StrCat("r-", run),
                          .start_date = Near(),
                          .seats_left = static_cast<int>(Below(4))});
  }
  return offer;
}

Date RandomPopulation::Near() { return today() + (static_cast<int32_t>(Below(161)) - 40); }

Shift RandomPopulation::AnyShift() {
  constexpr MinuteOfDay kStarts[] = {0, 330, 360, 420, 540, 840, 1080, 1320, 1380};
  Shift shift;
  for (int day = 0; day < 7; ++day) {
    if (Chance(20)) shift.weekdays.push_back(static_cast<Weekday>(day));
  }
  shift.start = kStarts[Below(9)];
  shift.end = static_cast<MinuteOfDay>((shift.start + 120 + 30 * Below(14)) % 1440);
  return shift;
}

LanguageDemand RandomPopulation::AnyLanguageDemand() {
  LanguageDemand demand;
  demand.language = Chance(75) ? MakeLanguageCode('n', 'l') : MakeLanguageCode('d', 'e');
  if (Chance(30)) demand.activity = static_cast<LanguageActivity>(Below(kLanguageActivityCount));
  demand.level = static_cast<CefrLevel>(1 + Below(3));
  return demand;
}

SkillNumber RandomPopulation::AnySkill() {
  return SkillNumber(Below(static_cast<uint32_t>(taxonomy_->skill_count())));
}
OccupationNumber RandomPopulation::AnyOccupation() {
  return OccupationNumber(Below(static_cast<uint32_t>(taxonomy_->occupation_count())));
}
QualificationNumber RandomPopulation::AnyQualification() {
  return QualificationNumber(static_cast<uint16_t>(Below(kQualificationLines * kLevels)));
}
CredentialNumber RandomPopulation::AnyCredential() {
  return CredentialNumber(static_cast<uint16_t>(Below(kCredentials)));
}
PlaceNumber RandomPopulation::AnyPlace() {
  return PlaceNumber(Below(static_cast<uint32_t>(region_->place_count())));
}
SectorNumber RandomPopulation::AnySector() {
  return SectorNumber(static_cast<uint8_t>(Below(kSectors)));
}

DrivingLicenceSet RandomPopulation::AnyLicences(int draws) {
  DrivingLicenceSet licences = 0;
  for (int i = 0; i < draws; ++i) {
    licences |= LicenceBit(static_cast<DrivingLicence>(Chance(50) ? 2 : Below(11)));
  }
  return licences;
}

EntryDemands RandomPopulation::AnyEntryDemands() {
  EntryDemands demands;
  if (Chance(30)) demands.min_level = static_cast<EqfLevel>(1 + Below(3));
  if (Chance(15)) demands.qualification = AnyQualification();
  if (Chance(30)) demands.languages = {AnyLanguageDemand()};
  if (Chance(30)) demands.skills = {AnySkill()};
  if (Chance(15)) demands.credentials = {AnyCredential()};
  if (Chance(15)) demands.driving_licences = AnyLicences(1);
  return demands;
}

}  // namespace overstap::matcher
