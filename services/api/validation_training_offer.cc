#include <string>

#include "services/api/names.h"
#include "services/api/validation.h"
#include "services/api/validation_common.h"

namespace overstap::api {
namespace {

constexpr int kMaxSkills = 200;
constexpr int kMaxWeeks = 260;
constexpr int kMaxRuns = 100;
constexpr int kMaxSeats = 10'000;
constexpr int kMaxValidityMonths = 1'200;

void CheckTaughtSkills(const v1::TrainingOffer& offer, const References& references,
                       FieldChecker& check) {
  SeenOnce seen;
  check.Each("taught_skills", offer.taught_skills(), kMaxSkills, [&](const v1::TaughtSkill& item) {
    check.In("skill", [&] {
      CheckSkillCode(item.skill(), references, check);
      if (!item.skill().code().empty()) seen.Add(item.skill().code(), "code", check);
    });
    check.EnumValue("proficiency", item.proficiency(), Presence::kOptional);
  });
}

void CheckObtained(const v1::TrainingOffer& offer, const References& references,
                   FieldChecker& check) {
  SeenOnce seen_qualifications;
  check.Each("qualifications", offer.qualifications(), kMaxListedItems,
             [&](const v1::Qualification& item) {
               CheckRegionQualification(item, references, check);
               seen_qualifications.Add(item.code().scheme() + ":" + item.code().code(), "", check);
             });
  SeenOnce seen_credentials;
  check.Each("credentials", offer.credentials(), kMaxListedItems,
             [&](const v1::ObtainedCredential& item) {
               CheckCredential("credential", item.credential(), references, check);
               seen_credentials.Add(item.credential(), "credential", check);
               check.InRange("validity_months", item.validity_months(), 0, kMaxValidityMonths);
             });
}

void CheckRuns(const v1::TrainingOffer& offer, FieldChecker& check) {
  SeenOnce seen;
  check.Each("runs", offer.runs(), kMaxRuns, [&](const v1::TrainingRun& run) {
    if (!IsId(run.run_id())) {
      check.Fail("run_id", "must be 1 to 63 of [a-z0-9-]", run.run_id());
    } else {
      seen.Add(run.run_id(), "run_id", check);
    }
    if (check.Required("start_date", run.has_start_date())) {
      check.Date("start_date", run.start_date());
    }
    if (check.InRange("seats", run.seats(), 0, kMaxSeats)) {
      check.InRange("seats_taken_elsewhere", run.seats_taken_elsewhere(), 0, run.seats());
    }
  });
}

}  // namespace

void CheckTrainingOffer(const v1::TrainingOffer& offer, const References& references,
                        FieldChecker& check) {
  check.Name("name", offer.name(), kTrainingOffers, Presence::kOptional);
  check.Text("provider", offer.provider(), 1, kMaxTitleBytes);
  check.Text("title", offer.title(), 1, kMaxTitleBytes);
  check.Text("description", offer.description(), 0, kMaxDescriptionBytes);
  CheckTaughtSkills(offer, references, check);
  CheckObtained(offer, references, check);
  check.In("entry_demands", [&] { CheckEntryDemands(offer.entry_demands(), references, check); });
  CheckDistinct("sectors", offer.sectors(), kMaxListedItems, check,
                [&](const std::string& id) { CheckSector("", id, references, check); });
  check.EnumValue("form", offer.form(), Presence::kRequired);
  if (offer.has_place()) {
    check.In("place", [&] { CheckPlace(offer.place(), references, check); });
  } else if (offer.form() != v1::TRAINING_FORM_ONLINE) {
    check.Fail("place", "required unless the training is online");
  }
  CheckShifts("meetings", offer.meetings(), check);
  check.Positive("hours_per_week", offer.hours_per_week(), kMaxHoursPerWeek);
  check.InRange("weeks", offer.weeks(), 1, kMaxWeeks);
  check.NotNegative("price_person_eur_cents", offer.price_person_eur_cents());
  check.NotNegative("price_funds_eur_cents", offer.price_funds_eur_cents());
  CheckDistinct("funding_schemes", offer.funding_schemes(), kMaxListedItems, check,
                [&](const std::string& id) { CheckScheme("", id, references, check); });
  CheckRuns(offer, check);
}

}  // namespace overstap::api
