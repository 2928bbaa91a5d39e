// Numbers that name things inside one snapshot, each of a type of its own so that they cannot be
// mixed up.
//
//   SkillNumber skill{12};
//   std::vector<uint16_t> per_skill(taxonomy.skill_count());
//   per_skill[skill.value()] = 1;
//
// Values; safe to share between threads.
#ifndef OVERSTAP_MATCHER_MODEL_IDS_H_
#define OVERSTAP_MATCHER_MODEL_IDS_H_

#include <compare>
#include <cstdint>
#include <functional>
#include <utility>

namespace overstap::matcher {

// A number with a meaning (its Tag). Dense from 0 unless said otherwise.
template <typename Tag, typename Rep = uint32_t>
class Number {
 public:
  using Representation = Rep;

  constexpr Number() = default;
  constexpr explicit Number(Rep value) : value_(value) {}
  constexpr Rep value() const { return value_; }
  friend constexpr auto operator<=>(Number, Number) = default;

  template <typename H>
  friend H AbslHashValue(H state, Number number) {
    return H::combine(std::move(state), number.value_);
  }

 private:
  Rep value_ = 0;
};

// A skill or knowledge concept of one taxonomy version.
using SkillNumber = Number<struct SkillTag>;
// An occupation of one taxonomy version.
using OccupationNumber = Number<struct OccupationTag>;
// A place of the region's place table: a postcode area or a municipality.
using PlaceNumber = Number<struct PlaceTag>;
// A municipality of the region.
using MunicipalityNumber = Number<struct MunicipalityTag, uint16_t>;
// A qualification of the region's list.
using QualificationNumber = Number<struct QualificationTag, uint16_t>;
// A credential of the region's list.
using CredentialNumber = Number<struct CredentialTag, uint16_t>;
// A sector of the region's list; at most 64.
using SectorNumber = Number<struct SectorTag, uint8_t>;
// A funding scheme of the region's list.
using SchemeNumber = Number<struct SchemeTag, uint16_t>;
// An organisation that keeps or helps people, or owns vacancies. Given by whoever fills the pool.
using OrganisationNumber = Number<struct OrganisationTag>;
// A dimension of fit vectors: skill n is term n, qualification q is term skill_count + q; below
// kMost. Held in 16 bits: vectors are most of what a pool takes in memory.
class TermNumber {
 public:
  static constexpr uint32_t kMost = uint32_t{1} << 16;

  constexpr TermNumber() = default;
  constexpr explicit TermNumber(uint32_t value) : value_(static_cast<uint16_t>(value)) {}
  constexpr uint32_t value() const { return value_; }
  friend constexpr auto operator<=>(TermNumber, TermNumber) = default;

  template <typename H>
  friend H AbslHashValue(H state, TermNumber number) {
    return H::combine(std::move(state), number.value_);
  }

 private:
  uint16_t value_ = 0;
};
// Order of creation of a record over all kinds: the log position of its first event. Not dense.
// Ties in rankings break by it, lower first.
using CreationNumber = Number<struct CreationTag, uint64_t>;

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_MODEL_IDS_H_
