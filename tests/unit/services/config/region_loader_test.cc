#include "services/config/region_loader.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/config/region_check.h"
#include "services/config/region_files.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::config {
namespace {

using overstap::testing::TempDir;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// A region that is small and right; tests replace one file and see what is said about it.
std::map<std::string, std::string> SmallRegion() {
  return {
      {"identity", R"(identity { id: "small" programme_management: "kernteam" })"},
      {"places", R"(municipalities {
  code: "GM1" title: "Aa" country_code: "NL" latitude: 52 longitude: 6 in_region: true
}
municipalities { code: "DE:1" title: "Bb" country_code: "DE" latitude: 51.8 longitude: 6.1 }
postcode_ranges { country_code: "NL" first: 6800 last: 6899 municipality: "GM1" }
postcode_ranges {
  country_code: "DE" first: 47533 last: 47533 municipality: "DE:1" latitude: 51.79 longitude: 6.14
}
)"},
      {"sectors", R"(sectors { id: "energy" focus: true } sectors { id: "other" })"},
      {"tables", R"(work_tables {
  id: "activation" title: "Activeren" driver { id: "uwv" } members { id: "fnv" }
})"},
      {"targets", R"(targets {
  id: "activation" version: 2 goal: 1000 unit: COUNTED_UNIT_PERSON source: "accord"
  period_start_date { year: 2023 month: 1 day: 1 }
  period_end_date { year: 2026 month: 12 day: 31 }
  counting {
    report_kind: REPORT_KIND_PLACEMENT
    conditions { fact: FACT_SECTOR any_of: "energy" }
    conditions { fact: FACT_SECTOR_DAY_BEFORE none_of: "energy" }
    conditions { fact: FACT_CONTRACT_KIND none_of: "trial_placement" }
    conditions { fact: FACT_HOURS_PER_WEEK at_least: 12 at_most: 40 }
  }
})"},
      {"training", R"(credentials { id: "vca-basic" title { nl: "B-VCA" } validity_months: 120 }
credentials { id: "vca-vol" title { nl: "VOL-VCA" } implies: "vca-basic" }
qualifications {
  scheme: "CREBO" code: "25498" title: "Helpende" level_eqf: 2 orientation: ORIENTATION_MBO
  line: "care" occupations: "care-helper" sectors: "other" reserved_credential: "vca-basic"
}
qualifications {
  scheme: "CREBO" code: "25491" title: "Verzorgende IG" level_eqf: 3 orientation: ORIENTATION_MBO
  line: "care" implies: "CREBO:25498" occupations: "http://data.europa.eu/esco/occupation/x"
}
funding_schemes {
  id: "slim" title { nl: "SLIM" } max_weeks: 52 ceiling_eur_cents: 500
  window_end_date { year: 2026 month: 9 day: 30 }
})"},
      {"travel", R"(travel_profiles {
  mode: "car" speed_km_per_hour: 60 detour_factor: 1.5 overhead_minutes: 5
  first_minute_of_day: 0 last_minute_of_day: 1440
})"},
  };
}

class RegionLoaderTest : public ::testing::Test {
 protected:
  absl::StatusOr<LoadedRegion> Load(const std::map<std::string, std::string>& files,
                                    RegionSources sources = {}) {
    for (const auto& [name, text] : files) {
      std::ofstream(dir_ / (name + ".textproto")) << text;
    }
    sources.dir = dir_.path().string();
    return LoadRegion(sources);
  }

  // What is said when one file of the small region holds `text` instead.
  std::string MessageFor(const std::string& name, const std::string& text) {
    std::map<std::string, std::string> files = SmallRegion();
    files[name] = text;
    const auto loaded = Load(files);
    EXPECT_TRUE(absl::IsInvalidArgument(loaded.status())) << loaded.status();
    return std::string(loaded.status().message());
  }

  std::string Write(const std::string& name, const std::string& text) {
    std::ofstream(dir_ / name) << text;
    return dir_ / name;
  }

  TempDir dir_;
};

