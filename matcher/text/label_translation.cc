#include "matcher/text/label_translation.h"

#include <algorithm>
#include <cmath>

#include "absl/container/flat_hash_map.h"

namespace overstap::matcher {
namespace {

constexpr int kRounds = 5;
// Added to the times that a word was seen: what few labels teach counts for less.
constexpr double kSmoothing = 2;
constexpr double kLeastProbability = 0.001;
// Likeness is this times the square root of the probability, up to kMostLikeness.
constexpr double kLikenessScale = 2;

using Table = absl::flat_hash_map<uint64_t, double>;

uint64_t KeyOf(uint32_t from, uint32_t to) { return uint64_t{from} << 32 | to; }

// Of an entry that is not in the table: in the first round every word stands for every other alike.
double ProbabilityOf(const Table& table, uint32_t from, uint32_t to, bool first_round) {
  if (first_round) return 1;
  const auto found = table.find(KeyOf(from, to));
  return found == table.end() ? 0 : found->second;
}

// Makes `from` at least so alike in a row of likenesses.
void RaiseTo(float likeness, uint32_t from, std::vector<WordLikeness>& row) {
  const auto found = std::ranges::find(row, from, &WordLikeness::from);
  if (found == row.end()) {
    row.push_back({from, likeness});
  } else {
    found->likeness = std::max(found->likeness, likeness);
  }
}

}  // namespace

void LabelTranslation::Builder::AddPair(std::span<const uint32_t> one,
                                        std::span<const uint32_t> other) {
  pairs_.push_back({one, other});
  pairs_.push_back({other, one});
}

void LabelTranslation::Builder::AddSynonyms(uint32_t one, uint32_t other, float likeness) {
  synonyms_.push_back({one, other, likeness});
}

LabelTranslation LabelTranslation::Builder::Build() && {
  Table table;
  for (int round = 0; round < kRounds; ++round) {
    Table expected;
    std::vector<double> seen(word_count_, kSmoothing);
    for (const Pair& pair : pairs_) {
      for (uint32_t to : pair.to) {
        double sum = 0;
        for (uint32_t from : pair.from) sum += ProbabilityOf(table, from, to, round == 0);
        if (sum == 0) continue;
        for (uint32_t from : pair.from) {
          const double share = ProbabilityOf(table, from, to, round == 0) / sum;
          expected[KeyOf(from, to)] += share;
          seen[from] += share;
        }
      }
    }
    table.clear();
    for (const auto& [key, count] : expected) {
      const double probability = count / seen[key >> 32];
      if (probability > kLeastProbability) table.emplace(key, probability);
    }
  }

  LabelTranslation translation;
  translation.like_.resize(word_count_);
  for (const auto& [key, probability] : table) {
    const auto from = static_cast<uint32_t>(key >> 32);
    const auto to = static_cast<uint32_t>(key);
    if (from == to) continue;
    const double likeness =
        std::min<double>(kMostLikeness, kLikenessScale * std::sqrt(probability));
    translation.like_[to].push_back({from, static_cast<float>(likeness)});
  }
  for (const Synonyms& synonyms : synonyms_) {
    RaiseTo(synonyms.likeness, synonyms.one, translation.like_[synonyms.other]);
    RaiseTo(synonyms.likeness, synonyms.other, translation.like_[synonyms.one]);
  }
  for (auto& row : translation.like_) std::ranges::sort(row, {}, &WordLikeness::from);
  return translation;
}

}  // namespace overstap::matcher
