#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "services/write/commands.h"
#include "tests/unit/services/write/write_world.h"

namespace overstap::write {
namespace {

using store::RecordKind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr int kMaxLinks = 3;

// ---- work tables ----

using TableChange = std::function<absl::Status(store::v1::WorkTableRecord*)>;

// The reply: its etag.
absl::StatusOr<std::string> Change(WriteWorld& world, const TableChange& change,
                                   const std::string& etag = "",
                                   const std::string& request_id = "") {
  const ChangeWorkTable command{
      .id = "talent", .etag = etag, .change = change, .render = [](const WorkTableView& view) {
        return EtagOf(view.head);
      }};
  const auto reply = world.Run(
      [command](DecisionContext& context) { return DecideChangeWorkTable(command, context); },
      request_id);
  if (!reply.ok()) return reply.status();
  return reply->bytes;
}

TableChange AddMeeting(const std::string& id, int month, int day) {
  return [=](store::v1::WorkTableRecord* table) {
    store::v1::Meeting& meeting = *table->add_meetings();
    meeting.set_meeting_id(id);
    meeting.mutable_meeting_date()->set_year(2026);
    meeting.mutable_meeting_date()->set_month(month);
    meeting.mutable_meeting_date()->set_day(day);
    return absl::OkStatus();
  };
}

std::vector<std::string> Meetings(WriteWorld& world) {
  const auto bytes = world.store().Get(RecordKind::kWorkTable, "talent");
  std::vector<std::string> ids;
  if (!bytes.ok() || !bytes->has_value()) return ids;
  const auto stored = ParseStored<store::v1::WorkTableStored>(**bytes);
  for (const auto& meeting : stored->work_table().meetings()) ids.push_back(meeting.meeting_id());
  return ids;
}

TEST(TableCommandsTest, TheFirstChangeCreatesTheTable) {
  WriteWorld world;
  EXPECT_EQ(*Change(world, AddMeeting("m-1", 3, 1)), "\"1-1\"");
  EXPECT_EQ(*Change(world, AddMeeting("m-2", 2, 1)), "\"1-2\"");
  EXPECT_THAT(Meetings(world), ElementsAre("m-2", "m-1"));
}

TEST(TableCommandsTest, MeetingsOfOneDayAreInTheOrderOfTheirIds) {
  WriteWorld world;
  for (const char* id : {"c", "a", "b"}) ASSERT_TRUE(Change(world, AddMeeting(id, 3, 1)).ok());
  EXPECT_THAT(Meetings(world), ElementsAre("a", "b", "c"));
}

TEST(TableCommandsTest, WhatChangesNothingLogsNothing) {
  WriteWorld world;
  const TableChange nothing = [](store::v1::WorkTableRecord*) { return absl::OkStatus(); };
  EXPECT_EQ(*Change(world, nothing), "\"0-0\"");
  EXPECT_EQ(world.log().last_position(), 0U);
  EXPECT_FALSE(world.Stored(RecordKind::kWorkTable, "talent"));
  ASSERT_TRUE(Change(world, AddMeeting("m-1", 3, 1)).ok());
  EXPECT_EQ(*Change(world, nothing), "\"1-1\"");
  EXPECT_EQ(world.log().last_position(), 1U);
}

TEST(TableCommandsTest, AStaleEtagAbortsAlsoOfATableThatKeptNothing) {
  WriteWorld world;
  EXPECT_EQ(ReasonOf(Change(world, AddMeeting("m-1", 3, 1), "\"1-1\"").status()), "ETAG_MISMATCH");
  EXPECT_TRUE(Change(world, AddMeeting("m-1", 3, 1), "\"0-0\"").ok());
  EXPECT_EQ(ReasonOf(Change(world, AddMeeting("m-2", 3, 1), "\"0-0\"").status()), "ETAG_MISMATCH");
  EXPECT_TRUE(Change(world, AddMeeting("m-2", 3, 2), "\"1-1\"").ok());
  EXPECT_THAT(Meetings(world), ElementsAre("m-1", "m-2"));
}

TEST(TableCommandsTest, ARepeatIsAnsweredAndNotDoneAgain) {
  WriteWorld world;
  const auto first = Change(world, AddMeeting("m-1", 3, 1), "", "id-1");
  EXPECT_EQ(*Change(world, AddMeeting("m-1", 3, 1), "", "id-1"), *first);
  EXPECT_THAT(Meetings(world), ElementsAre("m-1"));
}

TEST(TableCommandsTest, AnErrorOfTheChangeIsTheCommands) {
  WriteWorld world;
  const TableChange wrong = [](store::v1::WorkTableRecord*) { return absl::NotFoundError("no"); };
  EXPECT_EQ(Change(world, wrong).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(world.log().last_position(), 0U);
}

// ---- projects ----

using LinkList = std::vector<std::pair<std::string, std::string>>;

store::v1::Project Titled(const std::string& title, const LinkList& links = {}) {
  store::v1::Project project;
  project.set_display_name(title);
  for (const auto& [other, description] : links) {
    auto* link = project.add_links();
    link->set_project("projects/" + other);
    link->set_description(description);
  }
  return project;
}

absl::Status Write(WriteWorld& world, WriteMode mode, const std::string& id,
                   const store::v1::Project& project, const std::string& etag = "") {
  WriteRecord<store::v1::Project> write;
  write.id = id;
  write.mode = mode;
  write.etag = etag;
  write.change = [project](store::v1::Project* target) {
    *target = project;
    return absl::OkStatus();
  };
  write.render = [](const store::v1::RecordHead&, const store::v1::Project&, WriteOutcome) {
    return std::string();
  };
  return world
      .Run([write](DecisionContext& context) {
        return DecideWriteProject(write, kMaxLinks, context);
      })
      .status();
}

absl::Status Delete(WriteWorld& world, const std::string& id, const std::string& etag = "") {
  return world
      .Run([&world, id, etag](DecisionContext& context) {
        return DecideDeleteProject(id, etag, world.pool(), context);
      })
      .status();
}

store::v1::ProjectStored Stored(WriteWorld& world, const std::string& id) {
  const auto bytes = world.store().Get(RecordKind::kProject, id);
  EXPECT_TRUE(bytes.ok() && bytes->has_value()) << id;
  return *ParseStored<store::v1::ProjectStored>(**bytes);
}

std::map<std::string, std::string> Links(WriteWorld& world, const std::string& id) {
  std::map<std::string, std::string> links;
  const store::v1::ProjectStored stored = Stored(world, id);
  for (const auto& link : stored.project().links()) {
    EXPECT_TRUE(links.emplace(link.project(), link.description()).second) << "twice";
  }
  return links;
}

absl::Status FileReport(WriteWorld& world, const std::string& id, const std::string& project) {
  CreateReport create{.id = id, .reporting_organisation = "uwv"};
  create.report.set_work_table("workTables/activering");
  create.report.set_project(project);
  create.report.mutable_in_kind()->set_hours(2);
  create.render = [](const ReportView&) { return std::string(); };
  return world
      .Run([create](DecisionContext& context) { return DecideCreateReport(create, context); })
      .status();
}

TEST(ProjectCommandsTest, AProjectIsCreatedUpdatedAndDeleted) {
  WriteWorld world;
  ASSERT_TRUE(Write(world, WriteMode::kCreate, "a", Titled("A")).ok());
  EXPECT_EQ(Write(world, WriteMode::kCreate, "a", Titled("B")).code(),
            absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Write(world, WriteMode::kUpdate, "b", Titled("B")).code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(Write(world, WriteMode::kUpdate, "a", Titled("A2"), "\"1-1\"").ok());
  EXPECT_EQ(ReasonOf(Write(world, WriteMode::kUpdate, "a", Titled("A3"), "\"1-1\"")),
            "ETAG_MISMATCH");
  EXPECT_EQ(Stored(world, "a").project().display_name(), "A2");
  EXPECT_EQ(ReasonOf(Delete(world, "a", "\"1-1\"")), "ETAG_MISMATCH");
  ASSERT_TRUE(Delete(world, "a").ok());
  EXPECT_FALSE(world.Stored(RecordKind::kProject, "a"));
  EXPECT_EQ(Delete(world, "a").code(), absl::StatusCode::kNotFound);
}

TEST(ProjectCommandsTest, ALinkStandsInBothProjects) {
  WriteWorld world;
  ASSERT_TRUE(Write(world, WriteMode::kCreate, "a", Titled("A")).ok());
  ASSERT_TRUE(Write(world, WriteMode::kCreate, "b", Titled("B", {{"a", "same hall"}})).ok());
  EXPECT_THAT(Links(world, "a"), ElementsAre(Pair("projects/b", "same hall")));
  EXPECT_EQ(Stored(world, "a").head().revision(), 2U);
  // Changed at the other end.
  ASSERT_TRUE(Write(world, WriteMode::kUpdate, "a", Titled("A", {{"b", "same bus"}})).ok());
  EXPECT_THAT(Links(world, "b"), ElementsAre(Pair("projects/a", "same bus")));
  // A change of something else leaves the other project alone.
  ASSERT_TRUE(Write(world, WriteMode::kUpdate, "a", Titled("A2", {{"b", "same bus"}})).ok());
  EXPECT_EQ(Stored(world, "b").head().revision(), 2U);
  ASSERT_TRUE(Write(world, WriteMode::kUpdate, "b", Titled("B")).ok());
  EXPECT_THAT(Links(world, "a"), IsEmpty());
  EXPECT_EQ(Stored(world, "a").project().display_name(), "A2");
}

TEST(ProjectCommandsTest, ADeletedProjectIsLinkedByNone) {
  WriteWorld world;
  ASSERT_TRUE(Write(world, WriteMode::kCreate, "a", Titled("A")).ok());
  ASSERT_TRUE(Write(world, WriteMode::kCreate, "b", Titled("B")).ok());
  ASSERT_TRUE(Write(world, WriteMode::kCreate, "c", Titled("C", {{"a", ""}, {"b", ""}})).ok());
  ASSERT_TRUE(Delete(world, "c").ok());
  EXPECT_THAT(Links(world, "a"), IsEmpty());
  EXPECT_THAT(Links(world, "b"), IsEmpty());
}

TEST(ProjectCommandsTest, ALinkNeedsRoomAndAProjectAtTheOtherEnd) {
  WriteWorld world;
  ASSERT_TRUE(Write(world, WriteMode::kCreate, "a", Titled("A")).ok());
  for (const char* id : {"b", "c", "d"}) {
    ASSERT_TRUE(Write(world, WriteMode::kCreate, id, Titled(id, {{"a", ""}})).ok());
  }
  const uint64_t before = world.log().last_position();
  const absl::Status full = Write(world, WriteMode::kCreate, "e", Titled("E", {{"a", ""}}));
  EXPECT_EQ(full.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(full), "TOO_MANY_LINKS");
  EXPECT_EQ(Write(world, WriteMode::kCreate, "e", Titled("E", {{"none", ""}})).code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(world.log().last_position(), before);
  EXPECT_FALSE(world.Stored(RecordKind::kProject, "e"));
  // What it has already can still be described otherwise.
  EXPECT_TRUE(Write(world, WriteMode::kUpdate, "d", Titled("D", {{"a", "again"}})).ok());
}

TEST(ProjectCommandsTest, AProjectThatAReportNamesIsInUse) {
  WriteWorld world;
  ASSERT_TRUE(Write(world, WriteMode::kCreate, "a", Titled("A")).ok());
  ASSERT_TRUE(Write(world, WriteMode::kCreate, "b", Titled("B")).ok());
  ASSERT_TRUE(FileReport(world, "r-1", "projects/a").ok());
  // Also when it counts nowhere.
  ASSERT_TRUE(world.Judge("r-1", "cnv", /*acknowledge=*/false).ok());
  EXPECT_EQ(ReasonOf(Delete(world, "a")), "IN_USE");
  EXPECT_TRUE(Delete(world, "b").ok());
  world.Restart();
  EXPECT_EQ(ReasonOf(Delete(world, "a")), "IN_USE");
}

TEST(ProjectCommandsTest, AReportOfTheSameGroupMakesAProjectInUse) {
  WriteWorld world;
  ASSERT_TRUE(Write(world, WriteMode::kCreate, "a", Titled("A")).ok());
  // While the first command is being decided the other two queue up, so that they are one group.
  absl::Notification queued;
  absl::BlockingCounter answered(2);
  absl::Status deleted;
  const auto submit = [&](auto decide, auto done) {
    Command command;
    command.caller = {.principal = "anna", .organisation = "uwv", .role = 2};
    command.decide = decide;
    command.done = done;
    world.sequencer().Submit(std::move(command));
  };
  submit(
      [&queued](DecisionContext&) -> absl::StatusOr<Decision> {
        queued.WaitForNotification();
        return Decision();
      },
      [](const absl::StatusOr<Reply>&) {});
  CreateReport create{.id = "r-1", .reporting_organisation = "uwv"};
  create.report.set_work_table("workTables/activering");
  create.report.set_project("projects/a");
  create.report.mutable_in_kind()->set_hours(2);
  create.render = [](const ReportView&) { return std::string(); };
  submit([create](DecisionContext& context) { return DecideCreateReport(create, context); },
         [&answered](const absl::StatusOr<Reply>& reply) {
           EXPECT_TRUE(reply.ok()) << reply.status();
           answered.DecrementCount();
         });
  submit(
      [&world](DecisionContext& context) {
        return DecideDeleteProject("a", "", world.pool(), context);
      },
      [&](const absl::StatusOr<Reply>& reply) {
        deleted = reply.status();
        answered.DecrementCount();
      });
  queued.Notify();
  answered.Wait();
  EXPECT_EQ(ReasonOf(deleted), "IN_USE") << deleted;
}

}  // namespace
}  // namespace overstap::write
