#include "matcher/fit/vectors.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/matcher/taxonomy/taxonomy_draft.h"

namespace overstap::matcher {
namespace {

using ::testing::IsEmpty;

// Carpenters and joiners beside a care home. "saw" and "plane" are the only similar skills.
class FitTest : public ::testing::Test {
 protected:
  FitTest() {
    TaxonomyDraft draft;
    for (const char* skill : {"saw", "plane", "wash", "talk", "lift"}) draft.Skill(skill);
    draft.Relate("saw", RelationKind::kRelatedEssential, "plane");
    draft.Occupation("carpenter", {"saw"}, {"talk"});
    draft.Occupation("joiner", {"plane"});
    draft.Occupation("carer", {"wash"}, {"talk"});
    taxonomy_ = draft.Build();

    Region::Parts parts;
    parts.qualifications.resize(3);
    for (int level = 2; level <= 4; ++level) {
      QualificationEntry& entry = parts.qualifications[level - 2];
      entry.scheme = "CREBO";
      entry.code = std::to_string(level);
      entry.level = static_cast<EqfLevel>(level);
      entry.line = "care";
    }
    parts.qualifications[1].occupations = {"carer"};
    region_ = *Region::Build(std::move(parts));
  }

  FitContext context() const { return {.taxonomy = *taxonomy_, .region = *region_}; }
  SkillNumber Skill(const char* code) const { return *taxonomy_->FindSkill(code); }
  OccupationNumber Occupation(const char* code) const { return *taxonomy_->FindOccupation(code); }
  QualificationNumber Level(int level) const {
    return QualificationNumber(static_cast<uint16_t>(level - 2));
  }

  Vacancy Asking(const std::vector<std::pair<const char*, bool>>& skills) const {
    Vacancy vacancy;
    for (const auto& [code, essential] : skills) {
      vacancy.skills.push_back({Skill(code), essential});
    }
    return vacancy;
  }
  JobSeeker Having(const std::vector<std::pair<const char*, Proficiency>>& skills) const {
    JobSeeker person;
    person.skills.emplace();
    for (const auto& [code, proficiency] : skills) {
      person.skills->push_back({Skill(code), proficiency});
    }
    return person;
  }
  JobSeeker Holding(int level) const {
    JobSeeker person;
    person.qualifications.emplace();
    OwnQualification own;
    own.number = Level(level);
    person.qualifications->push_back(own);
    return person;
  }

  double WeightOf(const DemandVector& demand, const char* skill) const {
    return Value(demand.terms, context().TermOf(Skill(skill)));
  }
  double CoverOf(const JobSeeker& person, const char* skill) const {
    return Value(SupplyOf(person, context()), context().TermOf(Skill(skill)));
  }
  static double Value(const SparseVector& vector, TermNumber wanted) {
    for (const WeightedTerm& term : vector) {
      if (term.term == wanted) return term.value.ToDouble();
    }
    return 0;
  }
  static int UnitsOf(const DemandVector& demand) {
    int units = 0;
    for (const WeightedTerm& term : demand.terms) units += term.value.units();
    return units;
  }

