#include "matcher/fit/own_covers.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <functional>
#include <utility>

#include "absl/container/inlined_vector.h"

namespace overstap::matcher {
namespace {

constexpr size_t kWordBits = 64;
// Held skills between the one whose similar skills are gone through and the one that is fetched.
constexpr uint32_t kAhead = 6;

// A cover as one number, of which the greatest is the best: cover, similarity, the rank of the own
// skill's basis, and where it stands among those that are held, the first highest.
constexpr int kCoverShift = 48;
constexpr int kSimilarityShift = 32;
constexpr int kBasisShift = 30;
constexpr uint64_t kOrdinalMask = (uint64_t{1} << kBasisShift) - 1;
static_assert(kBasisShift + kBasisBits == kSimilarityShift);

constexpr uint64_t CoverKey(Share cover, Share similarity, SkillBasis basis, uint32_t ordinal) {
  return uint64_t{cover.units()} << kCoverShift | uint64_t{similarity.units()} << kSimilarityShift |
         uint64_t{basis.rank()} << kBasisShift | (kOrdinalMask - ordinal);
}
constexpr Share CoverIn(uint64_t key) { return Share(static_cast<uint16_t>(key >> kCoverShift)); }
constexpr Share SimilarityIn(uint64_t key) {
  return Share(static_cast<uint16_t>(key >> kSimilarityShift));
}
constexpr uint32_t OrdinalIn(uint64_t key) {
  return static_cast<uint32_t>(kOrdinalMask - (key & kOrdinalMask));
}

// A held skill as one number: the best level first, then the higher rank of its basis.
constexpr uint32_t HeldKey(Share level, SkillBasis basis) {
  return uint32_t{level.units()} << kBasisBits | basis.rank();
}
constexpr Share LevelIn(uint32_t key) { return Share(static_cast<uint16_t>(key >> kBasisBits)); }
constexpr SkillBasis BasisIn(uint32_t key) { return SkillBasis::OfRank(key); }

Share LevelOf(Proficiency proficiency, const FitConstants& constants) {
  switch (proficiency) {
    case Proficiency::kBasic:
      return Share::FromDouble(constants.level_basic);
    case Proficiency::kIndependent:
      return Share::FromDouble(constants.level_independent);
    case Proficiency::kAdvanced:
      return Share::FromDouble(constants.level_advanced);
    case Proficiency::kExpert:
      return Share::FromDouble(constants.level_expert);
    case Proficiency::kUnknown:
      break;
  }
  return Share::FromDouble(constants.level_unknown);
}

Share Counting(Share level, bool from_text, const FitConstants& constants) {
  return from_text ? level * Share::FromDouble(constants.from_text_factor) : level;
}

// In place: a part that is read just after it was written is waited for.
void Fill(const DemandedTerm& demanded, const OwnCovers& covers, FitPart* out) {
  const FitContext& context = covers.context();
  FitPart& part = *out;
  part.term = demanded.term;
  part.essential = demanded.essential;
  part.demand_from_text = demanded.from_text;
  part.weight = demanded.share;
  if (context.IsSkill(part.term)) {
    if (const auto own = covers.Of(SkillNumber(part.term.value()))) {
      part.cover = own->cover;
      part.covered_by = own->by;
      part.level = own->level;
      part.similarity = own->similarity;
      part.derived = own->basis.derived;
      part.from_text = own->basis.from_text;
    }
  } else {
    part.is_qualification = true;
    const auto number = part.term.value() - context.taxonomy.skill_count();
    const QualificationPart own = covers.Of(QualificationNumber(static_cast<uint16_t>(number)));
    part.cover = own.cover;
    part.covered_by_qualification = own.by;
  }
  part.contribution = Score{part.weight.units()} * part.cover.units();
}

// A part's place among the others as one number, of which the greatest is the first: contribution,
// weight, and the lower term first, which is the one that stands first in the demand.
constexpr int kContributionShift = 32;
constexpr int kWeightShift = 16;
constexpr uint64_t kPositionMask = (uint64_t{1} << kWeightShift) - 1;
constexpr uint64_t PartKey(const FitPart& part, size_t position) {
  return uint64_t{part.contribution} << kContributionShift |
         uint64_t{part.weight.units()} << kWeightShift | (kPositionMask - position);
}
constexpr size_t PositionIn(uint64_t key) { return kPositionMask - (key & kPositionMask); }

bool HasBit(uint32_t number, const std::vector<uint64_t>& bits) {
  return (bits[number / kWordBits] >> (number % kWordBits) & 1) != 0;
}
void SetBit(uint32_t number, std::vector<uint64_t>* bits) {
  (*bits)[number / kWordBits] |= uint64_t{1} << (number % kWordBits);
}

// Calls visit(number) for each bit that is set, ascending.
template <typename Visit>
void ForEachBit(const std::vector<uint64_t>& bits, const Visit& visit) {
  for (size_t word = 0; word < bits.size(); ++word) {
    for (uint64_t left = bits[word]; left != 0; left &= left - 1) {
      visit(static_cast<uint32_t>(word * kWordBits) +
            static_cast<uint32_t>(std::countr_zero(left)));
    }
  }
}

}  // namespace

Share LevelOf(const OwnSkill& own, const FitConstants& constants) {
  return Counting(LevelOf(own.proficiency, constants), own.from_text, constants);
}

DerivedLevels LevelsOf(const PastOccupation& past, const FitConstants& constants) {
  const auto counting = [&](double level) {
    return Counting(Share::FromDouble(level), past.from_text, constants);
  };
  return {.essential = counting(constants.derived_essential_level),
          .optional = counting(constants.derived_optional_level)};
}

QualificationPart CoverOf(QualificationNumber wanted, std::span<const OwnQualification> own,
                          const FitContext& context) {
  QualificationPart best;
  for (const OwnQualification& qualification : own) {
    if (!qualification.counts || !qualification.number.has_value()) continue;
    Share cover;
    switch (context.region.Cover(*qualification.number, wanted)) {
      case QualificationCover::kFull:
        cover = Share::One();
        break;
      case QualificationCover::kOneLevelBelow:
        cover = Share::FromDouble(context.constants.qualification_one_level_below);
        break;
      case QualificationCover::kNone:
        break;
    }
    if (cover > best.cover) best = {cover, qualification.number};
  }
  return best;
}

std::unique_ptr<OwnCovers::Memory>& OwnCovers::Spare() {
  thread_local std::unique_ptr<Memory> spare;
  return spare;
}

OwnCovers::OwnCovers(const FitContext& context) : context_(context), memory_(std::move(Spare())) {
  if (memory_ == nullptr) memory_ = std::make_unique<Memory>();
  const size_t skills = context.taxonomy.skill_count();
  const size_t words = skills / kWordBits + 1;
  memory_->held_at.resize(skills);
  memory_->best.resize(skills);
  memory_->held_bits.resize(words);
  memory_->covered_bits.resize(words);
  memory_->asked_bits.resize(words);
}

OwnCovers::OwnCovers(OwnCovers&&) noexcept = default;

OwnCovers::~OwnCovers() {
  if (memory_ == nullptr) return;
  Clear();
  Spare() = std::move(memory_);
}

void OwnCovers::Clear() {
  Memory& memory = *memory_;
  for (const Held& held : memory.held) memory.held_at[held.skill.value()] = 0;
  ForEachBit(memory.covered_bits, [&memory](uint32_t skill) { memory.best[skill] = 0; });
  std::fill(memory.held_bits.begin(), memory.held_bits.end(), 0);
  std::fill(memory.covered_bits.begin(), memory.covered_bits.end(), 0);
  memory.held.clear();
  memory.qualifications.clear();
}

void OwnCovers::Hold(SkillNumber skill, Share level, SkillBasis basis) {
  uint32_t& best = memory_->held_at[skill.value()];
  best = std::max(best, HeldKey(level, basis));
  SetBit(skill.value(), &memory_->held_bits);
}

void OwnCovers::Cover(SkillNumber skill, Share cover, Share similarity, SkillBasis basis,
                      uint32_t ordinal) {
  if (cover == Share()) return;
  uint64_t& best = memory_->best[skill.value()];
  best = std::max(best, CoverKey(cover, similarity, basis, ordinal));
  SetBit(skill.value(), &memory_->covered_bits);
}

void OwnCovers::TakeHeld(const JobSeeker& person) {
  Clear();
  const FitConstants& constants = context_.constants;
  const Taxonomy& taxonomy = context_.taxonomy;
  if (person.skills.has_value()) {
    for (const OwnSkill& own : *person.skills) {
      Hold(own.skill, LevelOf(own, constants), {.derived = false, .from_text = own.from_text});
    }
  }
  if (person.past_occupations.has_value()) {
    for (const PastOccupation& past : *person.past_occupations) {
      const DerivedLevels levels = LevelsOf(past, constants);
      for (const OccupationSkill& skill : taxonomy.SkillsOf(past.occupation)) {
        Hold(skill.skill, skill.essential ? levels.essential : levels.optional,
             {.derived = true, .from_text = past.from_text});
      }
    }
  }
  ForEachBit(memory_->held_bits, [&](uint32_t number) {
    const uint32_t key = memory_->held_at[number];
    memory_->held.push_back({SkillNumber(number), LevelIn(key), BasisIn(key)});
  });
  if (person.qualifications.has_value()) {
    memory_->qualifications.assign(person.qualifications->begin(), person.qualifications->end());
  }
}

template <typename IsAsked>
void OwnCovers::TakeCovers(const IsAsked& is_asked) {
  const Taxonomy& taxonomy = context_.taxonomy;
  const std::vector<Held>& all = memory_->held;
  for (uint32_t ordinal = 0; ordinal < all.size(); ++ordinal) {
    // The lists lie far apart: the memory that comes is asked for while this one is gone through.
    if (ordinal + kAhead < all.size()) {
      const auto coming = taxonomy.SimilarTo(all[ordinal + kAhead].skill);
      __builtin_prefetch(coming.data());
      __builtin_prefetch(coming.data() + coming.size() / 2);
    }
    const Held& held = all[ordinal];
    if (is_asked(held.skill)) Cover(held.skill, held.level, Share::One(), held.basis, ordinal);
    for (const SimilarSkill& similar : taxonomy.SimilarTo(held.skill)) {
      if (!is_asked(similar.skill)) continue;
      Cover(similar.skill, held.level * similar.similarity, similar.similarity, held.basis,
            ordinal);
    }
  }
}

void OwnCovers::Take(const JobSeeker& person) {
  TakeHeld(person);
  TakeCovers([](SkillNumber) { return true; });
}

void OwnCovers::TakeFor(std::span<const TermNumber> terms, const JobSeeker& person) {
  TakeHeld(person);
  std::vector<uint64_t>& asked = memory_->asked_bits;
  for (const TermNumber term : terms) {
    if (!context_.IsSkill(term)) continue;
    SetBit(term.value(), &asked);
    __builtin_prefetch(&memory_->best[term.value()]);
  }
  TakeCovers([&asked](SkillNumber skill) { return HasBit(skill.value(), asked); });
  for (const TermNumber term : terms) {
    if (context_.IsSkill(term)) asked[term.value() / kWordBits] = 0;
  }
}

std::optional<OwnCovers::SkillCover> OwnCovers::Of(SkillNumber skill) const {
  // Most are not covered, and their bits lie near.
  if (!HasBit(skill.value(), memory_->covered_bits)) return std::nullopt;
  const uint64_t key = memory_->best[skill.value()];
  const Held& held = memory_->held[OrdinalIn(key)];
  return SkillCover{.cover = CoverIn(key),
                    .by = held.skill,
                    .level = held.level,
                    .similarity = SimilarityIn(key),
                    .basis = held.basis};
}

SparseVector OwnCovers::Supply() const {
  SparseVector qualified;
  for (size_t i = 0; i < context_.region.qualification_count() && !memory_->qualifications.empty();
       ++i) {
    const QualificationNumber wanted(static_cast<uint16_t>(i));
    const Share cover = Of(wanted).cover;
    if (cover != Share()) qualified.push_back({context_.TermOf(wanted), cover});
  }
  size_t count = qualified.size();
  for (const uint64_t word : memory_->covered_bits)
    count += static_cast<size_t>(std::popcount(word));
  SparseVector supply;
  supply.reserve(count);
  ForEachBit(memory_->covered_bits, [&](uint32_t skill) {
    supply.push_back({context_.TermOf(SkillNumber(skill)), CoverIn(memory_->best[skill])});
  });
  supply.insert(supply.end(), qualified.begin(), qualified.end());
  return supply;
}

Fit ExplainFit(std::span<const DemandedTerm> demand, const OwnCovers& covers) {
  constexpr size_t kUsualDemand = 64;
  absl::InlinedVector<FitPart, kUsualDemand> parts;
  // Much less to move than the parts.
  absl::InlinedVector<uint64_t, kUsualDemand> order;
  Fit fit;
  for (const DemandedTerm& term : demand) {
    FitPart& part = parts.emplace_back();
    Fill(term, covers, &part);
    order.push_back(PartKey(part, order.size()));
    fit.score += part.contribution;
  }
  std::sort(order.begin(), order.end(), std::greater<>());
  fit.parts.reserve(parts.size());
  for (const uint64_t key : order) fit.parts.push_back(parts[PositionIn(key)]);
  return fit;
}

}  // namespace overstap::matcher
