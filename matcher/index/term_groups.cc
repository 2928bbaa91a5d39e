#include "matcher/index/term_groups.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace overstap::matcher {
namespace {

// Measured on the workload of a million vacancies without their codes, see DESIGN.md.
constexpr size_t kMembersPerMean = 48;
constexpr size_t kTermsPerMean = 48;
constexpr size_t kTermsAsked = 12;  // of a document, its weightiest
// How rare a term is, is told by so many documents; terms may be costly to come by.
constexpr size_t kDocumentsCounted = size_t{1} << 16;
constexpr size_t kDocumentsPerLeader = 200;
constexpr size_t kMostLeaders = 4'096;
// Others' groups serve when at least this share of documents has one: one in four.
constexpr size_t kCodedShare = 4;

using Members = std::vector<std::vector<uint32_t>>;  // documents by group

class Grouping {
 public:
  Grouping(size_t documents, DocumentSource& source, size_t term_count)
      : source_(source), rarity_(term_count), postings_(term_count) {
    std::vector<uint32_t> frequency(term_count);
    const size_t step = std::max<size_t>(1, documents / kDocumentsCounted);
    size_t counted = 0;
    for (size_t i = 0; i < documents; i += step, ++counted) {
      for (const WeightedTerm& term : source.TermsOf(i)) ++frequency[term.term.value()];
    }
    for (size_t i = 0; i < term_count; ++i) {
      rarity_[i] = std::log(static_cast<float>(counted + 1) / static_cast<float>(frequency[i] + 1));
    }
  }

  // Makes the means of these groups what Nearest() looks for.
  void SetMeans(const Members& members) {
    for (auto& posting : postings_) posting.clear();
    sums_.assign(members.size(), 0);
    std::vector<float> mean(rarity_.size());
    for (uint32_t group = 0; group < members.size(); ++group) {
      std::vector<uint32_t> terms;
      const size_t count = std::min(members[group].size(), kMembersPerMean);
      for (size_t i = 0; i < count; ++i) {
        for (const WeightedTerm& term : source_.TermsOf(members[group][i])) {
          const uint32_t number = term.term.value();
          if (mean[number] == 0) terms.push_back(number);
          mean[number] += static_cast<float>(term.value.units()) * rarity_[number];
        }
      }
      Post(group, &terms, &mean);
    }
  }

  // The group whose mean the document has most in common with; 0 where there is none.
  uint32_t Nearest(size_t document) {
    asked_.clear();
    for (const WeightedTerm& term : source_.TermsOf(document)) {
      const uint32_t number = term.term.value();
      asked_.emplace_back(static_cast<float>(term.value.units()) * rarity_[number], number);
    }
    const size_t count = std::min(asked_.size(), kTermsAsked);
    std::partial_sort(asked_.begin(), asked_.begin() + static_cast<ptrdiff_t>(count), asked_.end(),
                      std::greater<>());
    touched_.clear();
    for (size_t i = 0; i < count; ++i) {
      for (const auto& [group, weight] : postings_[asked_[i].second]) {
        if (sums_[group] == 0) touched_.push_back(group);
        sums_[group] += asked_[i].first * weight;
      }
    }
    uint32_t best = 0;
    float most = 0;
    for (const uint32_t group : touched_) {
      if (sums_[group] > most || (sums_[group] == most && group < best)) {
        most = sums_[group];
        best = group;
      }
      sums_[group] = 0;
    }
    return best;
  }

