#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "data/generate/names.h"
#include "data/generate/records.h"
#include "data/generate/trades.h"

namespace overstap::data {
namespace {

namespace region = ::overstap::region::v1;

constexpr size_t kMaxTitleBytes = 120;
constexpr size_t kLeastSkills = 5;
const std::vector<int> kWorkingDays = {1, 2, 3, 4, 5};
const std::vector<int> kAllDays = {1, 2, 3, 4, 5, 6, 7};

// Draws one job. As with people, each facet has a stream of its own.
class VacancyDraw {
 public:
  VacancyDraw(const DrawContext& context, int index)
      : context_(context), index_(index), occupation_(DrawOccupation()) {
    for (const int number : occupation_.qualifications) {
      const auto& candidate = context.world.region.qualifications(number);
      if (qualification_ == nullptr) qualification_ = &candidate;
      if (candidate.orientation() == region::ORIENTATION_MBO && candidate.level_eqf() >= 2 &&
          apprenticeship_ == nullptr) {
        apprenticeship_ = &candidate;
      }
    }
  }

  v1::Vacancy Draw() {
    vacancy_.set_name(absl::StrCat("vacancies/", RecordId('v', index_)));
    Random random = Stream("kind");
    // Three in four of those trades where one learns by working have a learn-work contract in sight
    // somewhere; of all jobs it is one in twelve.
    const bool learn_work =
        apprenticeship_ != nullptr && occupation_.sector != "other" && random.Chance(140);
    DrawEmployer();
    DrawContract(learn_work);
    DrawSkills();
    if (learn_work) {
      DrawLearnWork();
    } else {
      DrawQualification();
      DrawCredentials();
      DrawLanguages();
    }
    DrawHours(learn_work);
    DrawShifts(learn_work);
    DrawOffersAndChecks();
    DrawPay();
    DrawDates(learn_work);
    return std::move(vacancy_);
  }

 private:
  Random Stream(absl::string_view facet) const {
    return Random(absl::StrCat("vacancy ", facet), static_cast<uint64_t>(index_), context_.seed);
  }

  const Occupation& DrawOccupation() const {
    Random random = Stream("occupation");
    constexpr absl::string_view kSectors[] = {"energy", "health", "hightech", "other"};
    return context_.world.DrawOccupation(kSectors[random.Weighted({210, 280, 200, 310})], random);
  }

  void DrawEmployer() {
    Random random = Stream("employer");
    vacancy_.set_employer(EmployerName(occupation_.sector, random));
    vacancy_.set_sector(occupation_.sector);
    const bool abroad = random.Chance(15);
    *vacancy_.mutable_place() = context_.world.DrawPlace(abroad, random);
    vacancy_.set_title(Shortened(occupation_.title, kMaxTitleBytes));
    *vacancy_.mutable_occupation() = EscoCode(occupation_.uri);
    if (random.Chance(600)) {
      vacancy_.set_description(absl::StrCat("Voor ons team bij ", vacancy_.employer(),
                                            " zoeken wij versterking: ", vacancy_.title(), "."));
    }
    if (DrivesOnTheJob(occupation_.isco) && random.Chance(650)) {
      vacancy_.add_driving_licences("B");
      if (absl::StartsWith(occupation_.isco, "8332")) vacancy_.add_driving_licences("CE");
    }
  }

  void DrawContract(bool learn_work) {
    Random random = Stream("contract");
    constexpr v1::ContractKind kKinds[] = {v1::CONTRACT_KIND_PERMANENT,
                                           v1::CONTRACT_KIND_FIXED_TERM, v1::CONTRACT_KIND_AGENCY,
                                           v1::CONTRACT_KIND_INTERNSHIP};
    vacancy_.set_contract_kind(learn_work ? v1::CONTRACT_KIND_LEARN_WORK
                                          : kKinds[random.Weighted({430, 420, 130, 20})]);
    vacancy_.set_openings(random.Chance(780)   ? 1
                          : random.Chance(900) ? random.Between(2, 4)
                                               : random.Between(5, 12));
  }

  void DrawSkills() {
    Random random = Stream("skills");
    if (random.Chance(120)) return;  // those of the occupation
    const auto add = [&](const std::vector<size_t>& from, int per_mille,
                         v1::Importance importance) {
      // Advertisements name some of the trade's skills, hardly ever fewer than five.
      const size_t usual = from.size() * static_cast<size_t>(per_mille) / 1'000;
      const size_t least = importance == v1::IMPORTANCE_ESSENTIAL ? kLeastSkills : 0;
      for (const size_t skill : DrawSome(from, std::max(usual, least), random)) {
        v1::SkillDemand& demand = *vacancy_.add_skills();
        *demand.mutable_skill() = EscoCode(context_.world.skills[skill].uri);
        demand.set_importance(random.Chance(850) ? importance : v1::IMPORTANCE_OPTIONAL);
      }
    };
    add(occupation_.essential, random.Between(450, 750), v1::IMPORTANCE_ESSENTIAL);
    add(occupation_.optional, random.Between(0, 300), v1::IMPORTANCE_OPTIONAL);
  }

