#include "tests/eval/tsv_rows.h"

#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace overstap {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string FileOf(const std::string& text) {
  std::string file = absl::StrCat(testing::TempDir(), "/tsv_rows_test.tsv");
  std::ofstream(file) << text;
  return file;
}

TEST(TsvRowsTest, ReadsIdsAndTexts) {
  const auto rows = ReadTsvRows(FileOf("Q1\tlasser (m/v)\r\n\nQ2\tkapper"));
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 2);
  EXPECT_EQ((*rows)[0].id, "Q1");
  EXPECT_EQ((*rows)[0].text, "lasser (m/v)");
  EXPECT_EQ((*rows)[1].text, "kapper");
}

TEST(TsvRowsTest, NamesEveryWrongLine) {
  const auto rows = ReadTsvRows(FileOf("Q1\tlasser\nQ2\n\tno id\nQ1\tkapper\nQ3\ta\tb\n"));
  EXPECT_EQ(rows.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(rows.status().message()),
              AllOf(HasSubstr("tsv_rows_test.tsv"), HasSubstr("line 2: not two columns"),
                    HasSubstr("line 3: no id"), HasSubstr("line 4: id Q1 comes twice"),
                    HasSubstr("line 5: not two columns")));
}

TEST(TsvRowsTest, SaysThatAFileIsMissingOrEmpty) {
  EXPECT_THAT(std::string(ReadTsvRows("/no/such/file").status().message()),
              HasSubstr("/no/such/file: cannot be read"));
  EXPECT_THAT(std::string(ReadTsvRows(FileOf("\n")).status().message()),
              HasSubstr("holds no rows"));
}

}  // namespace
}  // namespace overstap
