#include "matcher/text/compounds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

namespace overstap::matcher {
namespace {

constexpr size_t kMinPart = 3;       // bytes
constexpr size_t kMinBoundPart = 4;  // of a part that is known from compounds alone
constexpr uint32_t kMinBoundUses = 2;
constexpr float kCostPerPart = 6;  // natural logarithm, as the rarity
constexpr float kInfinite = std::numeric_limits<float>::infinity();

// What may stand between two parts. "" first: with equal cost a part keeps its letters.
constexpr auto kDutchLinks = std::to_array<std::string_view>({"", "s", "e", "en", "n", "er"});
constexpr auto kGermanLinks =
    std::to_array<std::string_view>({"", "s", "n", "en", "es", "er", "e", "ns"});

std::span<const std::string_view> LinksOf(Language language) {
  if (language == Language::kDe) return kGermanLinks;
  return kDutchLinks;
}

// The cheapest way to cut the first `end` bytes, where the last part ends at `end` with its link.
struct Cut {
  float cost = kInfinite;
  size_t begin = 0;     // of the last part
  size_t part_end = 0;  // without its link
};

}  // namespace

// Prefixes that stand before known words in several compounds ("gebouw" as in gebouwbeheer).
void CompoundSplitter::Builder::AddBoundParts(StringMap<uint32_t>& parts) const {
  StringMap<uint32_t> uses;
  for (const auto& [word, count] : count_of_word_) {
    for (size_t at = kMinBoundPart; at + kMinBoundPart <= word.size(); ++at) {
      if (count_of_word_.contains(std::string_view(word).substr(at))) {
        ++uses[std::string_view(word).substr(0, at)];
      }
    }
  }
  for (const auto& [prefix, count] : uses) {
    if (count >= kMinBoundUses) parts.try_emplace(prefix, 1);
  }
}

CompoundSplitter CompoundSplitter::Builder::Build() && {
  CompoundSplitter splitter;
  splitter.language_ = language_;
  if (language_ == Language::kEn) return splitter;
  StringMap<uint32_t> parts;
  double total = 1;
  for (const auto& [word, count] : count_of_word_) {
    if (word.size() >= kMinPart) parts.emplace(word, count);
    total += count;
  }
  AddBoundParts(parts);
  for (const auto& [part, count] : parts) {
    splitter.cost_of_part_[part] = kCostPerPart + static_cast<float>(std::log(total / count));
    splitter.longest_part_ = std::max(splitter.longest_part_, part.size());
  }
  return splitter;
}

float CompoundSplitter::CostOf(std::string_view part) const {
  if (part.size() < kMinPart) return kInfinite;
  const auto found = cost_of_part_.find(part);
  return found == cost_of_part_.end() ? kInfinite : found->second;
}

std::vector<std::string_view> CompoundSplitter::Split(std::string_view word) const {
  if (word.size() < 2 * kMinPart || cost_of_part_.empty()) return {word};
  std::vector<Cut> cuts(word.size() + 1);
  cuts[0].cost = 0;
  for (size_t begin = 0; begin + kMinPart <= word.size(); ++begin) {
    if (cuts[begin].cost == kInfinite) continue;
    const size_t last_end = std::min(word.size(), begin + longest_part_);
    for (size_t end = begin + kMinPart; end <= last_end; ++end) {
      if (begin == 0 && end == word.size()) continue;  // the word itself is no way to cut it
      const float cost = cuts[begin].cost + CostOf(word.substr(begin, end - begin));
      if (cost == kInfinite) continue;
      for (std::string_view link : LinksOf(language_)) {
        const size_t next = end + link.size();
        if (!word.substr(end).starts_with(link)) continue;
        if (next == word.size() && !link.empty()) continue;
        if (cost < cuts[next].cost) cuts[next] = {cost, begin, end};
      }
    }
  }
  if (cuts[word.size()].cost == kInfinite) return {word};
  std::vector<std::string_view> parts;
  for (size_t end = word.size(); end > 0; end = cuts[end].begin) {
    parts.push_back(word.substr(cuts[end].begin, cuts[end].part_end - cuts[end].begin));
  }
  std::reverse(parts.begin(), parts.end());
  return parts;
}

}  // namespace overstap::matcher