  void DrawLearnWork() {
    Random random = Stream("learn-work");
    v1::LearnWork& learn_work = *vacancy_.mutable_learn_work();
    const int level = apprenticeship_->level_eqf();
    *learn_work.mutable_qualification() = ToQualification(*apprenticeship_);
    v1::EntryDemands& entry = *learn_work.mutable_entry_demands();
    if (level > 2) entry.set_min_level_eqf(level - 1);
    v1::LanguageDemand& dutch = *entry.add_languages();
    dutch.set_language_code("nl");
    dutch.set_level(level == 2 ? v1::CEFR_LEVEL_A2 : v1::CEFR_LEVEL_B1);
    if (DrivesOnTheJob(occupation_.isco) && random.Chance(400)) entry.add_driving_licences("B");
    if (!random.Chance(100)) learn_work.set_recognised_learning_company(random.Chance(960));
    learn_work.set_school_day(static_cast<v1::Weekday>(random.Between(1, 5)));
    learn_work.set_education_hours_per_week(8);
    learn_work.set_months(level == 2 ? 12 * random.Between(1, 2) : 12 * random.Between(2, 3));
    learn_work.set_tuition_payer(random.Chance(850)   ? v1::TUITION_PAYER_EMPLOYER
                                 : random.Chance(650) ? v1::TUITION_PAYER_FUND
                                                      : v1::TUITION_PAYER_PERSON);
    learn_work.set_tuition_eur_cents_per_year(level == 2 ? 29'500 : 71'500);
  }

  void DrawQualification() {
    Random random = Stream("qualification");
    const absl::string_view isco = occupation_.isco;
    if (qualification_ == nullptr) {
      if (random.Chance(350)) vacancy_.set_min_level_eqf(LevelOfIsco(isco));
      return;
    }
    const bool reserved = !qualification_->reserved_credential().empty();
    const bool care = absl::StartsWith(isco, "22") || absl::StartsWith(isco, "32") ||
                      absl::StartsWith(isco, "532");
    if (!reserved && random.Chance(care ? 100 : 420)) {
      if (random.Chance(400)) vacancy_.set_min_level_eqf(qualification_->level_eqf());
      return;
    }
    v1::QualificationDemand& demand = *vacancy_.mutable_qualification();
    *demand.mutable_qualification() = ToQualification(*qualification_);
    demand.set_binding(reserved || random.Chance(care ? 700 : 180)
                           ? v1::QUALIFICATION_BINDING_DIPLOMA_REQUIRED
                           : v1::QUALIFICATION_BINDING_WORKING_LEVEL);
  }

  void DrawCredentials() {
    Random random = Stream("credentials");
    for (const TradeCredential& usual : CredentialsOfIsco(occupation_.isco)) {
      if (!random.Chance(usual.jobs_per_mille)) continue;
      v1::CredentialDemand& demand = *vacancy_.add_credentials();
      demand.set_credential(std::string(usual.credential));
      demand.set_timing(usual.timing);
      if (usual.timing == v1::CREDENTIAL_TIMING_WITHIN_WEEKS) {
        demand.set_within_weeks(4 * random.Between(1, 6));
      }
    }
  }

  void DrawLanguages() {
    Random random = Stream("languages");
    const int level = LevelOfIsco(occupation_.isco);
    const bool german = vacancy_.place().country_code() == "DE";
    if (german || random.Chance(650)) {
      v1::LanguageDemand& demand = *vacancy_.add_languages();
      demand.set_language_code(german ? "de" : "nl");
      demand.set_level(static_cast<v1::CefrLevel>(std::min(2 + level / 2, 4)));
      if (random.Chance(300)) demand.set_activity(v1::LANGUAGE_ACTIVITY_SPEAKING);
    }
    if (level >= 4 && occupation_.sector == "hightech" && random.Chance(400)) {
      v1::LanguageDemand& demand = *vacancy_.add_languages();
      demand.set_language_code("en");
      demand.set_level(v1::CEFR_LEVEL_B2);
    }
  }

