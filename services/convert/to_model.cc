#include "services/convert/to_model.h"

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

namespace overstap::convert {
namespace {

constexpr std::array<std::pair<std::string_view, matcher::DrivingLicence>, 11> kLicences{{
    {"AM", matcher::DrivingLicence::kAm},
    {"A", matcher::DrivingLicence::kA},
    {"B", matcher::DrivingLicence::kB},
    {"BE", matcher::DrivingLicence::kBe},
    {"C", matcher::DrivingLicence::kC},
    {"C1", matcher::DrivingLicence::kC1},
    {"CE", matcher::DrivingLicence::kCe},
    {"D", matcher::DrivingLicence::kD},
    {"D1", matcher::DrivingLicence::kD1},
    {"DE", matcher::DrivingLicence::kDe},
    {"T", matcher::DrivingLicence::kT},
}};

// Resolves codes and counts those that are not known.
class Resolver {
 public:
  Resolver(const ModelContext& context, UnknownCodes* unknown)
      : context_(context), unknown_(unknown) {}

  std::optional<matcher::SkillNumber> Skill(const store::v1::Code& code) {
    return Counted(context_.taxonomy.FindSkill(code.code()));
  }
  std::optional<matcher::OccupationNumber> Occupation(const store::v1::Code& code) {
    return Counted(context_.taxonomy.FindOccupation(code.code()));
  }
  std::optional<matcher::CredentialNumber> Credential(std::string_view id) {
    return Counted(context_.region.FindCredential(id));
  }
  std::optional<matcher::SchemeNumber> Scheme(std::string_view id) {
    return Counted(context_.region.FindScheme(id));
  }
  std::optional<matcher::SectorNumber> Sector(std::string_view id) {
    return Counted(context_.region.FindSector(id));
  }
  std::optional<matcher::QualificationNumber> Qualification(const store::v1::Code& code) {
    return Counted(context_.region.FindQualification(code.scheme(), code.code()));
  }
  // A person's diploma need not be in the region's list: not counted.
  std::optional<matcher::QualificationNumber> OwnQualification(const store::v1::Code& code) const {
    return context_.region.FindQualification(code.scheme(), code.code());
  }
  std::optional<matcher::PlaceNumber> Place(const store::v1::Place& place) const {
    switch (place.location_case()) {
      case store::v1::Place::kPostcode:
        return context_.region.FindPlaceByPostcode(
            place.country_code().empty() ? "NL" : std::string_view(place.country_code()),
            place.postcode());
      case store::v1::Place::kMunicipality:
        return context_.region.FindPlaceByMunicipality(place.municipality());
      case store::v1::Place::LOCATION_NOT_SET:
        return std::nullopt;
    }
    return std::nullopt;
  }
  template <typename Ids>
  matcher::SectorSet Sectors(const Ids& ids) {
    matcher::SectorSet set = 0;
    for (const auto& id : ids) {
      if (const auto sector = Sector(id)) set |= matcher::SectorBit(*sector);
    }
    return set;
  }

 private:
  template <typename T>
  std::optional<T> Counted(std::optional<T> found) {
    if (!found.has_value()) ++unknown_->count;
    return found;
  }

