#include "services/convert/to_model.h"

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace overstap::convert {
namespace {

using google::protobuf::TextFormat;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

class ToModelTest : public testing::Test {
 protected:
  ToModelTest() {
    matcher::TaxonomyBuilder builder(1, "test");
    for (const char* code : {"skill/a", "skill/b"}) {
      matcher::ConceptEntry entry{.scheme = "ESCO", .code = code};
      entry.labels[0].preferred = code;
      builder.AddConcept(entry);
    }
    matcher::ConceptEntry occupation{
        .scheme = "ESCO", .code = "occupation/x", .kind = matcher::ConceptKind::kOccupation};
    occupation.labels[0].preferred = "x";
    builder.AddConcept(occupation);
    taxonomy_ = *std::move(builder).Build();

    matcher::Region::Parts parts;
    parts.municipalities = {
        {.code = "GM0202", .title = "Arnhem", .centroid = {52.0, 5.9}, .in_region = true}};
    parts.postcode_ranges = {
        {.country_code = "NL", .first = 6800, .last = 6846, .municipality_code = "GM0202"}};
    parts.sectors = {{.id = "other"}, {.id = "energy", .focus = true}};
    parts.credentials = {{.id = "vca-basic", .title = "B-VCA"}};
    region_ = *matcher::Region::Build(parts);
  }

  ModelContext context() const { return {*taxonomy_, *region_}; }

  std::shared_ptr<const matcher::Taxonomy> taxonomy_;
  std::shared_ptr<const matcher::Region> region_;
  UnknownCodes unknown_;
};

TEST_F(ToModelTest, UnsetFacetsOfAPersonStayUnknownAndEmptyOnesAreNone) {
  const auto unset = ToModel("p-1", store::v1::JobSeeker(), context(), &unknown_);
  EXPECT_FALSE(unset.skills.has_value());
  EXPECT_FALSE(unset.languages.has_value());
  EXPECT_FALSE(unset.hours_now.has_value());
  EXPECT_FALSE(unset.home.has_value());

  const auto none =
      ToModel("p-1", Parse<store::v1::JobSeeker>("skills {} languages {} driving_licences {}"),
              context(), &unknown_);
  ASSERT_TRUE(none.skills.has_value());
  EXPECT_TRUE(none.skills->empty());
  EXPECT_TRUE(none.languages.has_value());
  EXPECT_EQ(none.driving_licences, matcher::DrivingLicenceSet{0});
}

TEST_F(ToModelTest, CodesBecomeNumbersAndUnknownOnesAreCountedAndLeftOut) {
  const auto person = ToModel("p-1", Parse<store::v1::JobSeeker>(R"pb(
                                skills {
                                  items {
                                    skill { scheme: "ESCO" code: "skill/b" }
                                    proficiency: PROFICIENCY_ADVANCED
                                  }
                                  items { skill { scheme: "ESCO" code: "skill/gone" } }
                                }
                                past_occupations { items { occupation { code: "occupation/x" } } }
                                credentials {
                                  items {
                                    credential: "vca-basic"
                                    valid_until_date { year: 2027 month: 3 day: 1 }
                                  }
                                  items { credential: "no-such" }
                                }
                                home { postcode: "6811 AB" }
                              )pb"),
                              context(), &unknown_);
  ASSERT_EQ(person.skills->size(), 1U);
  EXPECT_EQ(person.skills->front().skill, *taxonomy_->FindSkill("skill/b"));
  EXPECT_EQ(person.skills->front().proficiency, matcher::Proficiency::kAdvanced);
  EXPECT_EQ(person.past_occupations->size(), 1U);
  ASSERT_EQ(person.credentials->size(), 1U);
  EXPECT_EQ(person.credentials->front().valid_until, matcher::Date::FromCivil(2027, 3, 1));
  EXPECT_EQ(person.home, region_->FindPlaceByPostcode("NL", "6811"));
  EXPECT_TRUE(person.home.has_value());
  EXPECT_EQ(unknown_.count, 2);
}

TEST_F(ToModelTest, ALevelForOneActivityOverridesTheLevelForAll) {
  const auto person = ToModel(
      "p-1", Parse<store::v1::JobSeeker>(R"pb(
        languages {
          items { language_code: "nl" activity: LANGUAGE_ACTIVITY_WRITING level: CEFR_LEVEL_A2 }
          items { language_code: "nl" level: CEFR_LEVEL_B2 }
          items { language_code: "de" activity: LANGUAGE_ACTIVITY_SPEAKING level: CEFR_LEVEL_B1 }
        }
      )pb"),
      context(), &unknown_);
  ASSERT_EQ(person.languages->size(), 2U);
  const matcher::OwnLanguage& dutch = person.languages->front();
  EXPECT_EQ(dutch.language, matcher::MakeLanguageCode('n', 'l'));
  EXPECT_EQ(dutch.levels[static_cast<int>(matcher::LanguageActivity::kWriting)],
            matcher::CefrLevel::kA2);
  EXPECT_EQ(dutch.levels[static_cast<int>(matcher::LanguageActivity::kListening)],
            matcher::CefrLevel::kB2);
  const matcher::OwnLanguage& german = person.languages->back();
  EXPECT_EQ(german.levels[static_cast<int>(matcher::LanguageActivity::kSpeaking)],
            matcher::CefrLevel::kB1);
  EXPECT_FALSE(german.levels[static_cast<int>(matcher::LanguageActivity::kReading)].has_value());
}

TEST_F(ToModelTest, AVacancyKeepsItsDemandsAndItsOpeningsLeft) {
  const auto vacancy =
      ToModel("v-1", Parse<store::v1::Vacancy>(R"pb(
                title: "Monteur"
                employer: "Zonnig"
                skills {
                  skill { code: "skill/a" }
                  importance: IMPORTANCE_ESSENTIAL
                }
                skills {
                  skill { code: "skill/b" }
                  importance: IMPORTANCE_OPTIONAL
                }
                sector: "energy"
                place { municipality: "GM0202" }
                hours_per_week { min_hours_per_week: 32 max_hours_per_week: 36.5 }
                shifts { weekdays: WEEKDAY_SUNDAY start_minute_of_day: 1380 end_minute_of_day: 420 }
                driving_licences: "B"
                driving_licences: "BE"
                contract_kind: CONTRACT_KIND_LEARN_WORK
                learn_work { months: 24 tuition_payer: TUITION_PAYER_PERSON }
                employer_offers { trial_placement: true }
                checks: CHECK_MEDICAL
                status: VACANCY_STATUS_CLOSED
                openings: 3
              )pb"),
              2, context(), &unknown_);
  ASSERT_EQ(vacancy.skills.size(), 2U);
  EXPECT_TRUE(vacancy.skills[0].essential);
  EXPECT_FALSE(vacancy.skills[1].essential);
  EXPECT_EQ(region_->sector(vacancy.sector).id, "energy");
  EXPECT_EQ(vacancy.hours.max, matcher::HoursPerWeek::FromDouble(36.5));
  ASSERT_EQ(vacancy.shifts.size(), 1U);
  EXPECT_EQ(vacancy.shifts[0].weekdays, std::vector{matcher::Weekday::kSunday});
  EXPECT_EQ(vacancy.driving_licences, matcher::LicenceBit(matcher::DrivingLicence::kB) |
                                          matcher::LicenceBit(matcher::DrivingLicence::kBe));
  EXPECT_EQ(vacancy.contract_kind, matcher::ContractKind::kLearnWork);
  ASSERT_TRUE(vacancy.learn_work.has_value());
  EXPECT_EQ(vacancy.learn_work->months, 24);
  EXPECT_TRUE(vacancy.learn_work->person_pays_tuition);
  EXPECT_FALSE(vacancy.learn_work->recognised_learning_company.has_value());
  EXPECT_EQ(vacancy.employer_offers.trial_placement_weeks, 8);
  EXPECT_TRUE(vacancy.medical_check);
  EXPECT_FALSE(vacancy.certificate_of_conduct);
  EXPECT_TRUE(vacancy.closed);
  EXPECT_EQ(vacancy.openings_left, 2);
  EXPECT_EQ(unknown_.count, 0);
}

TEST_F(ToModelTest, SeatsLeftAreThoseNotTakenHereOrElsewhereAndNeverNegative) {
  const auto record = Parse<store::v1::TrainingOffer>(R"pb(
    weeks: 2
    runs {
      run_id: "a"
      start_date { year: 2026 month: 9 day: 1 }
      seats: 12
      seats_taken_elsewhere: 5
    }
    runs {
      run_id: "b"
      start_date { year: 2027 month: 2 day: 1 }
      seats: 2
      seats_taken_elsewhere: 1
    }
  )pb");
  const auto offer = ToModel(
      "o-1", record, [](std::string_view run) { return run == "a" ? 3 : 4; }, context(), &unknown_);
  ASSERT_EQ(offer.runs.size(), 2U);
  EXPECT_EQ(offer.runs[0].seats_left, 4);
  EXPECT_EQ(offer.runs[1].seats_left, 0);
}

TEST_F(ToModelTest, PlacementFactsOfAReportAreReadForCountingAndUnknownOnesAreAbsent) {
  const auto report = ToLedgerReport("r-1", Parse<store::v1::Report>(R"pb(
                                       state: REPORT_STATE_ACKNOWLEDGED
                                       linkage_key: "k"
                                       programmes: "via-t"
                                       placement {
                                         sector: "energy"
                                         sector_day_before: ""
                                         contract_kind: CONTRACT_KIND_LEARN_WORK
                                         hours_per_week_after: 32
                                         start_date { year: 2026 month: 2 day: 28 }
                                       }
                                     )pb"));
  EXPECT_EQ(report.kind, matcher::ReportKind::kPlacement);
  EXPECT_EQ(report.state, matcher::ReportState::kAcknowledged);
  EXPECT_EQ(report.event_date, *matcher::Date::FromCivil(2026, 2, 28));
  EXPECT_EQ(report.facts.at(matcher::Fact::kSector).texts, std::vector<std::string>{"energy"});
  EXPECT_EQ(report.facts.at(matcher::Fact::kSectorDayBefore).texts, std::vector<std::string>{""});
  EXPECT_EQ(report.facts.at(matcher::Fact::kContractKind).texts,
            std::vector<std::string>{"learn_work"});
  EXPECT_EQ(report.facts.at(matcher::Fact::kHoursPerWeek).number, 32);
  EXPECT_EQ(report.facts.at(matcher::Fact::kProgramme).texts, std::vector<std::string>{"via-t"});
  EXPECT_FALSE(report.facts.contains(matcher::Fact::kMunicipality));
}

TEST_F(ToModelTest, ATrainingThatTeachesNoBranchHasNoneAndUnknownWorkIsAbsent) {
  const auto report = ToLedgerReport("r-1", Parse<store::v1::Report>(R"pb(
                                       training_completion {
                                         training_hours: 40
                                         completion_date { year: 2026 month: 5 day: 1 }
                                       }
                                     )pb"));
  EXPECT_EQ(report.kind, matcher::ReportKind::kTrainingCompletion);
  EXPECT_TRUE(report.facts.at(matcher::Fact::kSkillBranch).texts.empty());
  EXPECT_FALSE(report.facts.contains(matcher::Fact::kInWorkFirstDay));
  EXPECT_EQ(report.facts.at(matcher::Fact::kTrainingHours).number, 40);
}

TEST_F(ToModelTest, HeadsOfAContactEventAreReadByBand) {
  const auto report = ToLedgerReport("r-1", Parse<store::v1::Report>(R"pb(
                                       work_table: "workTables/talent"
                                       contact_event {
                                         event_id: "open-day"
                                         event_date { year: 2026 month: 5 day: 1 }
                                         bands { age_band: "16-18" head_count: 40 }
                                         count_basis: COUNT_BASIS_SCAN
                                       }
                                     )pb"));
  EXPECT_EQ(report.event_id, "open-day");
  ASSERT_EQ(report.bands.size(), 1U);
  EXPECT_EQ(report.bands[0].age_band, "16-18");
  EXPECT_EQ(report.bands[0].heads, 40);
  EXPECT_EQ(report.facts.at(matcher::Fact::kCountBasis).texts, std::vector<std::string>{"scan"});
  EXPECT_EQ(report.facts.at(matcher::Fact::kWorkTable).texts, std::vector<std::string>{"talent"});
}

TEST_F(ToModelTest, HoursAddedAreKnownWhenTheHoursBeforeAre) {
  auto placement = Parse<store::v1::Report>(R"pb(
    placement { hours_per_week_before: 16 hours_per_week_after: 24 full_time_hours_per_week: 36 }
  )pb");
  const auto report = ToLedgerReport("r-1", placement);
  EXPECT_EQ(report.facts.at(matcher::Fact::kHoursBefore).number, 16);
  EXPECT_EQ(report.facts.at(matcher::Fact::kHoursAdded).number, 8);
  EXPECT_EQ(report.facts.at(matcher::Fact::kFullTimeHours).number, 36);
  placement.mutable_placement()->clear_hours_per_week_before();
  placement.mutable_placement()->clear_full_time_hours_per_week();
  const auto unknown = ToLedgerReport("r-1", placement);
  EXPECT_FALSE(unknown.facts.contains(matcher::Fact::kHoursAdded));
  EXPECT_FALSE(unknown.facts.contains(matcher::Fact::kFullTimeHours));
}

TEST_F(ToModelTest, FactsOfThePersonAndOfTheirFirmAreReadWhicheverWayTheReportTellsOfThem) {
  for (const char* kind : {"placement", "training_completion"}) {
    const auto report = ToLedgerReport(
        "r-1", Parse<store::v1::Report>(std::string(kind) +
                                        " { employer: 'alliander' home_municipality: 'GM0268' "
                                        "side_entrant: true distance_to_labour_market: false }"));
    EXPECT_EQ(report.facts.at(matcher::Fact::kEmployer).texts,
              std::vector<std::string>{"alliander"})
        << kind;
    EXPECT_EQ(report.facts.at(matcher::Fact::kHomeMunicipality).texts,
              std::vector<std::string>{"GM0268"})
        << kind;
    EXPECT_EQ(report.facts.at(matcher::Fact::kSideEntrant).number, 1) << kind;
    // Known not to be, which is not the same as unknown.
    EXPECT_EQ(report.facts.at(matcher::Fact::kDistance).number, 0) << kind;
    const auto unknown =
        ToLedgerReport("r-2", Parse<store::v1::Report>(std::string(kind) + " { }"));
    for (const matcher::Fact fact : {matcher::Fact::kEmployer, matcher::Fact::kHomeMunicipality,
                                     matcher::Fact::kSideEntrant, matcher::Fact::kDistance}) {
      EXPECT_FALSE(unknown.facts.contains(fact)) << kind << " " << matcher::NameOf(fact);
    }
  }
}

TEST_F(ToModelTest, WeeksAtWorkAreUnknownUntilACheckFoundThePersonThere) {
  auto placement = Parse<store::v1::Report>(R"pb(placement { hours_per_week_after: 32 })pb");
  EXPECT_FALSE(ToLedgerReport("r-1", placement).facts.contains(matcher::Fact::kWeeksAtWork));
  placement.mutable_placement()->set_weeks_at_work(26);
  EXPECT_EQ(ToLedgerReport("r-1", placement).facts.at(matcher::Fact::kWeeksAtWork).number, 26);
}

TEST_F(ToModelTest, AStudentProjectIsOneByItsEventIdWhoeverReportsIt) {
  const auto report = ToLedgerReport("r-1", Parse<store::v1::Report>(R"pb(
                                       linkage_key: "k"
                                       student_project {
                                         event_id: "grid"
                                         cohort: "2024-hbo-ict"
                                         employer: "alliander"
                                         municipality: "GM0202"
                                         start_date { year: 2026 month: 9 day: 1 }
                                         student_count: 12
                                       }
                                     )pb"));
  EXPECT_EQ(report.kind, matcher::ReportKind::kStudentProject);
  EXPECT_EQ(report.event_id, "grid");
  EXPECT_EQ(report.linkage_key, "k");
  EXPECT_EQ(report.event_date, *matcher::Date::FromCivil(2026, 9, 1));
  EXPECT_EQ(report.facts.at(matcher::Fact::kCohort).texts,
            std::vector<std::string>{"2024-hbo-ict"});
  EXPECT_EQ(report.facts.at(matcher::Fact::kEmployer).texts, std::vector<std::string>{"alliander"});
  EXPECT_EQ(report.facts.at(matcher::Fact::kMunicipality).texts,
            std::vector<std::string>{"GM0202"});
  EXPECT_EQ(report.facts.at(matcher::Fact::kStudentCount).number, 12);
}

TEST(DateConversionTest, DatesSurviveTheRoundTripAndImpossibleOnesAreNone) {
  const auto leap_day = *matcher::Date::FromCivil(2028, 2, 29);
  EXPECT_EQ(ToDate(FromDate(leap_day)), leap_day);
  google::type::Date impossible;
  impossible.set_year(2027);
  impossible.set_month(2);
  impossible.set_day(29);
  EXPECT_EQ(ToDate(impossible), std::nullopt);
  EXPECT_EQ(ToDate(google::type::Date()), std::nullopt);
}

}  // namespace
}  // namespace overstap::convert
