// The columns of job seekers, and what vacancies and filters ask of them.

#include <algorithm>
#include <iterator>

#include "matcher/eligibility/demands.h"
#include "matcher/index_fields.h"
#include "matcher/index_values.h"

namespace overstap::matcher {
namespace {

constexpr uint32_t kInWork = 1U << 0;
constexpr uint32_t kNotInWork = 1U << 1;

uint32_t SharedBitOf(OccupationNumber wished) { return SharedBit(wished.value()); }
uint32_t SharedBitOf(const PastOccupation& past) { return SharedBit(past.occupation.value()); }

template <typename Occupation>
uint32_t SharedBitsOf(const std::optional<std::vector<Occupation>>& occupations) {
  uint32_t bits = 0;
  if (!occupations) return bits;
  for (const Occupation& occupation : *occupations) bits |= SharedBitOf(occupation);
  return bits;
}

void AskAnyOf(ColumnNumber column, const absl::flat_hash_set<OccupationNumber>& occupations,
              std::vector<Condition>* conditions) {
  if (occupations.empty()) return;
  uint32_t bits = 0;
  for (const OccupationNumber occupation : occupations) bits |= SharedBit(occupation.value());
  conditions->push_back(Condition::AnyOf(column, bits));
}

bool IsOpenToAnyone(const Vacancy& vacancy, Date today) {
  if (vacancy.closed || vacancy.openings_left <= 0) return false;
  if (vacancy.closing_date && *vacancy.closing_date < today) return false;
  return !(vacancy.learn_work && vacancy.learn_work->recognised_learning_company == false);
}

// A column, as of vacancies.
struct JobSeekerColumn {
  ColumnKind kind;
  uint32_t (*value)(const JobSeeker& person, const Region& region);
  void (*eligibility)(ColumnNumber column, const Vacancy& vacancy, const ConditionContext& context,
                      std::vector<Condition>* conditions);
  void (*filter)(ColumnNumber column, const JobSeekerFilter& filter,
                 std::vector<Condition>* conditions);
};

// The level of a language in one activity, or, where none is named, the highest in any.
template <LanguageCode kLanguage, LanguageActivity... kActivity>
constexpr JobSeekerColumn LanguageColumn() {
  return {ColumnKind::kNumber,
          [](const JobSeeker& person, const Region&) {
            return LanguageOf(person, kLanguage, kActivity...).value_or(kAnyLevel);
          },
          [](ColumnNumber column, const Vacancy& vacancy, const ConditionContext&,
             std::vector<Condition>* conditions) {
            const uint32_t level = LanguageDemanded(vacancy, kLanguage, kActivity...);
            if (level > 0) conditions->push_back(Condition::AtLeast(column, level));
          },
          nullptr};
}

constexpr JobSeekerColumn kColumns[] = {
    // Kilometres that the person would travel at most.
    {ColumnKind::kNumber,
     [](const JobSeeker& person, const Region&) -> uint32_t {
       constexpr double kMostKm = 20'100;  // half the Earth's circumference, and more
       const bool bounded = person.travel && person.travel->max_km;
       const double km = bounded ? std::min(*person.travel->max_km, kMostKm) : kMostKm;
       // Up to the next kilometre, and one more for rounded points.
       return static_cast<uint32_t>(std::max(km, 0.0)) + 2;
     },
     [](ColumnNumber column, const Vacancy& vacancy, const ConditionContext& context,
        std::vector<Condition>* conditions) {
       if (!vacancy.place) return;
       const LatLon work = context.fit.region.place(*vacancy.place).point;
       conditions->push_back(Condition::WithinOwn(work.latitude, work.longitude, column));
     },
     nullptr},
    // Sectors.
    {ColumnKind::kBits,
     [](const JobSeeker& person, const Region&) {
       return person.sectors ? SharedBits(*person.sectors) : kAllBits;
     },
     [](ColumnNumber column, const Vacancy& vacancy, const ConditionContext&,
        std::vector<Condition>* conditions) {
       conditions->push_back(Condition::AnyOf(column, SharedBit(vacancy.sector.value())));
     },
     nullptr},
    // Fewest hours a week.
    {ColumnKind::kNumber,
     [](const JobSeeker& person, const Region&) -> uint32_t {
       const auto hours = HoursOpenTo(person);
       return hours ? HoursFloor(hours->min) : 0;
     },
     [](ColumnNumber column, const Vacancy& vacancy, const ConditionContext&,
        std::vector<Condition>* conditions) {
       if (vacancy.hours.max <= HoursPerWeek()) return;
       conditions->push_back(Condition::AtMost(column, HoursCeiling(vacancy.hours.max)));
     },
     nullptr},
    // Most hours a week.
    {ColumnKind::kNumber,
     [](const JobSeeker& person, const Region&) {
       const auto hours = HoursOpenTo(person);
       return hours ? HoursCeiling(hours->max) : kAnyLevel;
     },
     [](ColumnNumber column, const Vacancy& vacancy, const ConditionContext&,
        std::vector<Condition>* conditions) {
       if (vacancy.hours.max <= HoursPerWeek()) return;
       conditions->push_back(Condition::AtLeast(column, HoursFloor(vacancy.hours.min)));
     },
     nullptr},
    // Education level.
    {ColumnKind::kNumber,
     [](const JobSeeker& person, const Region& region) -> uint32_t {
       const auto level = LevelOf(person, region);
       return level ? *level : kAnyLevel;
     },
     [](ColumnNumber column, const Vacancy& vacancy, const ConditionContext& context,
        std::vector<Condition>* conditions) {
       const uint32_t level = LevelDemanded(vacancy, context.fit.region);
       if (level > 0) conditions->push_back(Condition::AtLeast(column, level));
     },
     nullptr},
    // Languages; Dutch, which most demands are about, by activity.
    LanguageColumn<kDutch, LanguageActivity::kListening>(),
    LanguageColumn<kDutch, LanguageActivity::kReading>(),
    LanguageColumn<kDutch, LanguageActivity::kSpeaking>(),
    LanguageColumn<kDutch, LanguageActivity::kWriting>(),
    LanguageColumn<kEnglish>(),
    LanguageColumn<kGerman>(),
    // Credentials that are surely lacking, whatever the day.
    {ColumnKind::kBits,
     [](const JobSeeker& person, const Region& region) -> uint32_t {
       return person.credentials ? ~CredentialsOf(*person.credentials, region, std::nullopt) : 0;
     },
     [](ColumnNumber column, const Vacancy& vacancy, const ConditionContext&,
        std::vector<Condition>* conditions) {
       const uint32_t demanded = CredentialsDemanded(vacancy);
       if (demanded != 0) conditions->push_back(Condition::NoneOf(column, demanded));
     },
     nullptr},
    // Driving licences that are surely lacking.
    {ColumnKind::kBits,
     [](const JobSeeker& person, const Region&) -> uint32_t {
       constexpr uint32_t kAllLicences = 0xFFFF;
       if (!person.driving_licences) return 0;
       return kAllLicences & ~uint32_t{WithIncludedLicences(*person.driving_licences)};
     },
     [](ColumnNumber column, const Vacancy& vacancy, const ConditionContext&,
        std::vector<Condition>* conditions) {
       const DrivingLicenceSet demanded = LicencesDemanded(vacancy);
       if (demanded != 0) conditions->push_back(Condition::NoneOf(column, demanded));
     },
     nullptr},
    // Parts of the week at which the person is surely not available.
    {ColumnKind::kBits,
     [](const JobSeeker& person, const Region&) -> uint32_t {
       return person.availability ? ~person.availability->bits() : 0;
     },
     [](ColumnNumber column, const Vacancy& vacancy, const ConditionContext&,
        std::vector<Condition>* conditions) {
       const uint32_t needed = PartsNeeded(vacancy);
       if (needed != 0) conditions->push_back(Condition::NoneOf(column, needed));
     },
     nullptr},
    // First day that the person is available; 0 where that is not known.
    {ColumnKind::kNumber,
     [](const JobSeeker& person, const Region&) -> uint32_t {
       return person.available_from ? DayValue(*person.available_from) : 0;
     },
     [](ColumnNumber column, const Vacancy& vacancy, const ConditionContext& context,
        std::vector<Condition>* conditions) {
       if (!vacancy.start_date) return;
       conditions->push_back(
           Condition::AtMost(column, DayValue(std::max(*vacancy.start_date, context.today))));
     },
     nullptr},
    // Who may see the person.
    {ColumnKind::kBits,
     [](const JobSeeker& person, const Region&) {
       uint32_t bits = 0;
       for (const Viewer& viewer : person.viewers) bits |= SharedBit(viewer.organisation.value());
       return bits;
     },
     nullptr,
     [](ColumnNumber column, const JobSeekerFilter& filter, std::vector<Condition>* conditions) {
       if (!filter.seen_from) return;
       conditions->push_back(
           Condition::AnyOf(column, SharedBit(filter.seen_from->organisation.value())));
     }},
    // Present work.
    {ColumnKind::kBits,
     [](const JobSeeker& person, const Region&) -> uint32_t {
       if (!person.hours_now) return 0;
       return *person.hours_now > HoursPerWeek() ? kInWork : kNotInWork;
     },
     nullptr,
     [](ColumnNumber column, const JobSeekerFilter& filter, std::vector<Condition>* conditions) {
       if (!filter.in_work) return;
       conditions->push_back(Condition::AnyOf(column, *filter.in_work ? kInWork : kNotInWork));
     }},
    // Municipality of the home.
    {ColumnKind::kNumber,
     [](const JobSeeker& person, const Region& region) {
       return MunicipalityValue(person.home, region);
     },
     nullptr,
     [](ColumnNumber column, const JobSeekerFilter& filter, std::vector<Condition>* conditions) {
       if (!filter.municipalities.empty()) {
         conditions->push_back(InMunicipalities(column, filter.municipalities));
       }
     }},
    // Past occupations.
    {ColumnKind::kBits,
     [](const JobSeeker& person, const Region&) { return SharedBitsOf(person.past_occupations); },
     nullptr,
     [](ColumnNumber column, const JobSeekerFilter& filter, std::vector<Condition>* conditions) {
       AskAnyOf(column, filter.past_occupations, conditions);
     }},
    // Wished occupations.
    {ColumnKind::kBits,
     [](const JobSeeker& person, const Region&) { return SharedBitsOf(person.wished_occupations); },
     nullptr,
     [](ColumnNumber column, const JobSeekerFilter& filter, std::vector<Condition>* conditions) {
       AskAnyOf(column, filter.wished_occupations, conditions);
     }},
};

}  // namespace

ColumnSchema IndexSchema<JobSeeker>::Get() {
  ColumnSchema schema{.has_points = true};
  for (const JobSeekerColumn& column : kColumns) schema.kinds.push_back(column.kind);
  return schema;
}

void SetColumnValues(const JobSeeker& person, const FitContext& context,
                     std::vector<uint32_t>* values) {
  values->clear();
  for (const JobSeekerColumn& column : kColumns) {
    values->push_back(column.value(person, context.region));
  }
}

IndexFields IndexFieldsOf(const JobSeeker& person, const FitContext& context) {
  IndexFields fields;
  SetPlace(person.home, context.region, &fields);
  if (person.past_occupations && !person.past_occupations->empty()) {
    fields.group = GroupOf(person.past_occupations->front().occupation, context.taxonomy);
  }
  return fields;
}

std::vector<Condition> FilterConditions(const JobSeekerFilter& filter) {
  std::vector<Condition> conditions;
  for (size_t i = 0; i < std::size(kColumns); ++i) {
    if (kColumns[i].filter != nullptr) kColumns[i].filter(NumberOf(i), filter, &conditions);
  }
  return conditions;
}

std::vector<Condition> EligibilityConditions(const Vacancy& vacancy,
                                             const ConditionContext& context) {
  // What lies with the vacancy alone holds for everyone or nobody.
  if (!IsOpenToAnyone(vacancy, context.today)) return {Condition::AnyOf(ColumnNumber(0), 0)};
  std::vector<Condition> conditions;
  for (size_t i = 0; i < std::size(kColumns); ++i) {
    if (kColumns[i].eligibility == nullptr) continue;
    kColumns[i].eligibility(NumberOf(i), vacancy, context, &conditions);
  }
  return conditions;
}

}  // namespace overstap::matcher