  std::shared_ptr<const Taxonomy> taxonomy_;
  std::shared_ptr<const Region> region_;
};

constexpr double kUnit = 1.0 / Share::kOne;

TEST_F(FitTest, AnOptionalSkillWeighsFourTenthsOfAnEssentialOneOfTheSameRarity) {
  const DemandVector demand = DemandOf(Asking({{"saw", true}, {"plane", false}}), context());
  EXPECT_EQ(UnitsOf(demand), Share::kOne);
  EXPECT_NEAR(WeightOf(demand, "saw"), 1 / 1.4, kUnit);
  EXPECT_NEAR(WeightOf(demand, "plane"), 0.4 / 1.4, kUnit);
}

TEST_F(FitTest, WeightsFollowRarity) {
  const DemandVector demand = DemandOf(Asking({{"saw", true}, {"talk", true}}), context());
  const double saw = taxonomy_->InverseDocumentFrequency(Skill("saw"));
  const double talk = taxonomy_->InverseDocumentFrequency(Skill("talk"));
  EXPECT_GT(saw, talk);
  EXPECT_NEAR(WeightOf(demand, "saw"), saw / (saw + talk), kUnit);
}

TEST_F(FitTest, ASkillDemandedTwiceCountsOnceAsEssential) {
  EXPECT_EQ(DemandOf(Asking({{"saw", false}, {"wash", true}, {"saw", true}}), context()).terms,
            DemandOf(Asking({{"wash", true}, {"saw", true}}), context()).terms);
}

TEST_F(FitTest, WhereTheVacancyNamesNoSkillsItsOccupationDoes) {
  Vacancy vacancy;
  vacancy.occupation = Occupation("carpenter");
  EXPECT_EQ(DemandOf(vacancy, context()).terms,
            DemandOf(Asking({{"saw", true}, {"talk", false}}), context()).terms);
  vacancy.skills = {{Skill("lift"), true}};
  EXPECT_EQ(DemandOf(vacancy, context()).terms,
            DemandOf(Asking({{"lift", true}}), context()).terms);
}

TEST_F(FitTest, NothingIsDemandedWhereNothingIsKnown) {
  EXPECT_THAT(DemandOf(Vacancy(), context()).terms, IsEmpty());
  const Fit fit = ExplainFit(Vacancy(), Having({{"saw", Proficiency::kExpert}}), context());
  EXPECT_EQ(fit.score, 0U);
  EXPECT_THAT(fit.parts, IsEmpty());
}

TEST_F(FitTest, AQualificationTakesThreeTenthsOrAllWhereNoSkillIsNamed) {
  Vacancy vacancy = Asking({{"wash", true}});
  vacancy.qualification = QualificationDemand{Level(3), false};
  const DemandVector demand = DemandOf(vacancy, context());
  EXPECT_EQ(UnitsOf(demand), Share::kOne);
  EXPECT_NEAR(WeightOf(demand, "wash"), 0.7, kUnit);
  EXPECT_NEAR(Value(demand.terms, context().TermOf(Level(3))), 0.3, kUnit);
  vacancy.skills.clear();
  EXPECT_EQ(Value(DemandOf(vacancy, context()).terms, context().TermOf(Level(3))), 1);
}

TEST_F(FitTest, AnOccupationDemandsItsSkillsAndTheQualificationOfTheRegionsList) {
  const DemandVector carer = DemandOf(Occupation("carer"), context());
  EXPECT_EQ(UnitsOf(carer), Share::kOne);
  EXPECT_NEAR(Value(carer.terms, context().TermOf(Level(3))), 0.3, kUnit);
  const DemandVector carpenter = DemandOf(Occupation("carpenter"), context());
  EXPECT_EQ(carpenter.terms.size(), 2U) << "no qualification in the list";
}

TEST_F(FitTest, ALearnWorkJobDemandsNotWhatItTeaches) {
  Vacancy vacancy = Asking({{"talk", true}});
  vacancy.learn_work.emplace();
  vacancy.learn_work->qualification = Level(3);
  vacancy.occupation = Occupation("carer");
  EXPECT_EQ(DemandOf(vacancy, context()).terms,
            DemandOf(Asking({{"talk", true}}), context()).terms);
}

TEST_F(FitTest, LevelsFollowProficiency) {
  const std::pair<Proficiency, double> cases[] = {{Proficiency::kBasic, 0.4},
                                                  {Proficiency::kIndependent, 0.6},
                                                  {Proficiency::kAdvanced, 0.8},
                                                  {Proficiency::kExpert, 1.0},
                                                  {Proficiency::kUnknown, 0.7}};
  for (const auto& [proficiency, level] : cases) {
    EXPECT_NEAR(CoverOf(Having({{"wash", proficiency}}), "wash"), level, kUnit);
  }
}

TEST_F(FitTest, ASimilarSkillCoversInPart) {
  EXPECT_NEAR(CoverOf(Having({{"saw", Proficiency::kExpert}}), "plane"),
              kFitConstants.similarity.skill_covers_essential, kUnit);
  EXPECT_NEAR(CoverOf(Having({{"saw", Proficiency::kBasic}}), "plane"),
              0.4 * kFitConstants.similarity.skill_covers_essential, kUnit);
}

TEST_F(FitTest, TheBestCoverCounts) {
  EXPECT_NEAR(
      CoverOf(Having({{"saw", Proficiency::kExpert}, {"plane", Proficiency::kBasic}}), "plane"),
      kFitConstants.similarity.skill_covers_essential, kUnit);
  EXPECT_NEAR(
      CoverOf(Having({{"wash", Proficiency::kBasic}, {"wash", Proficiency::kAdvanced}}), "wash"),
      0.8, kUnit);
}

TEST_F(FitTest, PastOccupationsAddSkillsThatAreMarkedAsDerived) {
  JobSeeker person;
  person.past_occupations = {{{Occupation("carer")}}};
  EXPECT_NEAR(CoverOf(person, "wash"), 0.6, kUnit);
  EXPECT_NEAR(CoverOf(person, "talk"), 0.3, kUnit);
  const Fit fit = ExplainFit(Asking({{"wash", true}}), person, context());
  ASSERT_EQ(fit.parts.size(), 1U);
  EXPECT_TRUE(fit.parts[0].derived);
  EXPECT_EQ(fit.parts[0].covered_by, Skill("wash"));
  person.skills = {{{Skill("wash"), Proficiency::kIndependent}}};
  EXPECT_FALSE(ExplainFit(Asking({{"wash", true}}), person, context()).parts[0].derived)
      << "what is stated wins over what is derived";
}

TEST_F(FitTest, WhatWasFoundInATextCountsForAFactorLessAndSaysSo) {
  JobSeeker person;
  person.skills = {
      {{.skill = Skill("wash"), .proficiency = Proficiency::kExpert, .from_text = true}}};
  EXPECT_NEAR(CoverOf(person, "wash"), 0.8, kUnit);
  const Vacancy asking = Asking({{"wash", true}});
  FitPart part = ExplainFit(asking, person, context()).parts.at(0);
  EXPECT_TRUE(part.from_text);
  EXPECT_FALSE(part.derived);

  person.skills.reset();
  person.past_occupations = {{{.occupation = Occupation("carer"), .from_text = true}}};
  EXPECT_NEAR(CoverOf(person, "wash"), 0.8 * 0.6, kUnit);
  EXPECT_NEAR(CoverOf(person, "talk"), 0.8 * 0.3, kUnit);
  part = ExplainFit(asking, person, context()).parts.at(0);
  EXPECT_TRUE(part.from_text);
  EXPECT_TRUE(part.derived);

  person.past_occupations->push_back({.occupation = Occupation("carer")});
  EXPECT_NEAR(CoverOf(person, "wash"), 0.6, kUnit);
  part = ExplainFit(asking, person, context()).parts.at(0);
  EXPECT_FALSE(part.from_text);
  EXPECT_TRUE(part.derived);
}

TEST_F(FitTest, ADemandFromATextWeighsAFactorLessThanAStatedOne) {
  Vacancy asking = Asking({{"wash", true}, {"talk", true}});
  const auto weight_of = [&](const char* skill) {
    for (const FitPart& part : ExplainFit(asking, JobSeeker(), context()).parts) {
      if (part.term == context().TermOf(Skill(skill))) return part.weight.ToDouble();
    }
    return 0.0;
  };
  const double before = weight_of("wash") / weight_of("talk");
  asking.skills[0].from_text = true;
  EXPECT_NEAR(weight_of("wash") / weight_of("talk"), 0.8 * before, 0.001);
  for (const FitPart& part : ExplainFit(asking, JobSeeker(), context()).parts) {
    EXPECT_EQ(part.demand_from_text, part.term == context().TermOf(Skill("wash")));
  }
  asking.skills.push_back({.skill = Skill("wash")});
  EXPECT_NEAR(weight_of("wash") / weight_of("talk"), before, 0.001)
      << "what is stated, too, counts as stated";
}

TEST_F(FitTest, WishedOccupationsAddNothing) {
  JobSeeker person;
  person.wished_occupations = {{Occupation("carer")}};
  EXPECT_THAT(SupplyOf(person, context()), IsEmpty());
}

TEST_F(FitTest, AQualificationOneLevelBelowCoversHalf) {
  Vacancy vacancy;
  vacancy.qualification = QualificationDemand{Level(3), true};
  const auto score = [&](const JobSeeker& person) {
    return ScoreToDouble(ExplainFit(vacancy, person, context()).score);
  };
  EXPECT_EQ(score(Holding(3)), 1.0);
  EXPECT_EQ(score(Holding(2)), 0.5);
  EXPECT_EQ(score(Holding(4)), 0.0) << "a higher one that is not said to imply it";
  JobSeeker abroad = Holding(3);
  abroad.qualifications->front().counts = false;
  EXPECT_EQ(score(abroad), 0.0) << "a foreign one that is not valued";
  const FitPart part = ExplainFit(vacancy, Holding(2), context()).parts[0];
  EXPECT_TRUE(part.is_qualification);
  EXPECT_EQ(part.covered_by_qualification, Level(2));
}

TEST_F(FitTest, ExplainsEachPartLargestContributionFirst) {
  Vacancy vacancy = Asking({{"plane", true}, {"wash", true}, {"lift", false}});
  vacancy.qualification = QualificationDemand{Level(3), false};
  JobSeeker person = Having({{"saw", Proficiency::kAdvanced}});
  person.qualifications = Holding(3).qualifications;
  const Fit fit = ExplainFit(vacancy, person, context());
  ASSERT_EQ(fit.parts.size(), 4U);
  EXPECT_TRUE(fit.parts[0].is_qualification);
  EXPECT_EQ(fit.parts[1].term, context().TermOf(Skill("plane")));
  EXPECT_EQ(fit.parts[1].covered_by, Skill("saw"));
  EXPECT_NEAR(fit.parts[1].level.ToDouble(), 0.8, kUnit);
  EXPECT_NEAR(fit.parts[1].similarity.ToDouble(), 0.6, kUnit);
  // What is missing comes last, the heavier first.
  EXPECT_EQ(fit.parts[2].term, context().TermOf(Skill("wash")));
  EXPECT_EQ(fit.parts[2].covered_by, std::nullopt);
  EXPECT_TRUE(fit.parts[2].essential);
  EXPECT_EQ(fit.parts[3].term, context().TermOf(Skill("lift")));
  EXPECT_FALSE(fit.parts[3].essential);
  EXPECT_EQ(fit.score, Dot(DemandOf(vacancy, context()).terms, SupplyOf(person, context())));
}

TEST_F(FitTest, WhoHasAllAtTheHighestLevelFitsInFull) {
  const Vacancy vacancy = Asking({{"wash", true}, {"talk", false}, {"saw", true}});
  const JobSeeker person = Having({{"wash", Proficiency::kExpert},
                                   {"talk", Proficiency::kExpert},
                                   {"saw", Proficiency::kExpert}});
  EXPECT_EQ(ExplainFit(vacancy, person, context()).score, kFullScore);
}

TEST(DotTest, SumsOverSharedTerms) {
  const SparseVector a = {{TermNumber(1), Share(3)}, {TermNumber(4), Share(5)}};
  const SparseVector b = {
      {TermNumber(0), Share(9)}, {TermNumber(4), Share(7)}, {TermNumber(6), Share(1)}};
  EXPECT_EQ(Dot(a, b), 35U);
  EXPECT_EQ(Dot(b, a), 35U);
  EXPECT_EQ(Dot(a, {}), 0U);
}

}  // namespace
}  // namespace overstap::matcher
