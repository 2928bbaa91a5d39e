// Import streams: a status per item, one bad item never stops the rest, safe to repeat.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "overstap/v1/common.pb.h"
#include "overstap/v1/vacancy.pb.h"
#include "overstap/v1/vacancy_service.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

constexpr char kImport[] = "VacancyService.ImportVacancies";

std::string Item(const std::string& id, const std::string& more = "") {
  return absl::StrCat("vacancy { ", kVacancy, " name: 'vacancies/", id, "' ", more, " }");
}

TEST(Imports, TellWhatBecameOfEachItem) {
  ApiServer server;
  const Outcome first = server.Stream(kImport, {Item("a"), Item("b", "openings: 0"), Item("c"),
                                                Item("d", "sector: 'fishing' title: ''")});
  ASSERT_TRUE(first.status.ok()) << first;
  const auto& summary = first.As<v1::ImportSummary>();
  EXPECT_EQ(summary.created_count(), 2);
  ASSERT_EQ(summary.rejected_items_size(), 2);
  EXPECT_EQ(summary.rejected_items(0).item_index(), 1);
  EXPECT_EQ(summary.rejected_items(0).item(), "vacancies/b");
  EXPECT_EQ(summary.rejected_items(0).code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(summary.rejected_items(0).field_errors(0).field(), "openings");
  EXPECT_EQ(summary.rejected_items(1).item_index(), 3);
  EXPECT_EQ(summary.rejected_items(1).field_errors_size(), 2);

  const Outcome again =
      server.Stream(kImport, {Item("a"), Item("b"), Item("c", "title: 'Anders'")});
  ASSERT_TRUE(again.status.ok()) << again;
  EXPECT_EQ(again.As<v1::ImportSummary>().unchanged_count(), 1);
  EXPECT_EQ(again.As<v1::ImportSummary>().created_count(), 1);
  EXPECT_EQ(again.As<v1::ImportSummary>().updated_count(), 1);
  EXPECT_EQ(
      server.Call("VacancyService.GetVacancy", "name: 'vacancies/c'").As<v1::Vacancy>().title(),
      "Anders");
}

TEST(Imports, TakeMoreItemsThanTheirWindow) {
  ApiServer server({.adjust = [](config::ServerConfig* config) { config->import_window = 3; }});
  constexpr int kItems = 500;
  std::vector<std::string> items;
  items.reserve(kItems);
  for (int i = 0; i < kItems; ++i)
    items.push_back(Item(absl::StrCat("v", i), i % 7 == 0 ? "openings: 0" : ""));
  const Outcome imported = server.Stream(kImport, items);
  ASSERT_TRUE(imported.status.ok()) << imported.status.error_message();
  const auto& summary = imported.As<v1::ImportSummary>();
  EXPECT_EQ(summary.created_count() + summary.rejected_items_size(), 500);
  EXPECT_EQ(summary.rejected_items_size(), 72);
  for (int i = 1; i < summary.rejected_items_size(); ++i) {
    EXPECT_LT(summary.rejected_items(i - 1).item_index(), summary.rejected_items(i).item_index());
  }
}

TEST(Imports, OfNothingAreNothing) {
  ApiServer server;
  const Outcome imported = server.Stream(kImport, std::vector<std::string>());
  ASSERT_TRUE(imported.status.ok()) << imported;
  EXPECT_EQ(imported.reply->ByteSizeLong(), 0U);
}

TEST(Imports, NeedATaxonomy) {
  ApiServer server({.with_taxonomy = false});
  const Outcome imported = server.Stream(kImport, {Item("a")});
  ASSERT_TRUE(imported.status.ok()) << imported;
  ASSERT_EQ(imported.As<v1::ImportSummary>().rejected_items_size(), 1);
  EXPECT_EQ(imported.As<v1::ImportSummary>().rejected_items(0).code(),
            grpc::StatusCode::FAILED_PRECONDITION);
}

}  // namespace
}  // namespace overstap
