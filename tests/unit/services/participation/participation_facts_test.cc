#include "services/participation/participation_facts.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/services/write/write_world.h"

namespace overstap::participation {
namespace {

class Facts : public ::testing::Test {
 protected:
  absl::Status Keep(const std::string& person, bool side_entrant) {
    UpdateFacts update;
    update.person_id = person;
    update.change = [side_entrant](store::v1::ParticipationFacts* facts) {
      facts->set_side_entrant(side_entrant);
      return absl::OkStatus();
    };
    update.render = [](const FactsRecord& record) { return record.head.id(); };
    return world_
        .Run([update](write::DecisionContext& context) {
          return DecideUpdateFacts(update, context);
        })
        .status();
  }
  ParticipationFactsView View() { return {world_.store(), world_.keys()}; }

  write::WriteWorld world_;
};

TEST_F(Facts, AreReadByTheView) {
  world_.AddPerson("p-1");
  world_.AddPerson("p-2");
  EXPECT_FALSE(View().Of("p-1")->has_value());
  ASSERT_TRUE(Keep("p-1", true).ok());
  ASSERT_TRUE(Keep("p-2", false).ok());
  EXPECT_TRUE((*View().Of("p-1"))->facts.side_entrant());
  std::vector<std::string> side_entrants;
  ASSERT_TRUE(View()
                  .ForEach([&side_entrants](const FactsRecord& record) {
                    if (record.facts.side_entrant()) side_entrants.push_back(record.head.id());
                    return true;
                  })
                  .ok());
  EXPECT_EQ(side_entrants, std::vector<std::string>{"p-1"});
}

TEST_F(Facts, NeedAPersonAndGoWithThem) {
  EXPECT_TRUE(absl::IsNotFound(Keep("nobody", true)));
  world_.AddPerson("p-1");
  ASSERT_TRUE(Keep("p-1", true).ok());
  ASSERT_TRUE(world_.Delete(store::RecordKind::kJobSeeker, "p-1").ok());
  EXPECT_FALSE(View().Of("p-1")->has_value());
  EXPECT_FALSE(world_.Stored(store::RecordKind::kParticipationFacts, "p-1"));
}

TEST_F(Facts, ThatDoNotChangeWriteNothing) {
  world_.AddPerson("p-1");
  ASSERT_TRUE(Keep("p-1", true).ok());
  const auto position = world_.log().last_position();
  ASSERT_TRUE(Keep("p-1", true).ok());
  EXPECT_EQ(world_.log().last_position(), position);
}

// The pool follows the log without looking at them: it is what it was, whatever they are.
TEST_F(Facts, ChangeNothingInThePool) {
  world_.AddPerson("p-1");
  const auto before = world_.pool().Current();
  ASSERT_TRUE(Keep("p-1", true).ok());
  const auto after = world_.pool().Current();
  EXPECT_EQ(after->job_seekers().FindShared("p-1"), before->job_seekers().FindShared("p-1"));
}

}  // namespace
}  // namespace overstap::participation