  const ModelContext& context_;
  UnknownCodes* unknown_;
};

matcher::LanguageCode ToLanguage(const std::string& code) {
  return code.size() == 2 ? matcher::MakeLanguageCode(code[0], code[1]) : matcher::LanguageCode{0};
}

template <typename Names>
matcher::DrivingLicenceSet ToLicences(const Names& names) {
  matcher::DrivingLicenceSet set = 0;
  for (const auto& name : names) {
    for (const auto& [text, licence] : kLicences) {
      if (text == name) set |= matcher::LicenceBit(licence);
    }
  }
  return set;
}

matcher::Weekday ToWeekday(store::v1::Weekday weekday) {
  return static_cast<matcher::Weekday>(static_cast<int>(weekday) - 1);
}

matcher::Shift ToShift(const store::v1::Shift& shift) {
  matcher::Shift result;
  for (const int weekday : shift.weekdays()) {
    result.weekdays.push_back(ToWeekday(static_cast<store::v1::Weekday>(weekday)));
  }
  result.start = static_cast<matcher::MinuteOfDay>(shift.start_minute_of_day());
  result.end = static_cast<matcher::MinuteOfDay>(shift.end_minute_of_day());
  return result;
}

matcher::LanguageDemand ToLanguageDemand(const store::v1::LanguageDemand& demand) {
  matcher::LanguageDemand result;
  result.language = ToLanguage(demand.language_code());
  if (demand.activity() != store::v1::LANGUAGE_ACTIVITY_UNSPECIFIED) {
    result.activity = static_cast<matcher::LanguageActivity>(demand.activity() - 1);
  }
  result.level = static_cast<matcher::CefrLevel>(demand.level());
  return result;
}

template <typename Demands>
std::vector<matcher::LanguageDemand> ToLanguageDemands(const Demands& demands) {
  std::vector<matcher::LanguageDemand> result;
  for (const auto& demand : demands) result.push_back(ToLanguageDemand(demand));
  return result;
}

// One entry per language; a level for "each of the four" yields to one for a single activity.
std::vector<matcher::OwnLanguage> ToLanguages(const store::v1::LanguageList& languages) {
  std::vector<matcher::OwnLanguage> result;
  const auto entry_of = [&result](matcher::LanguageCode code) -> matcher::OwnLanguage& {
    for (auto& entry : result) {
      if (entry.language == code) return entry;
    }
    result.emplace_back().language = code;
    return result.back();
  };
  for (const bool single_activity : {false, true}) {
    for (const auto& item : languages.items()) {
      if ((item.activity() != store::v1::LANGUAGE_ACTIVITY_UNSPECIFIED) != single_activity) {
        continue;
      }
      matcher::OwnLanguage& entry = entry_of(ToLanguage(item.language_code()));
      const auto level = static_cast<matcher::CefrLevel>(item.level());
      if (single_activity) {
        entry.levels[item.activity() - 1] = level;
      } else {
        for (auto& each : entry.levels) each = level;
      }
    }
  }
  return result;
}

matcher::WeekParts ToWeekParts(const store::v1::Availability& availability) {
  matcher::WeekParts parts;
  for (const auto& day : availability.days()) {
    for (const int part : day.day_parts()) {
      parts.Add(ToWeekday(day.weekday()), static_cast<matcher::DayPart>(part - 1));
    }
  }
  return parts;
}

matcher::HoursPerWeek Hours(double hours) { return matcher::HoursPerWeek::FromDouble(hours); }

matcher::TravelLimits ToTravelLimits(const store::v1::TravelLimits& limits) {
  matcher::TravelLimits result;
  if (limits.has_max_km()) result.max_km = limits.max_km();
  for (const auto& mode : limits.modes()) {
    result.modes.push_back({static_cast<matcher::TravelMode>(mode.mode() - 1), mode.max_minutes()});
  }
  return result;
}

bool IsFromText(const store::v1::TextLink& link) {
  return link.state() == store::v1::TEXT_LINK_STATE_DERIVED;
}

std::vector<matcher::PastOccupation> ToOccupations(const store::v1::OccupationList& list,
                                                   Resolver& resolve) {
  std::vector<matcher::PastOccupation> result;
  for (const auto& item : list.items()) {
    if (IsOpen(item.text_link())) continue;
    if (const auto number = resolve.Occupation(item.occupation())) {
      result.push_back({*number, IsFromText(item.text_link())});
    }
  }
  return result;
}

matcher::EntryDemands ToEntryDemands(const store::v1::EntryDemands& demands, Resolver& resolve) {
  matcher::EntryDemands result;
  if (demands.has_min_level_eqf()) {
    result.min_level = static_cast<matcher::EqfLevel>(demands.min_level_eqf());
  }
  if (demands.has_qualification()) {
    result.qualification = resolve.Qualification(demands.qualification().code());
  }
  result.languages = ToLanguageDemands(demands.languages());
  for (const auto& code : demands.skills()) {
    if (const auto skill = resolve.Skill(code)) result.skills.push_back(*skill);
  }
  for (const auto& id : demands.credentials()) {
    if (const auto credential = resolve.Credential(id)) result.credentials.push_back(*credential);
  }
  result.driving_licences = ToLicences(demands.driving_licences());
  return result;
}

matcher::LearnWork ToLearnWork(const store::v1::LearnWork& learn_work, Resolver& resolve) {
  matcher::LearnWork result;
  if (learn_work.has_qualification()) {
    result.qualification = resolve.Qualification(learn_work.qualification().code());
  }
  result.entry_demands = ToEntryDemands(learn_work.entry_demands(), resolve);
  if (learn_work.has_recognised_learning_company()) {
    result.recognised_learning_company = learn_work.recognised_learning_company();
  }
  result.months = learn_work.months();
  result.education_hours = Hours(learn_work.education_hours_per_week());
  result.person_pays_tuition = learn_work.tuition_payer() == store::v1::TUITION_PAYER_PERSON;
  result.tuition_per_year = learn_work.tuition_eur_cents_per_year();
  return result;
}

matcher::CredentialTiming ToTiming(store::v1::CredentialTiming timing) {
  switch (timing) {
    case store::v1::CREDENTIAL_TIMING_WITHIN_WEEKS:
      return matcher::CredentialTiming::kWithinWeeks;
    case store::v1::CREDENTIAL_TIMING_EMPLOYER_PROVIDES:
      return matcher::CredentialTiming::kEmployerProvides;
    default:
      return matcher::CredentialTiming::kAtStart;
  }
}

matcher::EmployerOffers ToEmployerOffers(const store::v1::EmployerOffers& offers) {
  constexpr int kUsualTrialPlacementWeeks = 8;
  return {.job_coach = offers.job_coach(),
          .trial_placement = offers.trial_placement(),
          .trial_placement_weeks = offers.trial_placement_weeks() > 0
                                       ? offers.trial_placement_weeks()
                                       : kUsualTrialPlacementWeeks,
          .open_to_wage_subsidy = offers.open_to_wage_subsidy(),
          .reserved_places = offers.reserved_places()};
}

matcher::TrainingForm ToForm(store::v1::TrainingForm form) {
  switch (form) {
    case store::v1::TRAINING_FORM_EVENING:
      return matcher::TrainingForm::kEvening;
    case store::v1::TRAINING_FORM_LEARN_WORK:
      return matcher::TrainingForm::kLearnWork;
    case store::v1::TRAINING_FORM_ONLINE:
      return matcher::TrainingForm::kOnline;
    default:
      return matcher::TrainingForm::kDay;
  }
}

// The value's name without the enum's prefix, in lower case: "learn_work".
std::string ContractKindText(store::v1::ContractKind kind) {
  const std::string& name = store::v1::ContractKind_Name(kind);
  return absl::AsciiStrToLower(absl::StripPrefix(name, "CONTRACT_KIND_"));
}

void AddText(matcher::Fact fact, const std::string& text, matcher::LedgerReport* report) {
  if (!text.empty()) report->facts[fact].texts = {text};
}

// Beside the others the hours of which 0 says that they are unknown.
void AddKnownNumber(matcher::Fact fact, double number, matcher::LedgerReport* report) {
  if (number > 0) report->facts[fact].number = number;
}

void AddKnownFlag(matcher::Fact fact, bool is_known, bool flag, matcher::LedgerReport* report) {
  if (is_known) report->facts[fact].number = flag ? 1 : 0;
}

// Of a person, whichever way the report tells of them.
template <typename Facts>
void AddPersonFacts(const Facts& facts, matcher::LedgerReport* report) {
  AddText(matcher::Fact::kEmployer, facts.employer(), report);
  AddText(matcher::Fact::kHomeMunicipality, facts.home_municipality(), report);
  AddKnownFlag(matcher::Fact::kSideEntrant, facts.has_side_entrant(), facts.side_entrant(), report);
  AddKnownFlag(matcher::Fact::kDistance, facts.has_distance_to_labour_market(),
               facts.distance_to_labour_market(), report);
}

void AddPlacementFacts(const store::v1::PlacementFacts& facts, matcher::LedgerReport* report) {
  report->kind = matcher::ReportKind::kPlacement;
  report->event_date = ToDate(facts.start_date()).value_or(matcher::Date());
  AddText(matcher::Fact::kSector, facts.sector(), report);
  AddText(matcher::Fact::kMunicipality, facts.municipality(), report);
  if (facts.has_sector_day_before()) {
    report->facts[matcher::Fact::kSectorDayBefore].texts = {facts.sector_day_before()};
  }
  if (facts.contract_kind() != store::v1::CONTRACT_KIND_UNSPECIFIED) {
    AddText(matcher::Fact::kContractKind, ContractKindText(facts.contract_kind()), report);
  }
  report->facts[matcher::Fact::kHoursPerWeek].number = facts.hours_per_week_after();
  AddKnownNumber(matcher::Fact::kFullTimeHours, facts.full_time_hours_per_week(), report);
  if (facts.has_hours_per_week_before()) {
    report->facts[matcher::Fact::kHoursBefore].number = facts.hours_per_week_before();
    report->facts[matcher::Fact::kHoursAdded].number =
        facts.hours_per_week_after() - facts.hours_per_week_before();
  }
  if (facts.weeks_at_work() > 0) {
    report->facts[matcher::Fact::kWeeksAtWork].number = facts.weeks_at_work();
  }
  AddPersonFacts(facts, report);
}

void AddTrainingFacts(const store::v1::TrainingCompletionFacts& facts,
                      matcher::LedgerReport* report) {
  report->kind = matcher::ReportKind::kTrainingCompletion;
  report->event_date = ToDate(facts.completion_date()).value_or(matcher::Date());
  AddText(matcher::Fact::kSector, facts.sector(), report);
  AddText(matcher::Fact::kMunicipality, facts.municipality(), report);
  report->facts[matcher::Fact::kSkillBranch].texts = {facts.skill_branches().begin(),
                                                      facts.skill_branches().end()};
  if (facts.has_in_work_first_day()) {
    report->facts[matcher::Fact::kInWorkFirstDay].number = facts.in_work_first_day() ? 1 : 0;
  }
  report->facts[matcher::Fact::kTrainingHours].number = facts.training_hours();
  AddPersonFacts(facts, report);
}

void AddContactEventFacts(const store::v1::ContactEventFacts& facts,
                          matcher::LedgerReport* report) {
  report->kind = matcher::ReportKind::kContactEvent;
  report->event_id = facts.event_id();
  report->event_date = ToDate(facts.event_date()).value_or(matcher::Date());
  AddText(matcher::Fact::kMunicipality, facts.municipality(), report);
  if (facts.count_basis() != store::v1::COUNT_BASIS_UNSPECIFIED) {
    const std::string& name = store::v1::CountBasis_Name(facts.count_basis());
    AddText(matcher::Fact::kCountBasis,
            absl::AsciiStrToLower(absl::StripPrefix(name, "COUNT_BASIS_")), report);
  }
  for (const store::v1::BandCount& band : facts.bands()) {
    report->bands.push_back({band.age_band(), band.head_count()});
  }
}

void AddStudentProjectFacts(const store::v1::StudentProjectFacts& facts,
                            matcher::LedgerReport* report) {
  report->kind = matcher::ReportKind::kStudentProject;
  report->event_id = facts.event_id();
  report->event_date = ToDate(facts.start_date()).value_or(matcher::Date());
  AddText(matcher::Fact::kMunicipality, facts.municipality(), report);
  AddText(matcher::Fact::kCohort, facts.cohort(), report);
  AddText(matcher::Fact::kEmployer, facts.employer(), report);
  report->facts[matcher::Fact::kStudentCount].number = facts.student_count();
}

void AddInKindFacts(const store::v1::InKindFacts& facts, matcher::LedgerReport* report) {
  report->kind = matcher::ReportKind::kInKind;
  report->event_date = ToDate(facts.contribution_date()).value_or(matcher::Date());
  AddText(matcher::Fact::kEmployer, facts.partner(), report);
  report->facts[matcher::Fact::kContributedHours].number = facts.hours();
}

void AddAggregateFacts(const store::v1::AggregateFacts& facts, matcher::LedgerReport* report) {
  report->kind = matcher::ReportKind::kAggregate;
  report->event_date = ToDate(facts.period().end_date()).value_or(matcher::Date());
  AddText(matcher::Fact::kEmployer, facts.employer(), report);
  AddText(matcher::Fact::kTarget, std::string(absl::StripPrefix(facts.target(), "targets/")),
          report);
  report->facts[matcher::Fact::kLowCount].number = facts.low_count();
  report->facts[matcher::Fact::kHighCount].number = facts.high_count();
}

}  // namespace

std::optional<matcher::Date> ToDate(const google::type::Date& date) {
  return matcher::Date::FromCivil(date.year(), date.month(), date.day());
}

google::type::Date FromDate(matcher::Date date) {
  const matcher::CivilDate civil = date.Civil();
  google::type::Date result;
  result.set_year(civil.year);
  result.set_month(civil.month);
  result.set_day(civil.day);
  return result;
}

matcher::JobSeeker ToModel(std::string_view id, const store::v1::JobSeeker& record,
                           const ModelContext& context, UnknownCodes* unknown) {
  Resolver resolve(context, unknown);
  matcher::JobSeeker person;
  person.id = id;
  if (record.has_skills()) {
    auto& skills = person.skills.emplace();
    for (const auto& item : record.skills().items()) {
      if (IsOpen(item.text_link())) continue;
      if (const auto skill = resolve.Skill(item.skill())) {
        skills.push_back({*skill, static_cast<matcher::Proficiency>(item.proficiency()),
                          item.source() == store::v1::SKILL_SOURCE_DERIVED_FROM_TEXT});
      }
    }
  }
  if (record.has_qualifications()) {
    auto& qualifications = person.qualifications.emplace();
    for (const auto& item : record.qualifications().items()) {
      qualifications.push_back(
          {.number = resolve.OwnQualification(item.qualification().code()),
           .level = static_cast<matcher::EqfLevel>(item.qualification().level_eqf()),
           .counts = !item.foreign() || item.valued()});
    }
  }
  if (record.has_working_level_eqf()) {
    person.working_level = static_cast<matcher::EqfLevel>(record.working_level_eqf());
  }
  if (record.has_credentials()) {
    auto& credentials = person.credentials.emplace();
    for (const auto& item : record.credentials().items()) {
      if (const auto credential = resolve.Credential(item.credential())) {
        credentials.push_back({*credential, item.has_valid_until_date()
                                                ? ToDate(item.valid_until_date())
                                                : std::nullopt});
      }
    }
  }
  if (record.has_past_occupations()) {
    person.past_occupations = ToOccupations(record.past_occupations(), resolve);
  }
  if (record.has_wished_occupations()) {
    auto& wished = person.wished_occupations.emplace();
    for (const matcher::PastOccupation& each :
         ToOccupations(record.wished_occupations(), resolve)) {
      wished.push_back(each.occupation);
    }
  }
  if (record.has_sectors()) person.sectors = resolve.Sectors(record.sectors().items());
  if (record.has_home()) person.home = resolve.Place(record.home());
  if (record.has_travel()) person.travel = ToTravelLimits(record.travel());
  if (record.has_hours_per_week_now()) person.hours_now = Hours(record.hours_per_week_now());
  if (record.has_hours_per_week_wanted()) {
    person.hours_wanted =
        matcher::HoursRange{Hours(record.hours_per_week_wanted().min_hours_per_week()),
                            Hours(record.hours_per_week_wanted().max_hours_per_week())};
  }
  if (record.has_keeps_present_job()) person.keeps_present_job = record.keeps_present_job();
  if (record.has_availability()) person.availability = ToWeekParts(record.availability());
  if (record.has_languages()) person.languages = ToLanguages(record.languages());
  if (record.has_driving_licences()) {
    person.driving_licences = ToLicences(record.driving_licences().items());
  }
  if (record.has_available_from_date()) {
    person.available_from = ToDate(record.available_from_date());
  }
  if (record.has_own_money_eur_cents()) person.own_money = record.own_money_eur_cents();
  if (record.has_training_weeks_max()) person.training_weeks_max = record.training_weeks_max();
  if (record.has_training_hours_per_week_max()) {
    person.training_hours_max = Hours(record.training_hours_per_week_max());
  }
  return person;
}

matcher::Vacancy ToModel(std::string_view id, const store::v1::Vacancy& record, int openings_left,
                         const ModelContext& context, UnknownCodes* unknown) {
  Resolver resolve(context, unknown);
  matcher::Vacancy vacancy;
  vacancy.id = id;
  vacancy.title = record.title();
  vacancy.employer = record.employer();
  if (record.has_occupation() && !IsOpen(record.occupation_text_link())) {
    vacancy.occupation = resolve.Occupation(record.occupation());
  }
  for (const auto& demand : record.skills()) {
    if (IsOpen(demand.text_link())) continue;
    if (const auto skill = resolve.Skill(demand.skill())) {
      vacancy.skills.push_back({*skill, demand.importance() != store::v1::IMPORTANCE_OPTIONAL,
                                IsFromText(demand.text_link())});
    }
  }
  if (record.has_qualification()) {
    if (const auto number = resolve.Qualification(record.qualification().qualification().code())) {
      vacancy.qualification = {*number, record.qualification().binding() ==
                                            store::v1::QUALIFICATION_BINDING_DIPLOMA_REQUIRED};
    }
  }
  if (record.has_min_level_eqf()) {
    vacancy.min_level = static_cast<matcher::EqfLevel>(record.min_level_eqf());
  }
  for (const auto& demand : record.credentials()) {
    if (const auto credential = resolve.Credential(demand.credential())) {
      vacancy.credentials.push_back(
          {*credential, ToTiming(demand.timing()), demand.within_weeks()});
    }
  }
  vacancy.sector = resolve.Sector(record.sector()).value_or(matcher::SectorNumber());
  if (record.has_place()) vacancy.place = resolve.Place(record.place());
  vacancy.hours = {Hours(record.hours_per_week().min_hours_per_week()),
                   Hours(record.hours_per_week().max_hours_per_week())};
  for (const auto& shift : record.shifts()) vacancy.shifts.push_back(ToShift(shift));
  vacancy.all_shifts_required = record.all_shifts_required();
  vacancy.languages = ToLanguageDemands(record.languages());
  vacancy.driving_licences = ToLicences(record.driving_licences());
  vacancy.contract_kind = static_cast<matcher::ContractKind>(record.contract_kind());
  if (record.has_learn_work()) vacancy.learn_work = ToLearnWork(record.learn_work(), resolve);
  vacancy.employer_offers = ToEmployerOffers(record.employer_offers());
  for (const int check : record.checks()) {
    vacancy.certificate_of_conduct |= check == store::v1::CHECK_CERTIFICATE_OF_CONDUCT;
    vacancy.medical_check |= check == store::v1::CHECK_MEDICAL;
  }
  if (record.has_start_date()) vacancy.start_date = ToDate(record.start_date());
  if (record.has_closing_date()) vacancy.closing_date = ToDate(record.closing_date());
  vacancy.closed = record.status() == store::v1::VACANCY_STATUS_CLOSED;
  vacancy.openings_left = openings_left;
  return vacancy;
}

matcher::TrainingOffer ToModel(std::string_view id, const store::v1::TrainingOffer& record,
                               const std::function<int(std::string_view)>& seats_taken,
                               const ModelContext& context, UnknownCodes* unknown) {
  Resolver resolve(context, unknown);
  matcher::TrainingOffer offer;
  offer.id = id;
  offer.title = record.title();
  offer.provider = record.provider();
  for (const auto& taught : record.taught_skills()) {
    if (const auto skill = resolve.Skill(taught.skill())) {
      offer.taught_skills.push_back(
          {*skill, static_cast<matcher::Proficiency>(taught.proficiency())});
    }
  }
  for (const auto& qualification : record.qualifications()) {
    if (const auto number = resolve.Qualification(qualification.code())) {
      offer.qualifications.push_back(*number);
    }
  }
  for (const auto& obtained : record.credentials()) {
    if (const auto credential = resolve.Credential(obtained.credential())) {
      offer.credentials.push_back({*credential, obtained.validity_months()});
    }
  }
  offer.entry_demands = ToEntryDemands(record.entry_demands(), resolve);
  offer.sectors = resolve.Sectors(record.sectors());
  offer.form = ToForm(record.form());
  if (record.has_place()) offer.place = resolve.Place(record.place());
  for (const auto& meeting : record.meetings()) offer.meetings.push_back(ToShift(meeting));
  offer.hours_per_week = Hours(record.hours_per_week());
  offer.weeks = record.weeks();
  offer.price_person = record.price_person_eur_cents();
  offer.price_funds = record.price_funds_eur_cents();
  for (const auto& scheme_id : record.funding_schemes()) {
    if (const auto scheme = resolve.Scheme(scheme_id)) offer.funding_schemes.push_back(*scheme);
  }
  for (const auto& run : record.runs()) {
    if (const auto start = ToDate(run.start_date())) {
      const int left = run.seats() - run.seats_taken_elsewhere() - seats_taken(run.run_id());
      offer.runs.push_back({run.run_id(), *start, left > 0 ? left : 0});
    }
  }
  offer.requires_learn_work_job = record.requires_learn_work_job();
  return offer;
}

matcher::LedgerReport ToLedgerReport(std::string_view id, const store::v1::Report& report) {
  matcher::LedgerReport result;
  result.id = id;
  result.state = static_cast<matcher::ReportState>(report.state());
  result.linkage_key = report.linkage_key();
  switch (report.subject_case()) {
    case store::v1::Report::kPlacement:
      AddPlacementFacts(report.placement(), &result);
      break;
    case store::v1::Report::kTrainingCompletion:
      AddTrainingFacts(report.training_completion(), &result);
      break;
    case store::v1::Report::kContactEvent:
      AddContactEventFacts(report.contact_event(), &result);
      break;
    case store::v1::Report::kStudentProject:
      AddStudentProjectFacts(report.student_project(), &result);
      break;
    case store::v1::Report::kInKind:
      AddInKindFacts(report.in_kind(), &result);
      break;
    case store::v1::Report::kAggregate:
      AddAggregateFacts(report.aggregate(), &result);
      break;
    case store::v1::Report::SUBJECT_NOT_SET:
      result.kind = matcher::ReportKind::kAggregate;
      break;
  }
  AddText(matcher::Fact::kWorkTable,
          std::string(absl::StripPrefix(report.work_table(), "workTables/")), &result);
  if (!report.programmes().empty()) {
    result.facts[matcher::Fact::kProgramme].texts = {report.programmes().begin(),
                                                     report.programmes().end()};
  }
  return result;
}

}  // namespace overstap::convert
