#include "services/api/validation_table.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "services/api/names.h"
#include "services/api/validation_common.h"
#include "services/convert/to_model.h"

namespace overstap::api {
namespace {

constexpr size_t kMaxReferenceBytes = 128;
constexpr size_t kMaxSummaryBytes = 4'000;
constexpr size_t kMaxSubjectBytes = 1'000;
constexpr size_t kMaxGapBytes = 1'000;
constexpr int kMaxGaps = 50;
constexpr size_t kMaxGoalBytes = 2'000;
constexpr size_t kMaxTargetGroupBytes = 500;
constexpr size_t kMaxEmailBytes = 200;
constexpr size_t kMaxPhoneBytes = 50;
constexpr size_t kMaxUrlBytes = 500;
constexpr size_t kMaxLinkBytes = 500;

bool IsSpaceOrControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return absl::ascii_isspace(byte) || absl::ascii_iscntrl(byte);
}

bool HasSpace(std::string_view text) {
  return std::any_of(text.begin(), text.end(), IsSpaceOrControl);
}

// Ids of organisations, as callers carry them: no names of people.
void CheckOrganisations(std::string_view field,
                        const google::protobuf::RepeatedPtrField<std::string>& organisations,
                        FieldChecker& check) {
  CheckDistinct(field, organisations, kMaxListedItems, check, [&](const std::string& id) {
    if (check.Text("", id, 1, kMaxOrganisationBytes) && HasSpace(id)) {
      check.Fail("", "must be the id of an organisation, without spaces", id);
    }
  });
}

// One @ between a mailbox and a domain with a dot inside.
bool IsPlausibleEmail(std::string_view email) {
  const size_t at = email.find('@');
  if (at == 0 || at == std::string_view::npos || HasSpace(email)) return false;
  const std::string_view domain = email.substr(at + 1);
  const size_t dot = domain.find('.');
  return domain.find('@') == std::string_view::npos && dot != 0 && dot != std::string_view::npos &&
         domain.back() != '.';
}

bool IsPlausiblePhone(std::string_view phone) {
  constexpr std::string_view kAllowed = "0123456789+-() ./";
  return phone.find_first_not_of(kAllowed) == std::string_view::npos &&
         phone.find_first_of("0123456789") != std::string_view::npos;
}

void CheckContact(const v1::ProjectContact& contact, FieldChecker& check) {
  check.Text("display_name", contact.display_name(), 1, kMaxTitleBytes);
  if (check.Text("email", contact.email(), 0, kMaxEmailBytes) && !contact.email().empty() &&
      !IsPlausibleEmail(contact.email())) {
    check.Fail("email", "is no e-mail address", contact.email());
  }
  if (check.Text("phone", contact.phone(), 0, kMaxPhoneBytes) && !contact.phone().empty() &&
      !IsPlausiblePhone(contact.phone())) {
    check.Fail("phone", "is no telephone number", contact.phone());
  }
  // A page is shown as a link: nothing but the web.
  const absl::string_view url = contact.url();
  const bool is_web = absl::StartsWith(url, "https://") || absl::StartsWith(url, "http://");
  if (check.Text("url", contact.url(), 0, kMaxUrlBytes) && !url.empty() &&
      (!is_web || HasSpace(contact.url()))) {
    check.Fail("url", "must begin with https:// or http://", contact.url());
  }
}

void CheckLinks(const v1::Project& project, absl::FunctionRef<bool(std::string_view)> has_project,
                FieldChecker& check) {
  SeenOnce seen;
  check.Each("links", project.links(), kMaxProjectLinks, [&](const v1::ProjectLink& link) {
    check.Text("description", link.description(), 0, kMaxLinkBytes);
    if (!check.Name("project", link.project(), kProjects, Presence::kRequired)) return;
    if (!seen.Add(link.project(), "project", check)) return;
    if (link.project() == project.name()) {
      check.Fail("project", "must be another project", link.project());
    } else if (!has_project(*ParseName(kProjects, link.project()))) {
      check.Fail("project", "unknown project", link.project());
    }
  });
}

void CheckTargets(const v1::Project& project, const References& references, FieldChecker& check) {
  const auto& known = references.config.targets();
  CheckDistinct("targets", project.targets(), kMaxListedItems, check, [&](const std::string& name) {
    if (!check.Name("", name, kTargets, Presence::kRequired)) return;
    const std::string id = *ParseName(kTargets, name);
    if (std::none_of(known.begin(), known.end(),
                     [&id](const auto& target) { return target.id() == id; })) {
      check.Fail("", "unknown target", name);
    }
  });
}

}  // namespace

