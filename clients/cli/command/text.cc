#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/command/commands.h"
#include "clients/cli/command/options.h"
#include "clients/cli/command/show.h"
#include "clients/cli/table.h"
#include "overstap/v1/text_service.pb.h"

namespace overstap::cli {
namespace {

constexpr int kMostResults = 50;

struct TextOptions {
  std::vector<std::string> words;
  std::string language_code;  // of the text; empty: told from it
  int limit = 10;
};

void AddLanguage(CLI::App* command, TextOptions& options) {
  command
      ->add_option("--text-language", options.language_code,
                   "Language of the text (default: told from it)")
      ->check(CLI::IsMember({"nl", "de", "en"}));
}

void AddLimit(CLI::App* command, TextOptions& options) {
  command->add_option("--limit", options.limit, "At most so many")
      ->check(CLI::Range(1, kMostResults))
      ->capture_default_str();
}

ExitCode ShowTable(Context& context, const Table& table) {
  context.out() << (table.empty() ? context.locale.Say(Text::kNothingFound) + "\n"
                                  : table.Render(context.streams.out_width));
  return ExitCode::kOk;
}

// The label that was found, where it is not the one to show.
template <typename Message>
std::string OtherLabel(const Message& message) {
  return message.matched_label() == message.label() ? "" : message.matched_label();
}

// What a title says beside its occupation, a line each.
void ShowNotes(Context& context, const v1::LinkOccupationResponse& reply) {
  const Locale& locale = context.locale;
  if (reply.has_qualification()) {
    context.out() << locale.Say(Text::kLinkQualification, reply.qualification().label(),
                                reply.qualification().text())
                  << "\n";
  }
  if (reply.has_min_hours_per_week()) {
    context.out() << locale.Say(Text::kLinkHours, locale.Number(reply.min_hours_per_week()),
                                locale.Number(reply.max_hours_per_week()))
                  << "\n";
  }
  if (!reply.places().empty()) {
    context.out() << locale.Say(Text::kLinkPlaces, absl::StrJoin(reply.places(), ", ")) << "\n";
  }
  if (!reply.set_aside_words().empty()) {
    context.out() << locale.Say(Text::kLinkSetAside, absl::StrJoin(reply.set_aside_words(), ", "))
                  << "\n";
  }
}

void AddLink(Commands& commands) {
  CLI::App* link =
      commands.Add("link", "Finds the occupations that a title means, and says what else it says.",
                   {"overstap link \"allround monteur e-installaties (m/v) 32-40u, Duiven\"",
                    "overstap link --text-language=de Elektroinstallateur",
                    "overstap --json link verpleegster"});
  auto options = std::make_shared<TextOptions>();
  link->add_option("title", options->words, "The title")->required();
  AddLanguage(link, *options);
  AddLimit(link, *options);
  commands.OnRun(link, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::LinkOccupationRequest request;
    request.set_text(absl::StrJoin(options->words, " "));
    request.set_language_code(options->language_code);
    request.set_max_link_count(options->limit);
    const auto reply = context.client.Call<v1::LinkOccupationResponse>(request);
    if (!reply.ok()) return reply.status();
    if (ShowJson(context, *reply)) return ExitCode::kOk;
    const Locale& locale = context.locale;
    Table table({{locale.Say(Text::kColumnLabel), Table::kWraps},
                 {locale.Say(Text::kColumnScore), Table::kRight},
                 {locale.Say(Text::kColumnFound), Table::kWraps},
                 {locale.Say(Text::kColumnName)}});
    for (const v1::OccupationLink& found : reply->links()) {
      table.AddRow({found.label(), locale.Percent(found.score()), OtherLabel(found), found.name()});
    }
    ShowTable(context, table);
    ShowNotes(context, *reply);
    return ExitCode::kOk;
  });
}

absl::StatusOr<std::string> ReadText(Context& context, const std::string& file) {
  std::ifstream opened;
  if (file != "-") {
    opened.open(file, std::ios::binary);
    if (!opened) return absl::NotFoundError(absl::StrCat("cannot read ", file));
  }
  std::istream& in = file == "-" ? context.streams.in : opened;
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

void AddExtract(Commands& commands) {
  CLI::App* extract = commands.Add(
      "extract",
      "Finds the skills that a text speaks of: a CV or a vacancy as plain text. The text is read "
      "and forgotten.",
      {"overstap extract cv.txt", "pdftotext cv.pdf - | overstap extract -",
       "overstap extract --text-language=de lebenslauf.txt"});
  auto options = std::make_shared<TextOptions>();
  auto file = std::make_shared<std::string>();
  extract->add_option("file", *file, "The text; - reads standard input")->required();
  AddLanguage(extract, *options);
  commands.OnRun(extract, [options, file](Context& context) -> absl::StatusOr<ExitCode> {
    absl::StatusOr<std::string> text = ReadText(context, *file);
    if (!text.ok()) return text.status();
    v1::ExtractSkillsRequest request;
    request.set_text(*std::move(text));
    request.set_language_code(options->language_code);
    const auto reply = context.client.Call<v1::ExtractSkillsResponse>(request);
    if (!reply.ok()) return reply.status();
    if (ShowJson(context, *reply)) return ExitCode::kOk;
    const Locale& locale = context.locale;
    Table table({{locale.Say(Text::kColumnLabel), Table::kWraps},
                 {locale.Say(Text::kColumnSays)},
                 {locale.Say(Text::kColumnProficiency)},
                 {locale.Say(Text::kColumnScore), Table::kRight},
                 {locale.Say(Text::kColumnWords), Table::kWraps},
                 {locale.Say(Text::kColumnName)}});
    for (const v1::ExtractedSkill& skill : reply->skills()) {
      table.AddRow({skill.label(), locale.ValueName(skill.polarity()),
                    skill.proficiency() == v1::PROFICIENCY_UNSPECIFIED
                        ? ""
                        : locale.ValueName(skill.proficiency()),
                    locale.Percent(skill.score()), skill.text(), skill.name()});
    }
    return ShowTable(context, table);
  });
}

void AddSuggest(Commands& commands) {
  CLI::App* suggest = commands.Add(
      "suggest", "Shows what a person who is typing may mean, one slip of the pen allowed.",
      {"overstap suggest elektro", "overstap suggest \"monteur elek\" --kind=occupation",
       "overstap suggest --text-language=de pfleg"});
  auto options = std::make_shared<TextOptions>();
  auto kind = std::make_shared<v1::ConceptKind>(v1::CONCEPT_KIND_UNSPECIFIED);
  suggest->add_option("prefix", options->words, "What was typed")->required();
  AddEnum(suggest, "--kind", *kind, "Only this kind");
  AddLanguage(suggest, *options);
  AddLimit(suggest, *options);
  commands.OnRun(suggest, [options, kind](Context& context) -> absl::StatusOr<ExitCode> {
    v1::SuggestRequest request;
    request.set_prefix(absl::StrJoin(options->words, " "));
    request.set_language_code(options->language_code);
    request.set_kind(*kind);
    request.set_max_suggestion_count(options->limit);
    const auto reply = context.client.Call<v1::SuggestResponse>(request);
    if (!reply.ok()) return reply.status();
    if (ShowJson(context, *reply)) return ExitCode::kOk;
    const Locale& locale = context.locale;
    Table table({{locale.Say(Text::kColumnLabel), Table::kWraps},
                 {locale.Say(Text::kColumnKind)},
                 {locale.Say(Text::kColumnFound), Table::kWraps},
                 {locale.Say(Text::kColumnName)}});
    for (const v1::Suggestion& suggestion : reply->suggestions()) {
      table.AddRow({suggestion.label(), locale.ValueName(suggestion.kind()), OtherLabel(suggestion),
                    suggestion.name()});
    }
    return ShowTable(context, table);
  });
}

}  // namespace

void AddTexts(Commands& commands) {
  AddLink(commands);
  AddExtract(commands);
  AddSuggest(commands);
}

}  // namespace overstap::cli