TEST_F(RegionLoaderTest, TurnsFilesIntoARegion) {
  const auto loaded = Load(SmallRegion());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  const matcher::Region& region = *loaded->region;
  EXPECT_EQ(loaded->config.identity().programme_management(), "kernteam");
  EXPECT_EQ(loaded->config.work_tables(0).members(0).id(), "fnv");
  EXPECT_TRUE(region.sector(*region.FindSector("energy")).focus);
  EXPECT_EQ(region.place(*region.FindPlaceByPostcode("NL", "6811 AB")).point.latitude, 52);
  EXPECT_EQ(region.place(*region.FindPlaceByPostcode("DE", "47533")).point.latitude, 51.79);
  const auto helper = *region.FindQualification("CREBO", "25498");
  const auto carer = *region.FindQualification("CREBO", "25491");
  EXPECT_EQ(region.Cover(carer, helper), matcher::QualificationCover::kFull);
  EXPECT_EQ(region.Cover(helper, carer), matcher::QualificationCover::kOneLevelBelow);
  EXPECT_EQ(region.qualification(helper).orientation, matcher::Orientation::kMbo);
  EXPECT_EQ(region.qualification(helper).sectors, matcher::SectorBit(*region.FindSector("other")));
  EXPECT_TRUE(
      region.Implies(*region.FindCredential("vca-vol"), *region.FindCredential("vca-basic")));
  EXPECT_EQ(region.credential(*region.FindCredential("vca-basic")).validity_months, 120);
  const matcher::SchemeEntry& slim = region.scheme(*region.FindScheme("slim"));
  EXPECT_EQ(slim.max_weeks, 52);
  EXPECT_EQ(slim.window_end, matcher::Date::FromCivil(2026, 9, 30));
  EXPECT_FALSE(slim.window_start.has_value());
}

TEST_F(RegionLoaderTest, ExpandsSlugsOfOccupationsAndLeavesUris) {
  const auto loaded = Load(SmallRegion());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  const matcher::Region& region = *loaded->region;
  EXPECT_EQ(
      region.QualificationOfOccupation("https://overstap.example/taxonomy/occupation/care-helper"),
      region.FindQualification("CREBO", "25498"));
  EXPECT_EQ(region.QualificationOfOccupation("http://data.europa.eu/esco/occupation/x"),
            region.FindQualification("CREBO", "25491"));
}

TEST_F(RegionLoaderTest, MapsTargetsAndTheirRules) {
  const auto loaded = Load(SmallRegion());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  ASSERT_EQ(loaded->targets.definitions.size(), 1);
  const matcher::TargetDefinition& target = loaded->targets.definitions[0];
  EXPECT_EQ(target.id, "activation");
  EXPECT_EQ(target.version, 2);
  EXPECT_EQ(target.goal, 1000);
  EXPECT_EQ(target.unit, matcher::CountedUnit::kPerson);
  EXPECT_EQ(target.period_start, matcher::Date::FromCivil(2023, 1, 1));
  EXPECT_EQ(target.period_end, matcher::Date::FromCivil(2026, 12, 31));
  ASSERT_TRUE(target.counting.has_value());
  EXPECT_EQ(target.counting->report_kind, matcher::ReportKind::kPlacement);
  const auto& conditions = target.counting->conditions;
  ASSERT_EQ(conditions.size(), 4);
  EXPECT_EQ(conditions[0].fact, matcher::Fact::kSector);
  EXPECT_EQ(conditions[0].any_of, std::vector<std::string>{"energy"});
  EXPECT_EQ(conditions[1].fact, matcher::Fact::kSectorDayBefore);
  EXPECT_EQ(conditions[1].none_of, std::vector<std::string>{"energy"});
  EXPECT_EQ(conditions[2].fact, matcher::Fact::kContractKind);
  EXPECT_EQ(conditions[3].fact, matcher::Fact::kHoursPerWeek);
  EXPECT_EQ(conditions[3].at_least, 12);
  EXPECT_EQ(conditions[3].at_most, 40);
}

TEST_F(RegionLoaderTest, TravelsByItsProfiles) {
  const auto loaded = Load(SmallRegion());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  const auto from = *loaded->region->FindPlaceByPostcode("NL", "6811");
  const auto to = *loaded->region->FindPlaceByPostcode("DE", "47533");
  const double km = loaded->travel->KilometresBetween(from, to);
  EXPECT_NEAR(km, 25.2, 0.3);
  const auto minutes = loaded->travel->MinutesBetween(from, to, matcher::TravelMode::kCar, {});
  ASSERT_TRUE(minutes.has_value());
  EXPECT_NEAR(*minutes, km * 1.5 + 5, 1);
}