  void DrawHours(bool learn_work) {
    Random random = Stream("hours");
    v1::VacancyHours& hours = *vacancy_.mutable_hours_per_week();
    if (MostlyPartTime(occupation_.isco)) {
      const int least = learn_work ? 24 : 4 * random.Between(2, 7);
      hours.set_min_hours_per_week(least);
      hours.set_max_hours_per_week(std::min(36, least + 4 * random.Between(0, 3)));
    } else {
      const int most = random.Chance(600) ? 40 : random.Chance(500) ? 38 : 36;
      hours.set_min_hours_per_week(random.Chance(500) ? most : 32);
      hours.set_max_hours_per_week(most);
    }
  }

  void DrawShifts(bool learn_work) {
    Random random = Stream("shifts");
    if (random.Chance(250)) return;  // by agreement
    auto& shifts = *vacancy_.mutable_shifts();
    ShiftPattern pattern = ShiftPatternOfIsco(occupation_.isco);
    if (learn_work && pattern == ShiftPattern::kThreeShifts) pattern = ShiftPattern::kTwoShifts;
    switch (pattern) {
      case ShiftPattern::kByAgreement:
        break;
      case ShiftPattern::kOffice:
        AddShift(kWorkingDays, 510, 1'020, shifts);
        break;
      case ShiftPattern::kDay:
        AddShift(kWorkingDays, random.Chance(700) ? 450 : 420, 960, shifts);
        break;
      case ShiftPattern::kThreeShifts:
        AddShift(kWorkingDays, 1'320, 360, shifts);
        [[fallthrough]];
      case ShiftPattern::kTwoShifts:
        AddShift(kWorkingDays, 360, 840, shifts);
        AddShift(kWorkingDays, 840, 1'320, shifts);
        vacancy_.set_all_shifts_required(random.Chance(800));
        break;
      case ShiftPattern::kCareRota:
        AddShift(kAllDays, 420, 930, shifts);
        if (random.Chance(650)) AddShift(kAllDays, 900, 1'380, shifts);
        if (random.Chance(120)) AddShift(kAllDays, 1'380, 435, shifts);
        vacancy_.set_all_shifts_required(shifts.size() > 1 && random.Chance(450));
        break;
    }
  }

  void DrawOffersAndChecks() {
    Random random = Stream("offers");
    v1::EmployerOffers offers;
    offers.set_job_coach(random.Chance(90));
    offers.set_trial_placement(random.Chance(140));
    if (offers.trial_placement() && random.Chance(300)) {
      offers.set_trial_placement_weeks(random.Between(4, 13));
    }
    offers.set_open_to_wage_subsidy(random.Chance(160));
    if (random.Chance(50)) offers.set_reserved_places(1);
    if (offers.ByteSizeLong() > 0) *vacancy_.mutable_employer_offers() = offers;
    const bool care = occupation_.sector == "health" || absl::StartsWith(occupation_.isco, "53");
    if (random.Chance(care ? 850 : 80)) vacancy_.add_checks(v1::CHECK_CERTIFICATE_OF_CONDUCT);
    if (random.Chance(40)) vacancy_.add_checks(v1::CHECK_MEDICAL);
  }

  void DrawPay() {
    Random random = Stream("pay");
    if (random.Chance(350)) return;
    const int level = LevelOfIsco(occupation_.isco);
    const int least = 2'200 + 330 * (level - 1) + 25 * random.Below(12);
    v1::PayRange& pay = *vacancy_.mutable_pay();
    pay.set_min_eur_cents_per_month(100LL * least);
    pay.set_max_eur_cents_per_month(100LL * (least + 25 * random.Between(8, 40)));
    pay.set_full_time_hours_per_week(occupation_.sector == "health" ? 36
                                     : random.Chance(700)           ? 38
                                                                    : 40);
  }

  void DrawDates(bool learn_work) {
    Random random = Stream("dates");
    if (learn_work) {
      // Schools take in after summer and in February.
      const int year = YearOf(context_.today) + 1;
      const Day start = random.Chance(400) ? MakeDay(year, 2, 1) : MakeDay(year, 9, 1);
      *vacancy_.mutable_start_date() = ToDate(NextWeekday(start, 1));
      return;
    }
    if (random.Chance(450)) {
      *vacancy_.mutable_start_date() = ToDate(context_.today + random.Between(10, 120));
    }
    if (random.Chance(350)) {
      *vacancy_.mutable_closing_date() = ToDate(context_.today + random.Between(20, 180));
    }
  }

  const DrawContext& context_;
  const int index_;
  const Occupation& occupation_;
  const region::QualificationDefinition* qualification_ = nullptr;   // of the lowest level
  const region::QualificationDefinition* apprenticeship_ = nullptr;  // the lowest mbo from 2 on
  v1::Vacancy vacancy_;
};

}  // namespace

v1::Vacancy DrawVacancy(const DrawContext& context, int index) {
  return VacancyDraw(context, index).Draw();
}

}  // namespace overstap::data
