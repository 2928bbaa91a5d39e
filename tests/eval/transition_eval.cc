// How well switches between occupations are ranked: for each source occupation every other one.
//
//   transition_eval --taxonomy DIR --sources FILE --out RUN.tsv [--method similarity|fit]
//
// similarity: OccupationSimilarity. fit: a person with all skills of the source against the demand.
// FILE: tab-separated, source URIs in the second column, separated by `|` (the first column names
// their group; a line with one column is a source URI by itself). RUN.tsv: the 100 best other
// occupations per source: source, target, score (above 1 never), best first. Ties by lower URI.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <limits>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_split.h"
#include "matcher/fit/vectors.h"
#include "matcher/model/region.h"
#include "matcher/taxonomy/occupation_similarity.h"
#include "matcher/taxonomy/taxonomy.h"
#include "tests/eval/esco_folder.h"

namespace overstap {
namespace {

constexpr size_t kTargetsPerSource = 100;

struct Options {
  std::string taxonomy_dir;
  std::string sources_file;
  std::string out_file;
  std::string method = "similarity";
};

std::set<std::string> ReadSources(const std::string& file) {
  std::set<std::string> sources;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const std::vector<std::string> columns = absl::StrSplit(line, '\t');
    const std::string& uris = columns.size() > 1 ? columns[1] : columns[0];
    for (const auto& uri : absl::StrSplit(uris, '|')) sources.emplace(uri);
  }
  return sources;
}

// A person who has every skill of the occupation, the optional ones at half the level.
matcher::JobSeeker PersonOf(matcher::OccupationNumber occupation,
                            const matcher::Taxonomy& taxonomy) {
  matcher::JobSeeker person;
  auto& skills = person.skills.emplace();
  for (const matcher::OccupationSkill& skill : taxonomy.SkillsOf(occupation)) {
    skills.push_back({skill.skill, skill.essential ? matcher::Proficiency::kExpert
                                                   : matcher::Proficiency::kBasic});
  }
  return person;
}

using Ranking = std::function<std::vector<double>(matcher::OccupationNumber)>;

// The fit of a person with all skills of the source to every occupation's demand.
Ranking ByFit(const matcher::FitContext& context) {
  std::vector<matcher::DemandVector> demands;
  for (uint32_t i = 0; i < context.taxonomy.occupation_count(); ++i) {
    demands.push_back(matcher::DemandOf(matcher::OccupationNumber(i), context));
  }
  return [&context, demands](matcher::OccupationNumber source) {
    const matcher::SparseVector supply =
        matcher::SupplyOf(PersonOf(source, context.taxonomy), context);
    std::vector<double> scores;
    scores.reserve(demands.size());
    for (const matcher::DemandVector& demand : demands) {
      scores.push_back(matcher::ScoreToDouble(matcher::Dot(demand.terms, supply)));
    }
    return scores;
  };
}

Ranking BySimilarity(const EscoFolder& folder) {
  const auto similarity = std::make_shared<const matcher::OccupationSimilarity>(
      *folder.taxonomy, std::span<const matcher::RelationEntry>(folder.relations));
  return [similarity](matcher::OccupationNumber source) {
    std::vector<double> scores;
    for (const auto& likeness : similarity->From(source)) scores.push_back(likeness.score);
    return scores;
  };
}

void WriteBest(const std::string& source_uri, matcher::OccupationNumber source,
               const std::vector<double>& scores, const matcher::Taxonomy& taxonomy,
               std::ostream& out) {
  std::vector<uint32_t> targets;
  for (uint32_t i = 0; i < scores.size(); ++i) {
    if (i != source.value()) targets.push_back(i);
  }
  std::ranges::stable_sort(targets, [&](uint32_t a, uint32_t b) { return scores[a] > scores[b]; });
  targets.resize(std::min(targets.size(), kTargetsPerSource));
  for (const uint32_t target : targets) {
    out << source_uri << '\t' << taxonomy.occupation(matcher::OccupationNumber(target)).code << '\t'
        << scores[target] << '\n';
  }
}

double SecondsSince(std::chrono::steady_clock::time_point from) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

int Run(const Options& options) {
  const auto folder = ReadEscoFolder(options.taxonomy_dir);
  if (!folder.ok()) {
    std::cerr << folder.status().ToString() << '\n';
    return 1;
  }
  const matcher::Taxonomy& taxonomy = *folder->taxonomy;
  const auto region = *matcher::Region::Build({});
  const matcher::FitContext context{.taxonomy = taxonomy, .region = *region};
  auto from = std::chrono::steady_clock::now();
  const Ranking ranking = options.method == "fit" ? ByFit(context) : BySimilarity(*folder);
  std::printf("prepared in %.2f s\n", SecondsSince(from));

  std::ofstream out(options.out_file);
  out.precision(std::numeric_limits<double>::max_digits10);
  size_t ranked = 0;
  from = std::chrono::steady_clock::now();
  for (const std::string& uri : ReadSources(options.sources_file)) {
    const auto source = taxonomy.FindOccupation(uri);
    if (!source.has_value()) {
      std::cerr << "not in the taxonomy: " << uri << '\n';
      continue;
    }
    WriteBest(uri, *source, ranking(*source), taxonomy, out);
    ++ranked;
  }
  std::printf("%zu sources ranked against %zu occupations in %.2f s\n", ranked,
              taxonomy.occupation_count(), SecondsSince(from));
  return out.flush() ? 0 : 1;
}

}  // namespace
}  // namespace overstap

int main(int argc, char** argv) {
  overstap::Options options;
  CLI::App app("Ranks, for each source occupation, the other occupations as targets of a switch");
  app.add_option("--taxonomy", options.taxonomy_dir, "Folder in ESCO's CSV layout")->required();
  app.add_option("--sources", options.sources_file, "Source occupations")->required();
  app.add_option("--out", options.out_file, "Where the run is written")->required();
  app.add_option("--method", options.method, "What ranks: similarity (default) or fit")
      ->check(CLI::IsMember({"similarity", "fit"}));
  CLI11_PARSE(app, argc, argv);
  return overstap::Run(options);
}
