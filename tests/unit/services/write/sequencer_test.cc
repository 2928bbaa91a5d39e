#include "services/write/sequencer.h"

#include <atomic>
#include <future>

#include "tests/unit/services/write/write_world.h"

namespace overstap::write {
namespace {

using store::RecordKind;

store::v1::Vacancy Titled(const std::string& title) {
  store::v1::Vacancy vacancy;
  vacancy.set_title(title);
  vacancy.set_sector("energy");
  vacancy.set_openings(1);
  return vacancy;
}

TEST(SequencerTest, AnAcknowledgedWriteIsInTheLogTheStoreAndTheNextSnapshot) {
  WriteWorld world;
  ASSERT_EQ(*world.Write(WriteMode::kCreate, "v-1", Titled("Monteur")), "created \"1-1\"");
  EXPECT_EQ(world.log().last_position(), 1U);
  EXPECT_TRUE(world.Stored(RecordKind::kVacancy, "v-1"));
  const auto snapshot = world.pool().Current();
  EXPECT_EQ(snapshot->version(), 1U);
  ASSERT_NE(snapshot->vacancies().Find("v-1"), nullptr);
  EXPECT_EQ(snapshot->vacancies().Find("v-1")->record.title, "Monteur");
}

TEST(SequencerTest, ARepeatOfARequestIdGetsTheFirstAnswerAndChangesNothing) {
  WriteWorld world;
  const auto first = world.Write(WriteMode::kCreate, "v-1", Titled("a"), "", "id-1");
  const auto again = world.Write(WriteMode::kCreate, "v-1", Titled("a"), "", "id-1");
  EXPECT_EQ(*first, *again);
  EXPECT_EQ(world.log().last_position(), 1U);

  world.Restart();
  EXPECT_EQ(*world.Write(WriteMode::kCreate, "v-1", Titled("a"), "", "id-1"), *first);
  EXPECT_EQ(world.log().last_position(), 1U);
}

TEST(SequencerTest, AnotherBodyUnderAUsedRequestIdIsAnError) {
  WriteWorld world;
  ASSERT_TRUE(world.Write(WriteMode::kCreate, "v-1", Titled("a"), "", "id-1", "hash-1").ok());
  const auto other = world.Write(WriteMode::kCreate, "v-2", Titled("b"), "", "id-1", "hash-2");
  EXPECT_EQ(other.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(other.status()), "REQUEST_ID_REUSED");
  EXPECT_FALSE(world.Stored(RecordKind::kVacancy, "v-2"));
}

TEST(SequencerTest, RequestIdsOfTwoPrincipalsDoNotMeet) {
  WriteWorld world;
  const auto decide = [](const std::string& reply) {
    return [reply](DecisionContext&) -> absl::StatusOr<Decision> {
      Decision decision;
      decision.reply.bytes = reply;
      return decision;
    };
  };
  EXPECT_EQ(world.Run(decide("for anna"), "id-1", "h", "anna")->bytes, "for anna");
  EXPECT_EQ(world.Run(decide("for bert"), "id-1", "h", "bert")->bytes, "for bert");
  EXPECT_EQ(world.Run(decide("not this"), "id-1", "h", "anna")->bytes, "for anna");
}

TEST(SequencerTest, AFailureIsNotRememberedAndTheSameIdMayBeTriedAgain) {
  WriteWorld world;
  const auto failed = world.Write(WriteMode::kUpdate, "v-1", Titled("a"), "", "id-1");
  EXPECT_EQ(failed.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(world.log().last_position(), 0U);
  EXPECT_TRUE(world.Write(WriteMode::kCreate, "v-1", Titled("a"), "", "id-1").ok());
}

TEST(SequencerTest, AnAnswerIsForgottenAfterThirtyDays) {
  WriteWorld world;
  ASSERT_TRUE(world.Write(WriteMode::kCreate, "v-1", Titled("a"), "", "id-1").ok());
  world.Advance(absl::Hours(24 * 29));
  EXPECT_TRUE(world.Write(WriteMode::kCreate, "v-1", Titled("a"), "", "id-1").ok());
  world.Advance(absl::Hours(24 * 2));
  EXPECT_EQ(world.Write(WriteMode::kCreate, "v-1", Titled("a"), "", "id-1").status().code(),
            absl::StatusCode::kAlreadyExists);
}

TEST(SequencerTest, TheAnswerAboutAForgottenPersonIsGoneWithThePerson) {
  WriteWorld world;
  ASSERT_TRUE(world.Write(WriteMode::kCreate, "p-1", store::v1::JobSeeker(), "", "id-1").ok());
  ASSERT_TRUE(world.Delete(RecordKind::kJobSeeker, "p-1").ok());
  const auto again = world.Write(WriteMode::kCreate, "p-1", store::v1::JobSeeker(), "", "id-1");
  EXPECT_EQ(again.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(again.status()), "PERSON_FORGOTTEN");
}

TEST(SequencerTest, TimeNeverGoesBackwardsAlongTheLog) {
  WriteWorld world;
  ASSERT_TRUE(world.Write(WriteMode::kCreate, "v-1", Titled("a")).ok());
  world.Advance(-absl::Hours(5));
  ASSERT_TRUE(world.Write(WriteMode::kCreate, "v-2", Titled("b")).ok());
  std::vector<int64_t> seconds;
  ASSERT_TRUE(world.log()
                  .Read(1,
                        [&seconds](uint64_t, const store::v1::LogEntry& entry) {
                          seconds.push_back(entry.envelope().time().seconds());
                          return absl::OkStatus();
                        })
                  .ok());
  ASSERT_EQ(seconds.size(), 2U);
  EXPECT_LE(seconds[0], seconds[1]);
}

TEST(SequencerTest, TheEnvelopeSaysWhoAndWhomItConcerns) {
  WriteWorld world;
  ASSERT_TRUE(world.Write(WriteMode::kCreate, "p-1", store::v1::JobSeeker()).ok());
  ASSERT_TRUE(world.log()
                  .Read(1,
                        [](uint64_t, const store::v1::LogEntry& entry) {
                          EXPECT_EQ(entry.envelope().principal(), "anna");
                          EXPECT_EQ(entry.envelope().organisation(), "uwv");
                          EXPECT_EQ(entry.envelope().role(), 2);
                          EXPECT_EQ(entry.envelope().person(), "p-1");
                          EXPECT_NE(entry.envelope().key_id(), 0U);
                          return absl::OkStatus();
                        })
                  .ok());
}

TEST(SequencerTest, AfterAFailedAppendNothingIsAcknowledgedAndReadsGoOn) {
  WriteWorld world;
  ASSERT_TRUE(world.Write(WriteMode::kCreate, "v-1", Titled("a")).ok());
  world.log().FailNextAppend(absl::ResourceExhaustedError("no space left"));
  EXPECT_EQ(world.Write(WriteMode::kCreate, "v-2", Titled("b")).status().code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(world.Write(WriteMode::kCreate, "v-3", Titled("c")).status().code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_FALSE(world.sequencer().health().ok());
  EXPECT_FALSE(world.Stored(RecordKind::kVacancy, "v-2"));
  EXPECT_NE(world.pool().Current()->vacancies().Find("v-1"), nullptr);
  EXPECT_EQ(world.pool().Current()->vacancies().Find("v-2"), nullptr);
}

using Decide = std::function<absl::StatusOr<Decision>(DecisionContext&)>;

// Decides the commands as if they had come at once: a first one holds the sequencer until all of
// them wait behind it.
std::vector<absl::Status> RunTogether(WriteWorld& world, const std::vector<Decide>& decisions) {
  std::promise<void> gate;
  std::shared_future<void> opened = gate.get_future().share();
  std::vector<std::promise<absl::Status>> results(decisions.size() + 1);
  const auto submit = [&](size_t index, Decide decide) {
    Command command;
    command.caller.principal = "anna";
    command.decide = std::move(decide);
    command.done = [&results, index](const absl::StatusOr<Reply>& reply) {
      results[index].set_value(reply.status());
    };
    world.sequencer().Submit(std::move(command));
  };
  submit(0, [opened](DecisionContext&) -> absl::StatusOr<Decision> {
    opened.wait();
    return Decision();
  });
  for (size_t i = 0; i < decisions.size(); ++i) submit(i + 1, decisions[i]);
  gate.set_value();
  std::vector<absl::Status> statuses;
  for (std::promise<absl::Status>& result : results) statuses.push_back(result.get_future().get());
  statuses.erase(statuses.begin());
  return statuses;
}

TEST(SequencerTest, CommandsOfOneGroupSeeEachOther) {
  WriteWorld world;
  WriteRecord<store::v1::Vacancy> write;
  write.id = "v-1";
  write.mode = WriteMode::kCreate;
  write.change = [](store::v1::Vacancy* vacancy) {
    *vacancy = Titled("a");
    return absl::OkStatus();
  };
  write.render = [](const auto&, const auto&, WriteOutcome) { return std::string(); };
  const Decide create = [write](DecisionContext& context) { return DecideWrite(write, context); };
  const auto statuses = RunTogether(world, {create, create});
  EXPECT_TRUE(statuses[0].ok());
  EXPECT_EQ(statuses[1].code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(world.log().last_position(), 1U);
}

TEST(SequencerTest, WhatComesTogetherWithADeletionCannotReadThePersonAnyMore) {
  WriteWorld world;
  world.AddVacancy("v-1", 2);
  world.AddPerson("p-1");
  ASSERT_TRUE(world.Place("pl-1", "p-1", "v-1").ok());
  TransitionPlacement accept{.id = "pl-1"};
  accept.to = store::v1::PLACEMENT_STATE_ACCEPTED;
  accept.render = [](const PlacementView& view) { return view.placement.job_seeker(); };
  const auto statuses = RunTogether(
      world, {[&world](DecisionContext& context) {
                return DecideDelete(RecordKind::kJobSeeker, "p-1", "", world.pool(), context);
              },
              [&world, accept](DecisionContext& context) {
                auto decision = DecideTransitionPlacement(accept, world.pool(), context);
                EXPECT_EQ(decision.ok() ? decision->reply.bytes : "refused", "");
                return decision;
              }});
  EXPECT_TRUE(statuses[0].ok()) << statuses[0];
  EXPECT_TRUE(statuses[1].ok()) << statuses[1];
  ASSERT_TRUE(world.log()
                  .Read(world.log().last_position(),
                        [](log::Position, const store::v1::LogEntry& entry) {
                          EXPECT_EQ(entry.envelope().person(), "");
                          return absl::OkStatus();
                        })
                  .ok());
  // The next of that id has no part in the placement.
  world.AddPerson("p-1");
  EXPECT_EQ(world.pool().LivePlacementsOf(RecordKind::kJobSeeker, "p-1"), 0);
}

TEST(SequencerTest, WhatIsQueuedIsFinishedBeforeItStops) {
  WriteWorld world;
  std::atomic<int> answered = 0;
  constexpr int kCommands = 200;
  for (int i = 0; i < kCommands; ++i) {
    Command command;
    command.caller.principal = "anna";
    command.decide = [](DecisionContext&) -> absl::StatusOr<Decision> { return Decision(); };
    command.done = [&answered](const absl::StatusOr<Reply>& reply) {
      if (reply.ok()) ++answered;
    };
    world.sequencer().Submit(std::move(command));
  }
  world.Restart();
  EXPECT_EQ(answered, kCommands);
}

}  // namespace
}  // namespace overstap::write
