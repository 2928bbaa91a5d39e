#include "matcher/eligibility/demands.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "matcher/eligibility/value_texts.h"

namespace overstap::matcher {
namespace {

constexpr std::string_view kWorkingLevelField = "job_seeker.working_level_eqf";
constexpr std::string_view kQualificationsField = "job_seeker.qualifications";
constexpr std::string_view kLanguagesField = "job_seeker.languages";
constexpr std::string_view kLicencesField = "job_seeker.driving_licences";
constexpr std::string_view kCredentialsField = "job_seeker.credentials";
constexpr std::string_view kSkillsField = "job_seeker.skills";
constexpr std::string_view kAvailableFromField = "job_seeker.available_from_date";

EqfLevel LevelOf(const OwnQualification& own, const Region& region) {
  if (!own.number) return own.level;
  return std::max(own.level, region.qualification(*own.number).level);
}

// The counting diploma that comes nearest to the demanded one: one level below in its line, else of
// the highest level, else the first. nullptr: none.
const OwnQualification* Nearest(const std::vector<OwnQualification>& own, QualificationNumber want,
                                const Region& region) {
  const auto nearness = [&](const OwnQualification& qualification) {
    const bool below = qualification.number && region.Cover(*qualification.number, want) ==
                                                   QualificationCover::kOneLevelBelow;
    return std::tuple(below, LevelOf(qualification, region));
  };
  const OwnQualification* nearest = nullptr;
  for (const OwnQualification& candidate : own) {
    if (!candidate.counts) continue;
    if (nearest == nullptr || nearness(candidate) > nearness(*nearest)) nearest = &candidate;
  }
  return nearest;
}

std::string TitleOf(const OwnQualification* own, const Region& region) {
  if (own == nullptr) return "";
  if (own->number) return region.qualification(*own->number).title;
  return own->level > 0 ? absl::StrCat("EQF ", static_cast<int>(own->level)) : "";
}

// How a language demand compares with the person's levels.
struct LanguageGap {
  bool lacking = false;
  bool unknown = false;
  std::optional<CefrLevel> lowest;  // of the activities that are demanded and known
};

LanguageGap Compare(const OwnLanguage& own, const LanguageDemand& demand) {
  LanguageGap gap;
  for (int i = 0; i < kLanguageActivityCount; ++i) {
    if (demand.activity && static_cast<int>(*demand.activity) != i) continue;
    const std::optional<CefrLevel>& level = own.levels[i];
    if (!level) {
      gap.unknown = true;
      continue;
    }
    if (*level < demand.level) gap.lacking = true;
    if (!gap.lowest || *level < *gap.lowest) gap.lowest = level;
  }
  return gap;
}

// What each licence includes directly.
constexpr DrivingLicenceSet IncludedDirectly(DrivingLicence licence) {
  constexpr auto kBit = LicenceBit;
  switch (licence) {
    case DrivingLicence::kA:
    case DrivingLicence::kB:
      return kBit(DrivingLicence::kAm);
    case DrivingLicence::kBe:
    case DrivingLicence::kC1:
    case DrivingLicence::kD1:
      return kBit(DrivingLicence::kB);
    case DrivingLicence::kC:
      return kBit(DrivingLicence::kC1);
    case DrivingLicence::kCe:
      return kBit(DrivingLicence::kC) | kBit(DrivingLicence::kBe);
    case DrivingLicence::kD:
      return kBit(DrivingLicence::kD1);
    case DrivingLicence::kDe:
      return kBit(DrivingLicence::kD) | kBit(DrivingLicence::kBe);
    case DrivingLicence::kAm:
    case DrivingLicence::kT:
      return 0;
  }
  return 0;
}

constexpr DrivingLicenceSet Included(DrivingLicenceSet licences) {
  for (DrivingLicenceSet before = 0; before != licences;) {
    before = licences;
    for (int i = 0; i <= static_cast<int>(DrivingLicence::kT); ++i) {
      const auto licence = static_cast<DrivingLicence>(i);
      if ((licences & LicenceBit(licence)) != 0) licences |= IncludedDirectly(licence);
    }
  }
  return licences;
}
static_assert(Included(LicenceBit(DrivingLicence::kCe)) ==
              (LicenceBit(DrivingLicence::kCe) | LicenceBit(DrivingLicence::kC) |
               LicenceBit(DrivingLicence::kC1) | LicenceBit(DrivingLicence::kBe) |
               LicenceBit(DrivingLicence::kB) | LicenceBit(DrivingLicence::kAm)));

// Of the person's credentials that imply the demanded one, the one that is valid longest.
const OwnCredential* LongestValid(const JobSeeker& person, CredentialNumber credential,
                                  const Region& region) {
  const auto outlasts = [](const OwnCredential& a, const OwnCredential& b) {
    return b.valid_until && (!a.valid_until || *a.valid_until > *b.valid_until);
  };
  const OwnCredential* longest = nullptr;
  for (const OwnCredential& own : *person.credentials) {
    if (!region.Implies(own.credential, credential)) continue;
    if (longest == nullptr || outlasts(own, *longest)) longest = &own;
  }
  return longest;
}

bool IsValidOn(const OwnCredential& credential, Date day) {
  return !credential.valid_until || *credential.valid_until >= day;
}

Share CoverOf(TermNumber term, std::span<const WeightedTerm> supply) {
  const auto found = std::lower_bound(
      supply.begin(), supply.end(), term,
      [](const WeightedTerm& weighted, TermNumber wanted) { return weighted.term < wanted; });
  return found != supply.end() && found->term == term ? found->value : Share();
}

}  // namespace

DrivingLicenceSet WithIncludedLicences(DrivingLicenceSet licences) { return Included(licences); }

void RequireLevel(const JobSeeker& person, EqfLevel level, const EligibilityContext& context,
                  Findings* findings) {
  EqfLevel highest = person.working_level.value_or(0);
  if (person.qualifications) {
    for (const OwnQualification& own : *person.qualifications) {
      if (own.counts) highest = std::max(highest, LevelOf(own, context.fit.region));
    }
  }
  if (highest >= level) return;
  const auto describe = [&] {
    return Values{.person = highest > 0 ? absl::StrCat(static_cast<int>(highest)) : "",
                  .demand = absl::StrCat(static_cast<int>(level)),
                  .unit = "eqf"};
  };
  if (!person.working_level) {
    findings->LeaveOpen(Rule::kEducationLevel, kWorkingLevelField, describe);
  } else if (!person.qualifications) {
    findings->LeaveOpen(Rule::kEducationLevel, kQualificationsField, describe);
  } else {
    findings->Fail(Rule::kEducationLevel, describe);
  }
}

void RequireDiploma(const JobSeeker& person, QualificationNumber qualification,
                    const EligibilityContext& context, Findings* findings) {
  const Region& region = context.fit.region;
  const QualificationEntry& demanded = region.qualification(qualification);
  if (!person.qualifications) {
    return findings->LeaveOpen(Rule::kDiploma, kQualificationsField, [&] {
      return Values{.subject = QualificationCodeText(demanded), .demand = demanded.title};
    });
  }
  for (const OwnQualification& own : *person.qualifications) {
    if (own.counts && own.number &&
        region.Cover(*own.number, qualification) == QualificationCover::kFull) {
      return;
    }
  }
  findings->Fail(Rule::kDiploma, [&] {
    return Values{.subject = QualificationCodeText(demanded),
                  .person = TitleOf(Nearest(*person.qualifications, qualification, region), region),
                  .demand = demanded.title};
  });
}

void RequireLanguage(const JobSeeker& person, const LanguageDemand& demand, Findings* findings) {
  const auto describe = [&](std::optional<CefrLevel> level) {
    return Values{.subject = LanguageText(demand.language),
                  .person = level ? CefrText(*level) : "",
                  .demand = CefrText(demand.level),
                  .unit = "cefr"};
  };
  const auto unknown = [&](std::optional<CefrLevel> level) {
    findings->LeaveOpen(Rule::kLanguage, kLanguagesField, [&] { return describe(level); });
  };
  if (!person.languages) return unknown(std::nullopt);
  const auto own =
      std::find_if(person.languages->begin(), person.languages->end(),
                   [&](const OwnLanguage& known) { return known.language == demand.language; });
  if (own == person.languages->end()) {
    return findings->Fail(Rule::kLanguage, [&] { return describe(std::nullopt); });
  }
  const LanguageGap gap = Compare(*own, demand);
  if (gap.lacking) {
    findings->Fail(Rule::kLanguage, [&] { return describe(gap.lowest); });
  } else if (gap.unknown) {
    unknown(gap.lowest);
  }
}

void RequireLicences(const JobSeeker& person, DrivingLicenceSet demanded, Findings* findings) {
  if (demanded == 0) return;
  if (!person.driving_licences) {
    return findings->LeaveOpen(Rule::kDrivingLicence, kLicencesField, [&] {
      return Values{.subject = LicencesText(demanded), .demand = LicencesText(demanded)};
    });
  }
  if ((demanded & ~*person.driving_licences) == 0) return;
  const auto lacking =
      static_cast<DrivingLicenceSet>(demanded & ~WithIncludedLicences(*person.driving_licences));
  if (lacking == 0) return;
  findings->Fail(Rule::kDrivingLicence, [&] {
    return Values{.subject = LicencesText(lacking),
                  .person = LicencesText(*person.driving_licences),
                  .demand = LicencesText(demanded)};
  });
}

bool HoldsCredential(const JobSeeker& person, CredentialNumber credential, Date day,
                     const Region& region) {
  if (!person.credentials) return false;
  const OwnCredential* own = LongestValid(person, credential, region);
  return own != nullptr && IsValidOn(*own, day);
}

void RequireCredential(const JobSeeker& person, CredentialNumber credential, Date day,
                       const EligibilityContext& context, Findings* findings) {
  const Region& region = context.fit.region;
  const OwnCredential* own =
      person.credentials ? LongestValid(person, credential, region) : nullptr;
  if (own != nullptr && IsValidOn(*own, day)) return;
  const auto describe = [&] {
    return Values{.subject = region.credential(credential).id,
                  .person = own != nullptr ? own->valid_until->ToString() : "",
                  .demand = day.ToString(),
                  .unit = "date"};
  };
  if (person.credentials) {
    findings->Fail(Rule::kCredential, describe);
  } else {
    findings->LeaveOpen(Rule::kCredential, kCredentialsField, describe);
  }
}

void RequireEntrySkills(const JobSeeker& person, std::span<const SkillNumber> skills,
                        const EligibilityContext& context, Findings* findings) {
  if (skills.empty()) return;
  SparseVector computed;
  if (!context.supply) computed = SupplyOf(person, context.fit);
  const std::span<const WeightedTerm> supply = context.supply.value_or(computed);
  const Share least = Share::FromDouble(context.fit.constants.entry_skill_cover);
  for (const SkillNumber skill : skills) {
    const Share cover = CoverOf(context.fit.TermOf(skill), supply);
    if (cover >= least) continue;
    const auto describe = [&] {
      return Values{.subject = context.fit.taxonomy.skill(skill).code,
                    .person = PercentText(cover),
                    .demand = PercentText(least),
                    .unit = "percent"};
    };
    if (person.skills) {
      findings->Fail(Rule::kEntrySkill, describe);
    } else {
      findings->LeaveOpen(Rule::kEntrySkill, kSkillsField, describe);
    }
  }
}

void RequireStart(const JobSeeker& person, Date start, Findings* findings) {
  if (!person.available_from) {
    return findings->LeaveOpen(Rule::kStartDate, kAvailableFromField,
                               [&] { return Values{.demand = start.ToString(), .unit = "date"}; });
  }
  if (*person.available_from <= start) return;
  findings->Fail(Rule::kStartDate, [&] {
    return Values{
        .person = person.available_from->ToString(), .demand = start.ToString(), .unit = "date"};
  });
}

}  // namespace overstap::matcher
