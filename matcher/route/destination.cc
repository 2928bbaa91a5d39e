#include "matcher/route/destination.h"

#include <algorithm>

#include "matcher/eligibility/demands.h"

namespace overstap::matcher {

Share CoverOf(TermNumber term, const SparseVector& supply) {
  const auto found = std::lower_bound(
      supply.begin(), supply.end(), term,
      [](const WeightedTerm& entry, TermNumber wanted) { return entry.term < wanted; });
  return found != supply.end() && found->term == term ? found->value : Share();
}

bool AsksNothing(const Wanted& wanted) {
  return wanted.credentials.empty() && wanted.qualifications.empty() && !wanted.level.has_value() &&
         wanted.entry_skills.empty();
}

void Append(const Wanted& more, Wanted* wanted) {
  wanted->credentials.insert(wanted->credentials.end(), more.credentials.begin(),
                             more.credentials.end());
  wanted->qualifications.insert(wanted->qualifications.end(), more.qualifications.begin(),
                                more.qualifications.end());
  wanted->entry_skills.insert(wanted->entry_skills.end(), more.entry_skills.begin(),
                              more.entry_skills.end());
  if (more.level.has_value()) {
    wanted->level = std::min(wanted->level.value_or(*more.level), *more.level);
  }
}

bool Answers(const std::vector<QualificationNumber>& qualifications,
             const std::vector<ObtainedCredential>& credentials,
             const SparseVector& supply_of_gains, const Wanted& wanted, const SparseVector& before,
             const FitContext& fit) {
  for (const ObtainedCredential& obtained : credentials) {
    for (const CredentialNumber number : wanted.credentials) {
      if (fit.region.Implies(obtained.credential, number)) return true;
    }
  }
  for (const QualificationNumber have : qualifications) {
    if (wanted.level.has_value() && fit.region.qualification(have).level >= *wanted.level) {
      return true;
    }
    for (const QualificationNumber number : wanted.qualifications) {
      if (fit.region.Cover(have, number) == QualificationCover::kFull) return true;
    }
  }
  return std::any_of(wanted.entry_skills.begin(), wanted.entry_skills.end(),
                     [&](SkillNumber skill) {
                       const TermNumber term = fit.TermOf(skill);
                       return CoverOf(term, supply_of_gains) > CoverOf(term, before);
                     });
}

std::optional<Date> FixedStart(const Vacancy& vacancy, Date today) {
  if (vacancy.start_date.has_value() && *vacancy.start_date >= today) return vacancy.start_date;
  return std::nullopt;
}

Date FirstDayOf(const Vacancy& vacancy, Date free_from, Date today) {
  return FixedStart(vacancy, today).value_or(free_from);
}

bool FitsAlready(const Destination& destination, const PersonState& start,
                 const RouteContext& context) {
  if (Dot(destination.demand(), start.supply) < context.min_score) return false;
  if (destination.is_learn_work()) {
    const auto& diploma = destination.vacancy()->record.learn_work->qualification;
    if (diploma.has_value() && CoverOf(context.fit.TermOf(*diploma), start.supply) < Share::One()) {
      return false;
    }
  }
  return destination.Admits(start);
}

Fit VacancyDestination::Explain(const JobSeeker& person) const {
  return ExplainFit(entry_.record, person, context_.fit);
}

Date VacancyDestination::StartFor(Date free_from) const {
  return FirstDayOf(entry_.record, free_from, context_.query.today);
}

Eligibility VacancyDestination::Check(const PersonState& state) const {
  const Vacancy& vacancy = entry_.record;
  Eligibility result =
      Evaluate(state.person, vacancy, context_.RulesOn(context_.query.today, state.supply),
               ~RuleBit(Rule::kOpen));
  Eligibility rest =
      Evaluate(state.person, vacancy, context_.RulesOn(StartFor(state.FreeFrom()), state.supply),
               RuleBit(Rule::kOpen));
  result.reasons.insert(result.reasons.end(), rest.reasons.begin(), rest.reasons.end());
  result.unknowns.insert(result.unknowns.end(), rest.unknowns.begin(), rest.unknowns.end());
  return result;
}

bool VacancyDestination::Admits(const PersonState& state) const {
  const Vacancy& vacancy = entry_.record;
  return Decide(state.person, vacancy, context_.RulesOn(context_.query.today, state.supply),
                ~RuleBit(Rule::kOpen)) != Decision::kNotEligible &&
         Decide(state.person, vacancy, context_.RulesOn(StartFor(state.FreeFrom()), state.supply),
                RuleBit(Rule::kOpen)) != Decision::kNotEligible;
}

Wanted VacancyDestination::Demands() const {
  const Vacancy& vacancy = entry_.record;
  Wanted wanted;
  for (const CredentialDemand& demand : vacancy.credentials) {
    wanted.credentials.push_back(demand.credential);
  }
  wanted.level = vacancy.min_level;
  if (vacancy.qualification.has_value()) {
    const QualificationNumber number = vacancy.qualification->qualification;
    wanted.qualifications.push_back(number);
    wanted.level =
        std::min(wanted.level.value_or(8), context_.fit.region.qualification(number).level);
  }
  if (vacancy.learn_work.has_value()) {
    const EntryDemands& entry = vacancy.learn_work->entry_demands;
    wanted.credentials.insert(wanted.credentials.end(), entry.credentials.begin(),
                              entry.credentials.end());
    if (entry.qualification.has_value()) wanted.qualifications.push_back(*entry.qualification);
    if (entry.min_level.has_value()) {
      wanted.level = std::min(wanted.level.value_or(8), *entry.min_level);
    }
    wanted.entry_skills = entry.skills;
  }
  return wanted;
}

OccupationDestination::OccupationDestination(OccupationNumber occupation, const PersonState& start,
                                             const RouteContext& context)
    : occupation_(occupation), context_(context), demand_(DemandOf(occupation, context.fit).terms) {
  const Region& region = context.fit.region;
  const std::optional<QualificationNumber> number =
      region.QualificationOfOccupation(context.fit.taxonomy.occupation(occupation).code);
  if (!number.has_value()) return;
  const QualificationEntry& qualification = region.qualification(*number);
  if (!qualification.reserved_credential.empty()) {
    credential_ = region.FindCredential(qualification.reserved_credential);
  }
  const Share cover = CoverOf(context.fit.TermOf(*number), start.supply);
  const bool holds_lower = cover > Share() && cover < Share::One();
  if (credential_.has_value() || holds_lower) diploma_ = number;
}

Fit OccupationDestination::Explain(const JobSeeker& person) const {
  return ExplainFit(occupation_, person, context_.fit);
}

void OccupationDestination::Apply(const PersonState& state, Findings* findings) const {
  const Date day = StartFor(state.FreeFrom());
  const EligibilityContext rules = context_.RulesOn(day, state.supply);
  if (diploma_.has_value()) RequireDiploma(state.person, *diploma_, rules, findings);
  if (credential_.has_value()) RequireCredential(state.person, *credential_, day, rules, findings);
}

Eligibility OccupationDestination::Check(const PersonState& state) const {
  Eligibility result;
  Findings findings(&result);
  Apply(state, &findings);
  return result;
}

bool OccupationDestination::Admits(const PersonState& state) const {
  Findings findings;
  Apply(state, &findings);
  return findings.decision() != Decision::kNotEligible;
}

Wanted OccupationDestination::Demands() const {
  Wanted wanted;
  if (credential_.has_value()) wanted.credentials.push_back(*credential_);
  if (diploma_.has_value()) wanted.qualifications.push_back(*diploma_);
  return wanted;
}

}  // namespace overstap::matcher
