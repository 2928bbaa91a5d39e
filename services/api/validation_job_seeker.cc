#include "absl/strings/str_cat.h"
#include "services/api/names.h"
#include "services/api/validation.h"
#include "services/api/validation_common.h"

namespace overstap::api {
namespace {

constexpr int kMaxSkills = 500;
constexpr int kMaxQualifications = 50;
constexpr int kMaxCredentials = 100;
constexpr int kMaxOccupations = 50;
constexpr int kMaxLanguages = 50;
constexpr double kMaxYears = 70;
constexpr double kMaxTravelKm = 500;
constexpr int kMaxTravelMinutes = 300;
constexpr int kMaxTrainingWeeks = 520;
constexpr int kDaysOfWeek = 7;
constexpr int kDayParts = 4;

void CheckSkills(const v1::SkillList& skills, const References& references, FieldChecker& check) {
  SeenOnce seen;
  check.Each("items", skills.items(), kMaxSkills, [&](const v1::PersonSkill& item) {
    check.In("skill", [&] {
      CheckSkillCode(item.skill(), references, check);
      if (!item.skill().code().empty()) seen.Add(item.skill().code(), "code", check);
    });
    check.EnumValue("proficiency", item.proficiency(), Presence::kOptional);
    check.EnumValue("source", item.source(), Presence::kOptional);
    if (!item.has_text_link()) return;
    check.In("text_link", [&] { CheckTextLink(item.text_link(), check); });
    if (item.source() != v1::SKILL_SOURCE_DERIVED_FROM_TEXT) {
      check.Fail("text_link", "only with SKILL_SOURCE_DERIVED_FROM_TEXT");
    }
  });
}

void CheckQualifications(const v1::QualificationList& list, const References& references,
                         FieldChecker& check) {
  SeenOnce seen;
  check.Each("items", list.items(), kMaxQualifications, [&](const v1::PersonQualification& item) {
    check.In("qualification", [&] {
      CheckOwnQualification(item.qualification(), references, check);
      const v1::Code& code = item.qualification().code();
      seen.Add(absl::StrCat(code.scheme(), ":", code.code()), "code", check);
    });
  });
}

void CheckCredentials(const v1::CredentialList& list, const References& references,
                      FieldChecker& check) {
  SeenOnce seen;
  check.Each("items", list.items(), kMaxCredentials, [&](const v1::PersonCredential& item) {
    CheckCredential("credential", item.credential(), references, check);
    seen.Add(item.credential(), "credential", check);
    if (item.has_valid_until_date()) check.Date("valid_until_date", item.valid_until_date());
  });
}

void CheckOccupations(const v1::OccupationList& list, const References& references,
                      FieldChecker& check) {
  SeenOnce seen;
  check.Each("items", list.items(), kMaxOccupations, [&](const v1::PersonOccupation& item) {
    if (item.has_occupation() || !IsOpen(item.text_link())) {
      check.In("occupation", [&] {
        CheckOccupationCode(item.occupation(), references, check);
        if (!item.occupation().code().empty()) seen.Add(item.occupation().code(), "code", check);
      });
    }
    check.Text("title", item.title(), 0, kMaxTitleBytes);
    if (item.has_text_link()) {
      check.In("text_link", [&] { CheckTextLink(item.text_link(), check); });
      if (item.title().empty()) check.Fail("title", "required with text_link");
    }
    if (item.has_years()) check.InRange("years", item.years(), 0, kMaxYears);
  });
}

void CheckTravel(const v1::TravelLimits& travel, FieldChecker& check) {
  if (travel.has_max_km()) check.Positive("max_km", travel.max_km(), kMaxTravelKm);
  SeenOnce seen;
  check.Each("modes", travel.modes(), v1::TravelMode_ARRAYSIZE, [&](const v1::ModeLimit& limit) {
    if (check.EnumValue("mode", limit.mode(), Presence::kRequired)) {
      seen.Add(v1::TravelMode_Name(limit.mode()), "mode", check);
    }
    check.InRange("max_minutes", limit.max_minutes(), 1, kMaxTravelMinutes);
  });
}

void CheckAvailability(const v1::Availability& availability, FieldChecker& check) {
  SeenOnce seen;
  check.Each("days", availability.days(), kDaysOfWeek, [&](const v1::DayAvailability& day) {
    if (check.EnumValue("weekday", day.weekday(), Presence::kRequired)) {
      seen.Add(v1::Weekday_Name(day.weekday()), "weekday", check);
    }
    SeenOnce seen_parts;
    check.Each("day_parts", day.day_parts(), kDayParts, [&](int part) {
      if (check.EnumValue("", static_cast<v1::DayPart>(part), Presence::kRequired)) {
        seen_parts.Add(v1::DayPart_Name(part), "", check);
      }
    });
  });
}

void CheckLanguages(const v1::LanguageList& languages, FieldChecker& check) {
  SeenOnce seen;
  check.Each("items", languages.items(), kMaxLanguages, [&](const v1::PersonLanguage& item) {
    CheckLanguageCode("language_code", item.language_code(), check);
    check.EnumValue("activity", item.activity(), Presence::kOptional);
    check.EnumValue("level", item.level(), Presence::kRequired);
    check.EnumValue("evidence", item.evidence(), Presence::kOptional);
    seen.Add(absl::StrCat(item.language_code(), " ", item.activity()), "", check);
  });
}

void CheckHoursWanted(const v1::HoursRange& hours, FieldChecker& check) {
  if (check.InRange("min_hours_per_week", hours.min_hours_per_week(), 0, kMaxHoursPerWeek)) {
    check.InRange("max_hours_per_week", hours.max_hours_per_week(), hours.min_hours_per_week(),
                  kMaxHoursPerWeek);
  }
}

}  // namespace

void CheckJobSeeker(const v1::JobSeeker& person, const References& references,
                    FieldChecker& check) {
  check.Name("name", person.name(), kJobSeekers, Presence::kOptional);
  check.Text("organisation", person.organisation(), 0, kMaxOrganisationBytes);
  check.In("skills", [&] { CheckSkills(person.skills(), references, check); });
  check.In("qualifications",
           [&] { CheckQualifications(person.qualifications(), references, check); });
  if (person.has_working_level_eqf()) {
    check.InRange("working_level_eqf", person.working_level_eqf(), 1, kMaxEqf);
  }
  check.In("credentials", [&] { CheckCredentials(person.credentials(), references, check); });
  check.In("past_occupations",
           [&] { CheckOccupations(person.past_occupations(), references, check); });
  check.In("wished_occupations",
           [&] { CheckOccupations(person.wished_occupations(), references, check); });
  check.In("sectors", [&] {
    CheckDistinct("items", person.sectors().items(), kMaxListedItems, check,
                  [&](const std::string& id) { CheckSector("", id, references, check); });
  });
  if (person.has_home()) check.In("home", [&] { CheckPlace(person.home(), references, check); });
  check.In("travel", [&] { CheckTravel(person.travel(), check); });
  if (person.has_hours_per_week_now()) {
    check.InRange("hours_per_week_now", person.hours_per_week_now(), 0, kMaxHoursPerWeek);
  }
  if (person.has_hours_per_week_wanted()) {
    check.In("hours_per_week_wanted",
             [&] { CheckHoursWanted(person.hours_per_week_wanted(), check); });
  }
  check.In("availability", [&] { CheckAvailability(person.availability(), check); });
  check.In("languages", [&] { CheckLanguages(person.languages(), check); });
  check.In("driving_licences",
           [&] { CheckDrivingLicences("items", person.driving_licences().items(), check); });
  if (person.has_available_from_date()) {
    check.Date("available_from_date", person.available_from_date());
  }
  if (person.has_own_money_eur_cents()) {
    check.NotNegative("own_money_eur_cents", person.own_money_eur_cents());
  }
  if (person.has_training_weeks_max()) {
    check.InRange("training_weeks_max", person.training_weeks_max(), 0, kMaxTrainingWeeks);
  }
  if (person.has_training_hours_per_week_max()) {
    check.InRange("training_hours_per_week_max", person.training_hours_per_week_max(), 0,
                  kMaxHoursPerWeek);
  }
}

}  // namespace overstap::api
