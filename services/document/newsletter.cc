#include "services/document/newsletter.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/document/html_writer.h"
#include "services/document/plain_text.h"

namespace overstap::document {
namespace {

std::string CountText(const Newsletter& newsletter, const Wording& wording) {
  const size_t count = newsletter.projects.size();
  if (count == 0) return wording.Say(Text::kNewsletterNone);
  if (count == 1) return wording.Say(Text::kNewsletterCountOne);
  return wording.Say(Text::kNewsletterCount, count);
}

std::string Stamp(const Newsletter& newsletter, const Wording& wording) {
  return wording.Say(Text::kNewsletterStamp, wording.Date(newsletter.as_of_date),
                     newsletter.ledger_position);
}

// Heading and text of what a project says beside its progress and contact.
using Fields = std::vector<std::pair<Text, std::string>>;

Fields FieldsOf(const v1::Project& project, const Labels& labels, const Wording& wording) {
  Fields fields = {{Text::kGoal, project.goal()},
                   {Text::kTargetGroup, project.target_group()},
                   {Text::kRuns, RunsText(project, wording)},
                   {Text::kWorkTables, JoinLabels(labels.work_tables, project.work_tables())}};
  if (project.programmes_size() > 0) {
    fields.emplace_back(Text::kProgrammes, JoinLabels(labels.programmes, project.programmes()));
  }
  if (project.partners_size() > 0) {
    fields.emplace_back(Text::kPartners, JoinLabels(labels.organisations, project.partners()));
  }
  return fields;
}

void AppendUnderlined(absl::string_view title, char line, std::string* out) {
  AppendWrapped("", title, kLineWidth, out);
  const size_t width = CharacterCount(title);
  out->append(width < kLineWidth ? width : kLineWidth, line).append("\n");
}

void AppendProject(const ProjectEntry& entry, const Labels& labels, const Wording& wording,
                   std::string* out) {
  const v1::Project& project = entry.project;
  out->append("\n");
  AppendUnderlined(project.display_name(), '-', out);
  for (const auto& [heading, text] : FieldsOf(project, labels, wording)) {
    // A long text is easier to read below its heading than beside it.
    AppendWrapped("", wording.Say(heading) + ":", kLineWidth, out);
    AppendWrapped("  ", text, kLineWidth, out);
  }
  AppendWrapped("", wording.Say(Text::kProgress) + ":", kLineWidth, out);
  for (const std::string& line : ProgressLines(entry.progress, labels, wording)) {
    AppendWrapped("  ", line, kLineWidth, out);
  }
  AppendWrapped("", wording.Say(Text::kContact) + ":", kLineWidth, out);
  std::vector<std::string> contact = ContactLines(project.contact());
  if (contact.empty()) contact.push_back(wording.Say(Text::kNoContact));
  for (const std::string& line : contact) AppendWrapped("  ", line, kLineWidth, out);
}

void WriteContact(const v1::ProjectContact& contact, const Wording& wording, HtmlWriter& html) {
  const HtmlElement element = html.Open("dd");
  const std::vector<std::string> lines = ContactLines(contact);
  if (lines.empty()) html.Text(wording.Say(Text::kNoContact));
  bool is_first = true;
  for (const std::string& line : lines) {
    if (!is_first) html.Text(", ");
    is_first = false;
    if (line == contact.email() || line == contact.url()) {
      html.Link(line, line);
    } else {
      html.Text(line);
    }
  }
}

void WriteProject(const ProjectEntry& entry, const Labels& labels, const Wording& wording,
                  HtmlWriter& html) {
  const HtmlElement article = html.Open("article");
  html.Leaf("h2", entry.project.display_name());
  const HtmlElement list = html.Open("dl");
  for (const auto& [heading, text] : FieldsOf(entry.project, labels, wording)) {
    html.Leaf("dt", wording.Say(heading));
    const HtmlElement field = html.Open("dd");
    html.Paragraphs(text);
  }
  html.Leaf("dt", wording.Say(Text::kProgress));
  {
    const HtmlElement progress = html.Open("dd");
    for (const std::string& line : ProgressLines(entry.progress, labels, wording)) {
      html.Leaf("p", line);
    }
  }
  html.Leaf("dt", wording.Say(Text::kContact));
  WriteContact(entry.project.contact(), wording, html);
}

}  // namespace

bool Runs(const v1::Project& project, const google::type::Date& day) {
  return CompareDates(project.start_date(), day) <= 0 &&
         (!project.has_end_date() || CompareDates(day, project.end_date()) <= 0);
}

std::string NewsletterText(const Newsletter& newsletter, const Labels& labels,
                           const Wording& wording) {
  std::string text;
  AppendUnderlined(wording.Say(Text::kNewsletterTitle, labels.region), '=', &text);
  AppendWrapped("", Stamp(newsletter, wording), kLineWidth, &text);
  AppendWrapped("", CountText(newsletter, wording), kLineWidth, &text);
  for (const ProjectEntry& entry : newsletter.projects) {
    AppendProject(entry, labels, wording, &text);
  }
  text += "\n";
  AppendWrapped("", wording.Say(Text::kHiddenNote), kLineWidth, &text);
  return text;
}

std::string NewsletterHtml(const Newsletter& newsletter, const Labels& labels,
                           const Wording& wording) {
  const std::string title = wording.Say(Text::kNewsletterTitle, labels.region);
  return HtmlPage(wording.code(), title, [&](HtmlWriter& html) {
    html.Leaf("h1", title);
    html.Leaf("p", Stamp(newsletter, wording), {{"class", "stamp"}});
    html.Leaf("p", CountText(newsletter, wording));
    for (const ProjectEntry& entry : newsletter.projects) {
      WriteProject(entry, labels, wording, html);
    }
    html.Leaf("p", wording.Say(Text::kHiddenNote), {{"class", "note"}});
  });
}

}  // namespace overstap::document
