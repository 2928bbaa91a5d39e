#include <google/protobuf/text_format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "data/import/csv.h"
#include "data/import/esco_pack.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/region/v1/region.pb.h"

namespace overstap::data {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

namespace region = ::overstap::region::v1;

region::RegionConfig ReadRegion() {
  std::set<std::filesystem::path> paths;
  for (const auto& entry :
       std::filesystem::directory_iterator(OVERSTAP_SOURCE_DIR "/data/region")) {
    if (entry.path().extension() == ".textproto") paths.insert(entry.path());
  }
  region::RegionConfig config;
  for (const auto& path : paths) {
    region::RegionConfig part;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(*ReadFile(path.string()), &part))
        << path;
    config.MergeFrom(part);
  }
  return config;
}

// The values of a string field over a list; fails on one that comes twice.
template <typename List, typename Get>
std::set<std::string> Unique(const List& list, const Get& get) {
  std::set<std::string> values;
  for (const auto& item : list) {
    EXPECT_TRUE(values.insert(get(item)).second) << "twice: " << get(item);
  }
  return values;
}

template <typename List>
std::set<std::string> Ids(const List& list) {
  return Unique(list, [](const auto& item) { return item.id(); });
}

TEST(RegionFiles, HoldTheEighteenMunicipalitiesAndTheirGermanNeighbours) {
  const region::RegionConfig config = ReadRegion();
  const auto codes = Unique(config.municipalities(), [](const auto& m) { return m.code(); });
  int in_region = 0;
  int64_t population = 0;
  for (const region::Municipality& municipality : config.municipalities()) {
    EXPECT_EQ(municipality.in_region(), municipality.country_code() == "NL");
    in_region += municipality.in_region() ? 1 : 0;
    if (municipality.in_region()) population += municipality.population();
    EXPECT_NEAR(municipality.latitude(), 51.87, 0.25) << municipality.title();
    EXPECT_NEAR(municipality.longitude(), 5.98, 0.45) << municipality.title();
  }
  EXPECT_EQ(in_region, 18);
  EXPECT_EQ(population, 788'655);
  for (const region::PostcodeRange& range : config.postcode_ranges()) {
    EXPECT_TRUE(codes.contains(range.municipality())) << range.municipality();
    EXPECT_LE(range.first(), range.last());
  }
}

TEST(RegionFiles, PlaceEveryPostcodeOfTheRegionInItsMunicipality) {
  const char* folder = std::getenv("OVERSTAP_REGION_DIR");
  if (folder == nullptr) GTEST_SKIP() << "OVERSTAP_REGION_DIR is not set";
  const region::RegionConfig config = ReadRegion();
  absl::StatusOr<CsvTable> table =
      CsvTable::Open(absl::StrCat(folder, "/arnhem_nijmegen_pc4.csv"),
                     {"pc4", "statcode_2022", "lat", "lon", "kind", "point_in_polygon"},
                     CsvReader::RaggedRows::kError);
  ASSERT_TRUE(table.ok()) << table.status();
  CsvRow row;
  int rows = 0;
  while (table->Next(row).value()) {
    ++rows;
    int postcode = 0;
    ASSERT_TRUE(absl::SimpleAtoi(row[table->column("pc4")], &postcode));
    std::vector<const region::PostcodeRange*> ranges;
    for (const region::PostcodeRange& range : config.postcode_ranges()) {
      if (range.first() <= postcode && postcode <= range.last()) ranges.push_back(&range);
    }
    ASSERT_THAT(ranges, SizeIs(1)) << postcode;
    EXPECT_EQ(ranges[0]->municipality(), row[table->column("statcode_2022")]) << postcode;
    if (row[table->column("point_in_polygon")] == "0") continue;  // a wrong point
    double latitude = 0;
    double longitude = 0;
    ASSERT_TRUE(absl::SimpleAtod(row[table->column("lat")], &latitude));
    ASSERT_TRUE(absl::SimpleAtod(row[table->column("lon")], &longitude));
    EXPECT_NEAR(ranges[0]->latitude(), latitude, 0.055) << postcode;
    EXPECT_NEAR(ranges[0]->longitude(), longitude, 0.08) << postcode;
  }
  EXPECT_EQ(rows, 202);
}

TEST(RegionFiles, HoldTheTargetsOfTheAccordAndOfTheProgrammesBesideIt) {
  const region::RegionConfig config = ReadRegion();
  Unique(config.targets(), [](const auto& target) { return target.id(); });
  std::map<std::string, double> accord;  // over the accord's period
  std::map<std::string, double> others;  // over another
  std::map<std::string, double> each_year;
  for (const region::TargetDefinition& target : config.targets()) {
    EXPECT_GE(target.version(), 1);
    EXPECT_TRUE(target.has_counting()) << target.id();
    EXPECT_FALSE(target.source().empty());
    EXPECT_TRUE(std::any_of(target.assumptions().begin(), target.assumptions().end(),
                            [](const std::string& a) { return absl::StartsWith(a, "†"); }))
        << target.id();
    const std::string span =
        absl::StrCat(target.period_start_date().year(), "-", target.period_end_date().year());
    if (target.periods_size() > 0) {
      for (const region::TargetPeriod& year : target.periods()) {
        EXPECT_EQ(year.start_date().year(), year.end_date().year());
        EXPECT_EQ(year.goal(), target.periods(0).goal());
      }
      each_year[absl::StrCat(target.id(), " ", target.periods(0).start_date().year(), "-",
                             target.periods(target.periods_size() - 1).end_date().year())] =
          target.periods(0).goal();
    } else if (span == "2023-2026") {
      accord[target.id()] = target.goal();
    } else {
      others[absl::StrCat(target.id(), " ", span)] = target.goal();
    }
  }
  EXPECT_EQ(accord, (std::map<std::string, double>{{"llo-skills", 10'000},
                                                   {"talent-contact", 40'000},
                                                   {"it-projects", 50},
                                                   {"activation", 1'000},
                                                   {"work-tables", 5}}));
  EXPECT_EQ(others, (std::map<std::string, double>{{"via-t-workers 2023-2027", 200},
                                                   {"via-t-firms 2023-2027", 50},
                                                   {"soil-valley-tracks 2024-2026", 30},
                                                   {"cross-border-network 2024-2026", 30}}));
  EXPECT_EQ(each_year, (std::map<std::string, double>{{"via-t-learners 2023-2027", 2'000},
                                                      {"techniekdag-visitors 2024-2026", 8'000},
                                                      {"in-kind-hours 2023-2026", 1'920}}));
}

TEST(RegionFiles, NameASourceAndTheDayOfLookingItUpForEveryFigureFromOutside) {
  const region::RegionConfig config = ReadRegion();
  for (const region::ExternalSeries& series : config.series()) {
    EXPECT_FALSE(series.title().empty()) << series.id();
    for (const region::SeriesPoint& point : series.points()) {
      EXPECT_THAT(point.source(), ::testing::ContainsRegex("; looked up 20[0-9-]+$"))
          << series.id();
    }
  }
}

TEST(RegionFiles, SeatTheSixWorkTables) {
  const region::RegionConfig config = ReadRegion();
  EXPECT_THAT(Ids(config.work_tables()),
              UnorderedElementsAre("llo-energy", "llo-health", "llo-hightech", "talent",
                                   "activering", "onderwijs"));
  std::map<std::string, std::string> titles;  // an organisation is called the same at every table
  for (const region::WorkTableDefinition& table : config.work_tables()) {
    std::vector<region::OrganisationRef> seats(table.members().begin(), table.members().end());
    seats.push_back(table.driver());
    EXPECT_GE(seats.size(), 7U) << table.id();
    Ids(seats);
    for (const region::OrganisationRef& seat : seats) {
      EXPECT_EQ(titles.try_emplace(seat.id(), seat.title()).first->second, seat.title());
    }
  }
}

TEST(RegionFiles, KeepTheirReferencesWhole) {
  const region::RegionConfig config = ReadRegion();
  const auto sectors = Ids(config.sectors());
  const auto credentials = Ids(config.credentials());
  Ids(config.programmes());
  Ids(config.funding_schemes());
  Ids(config.age_bands());
  const auto qualifications =
      Unique(config.qualifications(), [](const region::QualificationDefinition& q) {
        return absl::StrCat(q.scheme(), ":", q.code());
      });
  std::set<std::string> occupations;
  EscoSink sink;
  sink.concepts = [&](const v1::ConceptBatch& batch) {
    for (const v1::Concept& item : batch.concepts()) {
      if (item.kind() == v1::CONCEPT_KIND_OCCUPATION) occupations.insert(item.code().code());
    }
    return absl::OkStatus();
  };
  sink.relations = [](const v1::RelationBatch&) { return absl::OkStatus(); };
  ASSERT_TRUE(ReadEscoPack(OVERSTAP_SOURCE_DIR "/data/taxonomy", {}, sink).ok());
  for (const region::CredentialDefinition& credential : config.credentials()) {
    for (const std::string& implied : credential.implies()) {
      EXPECT_TRUE(credentials.contains(implied)) << implied;
    }
  }
  for (const region::QualificationDefinition& q : config.qualifications()) {
    for (const std::string& implied : q.implies()) {
      EXPECT_TRUE(qualifications.contains(implied)) << implied;
    }
    for (const std::string& occupation : q.occupations()) {
      EXPECT_TRUE(occupations.contains(
          absl::StrCat("https://overstap.example/taxonomy/occupation/", occupation)))
          << occupation;
    }
    for (const std::string& sector : q.sectors()) EXPECT_TRUE(sectors.contains(sector));
    EXPECT_TRUE(q.reserved_credential().empty() || credentials.contains(q.reserved_credential()));
    EXPECT_GE(q.level_eqf(), 1);
    EXPECT_LE(q.level_eqf(), 8);
  }
  EXPECT_THAT(Ids(config.sectors()), testing::IsSupersetOf({"energy", "health", "hightech"}));
}

TEST(RegionFiles, KnowQualificationsOfTheThreeSectors) {
  const region::RegionConfig config = ReadRegion();
  std::map<std::string, int> count;
  for (const region::QualificationDefinition& q : config.qualifications()) {
    for (const std::string& sector : q.sectors()) ++count[sector];
    count["focus"] += q.sectors().empty() ? 0 : 1;
  }
  EXPECT_GE(count["focus"], 60);
  for (const char* sector : {"energy", "health", "hightech"}) EXPECT_GE(count[sector], 20);
}

TEST(RegionFiles, ImplyWhatTheTradesSayTheyImply) {
  const region::RegionConfig config = ReadRegion();
  std::map<std::string, std::vector<std::string>> implies;
  for (const region::CredentialDefinition& credential : config.credentials()) {
    implies[credential.id()] = {credential.implies().begin(), credential.implies().end()};
  }
  EXPECT_THAT(implies["vca-vol"], ElementsAre("vca-basic"));
  EXPECT_THAT(implies["fgas-1"], ElementsAre("fgas-2"));
  EXPECT_THAT(implies["vp"], ElementsAre("vop"));
  EXPECT_THAT(implies["vop"], SizeIs(0));
}

}  // namespace
}  // namespace overstap::data
