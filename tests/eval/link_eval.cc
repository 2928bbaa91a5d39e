// Ranks labels of occupations for titles, as the MELO benchmark asks
// (https://github.com/Avature/melo-benchmark).
//
//   link_eval --corpus FILE --queries FILE --language nl|de|en --out RUN.tsv
//             [--concepts FILE] [--top 50]
//
// FILEs are tab-separated, two columns each: corpus (label id, label), queries (title id, title),
// concepts (label id, concept URI). With concepts, labels of one concept teach what words mean the
// same and what likeness weighs, the first listed of a concept counts as its preferred label,
// labels under .../isco/ as names of groups, and the best label of each concept comes before all
// others. Without, the language's default weights are taken. Nothing else is known to the linker.
// RUN.tsv: title id, label id, score; best first, scores strictly falling. Prints the weights, and
// titles a second, one thread, without reading, learning and building.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "matcher/text/link_signals.h"
#include "matcher/text/link_trainer.h"
#include "matcher/text/occupation_linker.h"
#include "tests/eval/tsv_rows.h"

namespace overstap {
namespace {

struct Options {
  std::string corpus_file;
  std::string queries_file;
  std::string concepts_file;
  std::string language;
  std::string out_file;
  size_t top = 50;
};

struct Input {
  std::vector<IdAndText> corpus;
  std::vector<IdAndText> queries;
  absl::flat_hash_map<std::string, std::string> concept_of_label;  // URIs
};

absl::StatusOr<Input> ReadInput(const Options& options) {
  Input input;
  const auto corpus = ReadTsvRows(options.corpus_file);
  const auto queries = ReadTsvRows(options.queries_file);
  absl::StatusOr<std::vector<IdAndText>> concepts = std::vector<IdAndText>();
  if (!options.concepts_file.empty()) concepts = ReadTsvRows(options.concepts_file);
  std::string errors;
  for (const absl::Status& status : {corpus.status(), queries.status(), concepts.status()}) {
    if (!status.ok()) absl::StrAppend(&errors, errors.empty() ? "" : "\n", status.message());
  }
  if (!errors.empty()) return absl::InvalidArgumentError(errors);
  for (const IdAndText& row : *concepts) input.concept_of_label[row.id] = row.text;
  if (!concepts->empty()) {
    for (const IdAndText& label : *corpus) {
      if (input.concept_of_label.contains(label.id)) continue;
      absl::StrAppend(&errors, errors.empty() ? "" : ", ", label.id);
    }
  }
  if (!errors.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.concepts_file, ": no concept for the labels ", errors));
  }
  input.corpus = *corpus;
  input.queries = *queries;
  return input;
}

std::vector<matcher::OccupationLabel> LabelsOf(const Input& input) {
  std::vector<matcher::OccupationLabel> labels;
  absl::flat_hash_map<std::string, uint32_t> number_of_concept;
  for (const IdAndText& row : input.corpus) {
    matcher::OccupationLabel& label = labels.emplace_back();
    label.text = row.text;
    if (input.concept_of_label.empty()) continue;
    const std::string& uri = input.concept_of_label.at(row.id);
    const auto [found, first] =
        number_of_concept.try_emplace(uri, static_cast<uint32_t>(number_of_concept.size()));
    label.concept_number = found->second;
    label.preferred = first;
    label.group = uri.find("/isco/") != std::string::npos;
  }
  return labels;
}

matcher::OccupationLinker BuildLinker(const Input& input, matcher::Language language) {
  const std::vector<matcher::OccupationLabel> labels = LabelsOf(input);
  const matcher::LinkWeights weights = matcher::LearnLinkWeights(labels, language, {});
  std::printf("weights:");
  for (float weight : weights.values) std::printf(" %.3f", weight);
  std::printf("\n");
  matcher::OccupationLinker::Builder builder(language);
  builder.SetWeights(weights);
  for (const matcher::OccupationLabel& label : labels) builder.Add(label);
  return std::move(builder).Build();
}

int Run(const Options& options) {
  const auto input = ReadInput(options);
  if (!input.ok()) {
    std::cerr << input.status().message() << '\n';
    return 1;
  }
  const matcher::OccupationLinker linker =
      BuildLinker(*input, *matcher::ParseLanguage(options.language));

  std::vector<matcher::LinkedTitle> answers;
  answers.reserve(input->queries.size());
  const auto from = std::chrono::steady_clock::now();
  for (const IdAndText& query : input->queries) {
    answers.push_back(linker.Link(query.text, {.limit = options.top}));
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - from;

  std::ofstream out(options.out_file);
  for (size_t i = 0; i < answers.size(); ++i) {
    for (size_t rank = 0; rank < answers[i].labels.size(); ++rank) {
      // The order is by concept first, so the sums of parts need not fall: ranks do.
      out << input->queries[i].id << '\t' << input->corpus[answers[i].labels[rank].label].id << '\t'
          << answers[i].labels.size() - rank << '\n';
    }
  }
  if (!out.flush()) {
    std::cerr << options.out_file << ": cannot be written\n";
    return 1;
  }
  std::printf("%zu titles against %zu labels: %.0f queries/s\n", answers.size(),
              linker.label_count(), static_cast<double>(answers.size()) / seconds.count());
  return 0;
}

}  // namespace
}  // namespace overstap

int main(int argc, char** argv) {
  overstap::Options options;
  CLI::App app("Ranks labels of occupations for titles");
  app.add_option("--corpus", options.corpus_file, "Label id, label")->required();
  app.add_option("--queries", options.queries_file, "Title id, title")->required();
  app.add_option("--concepts", options.concepts_file,
                 "Label id, concept URI; weights are learned where it is given");
  app.add_option("--language", options.language, "Of labels and titles")
      ->required()
      ->check(CLI::IsMember({"nl", "de", "en"}));
  app.add_option("--out", options.out_file, "Where the run is written")->required();
  app.add_option("--top", options.top, "Labels per title")->check(CLI::Range(1, 1000));
  CLI11_PARSE(app, argc, argv);
  return overstap::Run(options);
}
