// How well the fit ranks switches between occupations: for each source occupation, a person with
// all of its skills against the demand of every other occupation.
//
//   transition_eval --taxonomy DIR --sources FILE --out RUN.tsv
//
// FILE: tab-separated, source URIs in the second column, separated by `|` (the first column names
// their group; a line with one column is a source URI by itself). RUN.tsv: the 100 best other
// occupations per source: source, target, score (0 to 1), best first. Ties by lower URI.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_split.h"
#include "matcher/fit/vectors.h"
#include "matcher/model/region.h"
#include "matcher/taxonomy/taxonomy.h"
#include "tests/eval/esco_folder.h"

namespace overstap {
namespace {

constexpr size_t kTargetsPerSource = 100;

struct Options {
  std::string taxonomy_dir;
  std::string sources_file;
  std::string out_file;
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

int Run(const Options& options) {
  const auto taxonomy = ReadEscoFolder(options.taxonomy_dir);
  if (!taxonomy.ok()) {
    std::cerr << taxonomy.status().ToString() << '\n';
    return 1;
  }
  const auto region = *matcher::Region::Build({});
  const matcher::FitContext context{.taxonomy = **taxonomy, .region = *region};
  const auto count = static_cast<uint32_t>((*taxonomy)->occupation_count());
  std::vector<matcher::DemandVector> demands;
  for (uint32_t i = 0; i < count; ++i) {
    demands.push_back(matcher::DemandOf(matcher::OccupationNumber(i), context));
  }

  std::ofstream out(options.out_file);
  size_t ranked = 0;
  const auto from = std::chrono::steady_clock::now();
  for (const std::string& uri : ReadSources(options.sources_file)) {
    const auto source = (*taxonomy)->FindOccupation(uri);
    if (!source.has_value()) {
      std::cerr << "not in the taxonomy: " << uri << '\n';
      continue;
    }
    const matcher::SparseVector supply = matcher::SupplyOf(PersonOf(*source, **taxonomy), context);
    std::vector<std::pair<matcher::Score, uint32_t>> scores;
    for (uint32_t i = 0; i < count; ++i) {
      if (i != source->value()) scores.emplace_back(matcher::Dot(demands[i].terms, supply), i);
    }
    std::sort(scores.begin(), scores.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    scores.resize(std::min(scores.size(), kTargetsPerSource));
    for (const auto& [score, target] : scores) {
      out << uri << '\t' << (*taxonomy)->occupation(matcher::OccupationNumber(target)).code << '\t'
          << matcher::ScoreToDouble(score) << '\n';
    }
    ++ranked;
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - from;
  std::printf("%zu sources ranked against %u occupations in %.2f s\n", ranked, count,
              seconds.count());
  return out.flush() ? 0 : 1;
}

}  // namespace
}  // namespace overstap

int main(int argc, char** argv) {
  overstap::Options options;
  CLI::App app("Ranks, for each source occupation, the occupations that its skills cover best");
  app.add_option("--taxonomy", options.taxonomy_dir, "Folder in ESCO's CSV layout")->required();
  app.add_option("--sources", options.sources_file, "Source occupations")->required();
  app.add_option("--out", options.out_file, "Where the run is written")->required();
  CLI11_PARSE(app, argc, argv);
  return overstap::Run(options);
}