TEST_F(RegionLoaderTest, NamesFileLineColumnAndKeyOfAnUnknownKey) {
  EXPECT_THAT(MessageFor("sectors",
                         "sectors { id: \"energy\" focus: true }\n"
                         "sectors { id: \"other\" fokus: true }"),
              AllOf(HasSubstr("sectors.textproto:2:23: "), HasSubstr("\"fokus\"")));
}

TEST_F(RegionLoaderTest, NamesWhatIsWrongInAllFilesAtOnce) {
  std::map<std::string, std::string> files = SmallRegion();
  files["sectors"] = "sectors { id: 5 }";
  files["travel"] = "travel_profile { }";
  const auto loaded = Load(files);
  EXPECT_THAT(std::string(loaded.status().message()),
              AllOf(HasSubstr("sectors.textproto:1:15"), HasSubstr("travel.textproto:1:1:"),
                    HasSubstr("\"travel_profile\"")));
}

TEST_F(RegionLoaderTest, SaysWhereThereIsNoConfiguration) {
  EXPECT_TRUE(absl::IsNotFound(LoadRegion({.dir = dir_ / "nowhere"}).status()));
  EXPECT_TRUE(absl::IsNotFound(LoadRegion({.dir = dir_.path().string()}).status()));
}

TEST_F(RegionLoaderTest, WantsOneIdentity) {
  EXPECT_THAT(MessageFor("identity", ""), HasSubstr("identity"));
  EXPECT_THAT(MessageFor("sectors", "identity { id: \"again\" }"), HasSubstr("identity"));
}

TEST_F(RegionLoaderTest, WantsTheTermsInOneFile) {
  for (const std::string terms :
       {"ledger { placement_check_weeks: 13 }", "disclosure { employer_answer_days: 7 }"}) {
    std::map<std::string, std::string> files = SmallRegion();
    files["terms"] = terms;
    EXPECT_TRUE(Load(files).ok());
    files["terms-again"] = terms;
    EXPECT_THAT(std::string(Load(files).status().message()),
                AllOf(HasSubstr("terms.textproto: "),
                      HasSubstr(terms.substr(0, terms.find(' ')) + " stands in another file too")));
    files["terms-again"] = "";
    EXPECT_TRUE(Load(files).ok());
  }
}

struct Violation {
  std::string name;
  std::string file;
  std::string text;
  std::string said;
};

class RegionViolation : public RegionLoaderTest, public ::testing::WithParamInterface<Violation> {};

TEST_P(RegionViolation, IsNamedWithFileAndLine) {
  EXPECT_THAT(MessageFor(GetParam().file, GetParam().text), HasSubstr(GetParam().said));
}

