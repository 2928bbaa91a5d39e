// Makes a set of titles out of a taxonomy's own labels, for link_eval, and prints the linker's
// default weights (matcher/text/link_signals.cc) as they are learned from the labels.
//
//   title_set --occupations occupations_en.csv --language en [--out DIR]
//
// The file is of an ESCO pack (conceptUri, preferredLabel, altLabels). Into DIR, which exists, go
// corpus.tsv, queries.tsv, concepts.tsv and annotations.tsv: of each occupation with alternative
// labels one of them is the title, chosen by a hash of the URI, and all other labels are the
// corpus. Titles that differ from another label of their occupation in nothing but case are left
// out.
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "data/import/csv.h"
#include "matcher/text/link_trainer.h"

namespace overstap {
namespace {

struct Options {
  std::string occupations_file;
  std::string language;
  std::string out_dir;
};

struct Occupation {
  std::string uri;
  std::vector<std::string> labels;  // the preferred one first
};

absl::StatusOr<std::vector<Occupation>> ReadOccupations(const std::string& file) {
  auto table = data::CsvTable::Open(file, {"conceptUri", "preferredLabel", "altLabels"},
                                    data::CsvReader::RaggedRows::kError);
  if (!table.ok()) return table.status();
  std::vector<Occupation> occupations;
  data::CsvRow row;
  while (true) {
    const absl::StatusOr<bool> more = table->Next(row);
    if (!more.ok()) return more.status();
    if (!*more) return occupations;
    Occupation& occupation = occupations.emplace_back();
    occupation.uri = std::string(row[table->column("conceptUri")]);
    occupation.labels =
        absl::StrSplit(row[table->column("altLabels")], '\n', absl::SkipWhitespace());
    occupation.labels.insert(occupation.labels.begin(),
                             std::string(row[table->column("preferredLabel")]));
  }
}

// FNV-1a (Fowler, Noll and Vo).
uint64_t HashOf(const std::string& text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

// Which label is the title; 0, the preferred one's place: none.
size_t TitleOf(const Occupation& occupation) {
  if (occupation.labels.size() < 2) return 0;
  const size_t title = 1 + HashOf(occupation.uri) % (occupation.labels.size() - 1);
  for (size_t i = 0; i < occupation.labels.size(); ++i) {
    if (i != title && absl::EqualsIgnoreCase(occupation.labels[i], occupation.labels[title])) {
      return 0;
    }
  }
  return title;
}

absl::Status WriteSet(const std::vector<Occupation>& occupations, const std::string& dir) {
  std::ofstream corpus(dir + "/corpus.tsv");
  std::ofstream queries(dir + "/queries.tsv");
  std::ofstream concepts(dir + "/concepts.tsv");
  std::ofstream annotations(dir + "/annotations.tsv");
  for (size_t number = 0; number < occupations.size(); ++number) {
    const Occupation& occupation = occupations[number];
    const size_t title = TitleOf(occupation);
    if (title != 0) queries << 'Q' << number << '\t' << occupation.labels[title] << '\n';
    for (size_t i = 0; i < occupation.labels.size(); ++i) {
      if (title != 0 && i == title) continue;
      const std::string id = absl::StrCat("C", number, "_", i);
      corpus << id << '\t' << occupation.labels[i] << '\n';
      concepts << id << '\t' << occupation.uri << '\n';
      if (title != 0) annotations << 'Q' << number << "\t0\t" << id << "\t1\n";
    }
  }
  if (corpus.flush() && queries.flush() && concepts.flush() && annotations.flush()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(dir + ": the set's files cannot be written");
}

void PrintWeights(const std::vector<Occupation>& occupations, matcher::Language language) {
  std::vector<matcher::OccupationLabel> labels;
  for (uint32_t number = 0; number < occupations.size(); ++number) {
    for (const std::string& text : occupations[number].labels) {
      matcher::OccupationLabel& label = labels.emplace_back();
      label.text = text;
      label.concept_number = number;
    }
  }
  const matcher::LinkWeights weights =
      matcher::LearnLinkWeights(labels, language, {.grouped = false});
  for (float weight : weights.values) std::printf("%.3f ", weight);
  std::printf("\n");
}

int Run(const Options& options) {
  const auto occupations = ReadOccupations(options.occupations_file);
  absl::Status status = occupations.status();
  if (status.ok() && !options.out_dir.empty()) status = WriteSet(*occupations, options.out_dir);
  if (!status.ok()) {
    std::cerr << status.message() << '\n';
    return 1;
  }
  PrintWeights(*occupations, *matcher::ParseLanguage(options.language));
  return 0;
}

}  // namespace
}  // namespace overstap

int main(int argc, char** argv) {
  overstap::Options options;
  CLI::App app("Titles and weights out of a taxonomy's own labels");
  app.add_option("--occupations", options.occupations_file, "occupations_*.csv of an ESCO pack")
      ->required();
  app.add_option("--language", options.language, "Of the labels")
      ->required()
      ->check(CLI::IsMember({"nl", "de", "en"}));
  app.add_option("--out", options.out_dir, "An existing folder for the set");
  CLI11_PARSE(app, argc, argv);
  return overstap::Run(options);
}
