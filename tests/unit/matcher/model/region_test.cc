#include "matcher/model/region.h"

#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

QualificationEntry Qualification(std::string code, EqfLevel level, std::string line,
                                 std::vector<std::string> implies = {},
                                 std::vector<std::string> occupations = {}) {
  QualificationEntry entry;
  entry.scheme = "CREBO";
  entry.code = std::move(code);
  entry.level = level;
  entry.line = std::move(line);
  entry.implies = std::move(implies);
  entry.occupations = std::move(occupations);
  return entry;
}

Region::Parts ArnhemAndNijmegen() {
  Region::Parts parts;
  parts.municipalities = {{"GM0202", "Arnhem", {51.98, 5.91}, true},
                          {"GM0268", "Nijmegen", {51.84, 5.86}, true}};
  parts.postcode_ranges = {{"NL", 6800, 6849, "GM0202", std::nullopt},
                           {"NL", 6811, 6811, "GM0202", LatLon{51.981, 5.905}},
                           {"NL", 6500, 6546, "GM0268", std::nullopt},
                           {"DE", 47533, 47533, "GM0268", std::nullopt}};
  parts.sectors = {{"energy", true}, {"health", true}};
  parts.credentials = {{"vca-basic", "B-VCA", {}, 120},
                       {"vca-vol", "VOL-VCA", {"vca-basic"}, 120},
                       {"vca-vil", "VIL-VCU", {"vca-vol"}, 120}};
  parts.qualifications = {
      Qualification("helpende", 2, "care"), Qualification("verzorgende", 3, "care", {}, {"carer"}),
      Qualification("nurse", 4, "care", {"CREBO:verzorgende"}, {"nurse", "carer"}),
      Qualification("fitter", 3, "energy")};
  parts.schemes = {{"slim", "SLIM", std::nullopt, std::nullopt, 0, 0}};
  return parts;
}

std::shared_ptr<const Region> Built(Region::Parts parts) {
  auto region = Region::Build(std::move(parts));
  EXPECT_TRUE(region.ok()) << region.status().ToString();
  return *region;
}

std::string ErrorOf(Region::Parts parts) {
  return std::string(Region::Build(std::move(parts)).status().message());
}

TEST(RegionTest, APostcodeLiesAtItsOwnPointElseAtItsMunicipality) {
  const auto region = Built(ArnhemAndNijmegen());
  const auto arnhem = region->FindPlaceByMunicipality("GM0202");
  ASSERT_TRUE(arnhem.has_value());
  EXPECT_EQ(region->FindPlaceByPostcode("NL", "6812"), arnhem);
  const auto centre = region->FindPlaceByPostcode("NL", "6811 AB");
  ASSERT_TRUE(centre.has_value());
  EXPECT_NE(centre, arnhem);
  EXPECT_DOUBLE_EQ(region->place(*centre).point.latitude, 51.981);
  EXPECT_EQ(region->place(*centre).municipality, region->FindMunicipality("GM0202"));
  EXPECT_EQ(region->place_count(), 3U);
}

TEST(RegionTest, APointOutsideTheListedMunicipalitiesIsAPlaceAllTheSame) {
  Region::Parts parts = ArnhemAndNijmegen();
  parts.postcode_ranges.push_back({"NL", 1011, 1011, "", LatLon{52.37, 4.9}});
  const auto region = Built(std::move(parts));
  const auto amsterdam = region->FindPlaceByPostcode("NL", "1011");
  ASSERT_TRUE(amsterdam.has_value());
  EXPECT_DOUBLE_EQ(region->place(*amsterdam).point.latitude, 52.37);
  EXPECT_EQ(region->place(*amsterdam).municipality, std::nullopt);
}

TEST(RegionTest, ReadsPostcodesAsTheyAreWritten) {
  const auto region = Built(ArnhemAndNijmegen());
  const auto centre = region->FindPlaceByPostcode("NL", "6811");
  for (const char* written : {"6811AB", "6811 ab", " 6811"}) {
    EXPECT_EQ(region->FindPlaceByPostcode("NL", written), centre) << written;
  }
  for (const char* wrong : {"", "681", "68111", "6811A", "6811ABC", "AB6811", "6811 1A", "9999"}) {
    EXPECT_EQ(region->FindPlaceByPostcode("NL", wrong), std::nullopt) << wrong;
  }
  EXPECT_TRUE(region->FindPlaceByPostcode("DE", "47533").has_value());
  EXPECT_EQ(region->FindPlaceByPostcode("NL", "47533"), std::nullopt);
  EXPECT_EQ(region->FindPlaceByPostcode("DE", "47533 AB"), std::nullopt);
  EXPECT_EQ(region->FindPlaceByPostcode("DE", "99999999999999999999"), std::nullopt);
}

TEST(RegionTest, ImplicationIsTransitiveAndOneWay) {
  const auto region = Built(ArnhemAndNijmegen());
  const auto basic = *region->FindCredential("vca-basic");
  const auto vil = *region->FindCredential("vca-vil");
  EXPECT_TRUE(region->Implies(vil, basic));
  EXPECT_TRUE(region->Implies(basic, basic));
  EXPECT_FALSE(region->Implies(basic, vil));
  EXPECT_THAT(region->ImpliedBy(basic), ElementsAre(basic));
  const auto vol = *region->FindCredential("vca-vol");
  EXPECT_THAT(region->ImpliedBy(vil), ElementsAre(basic, vol, vil));
}

