#include "data/import/postcode_table.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/data/temp_folder.h"

namespace overstap::data {
namespace {

using ::testing::EndsWith;
using ::testing::SizeIs;

TEST(ReadPostcodeTable, ReadsPlacesAndPoints) {
  TempFolder folder;
  const std::string path =
      folder.Write("p.csv",
                   "id,postcode,\"woonplaats\",\"gemeente\",latitude,longitude\n"
                   "1,6811,\"Arnhem\",\"Arnhem\",51.98,5.91\n");
  absl::StatusOr<std::vector<PostcodePoint>> points = ReadPostcodeTable(path);
  ASSERT_TRUE(points.ok()) << points.status();
  ASSERT_THAT(*points, SizeIs(1));
  EXPECT_EQ(points->front().postcode, "6811");
  EXPECT_EQ(points->front().place, "Arnhem");
  EXPECT_EQ(points->front().municipality, "Arnhem");
  EXPECT_EQ(points->front().latitude, 51.98);
  EXPECT_EQ(points->front().longitude, 5.91);
}

TEST(ReadPostcodeTable, NamesWhatIsNoPostcodeOrCoordinate) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"681,51,5", ":2:1: not a postcode of four or five digits"},
      {"6811 AB,51,5", ":2:1: not a postcode of four or five digits"},
      {"6811,91,5", ":2:6: not a latitude in degrees"},
      {"6811,nan,5", ":2:6: not a latitude in degrees"},
      {"6811,51,", ":2:9: not a longitude in degrees"},
  };
  for (const auto& [row, message] : cases) {
    TempFolder folder;
    const std::string path =
        folder.Write("p.csv", absl::StrCat("postcode,latitude,longitude\n", row, "\n"));
    EXPECT_THAT(std::string(ReadPostcodeTable(path).status().message()), EndsWith(message));
  }
}

TEST(ReadPostcodeTable, ReadsAllDutchPostcodes) {
  const char* folder = std::getenv("OVERSTAP_REGION_DIR");
  if (folder == nullptr) GTEST_SKIP() << "OVERSTAP_REGION_DIR is not set";
  absl::StatusOr<std::vector<PostcodePoint>> points =
      ReadPostcodeTable(absl::StrCat(folder, "/postcodes_nl_pc4.csv"));
  ASSERT_TRUE(points.ok()) << points.status();
  EXPECT_THAT(*points, SizeIs(4'699));
}

TEST(ReadMinutesTable, ReadsMinutesByMeansOfTransport) {
  TempFolder folder;
  const std::string path = folder.Write(
      "m.csv", "from,to,mode,minutes\n6811,6511,public_transport,31\n47533,6511,car,29\n");
  absl::StatusOr<std::vector<TravelMinutes>> minutes = ReadMinutesTable(path);
  ASSERT_TRUE(minutes.ok()) << minutes.status();
  ASSERT_THAT(*minutes, SizeIs(2));
  EXPECT_EQ(minutes->front().mode, "public_transport");
  EXPECT_EQ(minutes->front().minutes, 31);
  EXPECT_EQ(minutes->back().from, "47533");
}

TEST(ReadMinutesTable, NamesWhatIsNoMinutesOrMeans) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"6811,6511,boat,31", ":2:11: not a means of transport"},
      {"6811,6511,car,-1", ":2:15: not a number of minutes from 0 to 1440"},
      {"6811,6511,car,1441", ":2:15: not a number of minutes from 0 to 1440"},
      {"6811,x,car,1", ":2:6: not a postcode of four or five digits"},
  };
  for (const auto& [row, message] : cases) {
    TempFolder folder;
    const std::string path =
        folder.Write("m.csv", absl::StrCat("from,to,mode,minutes\n", row, "\n"));
    EXPECT_THAT(std::string(ReadMinutesTable(path).status().message()), EndsWith(message));
  }
}

}  // namespace
}  // namespace overstap::data
