#include "tests/property/random_matching.h"

#include <cstdlib>
#include <string>
#include <utility>

namespace overstap::matcher {
namespace {

// Zero-padded, so that the order of codes is that of numbers.
std::string Code(const char* kind, uint32_t number) {
  return kind + std::to_string(100'000 + number);
}

ConceptEntry Concept(ConceptKind kind, std::string code) {
  ConceptEntry entry;
  entry.scheme = "ESCO";
  entry.kind = kind;
  entry.labels[0].preferred = code;
  entry.code = std::move(code);
  return entry;
}

template <typename T>
T OrExit(absl::StatusOr<T> value) {
  if (!value.ok()) std::abort();  // the generator made what its own library refuses
  return *std::move(value);
}

Proficiency RandomProficiency(RandomSource* random) {
  return static_cast<Proficiency>(random->Below(5));
}

SkillNumber RandomSkill(const Taxonomy& taxonomy, RandomSource* random) {
  return SkillNumber(random->SkewedBelow(static_cast<uint32_t>(taxonomy.skill_count())));
}

OccupationNumber RandomOccupation(const Taxonomy& taxonomy, RandomSource* random) {
  return OccupationNumber(random->Below(static_cast<uint32_t>(taxonomy.occupation_count())));
}

QualificationNumber RandomQualification(const Region& region, RandomSource* random) {
  return QualificationNumber(
      static_cast<uint16_t>(random->Below(static_cast<uint32_t>(region.qualification_count()))));
}

}  // namespace

std::shared_ptr<const Taxonomy> RandomTaxonomy(const TaxonomySize& size, RandomSource* random) {
  TaxonomyBuilder builder(1, "random");
  for (uint32_t i = 0; i < size.groups; ++i) {
    builder.AddConcept(Concept(ConceptKind::kSkillGroup, Code("g", i)));
    if (i > 0)
      builder.AddRelation({Code("g", i), Code("g", random->Below(i)), RelationKind::kBroader});
  }
  for (uint32_t i = 0; i < size.skills; ++i) {
    const bool is_skill = random->Chance(70);
    builder.AddConcept(
        Concept(is_skill ? ConceptKind::kSkill : ConceptKind::kKnowledge, Code("s", i)));
    if (size.groups > 0) {
      builder.AddRelation(
          {Code("s", i), Code("g", random->Below(size.groups)), RelationKind::kBroader});
    }
  }
  for (uint32_t i = 0; i < size.skill_relations; ++i) {
    const uint32_t source = random->Below(size.skills);
    const uint32_t target = random->Below(size.skills);
    if (source == target) continue;
    builder.AddRelation(
        {Code("s", source), Code("s", target),
         random->Chance(50) ? RelationKind::kRelatedEssential : RelationKind::kRelatedOptional});
  }
  for (uint32_t i = 0; i < size.occupations; ++i) {
    builder.AddConcept(Concept(ConceptKind::kOccupation, Code("o", i)));
    const uint32_t count = 1 + random->Below(2 * size.skills_per_occupation);
    for (uint32_t j = 0; j < count; ++j) {
      builder.AddRelation(
          {Code("o", i), Code("s", random->SkewedBelow(size.skills)),
           random->Chance(50) ? RelationKind::kEssentialSkill : RelationKind::kOptionalSkill});
    }
  }
  return OrExit(std::move(builder).Build());
}

std::shared_ptr<const Region> RandomRegion(RandomSource* random) {
  Region::Parts parts;
  for (uint32_t i = 0; i < 8; ++i) {
    QualificationEntry entry;
    entry.scheme = "CREBO";
    entry.code = std::to_string(i);
    entry.level = static_cast<EqfLevel>(1 + i / 2);
    entry.line = i % 2 == 0 ? "care" : "technology";
    if (i > 1 && random->Chance(50)) entry.implies = {"CREBO:" + std::to_string(random->Below(i))};
    entry.occupations = {Code("o", random->Below(25))};
    parts.qualifications.push_back(std::move(entry));
  }
  return OrExit(Region::Build(std::move(parts)));
}

JobSeeker RandomJobSeeker(const FitContext& context, RandomSource* random) {
  JobSeeker person;
  if (random->Chance(90)) {
    person.skills.emplace();
    for (uint32_t i = random->Below(15); i > 0; --i) {
      person.skills->push_back(
          {RandomSkill(context.taxonomy, random), RandomProficiency(random), random->Chance(20)});
    }
  }
  if (random->Chance(50)) {
    person.past_occupations.emplace();
    for (uint32_t i = random->Below(3); i > 0; --i) {
      person.past_occupations->push_back(
          {RandomOccupation(context.taxonomy, random), random->Chance(30)});
    }
  }
  if (random->Chance(60)) {
    person.qualifications.emplace();
    for (uint32_t i = random->Below(3); i > 0; --i) {
      OwnQualification own;
      own.counts = random->Chance(80);
      if (random->Chance(80)) own.number = RandomQualification(context.region, random);
      person.qualifications->push_back(own);
    }
  }
  return person;
}

Vacancy RandomVacancy(const FitContext& context, RandomSource* random) {
  Vacancy vacancy;
  if (random->Chance(80)) vacancy.occupation = RandomOccupation(context.taxonomy, random);
  if (random->Chance(70)) {
    for (uint32_t i = 1 + random->Below(20); i > 0; --i) {
      vacancy.skills.push_back(
          {RandomSkill(context.taxonomy, random), random->Chance(60), random->Chance(20)});
    }
  }
  if (random->Chance(40)) {
    vacancy.qualification =
        QualificationDemand{RandomQualification(context.region, random), random->Chance(50)};
  }
  return vacancy;
}

}  // namespace overstap::matcher
