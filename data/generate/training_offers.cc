#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "data/generate/names.h"
#include "data/generate/records.h"
#include "data/generate/trades.h"

namespace overstap::data {
namespace {

namespace region = ::overstap::region::v1;

constexpr int kHorizonDays = 548;  // eighteen months
constexpr size_t kMaxTitleBytes = 120;

// A course that ends with a certificate: as long and as dear as they are in practice.
struct CertificateCourse {
  absl::string_view credential;
  int days;
  int price_eur;
  absl::string_view sector;
  absl::string_view skill;  // slug in the embedded taxonomy
};
constexpr CertificateCourse kCertificateCourses[] = {
    {"vca-basic", 1, 195, "energy", "basic-safety-vca"},
    {"vca-vol", 2, 345, "energy", "safety-for-supervisors-vol"},
    {"vop", 1, 295, "energy", "instructed-person-vop"},
    {"vp", 4, 895, "energy", "skilled-person-vp"},
    {"work-at-height", 1, 245, "energy", "work-at-height"},
    {"fgas-2", 6, 1'950, "energy", "f-gas-refrigerant-handling"},
    {"fgas-1", 12, 3'450, "energy", "f-gas-refrigerant-handling"},
    {"co-certificate", 3, 950, "energy", "carbon-monoxide-certification"},
    {"bei-vop", 2, 650, "energy", "safe-work-on-grids-bei"},
    {"scios-scope-10", 5, 1'695, "energy", "inspect-electrical-installations-scope-10"},
    {"scios-scope-12", 3, 1'250, "energy", "inspect-solar-systems-scope-12"},
    {"gwo-bst", 5, 1'495, "energy", "wind-energy-basic-safety-gwo"},
    {"asbestos-awareness", 1, 225, "energy", "asbestos-awareness"},
    {"aerial-platform", 1, 275, "energy", "operate-aerial-platform"},
    {"legionella", 1, 325, "energy", "prevent-legionella"},
    {"bls-aed", 1, 120, "health", "resuscitate-patients"},
    {"first-aid", 2, 245, "health", "give-first-aid"},
    {"medication-administration", 1, 145, "health", "administer-medication"},
    {"reserved-procedures", 2, 325, "health", "reserved-procedures-big"},
    {"bhv", 1, 175, "hightech", "company-emergency-response"},
    {"forklift", 2, 395, "hightech", "operate-forklifts"},
    {"reach-truck", 2, 425, "hightech", "operate-reach-trucks"},
    {"ipc-a-610", 3, 1'250, "hightech", "solder-electronics"},
    {"istqb-foundation", 3, 1'395, "hightech", "software-test-principles"},
    {"itil-foundation", 2, 895, "hightech", "it-service-management"},
    {"welding-mig-mag", 20, 2'850, "hightech", "weld-mig-mag"},
    {"welding-tig", 20, 3'150, "hightech", "weld-tig"},
    {"six-sigma-green-belt", 8, 2'450, "hightech", "apply-six-sigma"},
};

// Draws one training offer.
class TrainingOfferDraw {
 public:
  TrainingOfferDraw(const DrawContext& context, int index)
      : context_(context),
        index_(index),
        random_("training-offer", static_cast<uint64_t>(index), context.seed) {}

  v1::TrainingOffer Draw() {
    offer_.set_name(absl::StrCat("trainingOffers/", RecordId('o', index_)));
    offer_.set_provider(ProviderName(random_));
    const size_t kind = random_.Weighted({480, 200, 200, 120});
    constexpr absl::string_view kSectors[] = {"energy", "health", "hightech"};
    occupation_ = &context_.world.DrawOccupation(random_.Pick(kSectors), random_);
    if (kind == 1) {
      DrawCertificate();
    } else if (kind == 2 && !occupation_->qualifications.empty()) {
      DrawSchoolPart();
    } else if (kind == 3 && !occupation_->qualifications.empty()) {
      DrawQualification();
    } else {
      DrawModule();
    }
    return std::move(offer_);
  }

 private:
  const region::QualificationDefinition& DrawnQualification() {
    return context_.world.region.qualifications(random_.Pick(occupation_->qualifications));
  }

  void DrawCertificate() {
    const CertificateCourse& course = random_.Pick(kCertificateCourses);
    const auto& list = context_.world.region.credentials();
    const auto definition = std::find_if(list.begin(), list.end(), [&](const auto& credential) {
      return credential.id() == course.credential;
    });
    if (definition == list.end()) return DrawModule();  // another region's list
    offer_.set_title(absl::StrCat("Cursus ", definition->title().nl()));
    offer_.add_sectors(std::string(course.sector));
    offer_.add_credentials()->set_credential(definition->id());
    if (const Skill* skill = context_.world.FindSkillBySlug(course.skill)) {
      AddSkill(skill->uri, v1::PROFICIENCY_INDEPENDENT);
    }
    // Up to two days in the first week, then a day or two a week.
    const int days_a_week = std::min(course.days, random_.Between(1, 2));
    SetPlaceAndForm(v1::TRAINING_FORM_DAY);
    SetLoad(8.0 * days_a_week, (course.days + days_a_week - 1) / days_a_week);
    AddMeetings(days_a_week);
    // Within a tenth of the usual price.
    SetPrice(course.price_eur * random_.Between(90, 110) / 100 / 5 * 5);
    if (random_.Chance(600)) AddDutch(offer_.weeks() > 2 ? 3 : 2);
    DrawRuns(random_.Between(3, 8), 6, 16);
  }

  void DrawModule() {
    std::vector<size_t> hard;
    for (const size_t skill : occupation_->essential) {
      if (!context_.world.skills[skill].transversal) hard.push_back(skill);
    }
    if (hard.empty()) hard = occupation_->essential;
    const std::vector<size_t> taught =
        DrawSome(hard, static_cast<size_t>(random_.Between(3, 8)), random_);
    for (const size_t skill : taught) {
      AddSkill(context_.world.skills[skill].uri,
               static_cast<v1::Proficiency>(1 + random_.Weighted({250, 600, 150})));
    }
    offer_.set_title(Shortened(absl::StrCat("Vakmodule ", occupation_->title, ": ",
                                            context_.world.skills[taught.front()].title),
                               kMaxTitleBytes));
    offer_.add_sectors(occupation_->sector);
    constexpr v1::TrainingForm kForms[] = {v1::TRAINING_FORM_DAY, v1::TRAINING_FORM_EVENING,
                                           v1::TRAINING_FORM_ONLINE};
    const v1::TrainingForm form = kForms[random_.Weighted({550, 250, 200})];
    SetPlaceAndForm(form);
    const int days_a_week = form == v1::TRAINING_FORM_DAY ? random_.Between(1, 3) : 1;
    const int weeks = static_cast<int>(taught.size()) * random_.Between(1, 4);
    SetLoad(form == v1::TRAINING_FORM_DAY ? 8.0 * days_a_week : 4.0 * random_.Between(1, 3), weeks);
    AddMeetings(days_a_week);
    const int level = LevelOfIsco(occupation_->isco);
    if (level > 2 && random_.Chance(500))
      offer_.mutable_entry_demands()->set_min_level_eqf(level - 1);
    if (random_.Chance(500)) AddDutch(level > 3 ? 4 : 3);
    const int hours = static_cast<int>(offer_.hours_per_week()) * weeks;
    SetPrice(std::clamp(hours * random_.Between(14, 30), 200, 9'500) / 25 * 25);
    DrawRuns(random_.Between(1, 4), 8, 20);
  }

  // The school part of a learn-work job.
  void DrawSchoolPart() {
    const region::QualificationDefinition& qualification = DrawnQualification();
    if (qualification.orientation() != region::ORIENTATION_MBO) return DrawQualification();
    const int level = qualification.level_eqf();
    offer_.set_title(absl::StrCat("BBL ", qualification.title(), " (niveau ", level, ")"));
    Teach(qualification);
    SetPlaceAndForm(v1::TRAINING_FORM_LEARN_WORK);
    const int years = level <= 2 ? random_.Between(1, 2) : random_.Between(2, 3);
    SetLoad(8, 52 * years - 10);
    AddMeetings(1);
    offer_.set_requires_learn_work_job(true);
    // Of the learner where the learn-work job does not say who pays tuition.
    offer_.set_price_person_eur_cents((level <= 2 ? 29'500LL : 71'500LL) * years);
    offer_.add_funding_schemes("praktijkleren");
    if (level > 2) offer_.mutable_entry_demands()->set_min_level_eqf(level - 1);
    AddDutch(level <= 2 ? 2 : 3);
    DrawIntakes(12, 30);
  }

  // A whole qualification beside work, without a learn-work job.
  void DrawQualification() {
    const region::QualificationDefinition& qualification = DrawnQualification();
    const int level = qualification.level_eqf();
    offer_.set_title(absl::StrCat("Deeltijd ", qualification.title()));
    Teach(qualification);
    const bool evening = random_.Chance(500);
    SetPlaceAndForm(evening ? v1::TRAINING_FORM_EVENING : v1::TRAINING_FORM_DAY);
    const int years = level <= 3 ? random_.Between(1, 2) : random_.Between(2, 4);
    SetLoad(evening ? 10 : 16, 52 * years - 12);
    AddMeetings(2);
    SetPrice((level >= 5 ? 2'530 : level <= 2 ? 1'400 : 2'200) * years);
    offer_.mutable_entry_demands()->set_min_level_eqf(std::max(1, level >= 6 ? 4 : level - 1));
    AddDutch(level >= 5 ? 4 : 3);
    if (!qualification.reserved_credential().empty()) {
      offer_.add_credentials()->set_credential(qualification.reserved_credential());
    }
    DrawIntakes(15, 30);
  }

  void Teach(const region::QualificationDefinition& qualification) {
    *offer_.add_qualifications() = ToQualification(qualification);
    offer_.add_sectors(occupation_->sector);
    for (const size_t skill : occupation_->essential) {
      AddSkill(context_.world.skills[skill].uri, v1::PROFICIENCY_INDEPENDENT);
    }
  }

  void AddSkill(const std::string& uri, v1::Proficiency proficiency) {
    v1::TaughtSkill& skill = *offer_.add_taught_skills();
    *skill.mutable_skill() = EscoCode(uri);
    skill.set_proficiency(proficiency);
  }

  void AddDutch(int level) {
    v1::LanguageDemand& demand = *offer_.mutable_entry_demands()->add_languages();
    demand.set_language_code("nl");
    demand.set_level(static_cast<v1::CefrLevel>(level));
  }

  void SetPlaceAndForm(v1::TrainingForm form) {
    offer_.set_form(form);
    if (form != v1::TRAINING_FORM_ONLINE) {
      *offer_.mutable_place() = context_.world.DrawPlace(false, random_);
    }
  }

  void SetLoad(double hours_per_week, int weeks) {
    offer_.set_hours_per_week(hours_per_week);
    offer_.set_weeks(weeks);
  }

  void AddMeetings(int days_a_week) {
    if (offer_.form() == v1::TRAINING_FORM_ONLINE || random_.Chance(200)) return;
    std::vector<int> weekdays;
    weekdays.reserve(static_cast<size_t>(days_a_week));
    const int first = random_.Between(1, 6 - days_a_week);
    for (int i = 0; i < days_a_week; ++i) weekdays.push_back(first + i);
    const bool evening = offer_.form() == v1::TRAINING_FORM_EVENING;
    AddShift(weekdays, evening ? 1'125 : 540, evening ? 1'320 : 990, *offer_.mutable_meetings());
  }

  // Splits a price between the person and funds, and names schemes that may apply.
  void SetPrice(int price_eur) {
    const bool funded = random_.Chance(250);
    offer_.set_price_person_eur_cents(funded ? 0 : 100LL * price_eur);
    offer_.set_price_funds_eur_cents(funded ? 100LL * price_eur : 0);
    constexpr absl::string_view kSchemes[] = {"uwv-scholing", "werkbedrijf-scholing", "slim",
                                              "llo-katalysator"};
    for (const absl::string_view scheme : kSchemes) {
      if (random_.Chance(300)) offer_.add_funding_schemes(std::string(scheme));
    }
  }

  void AddRun(Day start, int seats) {
    v1::TrainingRun& run = *offer_.add_runs();
    run.set_run_id(absl::StrCat("r", offer_.runs_size()));
    *run.mutable_start_date() = ToDate(start);
    run.set_seats(seats);
    // Runs that start soon are nearly full.
    const bool soon = start - context_.today < 60;
    run.set_seats_taken_elsewhere(
        random_.Chance(soon ? 150 : 30) ? seats : random_.Below(soon ? seats : seats / 2 + 1));
  }

  // `count` runs spread over the horizon, each on a weekday of its own.
  void DrawRuns(int count, int least_seats, int most_seats) {
    const int spacing = kHorizonDays / count;
    for (int i = 0; i < count; ++i) {
      const Day day = context_.today + 7 + i * spacing + random_.Below(spacing);
      AddRun(NextWeekday(day, random_.Between(1, 5)), random_.Between(least_seats, most_seats));
    }
  }

  // The intakes of schools within the horizon: after summer, and for some in February.
  void DrawIntakes(int least_seats, int most_seats) {
    const bool in_february = random_.Chance(500);
    for (int year = YearOf(context_.today); year <= YearOf(context_.today) + 2; ++year) {
      for (const int month : {2, 9}) {
        const Day start = NextWeekday(MakeDay(year, month, 1), 1);
        if (start <= context_.today || start > context_.today + kHorizonDays ||
            (month == 2 && !in_february)) {
          continue;
        }
        AddRun(start, random_.Between(least_seats, most_seats));
      }
    }
  }

  const DrawContext& context_;
  const int index_;
  Random random_;
  const Occupation* occupation_ = nullptr;
  v1::TrainingOffer offer_;
};

}  // namespace

v1::TrainingOffer DrawTrainingOffer(const DrawContext& context, int index) {
  return TrainingOfferDraw(context, index).Draw();
}

}  // namespace overstap::data
