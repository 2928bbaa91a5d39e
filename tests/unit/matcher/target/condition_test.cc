#include <gtest/gtest.h>

#include "matcher/target/target.h"

namespace overstap::matcher {
namespace {

using Facts = absl::btree_map<Fact, FactValue>;

Facts Text(Fact fact, std::vector<std::string> texts) {
  return {{fact, {.texts = std::move(texts), .number = std::nullopt}}};
}
Facts Amount(Fact fact, double number) { return {{fact, {.texts = {}, .number = number}}}; }

struct Case {
  const char* name;
  FactCondition condition;
  Facts facts;
  bool holds;
};

TEST(FactCondition, HoldsWhenAllThatIsSetHolds) {
  const FactCondition focus{.fact = Fact::kSector, .any_of = {"energy", "health"}};
  const FactCondition from_outside{.fact = Fact::kSectorDayBefore, .none_of = {"energy", "health"}};
  const FactCondition size{.fact = Fact::kTrainingHours, .at_least = 8, .at_most = 40};
  const FactCondition branches{
      .fact = Fact::kSkillBranch, .any_of = {"technical", "digital"}, .none_of = {"sham"}};
  const Case cases[] = {
      {"among the texts", focus, Text(Fact::kSector, {"health"}), true},
      {"not among them", focus, Text(Fact::kSector, {"retail"}), false},
      {"no text is none of them", focus, Text(Fact::kSector, {}), false},
      {"an unknown fact fails", focus, {}, false},
      {"another fact does not help", focus, Text(Fact::kSectorDayBefore, {"health"}), false},
      {"excluded text", from_outside, Text(Fact::kSectorDayBefore, {"energy"}), false},
      {"other text", from_outside, Text(Fact::kSectorDayBefore, {"retail"}), true},
      {"not in work the day before", from_outside, Text(Fact::kSectorDayBefore, {}), true},
      {"unknown the day before", from_outside, {}, false},
      {"one of several texts", branches, Text(Fact::kSkillBranch, {"soft", "digital"}), true},
      {"an excluded one beside it", branches, Text(Fact::kSkillBranch, {"digital", "sham"}), false},
      {"at the least", size, Amount(Fact::kTrainingHours, 8), true},
      {"below", size, Amount(Fact::kTrainingHours, 7.5), false},
      {"at the most", size, Amount(Fact::kTrainingHours, 40), true},
      {"above", size, Amount(Fact::kTrainingHours, 40.5), false},
      {"a text is no number", size, Text(Fact::kTrainingHours, {"8"}), false},
  };
  for (const Case& test : cases) {
    EXPECT_EQ(test.condition.Holds(test.facts), test.holds) << test.name;
  }
}

TEST(FactCondition, ReadsAsConfigured) {
  EXPECT_EQ((FactCondition{.fact = Fact::kSector, .any_of = {"energy", "health"}}.ToString()),
            "sector any_of [energy, health]");
  EXPECT_EQ((FactCondition{.fact = Fact::kContractKind, .none_of = {"trial_placement"}}.ToString()),
            "contract_kind none_of [trial_placement]");
  EXPECT_EQ(
      (FactCondition{.fact = Fact::kTrainingHours, .at_least = 8, .at_most = 40.5}.ToString()),
      "training_hours at_least 8 at_most 40.5");
}

}  // namespace
}  // namespace overstap::matcher