void CheckActionPlan(const v1::ActionPlan& plan, FieldChecker& check) {
  check.Text("title", plan.title(), 1, kMaxTitleBytes);
  if (check.Required("adopted_date", plan.has_adopted_date())) {
    check.Date("adopted_date", plan.adopted_date());
  }
  check.Text("holder", plan.holder(), 0, kMaxTitleBytes);
  check.Text("reference", plan.reference(), 0, kMaxReferenceBytes);
  check.Text("summary", plan.summary(), 0, kMaxSummaryBytes);
}

void CheckMeeting(const v1::Meeting& meeting, matcher::Date today, FieldChecker& check) {
  if (!meeting.meeting_id().empty() && !IsId(meeting.meeting_id())) {
    check.Fail("meeting_id", "must be 1 to 63 of [a-z0-9-]", meeting.meeting_id());
  }
  if (check.Required("meeting_date", meeting.has_meeting_date()) &&
      check.Date("meeting_date", meeting.meeting_date())) {
    const matcher::Date day = *convert::ToDate(meeting.meeting_date());
    if (day > today) check.Fail("meeting_date", "must not be after today", day.ToString());
  }
  check.Text("subject", meeting.subject(), 0, kMaxSubjectBytes);
  CheckOrganisations("organisations", meeting.organisations(), check);
  check.Text("minutes_reference", meeting.minutes_reference(), 0, kMaxReferenceBytes);
}

void CheckGaps(std::string_view field, const google::protobuf::RepeatedPtrField<v1::Gap>& gaps,
               FieldChecker& check) {
  check.Each(field, gaps, kMaxGaps, [&](const v1::Gap& gap) {
    check.EnumValue("kind", gap.kind(), Presence::kRequired);
    check.Text("description", gap.description(), 1, kMaxGapBytes);
    if (check.NotNegative("amount_eur_cents", gap.amount_eur_cents()) &&
        gap.amount_eur_cents() != 0 && gap.kind() != v1::GAP_KIND_MONEY) {
      check.Fail("amount_eur_cents", "only with GAP_KIND_MONEY");
    }
  });
}

void CheckProject(const v1::Project& project, const References& references,
                  absl::FunctionRef<bool(std::string_view id)> has_project, FieldChecker& check) {
  check.Name("name", project.name(), kProjects, Presence::kOptional);
  check.Text("display_name", project.display_name(), 1, kMaxTitleBytes);
  check.Text("goal", project.goal(), 1, kMaxGoalBytes);
  check.Text("target_group", project.target_group(), 1, kMaxTargetGroupBytes);
  if (project.work_tables().empty()) check.Fail("work_tables", "required");
  CheckDistinct("work_tables", project.work_tables(), kMaxListedItems, check,
                [&](const std::string& name) { CheckWorkTable("", name, references, check); });
  CheckDistinct("programmes", project.programmes(), kMaxListedItems, check,
                [&](const std::string& id) { CheckProgramme("", id, references, check); });
  check.Each("funding", project.funding(), kMaxListedItems, [&](const v1::ProjectFunding& item) {
    CheckScheme("funding_scheme", item.funding_scheme(), references, check);
    check.NotNegative("amount_eur_cents", item.amount_eur_cents());
  });
  check.Required("start_date", project.has_start_date());
  CheckDays("start_date", project.has_start_date(), project.start_date(), "end_date",
            project.has_end_date(), project.end_date(), check);
  if (project.has_contact()) {
    check.In("contact", [&] { CheckContact(project.contact(), check); });
  }
  CheckOrganisations("partners", project.partners(), check);
  CheckLinks(project, has_project, check);
  CheckGaps("gaps", project.gaps(), check);
  CheckTargets(project, references, check);
  check.Text("organisation", project.organisation(), 0, kMaxOrganisationBytes);
}

}  // namespace overstap::api
