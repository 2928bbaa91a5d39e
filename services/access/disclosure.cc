#include "services/access/disclosure.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.h"
#include "overstap/v1/decision_service.pb.h"
#include "overstap/v1/document_service.pb.h"
#include "overstap/v1/introduction_service.pb.h"
#include "overstap/v1/ledger_service.pb.h"
#include "overstap/v1/match_service.pb.h"
#include "overstap/v1/project_service.pb.h"
#include "overstap/v1/retention_service.pb.h"
#include "overstap/v1/taxonomy_service.pb.h"
#include "overstap/v1/text_service.pb.h"
#include "overstap/v1/training_offer_service.pb.h"
#include "overstap/v1/vacancy_service.pb.h"
#include "overstap/v1/work_table_service.pb.h"
#include "services/access/role_names.h"

namespace overstap::access {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr v1::Role kEmployer = v1::ROLE_EMPLOYER;
constexpr v1::Role kTable = v1::ROLE_WORK_TABLE_MEMBER;
constexpr v1::Role kManager = v1::ROLE_PROGRAMME_MANAGER;
constexpr v1::Role kAuditor = v1::ROLE_AUDITOR;
constexpr char kEverything[] = "**";

// Who gets which fields. Roles that are not here (platform, caseworker, operator) get whole what
// they may call and see; the row rules decide which rows those are.
const std::vector<ListedFields>& Table() {
  static const std::vector<ListedFields>& table = *new std::vector<ListedFields>{
      // Work that is on offer and words for it: nothing about people.
      {{kEmployer, kTable, kManager}, "Vacancy", kEverything},
      {{kEmployer, kTable, kManager}, "ListVacanciesResponse", "vacancies next_page_token"},
      {{kTable, kManager}, "TrainingOffer", kEverything},
      {{kTable, kManager}, "ListTrainingOffersResponse", "training_offers next_page_token"},
      {{kEmployer, kTable, kManager}, "Taxonomy", kEverything},
      {{kEmployer, kTable, kManager}, "ListTaxonomiesResponse", kEverything},
      {{kEmployer, kTable, kManager}, "Concept", kEverything},
      {{kEmployer, kTable, kManager}, "ListConceptsResponse", kEverything},
      {{kEmployer, kTable, kManager}, "SearchConceptsResponse", kEverything},
      {{kEmployer, kTable, kManager}, "ListRelationsResponse", kEverything},
      {{kEmployer, kTable, kManager}, "ListSimilarOccupationsResponse", kEverything},
      {{kEmployer, kTable, kManager}, "LinkOccupationResponse", kEverything},
      {{kEmployer, kTable, kManager}, "BatchLinkOccupationsResponse", kEverything},
      {{kEmployer}, "ExtractSkillsResponse", kEverything},
      {{kEmployer}, "BatchExtractSkillsResponse", kEverything},
      {{kEmployer, kTable, kManager}, "SuggestResponse", kEverything},
      {{kEmployer, kTable, kManager}, "BatchSuggestResponse", kEverything},

      // An employer's match: pseudonyms, the fit in the demand's terms, a rough distance. Never
      // what covers a demand, which rules are open, or which data are missing: those describe the
      // person.
      {{kEmployer}, "MatchJobSeekersResponse", "matches next_page_token versions"},
      {{kEmployer}, "JobSeekerMatch", "candidate fit distance_km"},
      {{kEmployer}, "Fit", "score_units score parts"},
      {{kEmployer},
       "FitPart",
       "skill_number qualification weight cover contribution_units contribution label essential"},
      {{kEmployer, kTable, kManager}, "Qualification", "code level_eqf orientation"},
      {{kEmployer, kTable, kManager}, "Code", "scheme version code"},
      {{kEmployer},
       "AnswerVersions",
       "snapshot_version ranking_version taxonomy_version as_of_date"},

      // An introduction, before and after the person's consent. Not which organisation keeps the
      // person, which tells what the person lives on; nor why it was declined.
      {{kEmployer},
       "Introduction",
       "name etag create_time update_time candidate vacancy employer_organisation state "
       "requested_by_employer answer_by_date answer_time employer_answer employer_answer_by_date "
       "employer_decline_reason employer_answer_time"},
      {{kEmployer}, "RequestIntroductionResponse", "introduction"},
      {{kEmployer}, "WithdrawIntroductionResponse", "introduction"},
      {{kEmployer}, "ListIntroductionsResponse", "introductions next_page_token"},
      {{kEmployer}, "RecordEmployerAnswerResponse", "introduction"},

      // How employers answer: counts of which the small ones are hidden.
      {{kEmployer, kManager}, "ListEmployerAnsweringResponse", "employers next_page_token"},
      {{kEmployer, kManager}, "EmployerAnswering", kEverything},

      // What the person consented to. Not whether a diploma is foreign, nor how skills and
      // languages
      // were assessed.
      {{kEmployer},
       "Candidate",
       "name vacancy skills qualifications credentials past_occupations hours_per_week_wanted "
       "availability available_from_date languages driving_licences contact_organisation "
       "contact_title"},
      {{kEmployer}, "SkillList", "items"},
      {{kEmployer}, "PersonSkill", "skill proficiency"},
      {{kEmployer}, "QualificationList", "items"},
      {{kEmployer}, "PersonQualification", "qualification"},
      {{kEmployer}, "CredentialList", "items"},
      {{kEmployer}, "PersonCredential", "credential valid_until_date"},
      {{kEmployer}, "OccupationList", "items"},
      {{kEmployer}, "PersonOccupation", "occupation years"},
      {{kEmployer}, "HoursRange", "min_hours_per_week max_hours_per_week"},
      {{kEmployer}, "Availability", "days"},
      {{kEmployer}, "DayAvailability", "weekday day_parts"},
      {{kEmployer}, "LanguageList", "items"},
      {{kEmployer}, "PersonLanguage", "language_code activity level"},
      {{kEmployer}, "DrivingLicenceList", "items"},

      // The ledger for those who judge, steer and check: counts and evidence references, never
      // people. No linkage key, no names of people or placements, nothing of a person's work before
      // or place of work.
      {{kTable, kManager, kAuditor},
       "Report",
       "name etag report_time reporting_organisation work_table state placement "
       "training_completion contact_event student_project in_kind aggregate evidence programmes "
       "funding_sources corrects deciding_organisation decide_time rejection_reason "
       "correction_reason withdrawal_reason project"},
      {{kTable, kManager, kAuditor}, "PlacementFacts", "sector contract_kind start_date end_date"},
      {{kTable, kManager, kAuditor},
       "TrainingCompletionFacts",
       "training_offer title sector skill_branches training_hours start_date completion_date"},
      {{kTable, kManager}, "ContactEventFacts", kEverything},
      {{kTable, kManager}, "StudentProjectFacts", kEverything},
      {{kTable, kManager}, "InKindFacts", kEverything},
      {{kTable, kManager}, "AggregateFacts", kEverything},
      {{kTable, kManager}, "Evidence", "kind holder reference checked_by checked_date"},
      {{kTable, kManager}, "ListReportsResponse", "reports next_page_token"},
      {{kTable, kManager}, "ReportChange", "report change_time"},
      {{kTable, kManager}, "WatchReportsResponse", "changes resume_token"},
      {{kTable, kManager}, "CountedReport", "report amount"},
      {{kTable, kManager}, "ListCountedReportsResponse", "reports next_page_token"},
      {{kTable, kManager}, "JudgeReportsResponse", kEverything},
      {{kTable, kManager}, "AcknowledgeReportResponse", "report"},
      {{kTable, kManager}, "RejectReportResponse", "report"},
      {{kTable, kManager}, "WorkTable", kEverything},
      {{kTable, kManager}, "ListWorkTablesResponse", "work_tables next_page_token"},
      // Written from what the role may see.
      {{kTable, kManager}, "Document", kEverything},
      {{kTable, kManager}, "RenderNewsletterResponse", "document"},
      {{kTable, kManager}, "RenderHalfYearReportResponse", "document"},
      {{kTable, kManager}, "ExportResponse", kEverything},
      // Work tables and projects hold no people; small counts of a project are hidden in its
      // figures.
      {{kTable, kManager}, "SetActionPlanResponse", "work_table"},
      {{kTable, kManager}, "RecordMeetingResponse", "work_table"},
      {{kTable, kManager}, "RemoveMeetingResponse", "work_table"},
      {{kTable, kManager}, "SetGapsResponse", "work_table"},
      {{kTable, kManager}, "TableOverview", kEverything},
      {{kTable, kManager}, "Project", kEverything},
      {{kTable, kManager}, "ListProjectsResponse", "projects next_page_token"},
      {{kTable, kManager}, "ProjectProgress", kEverything},
      {{kTable, kManager}, "Target", kEverything},
      {{kTable, kManager}, "ListTargetsResponse", "targets next_page_token"},
      {{kTable, kManager}, "Progress", kEverything},
      {{kTable, kManager}, "Closing", kEverything},
      {{kTable, kManager}, "ClosePeriodResponse", "closing"},
      {{kTable, kManager}, "ListClosingsResponse", "closings next_page_token"},
      {{kTable, kManager}, "VerifyClosingResponse", kEverything},

      // That a decision was taken, on what, and whether it can be replayed; that records go when
      // their time is over. Not whom they are about: neither by name, nor in the caseworker's
      // words, nor in the question that was asked, nor in its answer.
      {{kAuditor},
       "Decision",
       "name etag create_time vacancy occupation outcome reason_code organisation principal basis"},
      {{kAuditor}, "DecisionBasis", "versions answer_hash"},
      {{kAuditor},
       "ReplayDecisionResponse",
       "identical differences decided_versions replayed_versions decided_hash replayed_hash"},
      {{kAuditor}, "RetentionDue", "kind action since_date act_date"}};
  return table;
}

// An auditor's other replies are about the server's work, and whole.
const std::set<v1::Role>& Lenient() {
  static const std::set<v1::Role>& roles = *new std::set<v1::Role>{kAuditor};
  return roles;
}

// A message whose file is not linked has no descriptor to be found by its name.
void LinkMessages() {
  for (const Descriptor* descriptor :
       {v1::ListIntroductionsResponse::descriptor(), v1::ListReportsResponse::descriptor(),
        v1::MatchJobSeekersResponse::descriptor(), v1::ListConceptsResponse::descriptor(),
        v1::ListTrainingOffersResponse::descriptor(), v1::ListVacanciesResponse::descriptor(),
        v1::ListDecisionsResponse::descriptor(), v1::ListRetentionDueResponse::descriptor(),
        v1::ListProjectsResponse::descriptor(), v1::TableOverview::descriptor(),
        v1::Document::descriptor(), v1::LinkOccupationResponse::descriptor()}) {
    (void)descriptor;
  }
}

const absl::StatusOr<Disclosure>& OwnDisclosure() {
  static const absl::StatusOr<Disclosure>& disclosure =
      *new absl::StatusOr<Disclosure>(Disclosure::Build(Table(), Lenient()));
  return disclosure;
}

bool IsOurs(const Descriptor& descriptor) {
  return absl::StartsWith(descriptor.full_name(), "overstap.");
}

// The message that a field leads to, through a map's value; nullptr: none.
const Descriptor* TypeOf(const FieldDescriptor& field) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return nullptr;
  return field.is_map() ? field.message_type()->map_value()->message_type() : field.message_type();
}

