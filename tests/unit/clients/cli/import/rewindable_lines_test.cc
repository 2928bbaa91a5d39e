#include "clients/cli/import/rewindable_lines.h"

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap::cli {
namespace {

using testing::ElementsAre;
using testing::Pair;

std::vector<std::pair<int64_t, std::string>> ReadAll(RewindableLines& lines) {
  std::vector<std::pair<int64_t, std::string>> all;
  while (lines.Next()) all.emplace_back(lines.number(), lines.line());
  return all;
}

TEST(RewindableLines, SkipsEmptyLinesAndNotes) {
  std::istringstream in("\xEF\xBB\xBF{1}\r\n\n# line 7: reason\n  {2}  \n{3}");
  auto lines = RewindableLines::Open("-", in);
  ASSERT_TRUE(lines.ok());
  const auto expected = ElementsAre(Pair(1, "{1}"), Pair(4, "{2}"), Pair(5, "{3}"));
  EXPECT_THAT(ReadAll(*lines), expected);
  lines->Rewind();
  EXPECT_THAT(ReadAll(*lines), expected);
}

TEST(RewindableLines, ReadsAFileTwice) {
  const std::string file = testing::TempDir() + "/rewindable_lines_test.jsonl";
  std::ofstream(file) << "{1}\n{2}\n";
  std::istringstream unused;
  auto lines = RewindableLines::Open(file, unused);
  ASSERT_TRUE(lines.ok());
  EXPECT_EQ(lines->total_bytes(), 8);
  EXPECT_THAT(ReadAll(*lines), ElementsAre(Pair(1, "{1}"), Pair(2, "{2}")));
  EXPECT_EQ(lines->bytes_read(), 8);
  lines->Rewind();
  EXPECT_THAT(ReadAll(*lines), ElementsAre(Pair(1, "{1}"), Pair(2, "{2}")));
  std::remove(file.c_str());
}

TEST(RewindableLines, SaysThatThereIsNoFile) {
  std::istringstream unused;
  EXPECT_TRUE(absl::IsNotFound(RewindableLines::Open("/nowhere/x.jsonl", unused).status()));
}

}  // namespace
}  // namespace overstap::cli
