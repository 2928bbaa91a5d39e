#include "matcher/index/inverted_index.h"

#include <algorithm>

namespace overstap::matcher {
namespace {

constexpr size_t kPostingsPerPoll = 65'536;
constexpr size_t kFiltersPerPoll = 1'024;
// Documents sorted at once: few at first, since most searches end in them.
constexpr size_t kFirstBatch = 128;
constexpr size_t kBatchGrowth = 4;

// A document and its score; ascending is the order of results, since documents ascend by creation.
using Candidate = uint64_t;
constexpr Candidate MakeCandidate(Score score, uint32_t document) {
  return uint64_t{~score} << 32 | document;
}
constexpr Score ScoreOf(Candidate candidate) { return ~static_cast<Score>(candidate >> 32); }
constexpr uint32_t DocumentOf(Candidate candidate) { return static_cast<uint32_t>(candidate); }

bool Interrupted(const Interruption* interruption) {
  return interruption != nullptr && interruption->Requested();
}

}  // namespace

SegmentIndex SegmentIndex::Build(std::span<const Document> documents, size_t term_count) {
  SegmentIndex index;
  index.begin_.resize(term_count + 1);
  index.creation_.reserve(documents.size());
  for (const Document& document : documents) {
    index.creation_.push_back(document.creation);
    for (const WeightedTerm& term : document.terms) ++index.begin_[term.term.value() + 1];
  }
  for (size_t i = 0; i < term_count; ++i) index.begin_[i + 1] += index.begin_[i];
  index.documents_.resize(index.begin_.back());
  index.values_.resize(index.begin_.back());
  std::vector<uint32_t> next(index.begin_.begin(), index.begin_.end() - 1);
  for (uint32_t i = 0; i < documents.size(); ++i) {
    for (const WeightedTerm& term : documents[i].terms) {
      const uint32_t at = next[term.term.value()]++;
      index.documents_[at] = i;
      index.values_[at] = term.value;
    }
  }
  return index;
}

bool SegmentIndex::Accumulate(std::span<const WeightedTerm> query, const Interruption* interruption,
                              std::vector<Score>* scores) const {
  size_t since_poll = 0;
  for (const WeightedTerm& term : query) {
    const size_t number = term.term.value();
    if (number + 1 >= begin_.size()) continue;
    const Score weight = term.value.units();
    const uint32_t end = begin_[number + 1];
    for (uint32_t i = begin_[number]; i < end; ++i) {
      (*scores)[documents_[i]] += weight * values_[i].units();
    }
    since_poll += end - begin_[number];
    if (since_poll >= kPostingsPerPoll) {
      if (Interrupted(interruption)) return false;
      since_poll = 0;
    }
  }
  return true;
}

void SegmentIndex::Search(std::span<const WeightedTerm> query, uint32_t segment,
                          const DocumentFilter& filter, const Interruption* interruption,
                          TopK* top) const {
  if (Interrupted(interruption)) return;
  std::vector<Score> scores(document_count());
  if (!Accumulate(query, interruption, &scores)) return;
  std::vector<Candidate> candidates;
  for (uint32_t i = 0; i < scores.size(); ++i) {
    if (scores[i] != 0 && top->Wants(scores[i], creation_[i])) {
      candidates.push_back(MakeCandidate(scores[i], i));
    }
  }
  size_t filtered = 0;
  size_t batch = kFirstBatch;
  for (auto begin = candidates.begin(); begin != candidates.end(); batch *= kBatchGrowth) {
    const auto rest = static_cast<size_t>(candidates.end() - begin);
    const auto end = begin + static_cast<ptrdiff_t>(std::min(batch, rest));
    if (end != candidates.end()) std::nth_element(begin, end, candidates.end());
    std::sort(begin, end);
    for (; begin != end; ++begin) {
      const Hit hit{ScoreOf(*begin), creation_[DocumentOf(*begin)], segment,
                    DocumentNumber(DocumentOf(*begin))};
      // Best first: when this one is no longer wanted, none after it is.
      if (!top->Wants(hit.score, hit.creation)) return;
      if (++filtered % kFiltersPerPoll == 0 && Interrupted(interruption)) return;
      if (filter.Accepts(hit.document)) top->Add(hit);
    }
  }
}

size_t SegmentIndex::memory_bytes() const {
  return begin_.capacity() * sizeof(begin_[0]) + documents_.capacity() * sizeof(documents_[0]) +
         values_.capacity() * sizeof(values_[0]) + creation_.capacity() * sizeof(creation_[0]);
}

}  // namespace overstap::matcher