absl::Status Wrong(const ListedFields& row, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("disclosure of ", row.message, " (", row.fields, "): ", what));
}

}  // namespace

absl::Status Disclosure::AddRow(const ListedFields& row, RoleRules* rules) {
  const std::string name =
      absl::StrContains(row.message, '.') ? row.message : absl::StrCat("overstap.v1.", row.message);
  const Descriptor* descriptor = DescriptorPool::generated_pool()->FindMessageTypeByName(name);
  if (descriptor == nullptr) return Wrong(row, "there is no such message");
  const auto [added, is_new] = rules->messages.try_emplace(descriptor);
  if (!is_new) return Wrong(row, "the message is listed twice for a role");
  MessageRule& rule = added->second;
  rule.whole = row.fields == kEverything;
  if (rule.whole) return absl::OkStatus();
  for (const absl::string_view text : absl::StrSplit(row.fields, ' ', absl::SkipEmpty())) {
    const FieldDescriptor* field = descriptor->FindFieldByName(std::string(text));
    if (field == nullptr) return Wrong(row, absl::StrCat("there is no field ", text));
    if (!rule.fields.insert(field).second) return Wrong(row, absl::StrCat(text, " stands twice"));
  }
  return absl::OkStatus();
}

absl::Status Disclosure::CheckReached(v1::Role role, const RoleRules& rules) {
  if (rules.lenient) return absl::OkStatus();
  for (const auto& [descriptor, rule] : rules.messages) {
    for (const FieldDescriptor* field : rule.fields) {
      const Descriptor* type = TypeOf(*field);
      if (type == nullptr || !IsOurs(*type) || rules.messages.count(type) > 0) continue;
      return absl::InvalidArgumentError(
          absl::StrCat("disclosure to ", NameOf(role), ": ", field->full_name(),
                       " is listed, but nothing of its ", type->full_name()));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Disclosure> Disclosure::Build(std::span<const ListedFields> table,
                                             const std::set<v1::Role>& lenient) {
  LinkMessages();
  Disclosure disclosure;
  for (const ListedFields& row : table) {
    if (row.roles.empty()) return Wrong(row, "it names no role");
    for (const v1::Role role : row.roles) {
      RoleRules& rules = disclosure.rules_[role];
      rules.lenient = lenient.count(role) > 0;
      if (absl::Status added = AddRow(row, &rules); !added.ok()) return added;
    }
  }
  for (const auto& [role, rules] : disclosure.rules_) {
    if (absl::Status reached = CheckReached(role, rules); !reached.ok()) return reached;
  }
  return disclosure;
}

void Disclosure::CutField(const RoleRules& rules, const FieldDescriptor& field, Message* message) {
  const Reflection& reflection = *message->GetReflection();
  if (field.is_map()) {
    const FieldDescriptor& value = *field.message_type()->map_value();
    for (int i = 0; i < reflection.FieldSize(*message, &field); ++i) {
      Message* entry = reflection.MutableRepeatedMessage(message, &field, i);
      Cut(rules, entry->GetReflection()->MutableMessage(entry, &value));
    }
  } else if (field.is_repeated()) {
    for (int i = 0; i < reflection.FieldSize(*message, &field); ++i) {
      Cut(rules, reflection.MutableRepeatedMessage(message, &field, i));
    }
  } else {
    Cut(rules, reflection.MutableMessage(message, &field));
  }
}

void Disclosure::Cut(const RoleRules& rules, Message* message) {
  const auto found = rules.messages.find(message->GetDescriptor());
  const MessageRule* rule = found == rules.messages.end() ? nullptr : &found->second;
  if (rule != nullptr && rule->whole) return;
  if (rule == nullptr && !rules.lenient) {
    // Dates, times and the like are values.
    if (IsOurs(*message->GetDescriptor())) message->Clear();
    return;
  }
  const Reflection& reflection = *message->GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(*message, &set);
  for (const FieldDescriptor* field : set) {
    if (rule != nullptr && rule->fields.count(field) == 0) {
      reflection.ClearField(message, field);
    } else if (TypeOf(*field) != nullptr) {
      CutField(rules, *field, message);
    }
  }
  reflection.MutableUnknownFields(message)->Clear();
}

void Disclosure::Apply(v1::Role role, Message* message) const {
  const auto rules = rules_.find(role);
  if (rules != rules_.end()) Cut(rules->second, message);
}

std::vector<v1::Role> Disclosure::roles() const {
  std::vector<v1::Role> roles;
  roles.reserve(rules_.size());
  for (const auto& [role, rules] : rules_) roles.push_back(role);
  return roles;
}

void Disclose(v1::Role role, Message* reply) {
  if (OwnDisclosure().ok()) {
    OwnDisclosure()->Apply(role, reply);
  } else {
    reply->Clear();  // never reached: the server does not start
  }
}

// A table that is wrong clears everything.
bool IsRestricted(v1::Role role) {
  return !OwnDisclosure().ok() || OwnDisclosure()->Restricts(role);
}

absl::Status CheckDisclosure() { return OwnDisclosure().status(); }

std::vector<v1::Role> RestrictedRoles() {
  return OwnDisclosure().ok() ? OwnDisclosure()->roles() : std::vector<v1::Role>();
}

}  // namespace overstap::access