constexpr char kTarget[] = R"(targets {
  id: "t" version: 1 goal: 1 unit: COUNTED_UNIT_PERSON source: "s"
  period_start_date { year: 2023 month: 1 day: 1 }
  period_end_date { year: 2026 month: 12 day: 31 }
  counting { report_kind: REPORT_KIND_PLACEMENT conditions { )";

INSTANTIATE_TEST_SUITE_P(
    Configurations, RegionViolation,
    ::testing::Values(
        Violation{"RepeatedId", "sectors",
                  "sectors { id: \"energy\" focus: true }\nsectors { id: \"other\" }\n"
                  "sectors { id: \"energy\" }",
                  "sectors.textproto:3: sectors energy: the id stands there twice"},
        Violation{"EmptyId", "sectors", "sectors { focus: true } sectors { id: \"other\" }",
                  "it has no id"},
        Violation{"OddId", "tables",
                  "work_tables { id: \"A b\" title: \"t\" driver { id: \"u\" } }", "made of a-z"},
        Violation{"NoFocusSector", "sectors",
                  "sectors { id: \"energy\" } sectors { id: \"other\" }", "none is a focus sector"},
        Violation{"PostcodesBackwards", "places",
                  "municipalities { code: \"GM1\" title: \"A\" country_code: \"NL\" latitude: 1 "
                  "longitude: 1 }\npostcode_ranges { country_code: \"NL\" first: 6899 last: 6800 "
                  "municipality: \"GM1\" }",
                  "places.textproto:2: postcode_ranges [0]: 6899-6800 is not a range"},
        Violation{"UnknownMunicipality", "places",
                  "postcode_ranges { country_code: \"NL\" first: 6800 last: 6800 municipality: "
                  "\"GM9\" }",
                  "unknown municipality GM9"},
        Violation{"OffEarth", "places",
                  "municipalities { code: \"GM1\" title: \"A\" country_code: \"NL\" latitude: 152 "
                  "longitude: 6 }",
                  "not on Earth"},
        Violation{"NoDriver", "tables", "work_tables { id: \"a\" title: \"t\" }",
                  "driver is required"},
        Violation{
            "SeatedTwice", "tables",
            "work_tables { id: \"a\" title: \"t\" driver { id: \"u\" } members { id: \"u\" } }",
            "u sits there twice"},
        Violation{"UnknownHelixOfADriver", "tables",
                  "work_tables { id: \"a\" title: \"t\" driver { id: \"u\" helix: \"church\" } }",
                  "tables.textproto:1: work_tables a: u: unknown helix \"church\""},
        Violation{"UnknownHelixOfAMember", "tables",
                  "work_tables { id: \"a\" title: \"t\" driver { id: \"u\" }\n"
                  "members { id: \"f\" helix: \"Business\" } }",
                  "tables.textproto:1: work_tables a: f: unknown helix \"Business\""},
        Violation{"SeatedSinceNoDay", "tables",
                  "work_tables { id: \"a\" title: \"t\" driver { id: \"u\" since_date { year: 2023 "
                  "month: 2 day: 30 } } }",
                  "tables.textproto:1: work_tables a: u: since_date is no day"},
        Violation{"EmployersAnswerTooLate", "terms", "\ndisclosure { employer_answer_days: 91 }",
                  "terms.textproto:2: disclosure of the region: employer_answer_days 91 is not in "
                  "0-90"},
        Violation{"EmployersAnswerBefore", "terms", "disclosure { employer_answer_days: -1 }",
                  "terms.textproto:1: disclosure of the region: employer_answer_days -1 is not in "
                  "0-90"},
        Violation{"IntroductionsAnsweredTooLate", "terms",
                  "disclosure { introduction_answer_days: 91 }",
                  "introduction_answer_days 91 is not in 0-90"},
        Violation{"SharesTooLong", "terms", "disclosure { share_months: 25 }",
                  "share_months 25 is not in 0-24"},
        Violation{"CheckedAtTheStart", "terms", "ledger { placement_check_weeks: 0 }",
                  "terms.textproto:1: ledger of the region: placement_check_weeks 0 is not in "
                  "1-260"},
        Violation{"CheckedTooLate", "terms", "ledger { placement_check_weeks: 261 }",
                  "placement_check_weeks 261 is not in 1-260"},
        Violation{"CheckedBackwards", "terms",
                  "\n\nledger { placement_check_weeks: 26 placement_check_weeks: 13 }",
                  "terms.textproto:3: ledger of the region: placement_check_weeks 13 is not after "
                  "26"},
        Violation{"LevelNine", "training",
                  "qualifications { scheme: \"CREBO\" code: \"1\" title: \"t\" level_eqf: 9 }",
                  "level_eqf 9 is not in 1-8"},
        Violation{"UnknownScheme", "training",
                  "qualifications { scheme: \"ISCO\" code: \"1\" title: \"t\" level_eqf: 2 }",
                  "scheme is CREBO, CROHO or OVERSTAP-QUAL"},
        Violation{"UnknownImplied", "training",
                  "credentials { id: \"a\" title { nl: \"A\" } implies: \"b\" }",
                  "unknown implied id b"},
        Violation{"ImpliesItself", "training",
                  "credentials { id: \"a\" title { nl: \"A\" } implies: \"a\" }",
                  "it implies itself"},
        Violation{"UnknownReserved", "training",
                  "qualifications { scheme: \"CREBO\" code: \"1\" title: \"t\" level_eqf: 2 "
                  "reserved_credential: \"big\" sectors: \"space\" }",
                  "unknown credential big"},
        Violation{"WindowBackwards", "training",
                  "funding_schemes { id: \"s\" window_start_date { year: 2026 month: 2 day: 1 } "
                  "window_end_date { year: 2026 month: 1 day: 1 } }",
                  "the window ends before it starts"},
        Violation{"NoSuchDay", "training",
                  "funding_schemes { id: \"s\" window_start_date { year: 2026 month: 2 day: 30 } }",
                  "window_start_date is no day"},
        Violation{"UnknownMode", "travel",
                  "travel_profiles { mode: \"boat\" speed_km_per_hour: 1 detour_factor: 1 "
                  "last_minute_of_day: 1440 }",
                  "mode is walk"},
        Violation{"NoSpeed", "travel",
                  "travel_profiles { mode: \"car\" detour_factor: 1 last_minute_of_day: 1440 }",
                  "speed_km_per_hour must be above 0"},
        Violation{"NoGoal", "targets", "targets { id: \"t\" version: 1 }", "goal must be above 0"},
        Violation{"PeriodBackwards", "targets",
                  "targets { id: \"t\" version: 1 goal: 1 unit: COUNTED_UNIT_HEAD source: \"s\" "
                  "period_start_date { year: 2026 month: 1 day: 1 } "
                  "period_end_date { year: 2023 month: 1 day: 1 } }",
                  "period_end_date is before period_start_date"},
        Violation{
            "UnknownSectorInRule", "targets",
            std::string(kTarget) + "fact: FACT_SECTOR any_of: \"space\" } } }",
            "targets.textproto:1: targets t: counting.conditions[0]: unknown value \"space\""},
        Violation{"FactOfAnotherReport", "targets",
                  std::string(kTarget) + "fact: FACT_TRAINING_HOURS at_least: 8 } } }",
                  "so the condition never holds"},
        Violation{"NumberForText", "targets",
                  std::string(kTarget) + "fact: FACT_SECTOR at_least: 8 } } }",
                  "FACT_SECTOR is a text"},
        Violation{"TextForNumber", "targets",
                  std::string(kTarget) + "fact: FACT_HOURS_PER_WEEK any_of: \"8\" } } }",
                  "FACT_HOURS_PER_WEEK is a number"},
        Violation{"AlternativeWithoutDemand", "targets",
                  std::string(kTarget) +
                      "fact: FACT_SECTOR any_of: \"energy\" or_else { fact: FACT_SECTOR } } } }",
                  "targets.textproto:1: targets t: counting.conditions[0].or_else[0]: it demands "
                  "nothing"},
        Violation{"UnknownSeries", "targets",
                  "targets { id: \"t\" version: 1 beside { id: \"b\" change_series: \"jobs\" "
                  "baseline_dates { year: 2021 month: 1 day: 1 } } }",
                  "targets.textproto:1: targets t: beside[0].change_series: unknown series jobs"},
        Violation{"NothingBeside", "targets",
                  "targets { id: \"t\" version: 1 beside { id: \"b\" } }",
                  "targets.textproto:1: targets t: beside[0] takes either counting or "
                  "change_series"},
        Violation{
            "PeriodsThatMeet", "targets",
            "targets { id: \"t\" version: 1 periods { goal: 1 start_date { year: 2024 month: 1 "
            "day: 1 } end_date { year: 2024 month: 12 day: 31 } } periods { goal: 1 start_date "
            "{ year: 2024 month: 12 day: 31 } end_date { year: 2025 month: 12 day: 31 } } }",
            "targets.textproto:1: targets t: periods[1] begins before the one before it has "
            "ended"},
        Violation{
            "AggregatesAdded", "targets",
            "targets { id: \"t\" version: 1 counting { report_kind: REPORT_KIND_AGGREGATE } }",
            "targets.textproto:1: targets t: counting: employers' aggregates are only shown "
            "beside a target"},
        Violation{
            "AggregatesAddedOtherwise", "targets",
            "targets { id: \"t\" version: 1 unit: COUNTED_UNIT_PERSON counting { report_kind: "
            "REPORT_KIND_PLACEMENT or_else { report_kind: REPORT_KIND_AGGREGATE } } }",
            "targets.textproto:1: targets t: counting.or_else[0]: employers' aggregates are "
            "only shown beside a target"},
        Violation{"BandsOfPlacements", "targets",
                  "targets { id: \"t\" version: 1 counting { report_kind: REPORT_KIND_PLACEMENT "
                  "age_bands: \"0-11\" } }",
                  "targets.textproto:1: targets t: counting.age_bands: only contact events have "
                  "heads in bands"},
        Violation{
            "ShareWithoutDenominator", "targets",
            "targets { id: \"t\" version: 1 unit: COUNTED_UNIT_PERCENT counting { report_kind: "
            "REPORT_KIND_STUDENT_PROJECT } }",
            "targets.textproto:1: targets t: denominator_prefix is required for a share"},
        Violation{
            "UnknownHelix", "targets",
            "targets { id: \"t\" version: 1 unit: COUNTED_UNIT_WORK_TABLE activity { helixes: "
            "\"church\" recent_months: 6 } }",
            "targets.textproto:1: targets t: activity.helixes: unknown helix church"},
        Violation{
            "SeriesWithoutSource", "series",
            "series { id: \"jobs\" points { known_from_date { year: 2021 month: 1 day: 1 } } }",
            "series.textproto:1: series jobs: points[0].source is required"},
        Violation{"NothingDemanded", "targets", std::string(kTarget) + "fact: FACT_SECTOR } } }",
                  "it demands nothing"}),
    [](const auto& instance) { return instance.param.name; });

TEST_F(RegionLoaderTest, NamesEveryViolationAtOnce) {
  std::map<std::string, std::string> files = SmallRegion();
  files["travel"] = R"(travel_profiles { mode: "boat" })";
  files["tables"] = R"(work_tables { id: "a" })";
  const auto loaded = Load(files);
  EXPECT_THAT(std::string(loaded.status().message()),
              AllOf(HasSubstr("mode is walk"), HasSubstr("speed_km_per_hour"),
                    HasSubstr("detour_factor"), HasSubstr("driver is required"),
                    HasSubstr("title is required"), Not(HasSubstr("sectors"))));
}

constexpr char kPostcodeHeader[] =
    "id,postcode,\"woonplaats\",\"gemeente\",latitude,longitude,\"soort\"\n";

TEST_F(RegionLoaderTest, TakesPointsOfPostcodesFromATable) {
  const std::string table =
      Write("pc4.csv", std::string(kPostcodeHeader) +
                           "1,6811,\"Aa\",\"Oud\",52.05,6.05,\"Adres\"\r\n"
                           "2,6812,\"Aa\",\"Oud\",52.06,6.06,\"Postbus\"\r\n"
                           "3,6813,\"Aa\",\"Oud\",50.80,6.06,\"Adres\"\r\n"
                           "4,7000,\"X, Y\",\"Aa\",52.00,6.10,\"Postbus\"\r\n"
                           "5,1011,\"Z\",\"Verweg\",52.37,4.90,\"Adres\"\r\n");
  const auto loaded = Load(SmallRegion(), {.dir = "", .postcodes_file = table});
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  const matcher::Region& region = *loaded->region;
  const auto at = [&region](const char* postcode) {
    return region.place(*region.FindPlaceByPostcode("NL", postcode));
  };
  EXPECT_EQ(at("6811").point.latitude, 52.05);
  EXPECT_EQ(at("6811").municipality, region.FindMunicipality("GM1"));
  EXPECT_EQ(at("6812").point.latitude, 52) << "a post box lies where its range lies";
  EXPECT_EQ(at("6813").point.latitude, 52) << "a point far off is wrong";
  EXPECT_EQ(at("7000").point.latitude, 52);
  EXPECT_EQ(at("7000").municipality, region.FindMunicipality("GM1"));
  EXPECT_EQ(at("1011").point.longitude, 4.90);
  EXPECT_FALSE(at("1011").municipality.has_value());
}

TEST_F(RegionLoaderTest, NamesLinesOfAPostcodeTableThatAreWrong) {
  const auto message = [this](const std::string& rows) {
    const std::string table = Write("pc4.csv", std::string(kPostcodeHeader) + rows);
    const auto loaded = Load(SmallRegion(), {.dir = "", .postcodes_file = table});
    EXPECT_TRUE(absl::IsInvalidArgument(loaded.status())) << loaded.status();
    return std::string(loaded.status().message());
  };
  EXPECT_THAT(message("1,68,a,b,52,6,Adres\n2,6811,a,b,north,6,Adres\n"),
              AllOf(HasSubstr("pc4.csv:2: postcode 68"), HasSubstr("pc4.csv:3: latitude north")));
  EXPECT_THAT(message("1,6811,a,b,52\n"), HasSubstr("pc4.csv:2: 5 values instead of 7"));
  EXPECT_THAT(message("1,6811,\"a,b,52,6,Adres\n"), HasSubstr("pc4.csv:2: a quote is not closed"));
  EXPECT_TRUE(absl::IsNotFound(
      Load(SmallRegion(), {.dir = "", .postcodes_file = dir_ / "none.csv"}).status()));
}

TEST_F(RegionLoaderTest, TakesMinutesFromATable) {
  const std::string table = Write("minutes.csv",
                                  "from,to,mode,minutes\n"
                                  "6811,DE:47533,car,77\n"
                                  "GM1,DE:1,public_transport,99\n"
                                  "1011,6811,car,60\n");
  const auto loaded = Load(SmallRegion(), {.dir = "", .travel_minutes_file = table});
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  const matcher::Region& region = *loaded->region;
  const auto from = *region.FindPlaceByPostcode("NL", "6811");
  const auto to = *region.FindPlaceByPostcode("DE", "47533");
  EXPECT_EQ(loaded->travel->MinutesBetween(from, to, matcher::TravelMode::kCar, {}), 77);
  EXPECT_NE(loaded->travel->MinutesBetween(to, from, matcher::TravelMode::kCar, {}), 77);
  EXPECT_EQ(loaded->travel->MinutesBetween(*region.FindPlaceByMunicipality("GM1"),
                                           *region.FindPlaceByMunicipality("DE:1"),
                                           matcher::TravelMode::kPublicTransport, {}),
            99);
}

TEST_F(RegionLoaderTest, NamesLinesOfATableOfMinutesThatAreWrong) {
  const std::string table =
      Write("minutes.csv", "from,to,mode,minutes\n6811,6811,boat,7\n6811,6811,car,-1\n");
  const auto loaded = Load(SmallRegion(), {.dir = "", .travel_minutes_file = table});
  EXPECT_THAT(
      std::string(loaded.status().message()),
      AllOf(HasSubstr("minutes.csv:2: unknown mode boat"), HasSubstr("minutes.csv:3: minutes -1")));
}

// The region that comes with the server.
TEST(EmbeddedRegion, LoadsWithAllItsTargetsAndTables) {
  const auto loaded = LoadRegion({.dir = std::string(OVERSTAP_SOURCE_DIR) + "/data/region"});
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  std::vector<std::string> targets;
  for (const matcher::TargetDefinition& each : loaded->targets.definitions) {
    EXPECT_TRUE(each.counting.has_value()) << each.id;
    targets.push_back(each.id);
  }
  EXPECT_THAT(targets, ElementsAre("llo-skills", "talent-contact", "it-projects", "activation",
                                   "work-tables", "via-t-workers", "via-t-learners", "via-t-firms",
                                   "techniekdag-visitors", "soil-valley-tracks",
                                   "cross-border-network", "in-kind-hours"));
  EXPECT_EQ(loaded->config.work_tables_size(), 6);
  int in_region = 0;
  for (const auto& municipality : loaded->config.municipalities()) {
    in_region += municipality.in_region() ? 1 : 0;
  }
  EXPECT_EQ(in_region, 18);
  EXPECT_TRUE(loaded->region->FindPlaceByPostcode("NL", "6811").has_value());
}

TEST(EmbeddedRegion, TakesTheFullPostcodeTable) {
  const char* shared = std::getenv("OVERSTAP_REGION_DIR");
  if (shared == nullptr) GTEST_SKIP() << "OVERSTAP_REGION_DIR is not set";
  const auto loaded = LoadRegion({.dir = std::string(OVERSTAP_SOURCE_DIR) + "/data/region",
                                  .postcodes_file = std::string(shared) + "/postcodes_nl_pc4.csv"});
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_GT(loaded->region->place_count(), 4'000);
  const auto amsterdam = loaded->region->FindPlaceByPostcode("NL", "1011");
  const auto arnhem = loaded->region->FindPlaceByPostcode("NL", "6811");
  ASSERT_TRUE(amsterdam && arnhem);
  EXPECT_NEAR(loaded->travel->KilometresBetween(*amsterdam, *arnhem), 81, 3);
}

}  // namespace
}  // namespace overstap::config
