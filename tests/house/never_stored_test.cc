// What may never be stored has no field, and what is protected is no field of anything that the
// matcher sees. Both are read off the words in the names of fields, messages and enum values.
#include <google/protobuf/descriptor.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "tests/house/descriptors.h"

namespace overstap::house {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

// Never stored at all: citizen number, name, birth date, sex, nationality, permit, health or
// diagnosis, register or sheltered-work advice, family, debts, sanctions, union membership, outcome
// of a certificate of conduct; nor contact data and religion, which nobody asked for.
// Words of a name in order, in snake case; some in Dutch, since the sources are.
const std::vector<std::string>& NeverStored() {
  static const std::vector<std::string>& phrases =
      *new std::vector<std::string>{"address",
                                    "age",
                                    "ages",
                                    "allergy",
                                    "arbeidsbeperking",
                                    "asylum",
                                    "birth",
                                    "birthday",
                                    "born",
                                    "bsn",
                                    "burgerservicenummer",
                                    "child",
                                    "children",
                                    "citizenship",
                                    "conduct",
                                    "conviction",
                                    "convictions",
                                    "country_of_origin",
                                    "criminal",
                                    "debt",
                                    "debts",
                                    "diagnosis",
                                    "disability",
                                    "disabled",
                                    "disease",
                                    "divorced",
                                    "doelgroepregister",
                                    "email",
                                    "ethnic",
                                    "ethnicity",
                                    "faith",
                                    "family",
                                    "family_name",
                                    "female",
                                    "first_name",
                                    "forename",
                                    "full_name",
                                    "gender",
                                    "geboortedatum",
                                    "geslacht",
                                    "gezondheid",
                                    "given_name",
                                    "handicap",
                                    "health",
                                    "household",
                                    "iban",
                                    "illness",
                                    "last_name",
                                    "male",
                                    "marital",
                                    "married",
                                    "medical",
                                    "medication",
                                    "middle_name",
                                    "migrant",
                                    "nationaliteit",
                                    "nationality",
                                    "origin",
                                    "orientation_sexual",
                                    "passport",
                                    "permit",
                                    "person_name",
                                    "phone",
                                    "photo",
                                    "political",
                                    "pregnant",
                                    "race",
                                    "refugee",
                                    "register",
                                    "religion",
                                    "religious",
                                    "residence",
                                    "sanction",
                                    "sanctions",
                                    "schuld",
                                    "sex",
                                    "sexual",
                                    "sheltered",
                                    "sickness",
                                    "surname",
                                    "telephone",
                                    "trade_union",
                                    "union",
                                    "unions",
                                    "verblijfsvergunning",
                                    "vog",
                                    "wheelchair"};
  return phrases;
}

// Counting and funding know these (ParticipationFacts); the matcher never does, nor a close proxy.
const std::vector<std::string>& Protected() {
  static const std::vector<std::string>& phrases =
      *new std::vector<std::string>{"benefit",
                                    "benefits",
                                    "bijstand",
                                    "distance_to_labour_market",
                                    "doelgroep",
                                    "jobless",
                                    "language_learner",
                                    "low_literacy",
                                    "participation",
                                    "quota",
                                    "social_security",
                                    "status_holder",
                                    "statushouder",
                                    "subsidised",
                                    "subsidy",
                                    "target_group",
                                    "target_groups",
                                    "unemployed",
                                    "unemployment",
                                    "uwv",
                                    "wajong",
                                    "welfare",
                                    "wia"};
  return phrases;
}

// Reviewed names that hold such a word and mean something else.
const std::map<std::string, std::string>& Reviewed() {
  static const std::map<std::string, std::string>& names = *new std::map<std::string, std::string>{
      {"overstap.v1.CHECK_CERTIFICATE_OF_CONDUCT",
       "a check that a vacancy's employer will ask for, never its outcome"},
      {"overstap.v1.CHECK_MEDICAL", "a check that a vacancy's employer will ask for"},
      {"overstap.store.v1.CHECK_CERTIFICATE_OF_CONDUCT", "as overstap.v1"},
      {"overstap.store.v1.CHECK_MEDICAL", "as overstap.v1"},
      {"overstap.v1.BandCount.age_band", "heads at an event, of no known person"},
      {"overstap.store.v1.BandCount.age_band", "as overstap.v1"},
      {"overstap.region.v1.RegionConfig.age_bands", "definitions of bands, of no known person"},
      {"overstap.region.v1.AgeBand", "a definition of a band, of no known person"},
      {"overstap.v1.ParticipationFacts.person_age_band",
       "a band that targets for the young count, kept apart from all that ranks"},
      {"overstap.store.v1.ParticipationFacts.person_age_band", "as overstap.v1"},
      {"overstap.v1.EmployerOffers.open_to_wage_subsidy", "what an employer offers to anyone"},
      {"overstap.store.v1.EmployerOffers.open_to_wage_subsidy", "as overstap.v1"},
      {"overstap.v1.VacancyFilter.open_to_wage_subsidy",
       "a caseworker's filter on what employers offer"},
      {"overstap.v1.BREAKDOWN_DIMENSION_AGE_BAND", "heads at events, of no known person"},
      {"overstap.region.v1.CountingRule.age_bands", "which heads a target counts"},
      {"overstap.region.v1.CountingRule.young_age_bands", "which heads a target counts"},
      {"overstap.region.v1.CountingAlternative.age_bands", "which heads a target counts"},
      {"overstap.v1.ProjectContact.email", "of an organisation's desk"},
      {"overstap.v1.ProjectContact.phone", "of an organisation's desk"},
      {"overstap.store.v1.ProjectContact.email", "as overstap.v1"},
      {"overstap.store.v1.ProjectContact.phone", "as overstap.v1"}};
  return names;
}

// The first phrase whose words stand in `name` (snake or camel case) side by side; empty: none.
std::string PhraseIn(const std::string& name, const std::vector<std::string>& phrases) {
  std::string snake;
  for (size_t i = 0; i < name.size(); ++i) {
    const bool upper = name[i] >= 'A' && name[i] <= 'Z';
    const bool after_lower = i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z';
    if (upper && after_lower) snake += '_';
    snake += name[i];
  }
  const std::string padded = absl::StrCat("_", absl::StrJoin(WordsOf(snake), "_"), "_");
  for (const std::string& phrase : phrases) {
    if (absl::StrContains(padded, absl::StrCat("_", phrase, "_"))) return phrase;
  }
  return "";
}

// Checks names against a list, and remembers which reviewed exceptions were met.
class NameCheck {
 public:
  NameCheck(const std::vector<std::string>& phrases, std::string rule)
      : phrases_(phrases), rule_(std::move(rule)) {}

