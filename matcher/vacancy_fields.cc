// The columns of vacancies, and what people and filters ask of them.

#include <algorithm>
#include <iterator>

#include "matcher/eligibility/demands.h"
#include "matcher/index_fields.h"
#include "matcher/index_values.h"

namespace overstap::matcher {
namespace {

// Of kOffers.
constexpr uint32_t kJobCoach = 1U << 0;
constexpr uint32_t kTrialPlacement = 1U << 1;
constexpr uint32_t kWageSubsidy = 1U << 2;
constexpr uint32_t kReservedPlaces = 1U << 3;
constexpr uint32_t kLearnWork = 1U << 4;
constexpr uint32_t kNoLearnWork = 1U << 5;
constexpr uint32_t kNotRecognised = 1U << 6;
constexpr int kFirstContractKind = 8;

uint32_t OffersOf(const Vacancy& vacancy) {
  const EmployerOffers& offers = vacancy.employer_offers;
  uint32_t bits = vacancy.learn_work ? kLearnWork : kNoLearnWork;
  if (offers.job_coach) bits |= kJobCoach;
  if (offers.trial_placement) bits |= kTrialPlacement;
  if (offers.open_to_wage_subsidy) bits |= kWageSubsidy;
  if (offers.reserved_places > 0) bits |= kReservedPlaces;
  if (vacancy.learn_work && vacancy.learn_work->recognised_learning_company == false) {
    bits |= kNotRecognised;
  }
  return bits | 1U << (kFirstContractKind + static_cast<int>(vacancy.contract_kind));
}

// A column: what stands in it, what a person's eligibility asks of it (null: nothing), and what a
// filter does.
struct VacancyColumn {
  ColumnKind kind;
  uint32_t (*value)(const Vacancy& vacancy, const Region& region);
  void (*eligibility)(ColumnNumber column, const JobSeeker& person, const ConditionContext& context,
                      std::vector<Condition>* conditions);
  void (*filter)(ColumnNumber column, const VacancyFilter& filter,
                 std::vector<Condition>* conditions);
};

// The level demanded of a language in one activity, or, where none is named, in any.
template <LanguageCode kLanguage, LanguageActivity... kActivity>
constexpr VacancyColumn LanguageColumn() {
  return {ColumnKind::kNumber,
          [](const Vacancy& vacancy, const Region&) {
            return LanguageDemanded(vacancy, kLanguage, kActivity...);
          },
          [](ColumnNumber column, const JobSeeker& person, const ConditionContext&,
             std::vector<Condition>* conditions) {
            if (const auto level = LanguageOf(person, kLanguage, kActivity...)) {
              conditions->push_back(Condition::AtMost(column, *level));
            }
          },
          nullptr};
}

constexpr VacancyColumn kColumns[] = {
    // Last day that it is open.
    {ColumnKind::kNumber,
     [](const Vacancy& vacancy, const Region&) -> uint32_t {
       if (vacancy.closed) return 0;
       return vacancy.closing_date ? DayValue(*vacancy.closing_date) : kAnyDay;
     },
     [](ColumnNumber column, const JobSeeker&, const ConditionContext& context,
        std::vector<Condition>* conditions) {
       conditions->push_back(Condition::AtLeast(column, DayValue(context.today)));
     },
     nullptr},
    // Openings.
    {ColumnKind::kBits,
     [](const Vacancy& vacancy, const Region&) -> uint32_t { return vacancy.openings_left > 0; },
     [](ColumnNumber column, const JobSeeker&, const ConditionContext&,
        std::vector<Condition>* conditions) { conditions->push_back(Condition::AnyOf(column, 1)); },
     nullptr},
    // Sector.
    {ColumnKind::kBits,
     [](const Vacancy& vacancy, const Region&) { return SharedBit(vacancy.sector.value()); },
     [](ColumnNumber column, const JobSeeker& person, const ConditionContext&,
        std::vector<Condition>* conditions) {
       if (person.sectors) {
         conditions->push_back(Condition::AnyOf(column, SharedBits(*person.sectors)));
       }
     },
     [](ColumnNumber column, const VacancyFilter& filter, std::vector<Condition>* conditions) {
       if (filter.sectors != 0) {
         conditions->push_back(Condition::AnyOf(column, SharedBits(filter.sectors)));
       }
     }},
    // Fewest hours a week.
    {ColumnKind::kNumber,
     [](const Vacancy& vacancy, const Region&) -> uint32_t {
       return vacancy.hours.max > HoursPerWeek() ? HoursFloor(vacancy.hours.min) : 0;
     },
     [](ColumnNumber column, const JobSeeker& person, const ConditionContext&,
        std::vector<Condition>* conditions) {
       if (const auto hours = HoursOpenTo(person)) {
         conditions->push_back(Condition::AtMost(column, HoursCeiling(hours->max)));
       }
     },
     nullptr},
    // Most hours a week.
    {ColumnKind::kNumber,
     [](const Vacancy& vacancy, const Region&) {
       return vacancy.hours.max > HoursPerWeek() ? HoursCeiling(vacancy.hours.max) : kAnyLevel;
     },
     [](ColumnNumber column, const JobSeeker& person, const ConditionContext&,
        std::vector<Condition>* conditions) {
       if (const auto hours = HoursOpenTo(person)) {
         conditions->push_back(Condition::AtLeast(column, HoursFloor(hours->min)));
       }
     },
     nullptr},
    // Education level.
    {ColumnKind::kNumber, LevelDemanded,
     [](ColumnNumber column, const JobSeeker& person, const ConditionContext& context,
        std::vector<Condition>* conditions) {
       if (const auto level = LevelOf(person, context.fit.region)) {
         conditions->push_back(Condition::AtMost(column, *level));
       }
     },
     nullptr},
    // Languages; Dutch, which most demands are about, by activity.
    LanguageColumn<kDutch, LanguageActivity::kListening>(),
    LanguageColumn<kDutch, LanguageActivity::kReading>(),
    LanguageColumn<kDutch, LanguageActivity::kSpeaking>(),
    LanguageColumn<kDutch, LanguageActivity::kWriting>(),
    LanguageColumn<kEnglish>(),
    LanguageColumn<kGerman>(),
    // Credentials.
    {ColumnKind::kBits,
     [](const Vacancy& vacancy, const Region&) { return CredentialsDemanded(vacancy); },
     [](ColumnNumber column, const JobSeeker& person, const ConditionContext& context,
        std::vector<Condition>* conditions) {
       // A first day that has passed is today.
       if (person.credentials) {
         const uint32_t own = CredentialsOf(*person.credentials, context.fit.region, context.today);
         conditions->push_back(Condition::NoneOf(column, ~own));
       }
     },
     nullptr},
    // Driving licences.
    {ColumnKind::kBits,
     [](const Vacancy& vacancy, const Region&) -> uint32_t { return LicencesDemanded(vacancy); },
     [](ColumnNumber column, const JobSeeker& person, const ConditionContext&,
        std::vector<Condition>* conditions) {
       if (person.driving_licences) {
         conditions->push_back(
             Condition::NoneOf(column, ~uint32_t{WithIncludedLicences(*person.driving_licences)}));
       }
     },
     nullptr},
    // First working day; one that has passed is today.
    {ColumnKind::kNumber,
     [](const Vacancy& vacancy, const Region&) {
       return vacancy.start_date ? DayValue(*vacancy.start_date) : kAnyDay;
     },
     [](ColumnNumber column, const JobSeeker& person, const ConditionContext& context,
        std::vector<Condition>* conditions) {
       if (person.available_from && *person.available_from > context.today) {
         conditions->push_back(Condition::AtLeast(column, DayValue(*person.available_from)));
       }
     },
     nullptr},
    // What is offered, and the contract.
    {ColumnKind::kBits, [](const Vacancy& vacancy, const Region&) { return OffersOf(vacancy); },
     [](ColumnNumber column, const JobSeeker&, const ConditionContext&,
        std::vector<Condition>* conditions) {
       conditions->push_back(Condition::NoneOf(column, kNotRecognised));
     },
     [](ColumnNumber column, const VacancyFilter& filter, std::vector<Condition>* conditions) {
       const auto ask = [&](bool asked, uint32_t bit) {
         if (asked) conditions->push_back(Condition::AnyOf(column, bit));
       };
       ask(filter.job_coach, kJobCoach);
       ask(filter.trial_placement, kTrialPlacement);
       ask(filter.open_to_wage_subsidy, kWageSubsidy);
       ask(filter.reserved_places, kReservedPlaces);
       ask(filter.learn_work == true, kLearnWork);
       ask(filter.learn_work == false, kNoLearnWork);
       ask(filter.contract_kinds != 0, filter.contract_kinds << kFirstContractKind);
     }},
    // Parts of the week that are needed.
    {ColumnKind::kBits, [](const Vacancy& vacancy, const Region&) { return PartsNeeded(vacancy); },
     [](ColumnNumber column, const JobSeeker& person, const ConditionContext&,
        std::vector<Condition>* conditions) {
       if (person.availability) {
         conditions->push_back(Condition::NoneOf(column, ~person.availability->bits()));
       }
     },
     nullptr},
    // Municipality.
    {ColumnKind::kNumber,
     [](const Vacancy& vacancy, const Region& region) {
       return MunicipalityValue(vacancy.place, region);
     },
     nullptr,
     [](ColumnNumber column, const VacancyFilter& filter, std::vector<Condition>* conditions) {
       if (!filter.municipalities.empty()) {
         conditions->push_back(InMunicipalities(column, filter.municipalities));
       }
     }},
    // Occupation: 1 + its number, 0 for none.
    {ColumnKind::kNumber,
     [](const Vacancy& vacancy, const Region&) {
       return vacancy.occupation ? 1 + vacancy.occupation->value() : 0;
     },
     nullptr,
     [](ColumnNumber column, const VacancyFilter& filter, std::vector<Condition>* conditions) {
       if (filter.occupations.empty()) return;
       const uint32_t most =
           std::max_element(filter.occupations.begin(), filter.occupations.end())->value();
       auto set = std::make_shared<NumberSet>(size_t{most} + 2);
       for (const OccupationNumber occupation : filter.occupations)
         set->Add(1 + occupation.value());
       conditions->push_back(Condition::In(column, std::move(set)));
     }},
};

// Kilometres from home beyond which no place is in reach; nullopt: no bound.
std::optional<double> FarthestKm(const JobSeeker& person, const TravelModel& travel) {
  if (!person.travel) return std::nullopt;
  // Points in the index are rounded; the rule itself decides what is this near to the bound.
  constexpr double kMarginKm = 0.01;
  std::optional<double> farthest;
  for (const ModeLimit& limit : person.travel->modes) {
    const double km = travel.FarthestKilometres(limit.mode, limit.max_minutes);
    farthest = std::max(farthest.value_or(0), km);
  }
  if (person.travel->max_km) {
    farthest = std::min(farthest.value_or(*person.travel->max_km), *person.travel->max_km);
  }
  if (farthest) *farthest += kMarginKm;
  return farthest;
}

}  // namespace

ColumnSchema IndexSchema<Vacancy>::Get() {
  ColumnSchema schema{.has_points = true};
  for (const VacancyColumn& column : kColumns) schema.kinds.push_back(column.kind);
  return schema;
}

void SetColumnValues(const Vacancy& vacancy, const FitContext& context,
                     std::vector<uint32_t>* values) {
  values->clear();
  for (const VacancyColumn& column : kColumns) {
    values->push_back(column.value(vacancy, context.region));
  }
}

IndexFields IndexFieldsOf(const Vacancy& vacancy, const FitContext& context) {
  IndexFields fields;
  SetPlace(vacancy.place, context.region, &fields);
  if (vacancy.occupation) fields.group = GroupOf(*vacancy.occupation, context.taxonomy);
  return fields;
}

std::vector<Condition> FilterConditions(const VacancyFilter& filter) {
  std::vector<Condition> conditions;
  for (size_t i = 0; i < std::size(kColumns); ++i) {
    if (kColumns[i].filter != nullptr) kColumns[i].filter(NumberOf(i), filter, &conditions);
  }
  return conditions;
}

std::vector<Condition> EligibilityConditions(const JobSeeker& person,
                                             const ConditionContext& context) {
  std::vector<Condition> conditions;
  for (size_t i = 0; i < std::size(kColumns); ++i) {
    if (kColumns[i].eligibility == nullptr) continue;
    kColumns[i].eligibility(NumberOf(i), person, context, &conditions);
  }
  const std::optional<double> km = FarthestKm(person, context.travel);
  if (person.home && km) {
    const LatLon home = context.fit.region.place(*person.home).point;
    conditions.push_back(
        Condition::Within({.latitude = home.latitude, .longitude = home.longitude, .km = *km}));
  }
  return conditions;
}

}  // namespace overstap::matcher
