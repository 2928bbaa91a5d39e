#include "services/api/validation_common.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/api/names.h"
#include "services/convert/to_model.h"

namespace overstap::api {
namespace {

constexpr char kEsco[] = "ESCO";
constexpr size_t kMaxSchemeBytes = 32;
constexpr size_t kMaxCodeBytes = 256;
constexpr int kMaxLanguageDemands = 10;
constexpr int kMaxShifts = 50;
constexpr int kLastMinuteOfDay = 1439;

// ISO 639-1, all 183 codes.
constexpr std::string_view kLanguages =
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb "
    "lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om "
    "or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw "
    "ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

constexpr std::array<std::string_view, 11> kDrivingLicences = {"AM", "A", "B",  "BE", "C", "C1",
                                                               "CE", "D", "D1", "DE", "T"};

bool AllDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// `6811`, `6811AB` or `6811 AB`.
bool IsDutchPostcode(std::string_view text) {
  constexpr size_t kDigits = 4;
  if (text.size() < kDigits || !AllDigits(text.substr(0, kDigits)) || text[0] == '0') return false;
  std::string_view letters = text.substr(kDigits);
  if (letters.empty()) return true;
  if (letters.front() == ' ') letters.remove_prefix(1);
  return letters.size() == 2 && absl::ascii_isalpha(static_cast<unsigned char>(letters[0])) &&
         absl::ascii_isalpha(static_cast<unsigned char>(letters[1]));
}

bool IsGermanPostcode(std::string_view text) { return text.size() == 5 && AllDigits(text); }

// The shape of a code; false when it is not worth looking up.
bool CheckCodeShape(const v1::Code& code, std::string_view expected_scheme, FieldChecker& check) {
  const bool has_scheme = check.Text("scheme", code.scheme(), 1, kMaxSchemeBytes);
  check.Text("version", code.version(), 0, kMaxSchemeBytes);
  const bool has_code = check.Text("code", code.code(), 1, kMaxCodeBytes);
  if (has_scheme && !expected_scheme.empty() && code.scheme() != expected_scheme) {
    check.Fail("scheme", absl::StrCat("must be ", std::string(expected_scheme)), code.scheme());
    return false;
  }
  return has_scheme && has_code;
}

void CheckLevelAndOrientation(const v1::Qualification& qualification, FieldChecker& check) {
  check.InRange("level_eqf", qualification.level_eqf(), 0, kMaxEqf);
  check.EnumValue("orientation", qualification.orientation(), Presence::kOptional);
}

template <typename Definitions>
void CheckConfigured(std::string_view field, std::string_view what, const std::string& id,
                     const Definitions& definitions, FieldChecker& check) {
  const bool known = std::any_of(definitions.begin(), definitions.end(),
                                 [&id](const auto& definition) { return definition.id() == id; });
  if (!known) check.Fail(field, absl::StrCat("unknown ", std::string(what)), id);
}

}  // namespace

void CheckSkillCode(const v1::Code& code, const References& references, FieldChecker& check) {
  if (CheckCodeShape(code, kEsco, check) && !references.taxonomy.FindSkill(code.code())) {
    check.Fail("code", absl::StrCat("no skill of ", references.taxonomy.source_version()),
               code.code());
  }
}

void CheckOccupationCode(const v1::Code& code, const References& references, FieldChecker& check) {
  if (CheckCodeShape(code, kEsco, check) && !references.taxonomy.FindOccupation(code.code())) {
    check.Fail("code", absl::StrCat("no occupation of ", references.taxonomy.source_version()),
               code.code());
  }
}

void CheckConceptKind(v1::ConceptKind kind, FieldChecker& check) {
  if (check.EnumValue("kind", kind, Presence::kOptional) && kind > v1::CONCEPT_KIND_OCCUPATION) {
    check.Fail("kind", "must be SKILL, KNOWLEDGE or OCCUPATION");
  }
}

void CheckTextLink(const v1::TextLink& link, FieldChecker& check) {
  check.EnumValue("state", link.state(), Presence::kRequired);
  check.InRange("score", link.score(), 0, 1);
  check.Text("text", link.text(), 0, kMaxTitleBytes);
}

bool IsOpen(const v1::TextLink& link) { return link.state() == v1::TEXT_LINK_STATE_OPEN; }

void CheckPlace(const v1::Place& place, const References& references, FieldChecker& check) {
  const std::string& country = place.country_code();
  const bool german = country == "DE";
  const bool known_country = country.empty() || country == "NL" || german;
  if (!known_country) check.Fail("country_code", "must be NL or DE", country);
  switch (place.location_case()) {
    case v1::Place::kPostcode:
      if (!known_country) return;
      if (german && !IsGermanPostcode(place.postcode())) {
        check.Fail("postcode", "must be five digits", place.postcode());
      } else if (!german && !IsDutchPostcode(place.postcode())) {
        check.Fail("postcode", "must be four digits, or `1234 AB`", place.postcode());
      }
      return;
    case v1::Place::kMunicipality:
      CheckMunicipality("municipality", place.municipality(), references, check);
      return;
    case v1::Place::LOCATION_NOT_SET:
      check.Fail("", "needs a postcode or a municipality");
      return;
  }
}

void CheckMunicipality(std::string_view field, const std::string& code,
                       const References& references, FieldChecker& check) {
  if (!references.region.FindMunicipality(code)) check.Fail(field, "unknown municipality", code);
}

void CheckSector(std::string_view field, const std::string& id, const References& references,
                 FieldChecker& check) {
  if (!references.region.FindSector(id)) check.Fail(field, "unknown sector", id);
}

void CheckCredential(std::string_view field, const std::string& id, const References& references,
                     FieldChecker& check) {
  if (!references.region.FindCredential(id)) check.Fail(field, "unknown credential", id);
}

void CheckScheme(std::string_view field, const std::string& id, const References& references,
                 FieldChecker& check) {
  if (!references.region.FindScheme(id)) check.Fail(field, "unknown funding scheme", id);
}

void CheckProgramme(std::string_view field, const std::string& id, const References& references,
                    FieldChecker& check) {
  CheckConfigured(field, "programme", id, references.config.programmes(), check);
}

void CheckWorkTable(std::string_view field, const std::string& name, const References& references,
                    FieldChecker& check) {
  if (!check.Name(field, name, kWorkTables, Presence::kRequired)) return;
  CheckConfigured(field, "work table", *ParseName(kWorkTables, name),
                  references.config.work_tables(), check);
}

void CheckDrivingLicences(std::string_view field,
                          const google::protobuf::RepeatedPtrField<std::string>& licences,
                          FieldChecker& check) {
  CheckDistinct(field, licences, static_cast<int>(kDrivingLicences.size()), check,
                [&](const std::string& licence) {
                  if (std::find(kDrivingLicences.begin(), kDrivingLicences.end(), licence) ==
                      kDrivingLicences.end()) {
                    check.Fail("", "must be AM, A, B, BE, C, C1, CE, D, D1, DE or T", licence);
                  }
                });
}

void CheckLanguageCode(std::string_view field, const std::string& code, FieldChecker& check) {
  bool known = false;
  if (code.size() == 2) {
    const size_t at = kLanguages.find(code);
    known = at != std::string_view::npos && at % 3 == 0;
  }
  if (!known) check.Fail(field, "must be a code of ISO 639-1 in lower case", code);
}

void CheckLanguageDemands(std::string_view field,
                          const google::protobuf::RepeatedPtrField<v1::LanguageDemand>& demands,
                          FieldChecker& check) {
  SeenOnce seen;
  check.Each(field, demands, kMaxLanguageDemands, [&](const v1::LanguageDemand& demand) {
    CheckLanguageCode("language_code", demand.language_code(), check);
    check.EnumValue("activity", demand.activity(), Presence::kOptional);
    check.EnumValue("level", demand.level(), Presence::kRequired);
    seen.Add(absl::StrCat(demand.language_code(), " ", demand.activity()), "", check);
  });
}

void CheckShifts(std::string_view field,
                 const google::protobuf::RepeatedPtrField<v1::Shift>& shifts, FieldChecker& check) {
  check.Each(field, shifts, kMaxShifts, [&](const v1::Shift& shift) {
    SeenOnce seen;
    check.Each("weekdays", shift.weekdays(), 7, [&](int weekday) {
      if (check.EnumValue("", static_cast<v1::Weekday>(weekday), Presence::kRequired)) {
        seen.Add(v1::Weekday_Name(weekday), "", check);
      }
    });
    check.InRange("start_minute_of_day", shift.start_minute_of_day(), 0, kLastMinuteOfDay);
    check.InRange("end_minute_of_day", shift.end_minute_of_day(), 0, kLastMinuteOfDay);
  });
}

void CheckRegionQualification(const v1::Qualification& qualification, const References& references,
                              FieldChecker& check) {
  CheckLevelAndOrientation(qualification, check);
  check.In("code", [&] {
    const v1::Code& code = qualification.code();
    if (CheckCodeShape(code, "", check) &&
        !references.region.FindQualification(code.scheme(), code.code())) {
      check.Fail("code", absl::StrCat("no qualification of the region's list in ", code.scheme()),
                 code.code());
    }
  });
}

void CheckOwnQualification(const v1::Qualification& qualification, const References& references,
                           FieldChecker& check) {
  CheckLevelAndOrientation(qualification, check);
  check.In("code", [&] {
    const v1::Code& code = qualification.code();
    if (!CheckCodeShape(code, "", check) ||
        references.region.FindQualification(code.scheme(), code.code())) {
      return;
    }
    if (code.scheme() != "CREBO" && code.scheme() != "CROHO") {
      check.Fail("scheme", "must be CREBO or CROHO for what is not in the region's list",
                 code.scheme());
    } else if (!AllDigits(code.code())) {
      check.Fail("code", "must be digits", code.code());
    }
  });
  if (qualification.level_eqf() == 0 &&
      !references.region.FindQualification(qualification.code().scheme(),
                                           qualification.code().code())) {
    check.Fail("level_eqf", "required for what is not in the region's list");
  }
}

void CheckEntryDemands(const v1::EntryDemands& demands, const References& references,
                       FieldChecker& check) {
  if (demands.has_min_level_eqf()) {
    check.InRange("min_level_eqf", demands.min_level_eqf(), 1, kMaxEqf);
  }
  if (demands.has_qualification()) {
    check.In("qualification",
             [&] { CheckRegionQualification(demands.qualification(), references, check); });
  }
  CheckLanguageDemands("languages", demands.languages(), check);
  SeenOnce seen_skills;
  check.Each("skills", demands.skills(), kMaxListedItems, [&](const v1::Code& skill) {
    CheckSkillCode(skill, references, check);
    seen_skills.Add(skill.code(), "", check);
  });
  CheckDistinct("credentials", demands.credentials(), kMaxListedItems, check,
                [&](const std::string& id) { CheckCredential("", id, references, check); });
  CheckDrivingLicences("driving_licences", demands.driving_licences(), check);
}

void CheckDays(std::string_view start_field, bool has_start, const google::type::Date& start,
               std::string_view end_field, bool has_end, const google::type::Date& end,
               FieldChecker& check) {
  const bool start_exists = !has_start || check.Date(start_field, start);
  const bool end_exists = !has_end || check.Date(end_field, end);
  if (!has_start || !has_end || !start_exists || !end_exists) return;
  const matcher::Date first = *convert::ToDate(start);
  const matcher::Date last = *convert::ToDate(end);
  if (last < first) {
    check.Fail(end_field, absl::StrCat("must not be before ", first.ToString()), last.ToString());
  }
}

}  // namespace overstap::api
