#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "clients/cli/command/commands.h"
#include "clients/cli/command/options.h"
#include "clients/cli/command/show.h"
#include "clients/cli/import/import_taxonomy.h"
#include "clients/cli/record/concept_labels.h"
#include "clients/cli/record/messages.h"
#include "clients/cli/table.h"
#include "overstap/v1/taxonomy_service.pb.h"

namespace overstap::cli {
namespace {

constexpr int kLargestPage = 1000;
constexpr int kMostHits = 100;

void AddImport(Commands& commands, CLI::App* parent) {
  CLI::App* load = commands.Add(
      "import",
      "Imports a folder in ESCO's CSV layout as a new version, and switches to it when all of it "
      "is there; an error changes nothing.",
      {"overstap taxonomy import data/taxonomy",
       "overstap taxonomy import ~/esco --source-version='ESCO v1.1.1'"},
      parent);
  auto options = std::make_shared<TaxonomyOptions>();
  load->add_option("folder", options->folder, "The folder with the CSV files")->required();
  load->add_option("--source-version", options->source_version,
                   "The publisher's version (default: the folder's name)");
  commands.OnRun(load, [options](Context& context) { return ImportTaxonomy(context, *options); });
}

void AddSearch(Commands& commands, CLI::App* parent) {
  CLI::App* search = commands.Add(
      "search", "Finds skills and occupations by the beginning of a label or of a word in it.",
      {"overstap taxonomy search elektro", "overstap --lang=de taxonomy search pflege",
       "overstap taxonomy search lassen --kind=skill --limit=50"},
      parent);
  struct Options {
    std::vector<std::string> words;
    v1::ConceptKind kind = v1::CONCEPT_KIND_UNSPECIFIED;
    int limit = 10;
  };
  auto options = std::make_shared<Options>();
  search->add_option("text", options->words, "What to look for")->required();
  AddEnum(search, "--kind", options->kind, "Only this kind");
  search->add_option("--limit", options->limit, "Hits")
      ->check(CLI::Range(1, kMostHits))
      ->capture_default_str();
  commands.OnRun(search, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::SearchConceptsRequest request;
    request.set_prefix(absl::StrJoin(options->words, " "));
    request.set_language_code(context.locale.code());
    request.set_kind(options->kind);
    request.set_page_size(options->limit);
    const auto reply = context.client.Call<v1::SearchConceptsResponse>(request);
    if (!reply.ok()) return reply.status();
    if (ShowJson(context, *reply)) return ExitCode::kOk;
    const Locale& locale = context.locale;
    Table table({{locale.Say(Text::kColumnLabel), Table::kWraps},
                 {locale.Say(Text::kColumnKind)},
                 {locale.Say(Text::kColumnFound), Table::kWraps},
                 {locale.Say(Text::kColumnName)},
                 {locale.Say(Text::kColumnUri)}});
    for (const v1::ConceptHit& hit : reply->hits()) {
      const v1::Concept& found = hit.matched_concept();
      const std::string label = PreferredLabel(found, locale.code());
      table.AddRow({label, locale.ValueName(found.kind()),
                    hit.matched_label() == label ? "" : hit.matched_label(), found.name(),
                    found.code().code()});
    }
    context.out() << (table.empty() ? locale.Say(Text::kNoRecords) + "\n"
                                    : table.Render(context.streams.out_width));
    return ExitCode::kOk;
  });
}

// The versions, or the one concept that is asked for.
absl::StatusOr<ExitCode> ShowVersions(Context& context) {
  const auto reply = context.client.Call<v1::ListTaxonomiesResponse>(v1::ListTaxonomiesRequest());
  if (!reply.ok()) return reply.status();
  if (ShowJson(context, *reply)) return ExitCode::kOk;
  const Locale& locale = context.locale;
  Table table({{locale.Say(Text::kColumnName)},
               {locale.Say(Text::kColumnVersion), Table::kWraps},
               {locale.Say(Text::kColumnActive)},
               {locale.Say(Text::kColumnOccupations), Table::kRight},
               {locale.Say(Text::kColumnSkills), Table::kRight},
               {locale.Say(Text::kColumnRelations), Table::kRight},
               {locale.Say(Text::kColumnSince)}});
  for (const v1::Taxonomy& taxonomy : reply->taxonomies()) {
    table.AddRow({taxonomy.name(), taxonomy.source_version(), locale.YesOrNo(taxonomy.active()),
                  locale.Number(taxonomy.occupation_count()), locale.Number(taxonomy.skill_count()),
                  locale.Number(taxonomy.relation_count()), locale.Time(taxonomy.create_time())});
  }
  context.out() << (table.empty() ? locale.Say(Text::kNoRecords) + "\n"
                                  : table.Render(context.streams.out_width));
  return ExitCode::kOk;
}

// By name (`skills/12`) or URI.
template <typename Request>
void FillConcept(const std::string& which, Request& request) {
  if (absl::StrContains(which, "://")) {
    request.mutable_code()->set_scheme("ESCO");
    request.mutable_code()->set_code(which);
  } else {
    request.set_name(which);
  }
}

absl::StatusOr<ExitCode> ShowConcept(Context& context, const std::string& which) {
  v1::GetConceptRequest request;
  FillConcept(which, request);
  const auto shown = context.client.Call<v1::Concept>(request);
  if (!shown.ok()) return shown.status();
  if (ShowJson(context, *shown)) return ExitCode::kOk;
  v1::ListRelationsRequest relations_request;
  FillConcept(which, relations_request);
  relations_request.set_page_size(kLargestPage);
  const auto pages = CallForPages(context.client, relations_request, 0);
  if (!pages.ok()) return pages.status();
  const auto& relations =
      *google::protobuf::DynamicCastToGenerated<v1::ListRelationsResponse>(pages->get());

  const Locale& locale = context.locale;
  context.out() << PreferredLabel(*shown, locale.code()) << " (" << locale.ValueName(shown->kind())
                << ", " << shown->name() << ")\n"
                << shown->code().code() << "\n";
  for (const v1::ConceptLabels& labels : shown->labels()) {
    context.out() << "  " << labels.language_code() << ": " << labels.preferred_label();
    if (labels.alternative_labels_size() > 0) {
      context.out() << " (" << absl::StrJoin(labels.alternative_labels(), ", ") << ")";
    }
    context.out() << "\n";
  }
  Table table({{locale.Say(Text::kColumnRelation)},
               {locale.Say(Text::kColumnLabel), Table::kWraps},
               {locale.Say(Text::kColumnName)}});
  for (const v1::RelatedConcept& relation : relations.relations()) {
    table.AddRow({locale.ValueName(relation.kind()),
                  PreferredLabel(relation.related_concept(), locale.code()),
                  relation.related_concept().name()});
  }
  if (!table.empty()) context.out() << "\n" << table.Render(context.streams.out_width);
  return ExitCode::kOk;
}

void AddShow(Commands& commands, CLI::App* parent) {
  CLI::App* show =
      commands.Add("show", "Shows the versions; or a concept with its labels and relations.",
                   {"overstap taxonomy show", "overstap taxonomy show occupations/12",
                    "overstap taxonomy show http://data.europa.eu/esco/skill/…"},
                   parent);
  auto which = std::make_shared<std::string>();
  show->add_option("concept", *which, "Name (skills/12, occupations/12) or URI");
  commands.OnRun(show, [which](Context& context) {
    return which->empty() ? ShowVersions(context) : ShowConcept(context, *which);
  });
}

}  // namespace

void AddTaxonomy(Commands& commands) {
  CLI::App* parent = commands.Add("taxonomy", "Skills, occupations and their relations.",
                                  {"overstap taxonomy import data/taxonomy",
                                   "overstap taxonomy search elektro", "overstap taxonomy show"});
  parent->require_subcommand(1);
  AddImport(commands, parent);
  AddSearch(commands, parent);
  AddShow(commands, parent);
}

}  // namespace overstap::cli
