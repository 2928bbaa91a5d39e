#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "data/generate/records.h"
#include "data/generate/trades.h"

namespace overstap::data {
namespace {

constexpr size_t kMaxSkills = 24;
const std::vector<absl::string_view> kFocusSectors = {"energy", "health", "hightech"};
// Who keeps them, in turns; as the embedded region has them.
const std::vector<std::string> kOrganisations = {"uwv", "werkbedrijf-rijk-van-nijmegen",
                                                 "gemeente-arnhem", "rsd-de-liemers"};

// Draws one person, facet by facet. Each facet draws from a stream of its own, so that a change to
// one leaves the others as they were.
class JobSeekerDraw {
 public:
  JobSeekerDraw(const DrawContext& context, int index)
      : context_(context),
        index_(index),
        abroad_(Stream("abroad").Chance(30)),
        learns_dutch_(abroad_ ? Stream("dutch").Chance(700) : Stream("dutch").Chance(140)) {
    Random random = Stream("occupation");
    main_ = &context.world.DrawOccupation("", random);
    // Those who changed trades before keep a part of the old one.
    if (random.Chance(550)) former_ = &context.world.DrawOccupation("", random);
    if (former_ == main_) former_ = nullptr;
  }

  v1::JobSeeker Draw() {
    person_.set_name(absl::StrCat("jobSeekers/", RecordId('p', index_)));
    DrawSkills();
    DrawOccupations();
    DrawEducation();
    DrawCredentials();
    DrawSectors();
    DrawTravel();
    DrawHours();
    DrawAvailability();
    DrawLanguages();
    DrawLicences();
    DrawTraining();
    person_.set_organisation(kOrganisations[static_cast<size_t>(index_) % kOrganisations.size()]);
    return std::move(person_);
  }

 private:
  Random Stream(absl::string_view facet) const {
    return Random(absl::StrCat("job-seeker ", facet), static_cast<uint64_t>(index_), context_.seed);
  }

  void DrawSkills() {
    Random random = Stream("skills");
    if (random.Chance(50)) return;
    std::map<size_t, v1::Proficiency> skills;
    const auto add = [&](const std::vector<size_t>& from, int per_mille, int highest) {
      for (const size_t skill : from) {
        if (skills.size() >= kMaxSkills || !random.Chance(per_mille)) continue;
        const bool known = random.Chance(750);
        const int level = random.Between(1, highest);
        skills.try_emplace(
            skill, known ? static_cast<v1::Proficiency>(level) : v1::PROFICIENCY_UNSPECIFIED);
      }
    };
    add(main_->essential, 840, 4);
    add(main_->optional, 180, 3);
    if (former_ != nullptr) add(former_->essential, 350, 3);
    add(DrawSome(context_.world.transversal_skills, 3, random), 600, 4);
    for (const auto& [skill, proficiency] : skills) {
      v1::PersonSkill& item = *person_.mutable_skills()->add_items();
      *item.mutable_skill() = EscoCode(context_.world.skills[skill].uri);
      item.set_proficiency(proficiency);
      if (random.Chance(350)) {
        item.set_source(random.Chance(700)   ? v1::SKILL_SOURCE_STATED
                        : random.Chance(500) ? v1::SKILL_SOURCE_ASSESSED
                                             : v1::SKILL_SOURCE_DERIVED_FROM_TEXT);
      }
    }
  }

  void DrawOccupations() {
    Random random = Stream("occupations");
    if (!random.Chance(60)) {
      for (const Occupation* occupation : {main_, former_}) {
        if (occupation == nullptr) continue;
        v1::PersonOccupation& item = *person_.mutable_past_occupations()->add_items();
        *item.mutable_occupation() = EscoCode(occupation->uri);
        if (random.Chance(800)) item.set_years(random.Between(1, 40) / 2.0);
      }
    }
    if (random.Chance(500)) {
      std::set<std::string> wished;
      const int count = random.Between(1, 3);
      while (static_cast<int>(wished.size()) < count && random.Chance(950)) {
        wished.insert(random.Chance(300)
                          ? main_->uri
                          : context_.world.DrawOccupation(random.Pick(kFocusSectors), random).uri);
      }
      person_.mutable_wished_occupations();
      for (const std::string& uri : wished) {
        *person_.mutable_wished_occupations()->add_items()->mutable_occupation() = EscoCode(uri);
      }
    }
  }

  // Index of a qualification outside the trades' lines, of about this level; -1: the region's list
  // has none.
  int GeneralQualification(int level) const {
    const auto& list = context_.world.region.qualifications();
    int best = -1;
    for (int i = 0; i < list.size(); ++i) {
      if (list[i].line().empty() && list[i].level_eqf() <= level &&
          (best < 0 || list[i].level_eqf() > list[best].level_eqf())) {
        best = i;
      }
    }
    return best;
  }

