// How far what a person has covers each term, and by which own skill: worked out once a person,
// then asked for as many demands as there are.
//
//   OwnCovers covers(context);
//   covers.Take(person);                     // for one person after another
//   SparseVector supply = covers.Supply();   // the same as SupplyOf(person, context)
//   Fit fit = ExplainFit(DemandedBy(vacancy, context), covers);
//
// Its memory for every term of the taxonomy is used again, by Take and by the thread's next one, so
// that one for each query costs no more than what it covers. Of one thread.
#ifndef OVERSTAP_MATCHER_FIT_OWN_COVERS_H_
#define OVERSTAP_MATCHER_FIT_OWN_COVERS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "matcher/fit/demanded_terms.h"
#include "matcher/fit/vectors.h"
#include "matcher/model/ids.h"
#include "matcher/model/job_seeker.h"
#include "matcher/model/values.h"

namespace overstap::matcher {

// The level at which a person's skill counts.
Share LevelOf(const OwnSkill& own, const FitConstants& constants);
// That of an occupation's essential and optional skills, for who has held it.
struct DerivedLevels {
  Share essential;
  Share optional;
};
DerivedLevels LevelsOf(const PastOccupation& past, const FitConstants& constants);

// How it is known that a person has a skill.
struct SkillBasis {
  bool derived = false;    // from a past occupation, not stated
  bool from_text = false;  // it, or the occupation, was found in a text

  // Of two that are as good otherwise, the higher counts: what is stated before what is derived,
  // then what no text had to be read for.
  constexpr uint32_t rank() const { return (derived ? 0U : 2U) | (from_text ? 0U : 1U); }
  static constexpr SkillBasis OfRank(uint32_t rank) {
    return {.derived = (rank & 2U) == 0, .from_text = (rank & 1U) == 0};
  }
};
inline constexpr int kBasisBits = 2;

// How far one of the person's qualifications covers a demanded one.
struct QualificationPart {
  Share cover;
  std::optional<QualificationNumber> by;
};
// The best cover of `wanted`; by the first of `own` that covers it so.
QualificationPart CoverOf(QualificationNumber wanted, std::span<const OwnQualification> own,
                          const FitContext& context);

class OwnCovers {
 public:
  // What the context refers to outlives this.
  explicit OwnCovers(const FitContext& context);
  ~OwnCovers();
  OwnCovers(OwnCovers&&) noexcept;
  OwnCovers& operator=(OwnCovers&&) = delete;
  OwnCovers(const OwnCovers&) = delete;
  OwnCovers& operator=(const OwnCovers&) = delete;

  // Forgets whoever was taken before; nothing of `person` is referred to afterwards.
  void Take(const JobSeeker& person);
  // The same for who asks of a few skills only: of others nothing is known then, and Supply is not
  // whole.
  void TakeFor(std::span<const TermNumber> terms, const JobSeeker& person);

  // The best cover of a skill: the larger cover first; then the more similar own skill, the
  // higher rank of its basis, the lower number. nullopt: nothing covers it.
  struct SkillCover {
    Share cover;
    SkillNumber by;
    Share level;
    Share similarity;
    SkillBasis basis;
  };
  std::optional<SkillCover> Of(SkillNumber skill) const;
  QualificationPart Of(QualificationNumber wanted) const {
    return CoverOf(wanted, memory_->qualifications, context_);
  }

  // As SupplyOf has it.
  SparseVector Supply() const;

  const FitContext& context() const { return context_; }

 private:
  struct Held {
    SkillNumber skill;
    Share level;
    SkillBasis basis;
  };
  // As if new whenever no OwnCovers has it.
  struct Memory {
    // Per skill: the greater, the better; 0: not held.
    std::vector<uint32_t> held_at;
    std::vector<uint64_t> held_bits;
    std::vector<Held> held;  // each skill once, ascending
    // Per skill, as CoverKey packs it; 0: not covered. Bits say where it is not 0.
    std::vector<uint64_t> best;
    std::vector<uint64_t> covered_bits;
    std::vector<uint64_t> asked_bits;  // of TakeFor
    std::vector<OwnQualification> qualifications;
  };
  // What the thread's last one has left; null: nothing.
  static std::unique_ptr<Memory>& Spare();

  void Clear();
  void Hold(SkillNumber skill, Share level, SkillBasis basis);
  void Cover(SkillNumber skill, Share cover, Share similarity, SkillBasis basis, uint32_t ordinal);
  // Fills in `held`.
  void TakeHeld(const JobSeeker& person);
  // Fills in `best` for the skills that is_asked(skill) says yes to.
  template <typename IsAsked>
  void TakeCovers(const IsAsked& is_asked);

  const FitContext context_;
  std::unique_ptr<Memory> memory_;  // null: moved from
};

// A score and its parts; `demand` ascends by term. The same as ExplainFit of the vacancy or
// occupation and the person whom `covers` has taken, at a part of its cost.
Fit ExplainFit(std::span<const DemandedTerm> demand, const OwnCovers& covers);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_FIT_OWN_COVERS_H_
