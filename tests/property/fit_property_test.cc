// What holds of every demand, supply and fit.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "gtest/gtest.h"
#include "matcher/fit/demanded_terms.h"
#include "matcher/fit/own_covers.h"
#include "matcher/fit/supply_maker.h"
#include "matcher/fit/vectors.h"
#include "tests/property/random_matching.h"

namespace overstap::matcher {
namespace {

constexpr int kWorlds = 20;
constexpr int kPairs = 200;

// Calls check(context, random) for several generated worlds.
template <typename Check>
void ForEachWorld(uint64_t seed, Check check) {
  for (int i = 0; i < kWorlds; ++i) {
    RandomSource random(seed + static_cast<uint64_t>(i));
    const auto taxonomy = RandomTaxonomy({}, &random);
    const auto region = RandomRegion(&random);
    check(FitContext{.taxonomy = *taxonomy, .region = *region}, random);
  }
}

void ExpectAscendingWithoutZero(const SparseVector& vector) {
  for (size_t i = 0; i < vector.size(); ++i) {
    EXPECT_GT(vector[i].value.units(), 0);
    if (i > 0) {
      EXPECT_LT(vector[i - 1].term, vector[i].term);
    }
  }
}

int UnitsOf(const SparseVector& vector) {
  int units = 0;
  for (const WeightedTerm& term : vector) units += term.value.units();
  return units;
}

TEST(FitProperty, WeightsOfADemandAddUpToExactlyOneOrThereAreNone) {
  ForEachWorld(100, [](const FitContext& context, RandomSource& random) {
    for (int i = 0; i < kPairs; ++i) {
      const Vacancy vacancy = RandomVacancy(context, &random);
      const DemandVector demand = DemandOf(vacancy, context);
      ExpectAscendingWithoutZero(demand.terms);
      const bool demands_nothing = vacancy.skills.empty() && !vacancy.occupation.has_value() &&
                                   !vacancy.qualification.has_value();
      EXPECT_EQ(demand.terms.empty(), demands_nothing);
      EXPECT_EQ(UnitsOf(demand.terms), demands_nothing ? 0 : Share::kOne);
    }
    for (uint32_t i = 0; i < context.taxonomy.occupation_count(); ++i) {
      EXPECT_EQ(UnitsOf(DemandOf(OccupationNumber(i), context).terms), Share::kOne);
    }
  });
}

TEST(FitProperty, EveryNumberOfSkillsAddsUpToExactlyOne) {
  RandomSource random(7);
  const auto taxonomy = RandomTaxonomy({.skills = 33'000, .groups = 0}, &random);
  const auto region = RandomRegion(&random);
  const FitContext context{.taxonomy = *taxonomy, .region = *region};
  for (const uint32_t count : {1U, 2U, 3U, 7U, 100U, 999U, 20'000U, 33'000U}) {
    Vacancy vacancy;
    vacancy.skills.reserve(count);
    for (uint32_t i = 0; i < count; ++i) {
      vacancy.skills.push_back({SkillNumber(i), random.Chance(50)});
    }
    const DemandVector demand = DemandOf(vacancy, context);
    ExpectAscendingWithoutZero(demand.terms);
    EXPECT_EQ(UnitsOf(demand.terms), Share::kOne) << count;
  }
}

TEST(FitProperty, PartsAddUpToTheScoreInIntegersAndInDoublesInAnyOrder) {
  ForEachWorld(200, [](const FitContext& context, RandomSource& random) {
    for (int i = 0; i < kPairs; ++i) {
      const Vacancy vacancy = RandomVacancy(context, &random);
      const JobSeeker person = RandomJobSeeker(context, &random);
      Fit fit = ExplainFit(vacancy, person, context);
      EXPECT_EQ(fit.score, Dot(DemandOf(vacancy, context).terms, SupplyOf(person, context)));
      EXPECT_LE(fit.score, kFullScore);
      for (int order = 0; order < 2; ++order) {
        Score sum = 0;
        double double_sum = 0;
        for (const FitPart& part : fit.parts) {
          sum += part.contribution;
          double_sum += ScoreToDouble(part.contribution);
          EXPECT_EQ(part.weight.ToDouble() * part.cover.ToDouble(),
                    ScoreToDouble(part.contribution));
        }
        EXPECT_EQ(sum, fit.score);
        EXPECT_EQ(double_sum, ScoreToDouble(fit.score));
        std::reverse(fit.parts.begin(), fit.parts.end());
      }
    }
  });
}

TEST(FitProperty, WhatAPartSaysIsWhatCoversIt) {
  ForEachWorld(300, [](const FitContext& context, RandomSource& random) {
    for (int i = 0; i < kPairs; ++i) {
      const Fit fit =
          ExplainFit(RandomVacancy(context, &random), RandomJobSeeker(context, &random), context);
      for (const FitPart& part : fit.parts) {
        const bool covered = part.cover != Share();
        EXPECT_EQ(part.is_qualification ? part.covered_by_qualification.has_value()
                                        : part.covered_by.has_value(),
                  covered);
        if (!part.is_qualification && covered) {
          EXPECT_EQ(part.cover, part.level * part.similarity);
        }
      }
    }
  });
}

TEST(FitProperty, MoreSkillsOrHigherLevelsNeverLowerAFit) {
  ForEachWorld(400, [](const FitContext& context, RandomSource& random) {
    for (int i = 0; i < kPairs; ++i) {
      const Vacancy vacancy = RandomVacancy(context, &random);
      JobSeeker person = RandomJobSeeker(context, &random);
      const Score before = ExplainFit(vacancy, person, context).score;
      const JobSeeker more = RandomJobSeeker(context, &random);
      const auto append = [](auto* facet, const auto& added) {
        if (!added.has_value()) return;
        if (!facet->has_value()) facet->emplace();
        (*facet)->insert((*facet)->end(), added->begin(), added->end());
      };
      append(&person.skills, more.skills);
      append(&person.past_occupations, more.past_occupations);
      append(&person.qualifications, more.qualifications);
      EXPECT_GE(ExplainFit(vacancy, person, context).score, before);
    }
  });
}

TEST(FitProperty, SuppliesAscendAndHoldEachOwnSkillAtItsLevelAtLeast) {
  ForEachWorld(500, [](const FitContext& context, RandomSource& random) {
    for (int i = 0; i < kPairs; ++i) {
      const JobSeeker person = RandomJobSeeker(context, &random);
      const SparseVector supply = SupplyOf(person, context);
      ExpectAscendingWithoutZero(supply);
      for (const OwnSkill& own : person.skills.value_or(std::vector<OwnSkill>())) {
        const auto term = std::find_if(supply.begin(), supply.end(), [&](const WeightedTerm& t) {
          return t.term == context.TermOf(own.skill);
        });
        ASSERT_NE(term, supply.end());
        EXPECT_GE(term->value, LevelOf({.skill = own.skill,
                                        .proficiency = Proficiency::kBasic,
                                        .from_text = own.from_text},
                                       context.constants));
      }
    }
  });
}

// Every field of both, part by part.
void ExpectSame(const Fit& fit, const Fit& expected) {
  EXPECT_EQ(fit.score, expected.score);
  ASSERT_EQ(fit.parts.size(), expected.parts.size());
  for (size_t i = 0; i < fit.parts.size(); ++i) {
    const FitPart& part = fit.parts[i];
    const FitPart& other = expected.parts[i];
    EXPECT_EQ(part.term, other.term);
    EXPECT_EQ(part.is_qualification, other.is_qualification);
    EXPECT_EQ(part.essential, other.essential);
    EXPECT_EQ(part.weight, other.weight);
    EXPECT_EQ(part.cover, other.cover);
    EXPECT_EQ(part.contribution, other.contribution);
    EXPECT_EQ(part.covered_by, other.covered_by);
    EXPECT_EQ(part.level, other.level);
    EXPECT_EQ(part.similarity, other.similarity);
    EXPECT_EQ(part.derived, other.derived);
    EXPECT_EQ(part.from_text, other.from_text);
    EXPECT_EQ(part.demand_from_text, other.demand_from_text);
    EXPECT_EQ(part.covered_by_qualification, other.covered_by_qualification);
  }
}

TEST(FitProperty, CoversWorkedOutOnceExplainEveryDemandAsThePairDoes) {
  ForEachWorld(700, [](const FitContext& context, RandomSource& random) {
    OwnCovers covers(context);  // one for all, so that nothing of the person before may remain
    std::vector<DemandedTerm> demanded;
    for (int i = 0; i < kPairs; ++i) {
      const JobSeeker person = RandomJobSeeker(context, &random);
      covers.Take(person);
      for (int demand = 0; demand < 3; ++demand) {
        const Vacancy vacancy = RandomVacancy(context, &random);
        const Fit expected = ExplainFit(vacancy, person, context);
        ExpectSame(ExplainFit(DemandedBy(vacancy, context), covers), expected);
        DemandedBy(vacancy, DemandOf(vacancy, context).terms, context, &demanded);
        ExpectSame(ExplainFit(demanded, covers), expected);
      }
      const OccupationNumber occupation(
          random.Below(static_cast<uint32_t>(context.taxonomy.occupation_count())));
      ExpectSame(ExplainFit(DemandedBy(occupation, context), covers),
                 ExplainFit(occupation, person, context));
    }
  });
}

TEST(FitProperty, CoversOfWhatIsAskedForExplainItLikeThoseOfEverything) {
  ForEachWorld(900, [](const FitContext& context, RandomSource& random) {
    for (int i = 0; i < kPairs; ++i) {
      // A new one each time takes over the memory of the last, where nothing may remain.
      OwnCovers covers(context);
      const JobSeeker person = RandomJobSeeker(context, &random);
      const Vacancy first = RandomVacancy(context, &random);
      const Vacancy second = RandomVacancy(context, &random);
      std::vector<TermNumber> terms;
      for (const Vacancy* vacancy : {&first, &second}) {
        for (const DemandedTerm& term : DemandedBy(*vacancy, context)) terms.push_back(term.term);
      }
      covers.TakeFor(terms, person);
      for (const Vacancy* vacancy : {&first, &second}) {
        ExpectSame(ExplainFit(DemandedBy(*vacancy, context), covers),
                   ExplainFit(*vacancy, person, context));
      }
      // Then everything again.
      covers.Take(person);
      EXPECT_EQ(covers.Supply(), SupplyOf(person, context));
    }
  });
}

// The definition, word for word.
std::map<uint32_t, Share> BestCovers(const JobSeeker& person, const FitContext& context) {
  std::map<uint32_t, Share> best;
  const auto cover = [&](TermNumber term, Share share) {
    if (share != Share()) best[term.value()] = std::max(best[term.value()], share);
  };
  const auto have = [&](SkillNumber skill, Share level) {
    cover(context.TermOf(skill), level);
    for (const SimilarSkill& similar : context.taxonomy.SimilarTo(skill)) {
      cover(context.TermOf(similar.skill), level * similar.similarity);
    }
  };
  const auto factor = [&](bool from_text) {
    return from_text ? Share::FromDouble(context.constants.from_text_factor) : Share::One();
  };
  for (const OwnSkill& own : person.skills.value_or(std::vector<OwnSkill>())) {
    have(own.skill, LevelOf(own, context.constants));
  }
  for (const PastOccupation& past :
       person.past_occupations.value_or(std::vector<PastOccupation>())) {
    for (const OccupationSkill& skill : context.taxonomy.SkillsOf(past.occupation)) {
      have(skill.skill,
           Share::FromDouble(skill.essential ? context.constants.derived_essential_level
                                             : context.constants.derived_optional_level) *
               factor(past.from_text));
    }
  }
  const auto own = person.qualifications.value_or(std::vector<OwnQualification>());
  for (size_t i = 0; i < context.region.qualification_count(); ++i) {
    const QualificationNumber wanted(static_cast<uint16_t>(i));
    cover(context.TermOf(wanted), CoverOf(wanted, own, context).cover);
  }
  return best;
}

TEST(FitProperty, ASupplyIsTheBestCoverOfEachTerm) {
  ForEachWorld(800, [](const FitContext& context, RandomSource& random) {
    OwnCovers covers(context);
    SupplyMaker maker(context);
    for (int i = 0; i < kPairs; ++i) {
      const JobSeeker person = RandomJobSeeker(context, &random);
      SparseVector expected;
      for (const auto& [term, share] : BestCovers(person, context)) {
        expected.push_back({TermNumber(term), share});
      }
      EXPECT_EQ(SupplyOf(person, context), expected);
      covers.Take(person);
      EXPECT_EQ(covers.Supply(), expected);
      EXPECT_EQ(maker.Of(person), expected);
    }
  });
}

TEST(FitProperty, SimilaritiesLieBetweenTheFloorAndTheCap) {
  ForEachWorld(600, [](const FitContext& context, RandomSource&) {
    const SimilarityConstants& constants = context.constants.similarity;
    for (uint32_t i = 0; i < context.taxonomy.skill_count(); ++i) {
      const auto similar = context.taxonomy.SimilarTo(SkillNumber(i));
      EXPECT_LE(similar.size(), constants.max_neighbours);
      for (size_t j = 0; j < similar.size(); ++j) {
        EXPECT_NE(similar[j].skill, SkillNumber(i));
        EXPECT_GE(similar[j].similarity, Share::FromDouble(constants.floor));
        EXPECT_LE(similar[j].similarity, Share::FromDouble(constants.cap));
        if (j > 0) {
          EXPECT_LE(similar[j].similarity, similar[j - 1].similarity);
        }
      }
    }
  });
}

}  // namespace
}  // namespace overstap::matcher