  void DrawEducation() {
    Random random = Stream("education");
    const int level = std::clamp(LevelOfIsco(main_->isco) + random.Between(-1, 1), 1, 7);
    if (random.Chance(600)) person_.set_working_level_eqf(std::max(level, 1));
    if (random.Chance(230)) return;  // unknown
    person_.mutable_qualifications();
    if (random.Chance(60)) return;  // none
    const auto& list = context_.world.region.qualifications();
    const bool of_trade = !main_->qualifications.empty() && random.Chance(680);
    const int chosen = of_trade ? random.Pick(main_->qualifications) : GeneralQualification(level);
    if (chosen < 0) return;
    v1::PersonQualification& item = *person_.mutable_qualifications()->add_items();
    *item.mutable_qualification() = ToQualification(list[chosen]);
    if (learns_dutch_ && random.Chance(800)) {
      item.set_foreign(true);
      item.set_valued(random.Chance(400));
    }
  }

  void DrawCredentials() {
    Random random = Stream("credentials");
    if (random.Chance(320)) return;  // unknown
    person_.mutable_credentials();
    for (const Occupation* occupation : {main_, former_}) {
      if (occupation == nullptr) continue;
      for (const TradeCredential& usual : CredentialsOfIsco(occupation->isco)) {
        if (!random.Chance(occupation == main_ ? usual.people_per_mille
                                               : usual.people_per_mille / 2)) {
          continue;
        }
        const auto& items = person_.credentials().items();
        if (std::any_of(items.begin(), items.end(), [&](const v1::PersonCredential& item) {
              return item.credential() == usual.credential;
            })) {
          continue;
        }
        v1::PersonCredential& item = *person_.mutable_credentials()->add_items();
        item.set_credential(std::string(usual.credential));
        // Some have lapsed.
        if (random.Chance(850)) {
          *item.mutable_valid_until_date() = ToDate(context_.today + random.Between(-400, 1'800));
        }
      }
    }
  }

  void DrawSectors() {
    Random random = Stream("sectors");
    if (random.Chance(450)) return;  // any
    std::set<std::string> sectors = {main_->sector};
    for (const absl::string_view sector : kFocusSectors) {
      if (random.Chance(450)) sectors.insert(std::string(sector));
    }
    for (const std::string& sector : sectors) person_.mutable_sectors()->add_items(sector);
  }

  void DrawTravel() {
    Random random = Stream("travel");
    if (!random.Chance(20)) *person_.mutable_home() = context_.world.DrawPlace(abroad_, random);
    if (random.Chance(120)) return;  // unknown
    v1::TravelLimits& travel = *person_.mutable_travel();
    if (random.Chance(450)) {
      travel.set_max_km(5.0 * random.Between(1, 10));
      return;
    }
    struct Usual {
      v1::TravelMode mode;
      int per_mille;
      int least;
      int most;
    };
    constexpr Usual kUsual[] = {{v1::TRAVEL_MODE_BICYCLE, 600, 3, 6},
                                {v1::TRAVEL_MODE_E_BIKE, 200, 4, 8},
                                {v1::TRAVEL_MODE_PUBLIC_TRANSPORT, 550, 6, 12},
                                {v1::TRAVEL_MODE_CAR, 600, 4, 10}};
    for (const Usual& usual : kUsual) {
      if (!random.Chance(usual.per_mille)) continue;
      v1::ModeLimit& limit = *travel.add_modes();
      limit.set_mode(usual.mode);
      limit.set_max_minutes(5 * random.Between(usual.least, usual.most));
    }
    if (travel.modes().empty()) travel.set_max_km(15);
  }

  void DrawHours() {
    Random random = Stream("hours");
    const bool part_time = MostlyPartTime(main_->isco);
    double now = 0;
    if (!random.Chance(70)) {
      if (random.Chance(420)) now = part_time ? random.Between(8, 28) : random.Between(24, 40);
      person_.set_hours_per_week_now(now);
      if (now > 0 && random.Chance(800)) person_.set_keeps_present_job(random.Chance(150));
    }
    if (random.Chance(80)) return;  // unknown
    const int most = part_time && random.Chance(600) ? 4 * random.Between(5, 8)
                     : random.Chance(700)            ? 40
                                                     : 36;
    const int least = std::max(8, most - 4 * random.Between(1, 5));
    person_.mutable_hours_per_week_wanted()->set_min_hours_per_week(
        person_.keeps_present_job() ? std::min<double>(least, 12) : least);
    person_.mutable_hours_per_week_wanted()->set_max_hours_per_week(most);
  }

  void DrawAvailability() {
    Random random = Stream("availability");
    if (random.Chance(300)) return;  // unknown
    struct Pattern {
      int weight;
      int first_weekday;
      int last_weekday;
      std::vector<v1::DayPart> parts;
    };
    using v1::DAY_PART_DAY;
    using v1::DAY_PART_EARLY;
    using v1::DAY_PART_EVENING;
    using v1::DAY_PART_NIGHT;
    const std::vector<Pattern> patterns = {
        {300, 1, 5, {DAY_PART_EARLY, DAY_PART_DAY}},
        {160, 1, 5, {DAY_PART_DAY}},  // while children are at school
        {250, 1, 7, {DAY_PART_EARLY, DAY_PART_DAY, DAY_PART_EVENING}},
        {130, 1, 7, {DAY_PART_EARLY, DAY_PART_DAY, DAY_PART_EVENING, DAY_PART_NIGHT}},
        {90, 1, 6, {DAY_PART_DAY, DAY_PART_EVENING}},
        {70, 2, 5, {DAY_PART_EARLY, DAY_PART_DAY}},
    };
    std::vector<int> weights;
    weights.reserve(patterns.size());
    for (const Pattern& pattern : patterns) weights.push_back(pattern.weight);
    const Pattern& chosen = patterns[random.Weighted(weights)];
    for (int weekday = chosen.first_weekday; weekday <= chosen.last_weekday; ++weekday) {
      v1::DayAvailability& day = *person_.mutable_availability()->add_days();
      day.set_weekday(static_cast<v1::Weekday>(weekday));
      for (const v1::DayPart part : chosen.parts) day.add_day_parts(part);
    }
  }

  void AddLanguage(absl::string_view code, int level, bool tested,
                   v1::LanguageActivity activity = v1::LANGUAGE_ACTIVITY_UNSPECIFIED) {
    v1::PersonLanguage& language = *person_.mutable_languages()->add_items();
    language.set_language_code(std::string(code));
    language.set_activity(activity);
    language.set_level(static_cast<v1::CefrLevel>(level));
    language.set_evidence(tested ? v1::LANGUAGE_EVIDENCE_TESTED : v1::LANGUAGE_EVIDENCE_ESTIMATED);
  }

  void DrawLanguages() {
    Random random = Stream("languages");
    if (random.Chance(120)) return;  // unknown
    const bool tested = random.Chance(learns_dutch_ ? 600 : 50);
    if (learns_dutch_) {
      // Speaking comes before writing.
      const int spoken = random.Between(1, 4);
      AddLanguage("nl", spoken, tested, v1::LANGUAGE_ACTIVITY_LISTENING);
      AddLanguage("nl", spoken, tested, v1::LANGUAGE_ACTIVITY_SPEAKING);
      AddLanguage("nl", std::max(1, spoken - random.Below(2)), tested,
                  v1::LANGUAGE_ACTIVITY_READING);
      AddLanguage("nl", std::max(1, spoken - random.Below(2)), tested,
                  v1::LANGUAGE_ACTIVITY_WRITING);
    } else {
      AddLanguage("nl", random.Chance(850) ? 6 : 5, tested);
    }
    if (abroad_) {
      AddLanguage("de", 6, false);
    } else if (random.Chance(350)) {
      AddLanguage("de", random.Between(1, 4), false);
    }
    if (random.Chance(700)) AddLanguage("en", random.Between(2, 5), false);
    constexpr absl::string_view kOthers[] = {"ar", "ti", "tr", "pl", "uk", "fa"};
    if (learns_dutch_ && !abroad_) AddLanguage(random.Pick(kOthers), 6, false);
  }

  void DrawLicences() {
    Random random = Stream("licences");
    if (random.Chance(130)) return;  // unknown
    v1::DrivingLicenceList& licences = *person_.mutable_driving_licences();
    if (random.Chance(730)) licences.add_items("B");
    const bool driver = main_->isco.substr(0, 3) == "833";
    if (driver) {
      if (licences.items().empty()) licences.add_items("B");
      licences.add_items("C");
      if (random.Chance(600)) licences.add_items("CE");
    }
  }

  void DrawTraining() {
    Random random = Stream("training");
    if (!random.Chance(220)) {
      *person_.mutable_available_from_date() =
          ToDate(context_.today + (random.Chance(500) ? 0 : random.Between(1, 90)));
    }
    if (random.Chance(450)) person_.set_own_money_eur_cents(25'000LL * random.Below(13));
    if (random.Chance(500)) {
      constexpr int kWeeks[] = {4, 13, 26, 52, 104, 156};
      person_.set_training_weeks_max(random.Pick(kWeeks));
    }
    if (random.Chance(500)) person_.set_training_hours_per_week_max(4.0 * random.Between(1, 10));
  }

  const DrawContext& context_;
  const int index_;
  const bool abroad_;
  const bool learns_dutch_;
  const Occupation* main_ = nullptr;
  const Occupation* former_ = nullptr;
  v1::JobSeeker person_;
};

}  // namespace

v1::JobSeeker DrawJobSeeker(const DrawContext& context, int index) {
  return JobSeekerDraw(context, index).Draw();
}

}  // namespace overstap::data