  void Message(const Descriptor& message) {
    Name(message.full_name(), message.name());
    for (int i = 0; i < message.field_count(); ++i) {
      Name(message.field(i)->full_name(), message.field(i)->name());
    }
  }

  void Enum(const EnumDescriptor& type) {
    Name(type.full_name(), type.name());
    for (int i = 0; i < type.value_count(); ++i) {
      Name(type.value(i)->full_name(), type.value(i)->name());
    }
  }

  [[nodiscard]] int checked() const { return checked_; }

 private:
  void Name(const std::string& full_name, const std::string& name) {
    ++checked_;
    const std::string phrase = PhraseIn(name, phrases_);
    EXPECT_TRUE(phrase.empty() || Reviewed().count(full_name) > 0)
        << full_name << " holds '" << phrase << "': " << rule_;
  }

  const std::vector<std::string>& phrases_;
  std::string rule_;
  int checked_ = 0;
};

// Adds `message` and all that its fields lead to.
void AddReachable(const Descriptor* message, std::set<const Descriptor*>& messages,
                  std::set<const EnumDescriptor*>& enums) {
  if (!messages.insert(message).second) return;
  for (int i = 0; i < message->field_count(); ++i) {
    const FieldDescriptor& field = *message->field(i);
    if (field.message_type() != nullptr) AddReachable(field.message_type(), messages, enums);
    if (field.enum_type() != nullptr) enums.insert(field.enum_type());
  }
}

TEST(NeverStored, HasNoFieldAnywhere) {
  NameCheck check(NeverStored(), "never stored");
  for (const Descriptor* message : AllDescriptors().Messages("overstap")) check.Message(*message);
  for (const EnumDescriptor* type : AllDescriptors().Enums("overstap")) check.Enum(*type);
  EXPECT_GT(check.checked(), 500);
}

TEST(Protected, IsNoFieldOfWhatTheMatcherSees) {
  std::set<const Descriptor*> messages;
  std::set<const EnumDescriptor*> enums;
  int roots = 0;
  for (const Descriptor* message : AllDescriptors().Messages("overstap")) {
    const std::string& name = message->name();
    const bool seen_by_matcher = name == "JobSeeker" || name == "Vacancy" ||
                                 name == "TrainingOffer" || absl::StrContains(name, "Match") ||
                                 absl::StrContains(name, "Route");
    if (!seen_by_matcher) continue;
    ++roots;
    AddReachable(message, messages, enums);
  }
  EXPECT_GT(roots, 10);
  NameCheck check(Protected(), "protected; belongs in ParticipationFacts");
  for (const Descriptor* message : messages) check.Message(*message);
  for (const EnumDescriptor* type : enums) check.Enum(*type);
  EXPECT_GT(check.checked(), 200);
}

TEST(Protected, ParticipationFactsAreOutOfTheMatchersReach) {
  for (const Descriptor* message : AllDescriptors().Messages("overstap")) {
    const std::string& name = message->name();
    if (name != "JobSeeker" && name != "Vacancy" && !absl::StrContains(name, "Match") &&
        !absl::StrContains(name, "Route")) {
      continue;
    }
    std::set<const Descriptor*> messages;
    std::set<const EnumDescriptor*> enums;
    AddReachable(message, messages, enums);
    for (const Descriptor* reached : messages) {
      EXPECT_NE(reached->name(), "ParticipationFacts") << "reached from " << message->full_name();
    }
  }
}

TEST(NeverStored, ReviewedExceptionsAreStillThere) {
  std::set<std::string> names;
  for (const Descriptor* message : AllDescriptors().Messages("overstap")) {
    names.insert(message->full_name());
    for (int i = 0; i < message->field_count(); ++i) names.insert(message->field(i)->full_name());
  }
  for (const EnumDescriptor* type : AllDescriptors().Enums("overstap")) {
    for (int i = 0; i < type->value_count(); ++i) names.insert(type->value(i)->full_name());
  }
  for (const auto& [name, reason] : Reviewed()) {
    EXPECT_EQ(names.count(name), 1U) << name << " (" << reason << ") is gone";
  }
}

// The lists themselves are tried on names that must be caught, and on innocent ones.
TEST(NeverStored, ListsCatchWhatTheyAreFor) {
  for (const char* name : {"birth_date", "BirthDate", "bsn", "home_address", "has_disability",
                           "DIAGNOSIS_CODE", "family_situation", "union_member", "last_name"}) {
    EXPECT_FALSE(PhraseIn(name, NeverStored()).empty()) << name;
  }
  for (const char* name : {"target_group", "receives_benefit", "StatusHolder"}) {
    EXPECT_FALSE(PhraseIn(name, Protected()).empty()) << name;
  }
  for (const char* name : {"page_size", "language_code", "average", "sexton", "healthy_fit_sector",
                           "target", "display_name"}) {
    EXPECT_EQ(PhraseIn(name, NeverStored()), "") << name;
    EXPECT_EQ(PhraseIn(name, Protected()), "") << name;
  }
}

}  // namespace
}  // namespace overstap::house
