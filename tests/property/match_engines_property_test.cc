// The engines that the benchmark compares with answer as their definition says: score every
// document, filter, sort, cut.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "matcher/eligibility/travel_model.h"
#include "tests/bench/match/engine.h"
#include "tests/bench/match/exhaustive_engine.h"
#include "tests/bench/match/index_engine.h"
#include "tests/bench/match/inverted_engine.h"
#include "tests/bench/match/workload.h"
#include "tests/property/random_source.h"

namespace overstap::bench {
namespace {

constexpr uint32_t kTerms = 30;
constexpr double kReach = 25;

// Few values, so that many scores tie.
void AddRandomRow(RandomSource* random, Rows* rows) {
  for (uint16_t term = 0; term < kTerms; ++term) {
    if (!random->Chance(15)) continue;
    rows->terms.push_back(term);
    rows->weights.push_back(static_cast<uint16_t>(random->Chance(5) ? kOne : random->Below(4)));
  }
  Facets facets;
  // Within half a degree of one another, many of them at about 25 km.
  facets.latitude = 51.5F + static_cast<float>(random->Below(50)) / 100;
  facets.longitude = 5.5F + static_cast<float>(random->Below(80)) / 100;
  if (random->Chance(5)) {
    facets.latitude = facets.longitude = std::numeric_limits<float>::quiet_NaN();
  }
  facets.sectors = static_cast<uint8_t>(1 + random->Below(15));
  facets.hours_min = static_cast<uint8_t>(4 * random->Below(10));
  facets.hours_max = static_cast<uint8_t>(facets.hours_min + 4 * random->Below(4));
  facets.education = static_cast<uint8_t>(random->Below(kGreatestEducation + 1));
  facets.language = static_cast<uint8_t>(random->Below(kGreatestLanguage + 1));
  // Some have an occupation.
  rows->EndRow(facets,
               random->Chance(50) ? static_cast<uint16_t>(random->Below(3)) : kNoOccupation);
}

Workload RandomWorkload(uint64_t seed) {
  RandomSource random(seed);
  Rows documents;
  for (uint32_t i = random.Below(400); i > 0; --i) AddRandomRow(&random, &documents);
  Rows asking;
  std::vector<uint32_t> queries;
  for (uint32_t i = 0; i < 25; ++i) {
    AddRandomRow(&random, &asking);
    // Some are easily satisfied, so that answers are full.
    if (random.Chance(60)) {
      Facets& easy = asking.facets.back();
      easy.sectors = 15;
      easy.education = kGreatestEducation;
      easy.language = kGreatestLanguage;
      easy.hours_min = 0;
      easy.hours_max = std::numeric_limits<uint8_t>::max();
    }
    queries.push_back(i);
  }
  return Workload(std::move(documents), std::move(asking), std::move(queries));
}

bool Passes(const Facets& document, const Facets& query) {
  const double km = matcher::GreatCircleKilometres(
      {.latitude = query.latitude, .longitude = query.longitude},
      {.latitude = document.latitude, .longitude = document.longitude});
  const bool unknown = document.latitude != document.latitude || query.latitude != query.latitude;
  return (document.sectors & query.sectors) != 0 && document.hours_min <= query.hours_max &&
         document.hours_max >= query.hours_min && document.education <= query.education &&
         document.language <= query.language && (unknown || km <= kReach);
}

uint32_t ScoreOf(const Rows& documents, size_t document, const Query& query) {
  uint32_t score = 0;
  for (size_t i = 0; i < query.terms.size(); ++i) {
    for (size_t j = 0; j < documents.TermsOf(document).size(); ++j) {
      if (documents.TermsOf(document)[j] != query.terms[i]) continue;
      score += uint32_t{query.weights[i]} * documents.WeightsOf(document)[j];
    }
  }
  return score;
}

std::vector<Hit> Defined(const Rows& documents, const Query& query) {
  std::vector<Hit> hits;
  for (uint32_t document = 0; document < documents.size(); ++document) {
    const uint32_t score = ScoreOf(documents, document, query);
    if (score > 0 && Passes(documents.facets[document], query.facets)) {
      hits.push_back({.score = score, .position = document});
    }
  }
  std::stable_sort(hits.begin(), hits.end(),
                   [](const Hit& a, const Hit& b) { return a.score > b.score; });
  hits.resize(std::min(hits.size(), kAnswerSize));
  return hits;
}

TEST(MatchEnginesProperty, AnswerAsDefined) {
  size_t full = 0;
  size_t cut_in_a_tie = 0;
  for (uint64_t seed = 0; seed < 30; ++seed) {
    const Workload workload = RandomWorkload(seed);
    ExhaustiveEngine exhaustive(workload.documents(), workload.term_count());
    InvertedEngine inverted(workload.documents(), workload.term_count());
    IndexEngine index(workload.documents(), workload.term_count());
    std::vector<Hit> hits;
    for (size_t i = 0; i < workload.query_count(); ++i) {
      const Query query = workload.query(i);
      const std::vector<Hit> expected = Defined(workload.documents(), query);
      exhaustive.Search(query, &hits);
      ASSERT_EQ(hits, expected) << "exhaustive, seed " << seed << " query " << i;
      inverted.Search(query, &hits);
      ASSERT_EQ(hits, expected) << "inverted, seed " << seed << " query " << i;
      index.Search(query, &hits);
      ASSERT_EQ(hits, expected) << "index, seed " << seed << " query " << i;
      if (expected.size() < kAnswerSize) continue;
      ++full;
      if (expected[kAnswerSize - 2].score == expected.back().score) ++cut_in_a_tie;
    }
  }
  // Else the cases above say little.
  EXPECT_GT(full, 100U);
  EXPECT_GT(cut_in_a_tie, 50U);
}

}  // namespace
}  // namespace overstap::bench