TEST(RegionTest, AQualificationCoversByImplicationOrHalfByOneLevelBelowInItsLine) {
  const auto region = Built(ArnhemAndNijmegen());
  const auto number = [&](const char* code) { return *region->FindQualification("CREBO", code); };
  EXPECT_EQ(region->Cover(number("nurse"), number("verzorgende")), QualificationCover::kFull);
  EXPECT_EQ(region->Cover(number("nurse"), number("nurse")), QualificationCover::kFull);
  EXPECT_EQ(region->Cover(number("helpende"), number("verzorgende")),
            QualificationCover::kOneLevelBelow);
  EXPECT_EQ(region->Cover(number("helpende"), number("nurse")), QualificationCover::kNone);
  EXPECT_EQ(region->Cover(number("verzorgende"), number("helpende")), QualificationCover::kNone)
      << "only what is said to imply";
  EXPECT_EQ(region->Cover(number("fitter"), number("nurse")), QualificationCover::kNone);
}

TEST(RegionTest, UnknownLevelsAndLinesCoverNothingByHalf) {
  Region::Parts parts = ArnhemAndNijmegen();
  parts.qualifications = {Qualification("a", 0, "care"), Qualification("b", 1, "care"),
                          Qualification("c", 2, ""), Qualification("d", 3, "")};
  const auto region = Built(std::move(parts));
  EXPECT_EQ(region->Cover(QualificationNumber(0), QualificationNumber(1)),
            QualificationCover::kNone);
  EXPECT_EQ(region->Cover(QualificationNumber(2), QualificationNumber(3)),
            QualificationCover::kNone);
}

TEST(RegionTest, AnOccupationAsksForTheLowestQualificationThatNamesIt) {
  const auto region = Built(ArnhemAndNijmegen());
  EXPECT_EQ(region->QualificationOfOccupation("carer"),
            region->FindQualification("CREBO", "verzorgende"));
  EXPECT_EQ(region->QualificationOfOccupation("nurse"),
            region->FindQualification("CREBO", "nurse"));
  EXPECT_EQ(region->QualificationOfOccupation("welder"), std::nullopt);
}

TEST(RegionTest, WhatIsNotInTheListsIsNotFound) {
  const auto region = Built(ArnhemAndNijmegen());
  EXPECT_EQ(region->FindSector("health"), SectorNumber(1));
  EXPECT_EQ(region->FindSector("mining"), std::nullopt);
  EXPECT_EQ(region->FindScheme("slim"), SchemeNumber(0));
  EXPECT_EQ(region->FindScheme("fat"), std::nullopt);
  EXPECT_EQ(region->FindMunicipality("GM9999"), std::nullopt);
  EXPECT_EQ(region->FindPlaceByMunicipality("GM9999"), std::nullopt);
  EXPECT_EQ(region->FindQualification("CROHO", "nurse"), std::nullopt);
  EXPECT_EQ(region->FindCredential("vca"), std::nullopt);
}

TEST(RegionTest, NamesEveryErrorAtOnce) {
  Region::Parts parts = ArnhemAndNijmegen();
  parts.municipalities.push_back(parts.municipalities[0]);
  parts.sectors.push_back({"energy", false});
  parts.sectors.push_back({"", false});
  parts.postcode_ranges.push_back({"NL", 7000, 6999, "GM0202", std::nullopt});
  parts.postcode_ranges.push_back({"NL", 7000, 7001, "GM0001", std::nullopt});
  parts.credentials[0].implies = {"vca-none"};
  parts.qualifications[0].implies = {"CREBO:none"};
  parts.qualifications[1].reserved_credential = "big";
  parts.qualifications[2].sectors = SectorSet{1} << 40;
  parts.schemes.push_back(parts.schemes[0]);
  EXPECT_THAT(ErrorOf(std::move(parts)),
              AllOf(HasSubstr("municipality GM0202 stands there twice"),
                    HasSubstr("sector energy stands there twice"),
                    HasSubstr("sector at position 4 has no id"),
                    HasSubstr("postcodes NL 7000-6999 are not a range"),
                    HasSubstr("postcodes NL 7000-7001 name municipality GM0001"),
                    HasSubstr("credential vca-basic implies vca-none"),
                    HasSubstr("qualification CREBO:helpende implies CREBO:none"),
                    HasSubstr("qualification CREBO:verzorgende names credential big"),
                    HasSubstr("qualification CREBO:nurse names a sector beyond the list"),
                    HasSubstr("funding scheme slim stands there twice")));
}

TEST(RegionTest, HasAtMostSixtyFourSectors) {
  Region::Parts parts;
  for (int i = 0; i < 65; ++i) parts.sectors.push_back({"s" + std::to_string(i), false});
  EXPECT_THAT(ErrorOf(std::move(parts)), HasSubstr("65 entries of kind sector"));
}

}  // namespace
}  // namespace overstap::matcher