 private:
  // Posts the mean's weightiest terms, at length one, and clears it.
  void Post(uint32_t group, std::vector<uint32_t>* terms, std::vector<float>* mean) {
    const size_t count = std::min(terms->size(), kTermsPerMean);
    std::partial_sort(terms->begin(), terms->begin() + static_cast<ptrdiff_t>(count), terms->end(),
                      [&](uint32_t a, uint32_t b) {
                        return (*mean)[a] != (*mean)[b] ? (*mean)[a] > (*mean)[b] : a < b;
                      });
    float squares = 0;
    for (size_t i = 0; i < count; ++i) squares += (*mean)[(*terms)[i]] * (*mean)[(*terms)[i]];
    for (size_t i = 0; i < count; ++i) {
      const uint32_t term = (*terms)[i];
      postings_[term].emplace_back(group, (*mean)[term] / std::sqrt(squares));
    }
    for (const uint32_t term : *terms) (*mean)[term] = 0;
  }

  DocumentSource& source_;
  std::vector<float> rarity_;                                      // by term
  std::vector<std::vector<std::pair<uint32_t, float>>> postings_;  // (group, weight) by term
  std::vector<float> sums_;                                        // by group
  std::vector<uint32_t> touched_;
  std::vector<std::pair<float, uint32_t>> asked_;
};

// A document of each of `count` equal parts; where in its part is scattered, so that no rhythm of
// the documents is met.
uint32_t LeaderOf(size_t part, size_t count, size_t documents) {
  constexpr uint32_t kScatter = 0x9E37'79B9;  // 2^32 over the golden ratio
  constexpr int kUpperBits = 16;
  const size_t begin = part * documents / count;
  const size_t size = (part + 1) * documents / count - begin;
  const uint32_t scattered = static_cast<uint32_t>(part + 1) * kScatter;
  return static_cast<uint32_t>(begin + (scattered >> kUpperBits) % size);
}

// Groups around documents of every part, then around what gathered there.
std::vector<uint32_t> GroupAroundLeaders(size_t documents, Grouping* grouping) {
  const size_t leaders = std::clamp<size_t>(documents / kDocumentsPerLeader, 1, kMostLeaders);
  Members members(leaders);
  for (size_t i = 0; i < leaders; ++i) {
    members[i].push_back(LeaderOf(i, leaders, documents));
  }
  grouping->SetMeans(members);
  // Some documents for each leader make its mean.
  members.assign(leaders, {});
  const size_t step = std::max<size_t>(1, documents / (leaders * kMembersPerMean));
  for (size_t i = 0; i < documents; i += step) {
    members[grouping->Nearest(i)].push_back(static_cast<uint32_t>(i));
  }
  grouping->SetMeans(members);
  std::vector<uint32_t> groups(documents);
  for (size_t i = 0; i < documents; ++i) groups[i] = grouping->Nearest(i);
  return groups;
}

}  // namespace

std::vector<uint32_t> GroupByTerms(std::span<const IndexDocument> documents, DocumentSource& source,
                                   size_t term_count) {
  std::vector<uint32_t> groups(documents.size());
  size_t coded = 0;
  for (size_t i = 0; i < documents.size(); ++i) {
    groups[i] = documents[i].group.value_or(0);
    coded += documents[i].group ? 1 : 0;
  }
  if (coded == documents.size()) return groups;
  Grouping grouping(documents.size(), source, term_count);
  if (coded * kCodedShare < documents.size()) {
    return GroupAroundLeaders(documents.size(), &grouping);
  }
  absl::flat_hash_map<uint32_t, uint32_t> number_of;  // of a group, dense
  std::vector<uint32_t> group_of;
  Members members;
  for (uint32_t i = 0; i < documents.size(); ++i) {
    if (!documents[i].group) continue;
    const auto [found, is_new] =
        number_of.try_emplace(groups[i], static_cast<uint32_t>(group_of.size()));
    if (is_new) {
      group_of.push_back(groups[i]);
      members.emplace_back();
    }
    if (members[found->second].size() < kMembersPerMean) members[found->second].push_back(i);
  }
  grouping.SetMeans(members);
  for (size_t i = 0; i < documents.size(); ++i) {
    if (!documents[i].group) groups[i] = group_of[grouping.Nearest(i)];
  }
  return groups;
}

}  // namespace overstap::matcher
