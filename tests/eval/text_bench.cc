// What reading texts takes over a taxonomy in ESCO's layout: building, memory, and the time of each
// kind of question.
//
//   text_bench --taxonomy DIR [--text FILE] [--show]
//
// Prints TSV with a header: what, count, p50_us, p99_us. FILE: a CV as plain text (default: one of
// two pages that is built in). --show prints the skills that are found in it, too.
#include <malloc.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "matcher/taxonomy/concept_finder.h"
#include "matcher/text/language_detector.h"
#include "tests/eval/esco_folder.h"

namespace overstap {
namespace {

using matcher::ConceptFinder;
using matcher::Language;
using Clock = std::chrono::steady_clock;

constexpr std::array<Language, matcher::kLanguageCount> kLanguages = {Language::kNl, Language::kEn,
                                                                      Language::kDe};
constexpr std::array<const char*, matcher::kLanguageCount> kCodes = {"nl", "en",
                                                                     "de"};  // of Language

// About 900 words, two pages.
constexpr std::string_view kPage =
    R"(Profiel
Ik ben een allround monteur met ruim tien jaar ervaring in de installatietechniek. Ik heb jarenlang
zonnepanelen geïnstalleerd op woningen en bedrijfshallen, en omvormers aangesloten en in bedrijf
gesteld. De laatste jaren werk ik vooral aan warmtepompen en laadpalen voor elektrische auto's.
Ik werk zelfstandig, ben klantgericht en stuur een team van drie monteurs aan.

Werkervaring
2018 - heden  Servicemonteur duurzame installaties, Duiven
- Installeren van warmtepompen, zonnepanelen en laadstations volgens NEN 1010
- Storingen zoeken en verhelpen aan elektrische installaties en meet- en regeltechniek
- Schakelkasten bouwen en bedraden, technische tekeningen lezen
- Klanten adviseren over energiebesparing en onderhoudscontracten
- Leerlingen begeleiden en werk plannen; veiligheidsvoorschriften toepassen op de bouwplaats

2012 - 2018  Elektromonteur industrie, Nijmegen
- Machines en productielijnen onderhouden, motoren en sensoren vervangen
- PLC's programmeren (Siemens S7), basiskennis van SCADA
- Lassen (MIG/MAG) en metaal bewerken, draaien en frezen
- Voorraad beheren, materiaal bestellen en werkbonnen administreren

2009 - 2012  Medewerker thuiszorg, Arnhem
- Ouderen helpen bij wassen en aankleden, maaltijden bereiden, medicijnen aanreiken
- Rapporteren in het zorgdossier en overleggen met familie en verpleegkundigen

Opleiding en cursussen
Mbo 3 monteur elektrotechnische installaties, ROC Rijn IJssel
VCA basis, BHV, hoogwerker, heftruckcertificaat. Rijbewijs B en BE.

Talen: Nederlands, Engels (B1), Duits (A2). Geen ervaring met robotica, wel met pneumatiek.
Ik wil graag leren ontwerpen in AutoCAD en later omscholen tot werkvoorbereider.
)";

double MicrosecondsSince(Clock::time_point from) {
  return std::chrono::duration<double, std::micro>(Clock::now() - from).count();
}

double Percentile(std::vector<double>& sorted, double share) {
  return sorted[static_cast<size_t>(share * static_cast<double>(sorted.size() - 1))];
}

void Print(const char* what, std::vector<double> times) {
  std::ranges::sort(times);
  std::printf("%s\t%zu\t%.1f\t%.1f\n", what, times.size(), Percentile(times, 0.5),
              Percentile(times, 0.99));
}

// Beginnings of labels, as if typed letter by letter, of one to 20 bytes.
std::vector<std::string> Prefixes(const matcher::Taxonomy& taxonomy) {
  constexpr size_t kStep = 7;  // of labels
  constexpr size_t kLongest = 20;
  std::vector<std::string> prefixes;
  for (uint32_t i = 0; i < taxonomy.skill_count(); i += kStep) {
    for (const Language language : kLanguages) {
      const std::string_view label = taxonomy.Label(matcher::SkillNumber(i), language);
      prefixes.emplace_back(label.substr(0, 1 + prefixes.size() % kLongest));
    }
  }
  return prefixes;
}

// With its middle letter left out.
std::string WithSlip(const std::string& prefix) {
  std::string slip = prefix;
  if (slip.size() > 1) slip.erase(slip.size() / 2, 1);
  return slip;
}

void MeasureSuggest(const ConceptFinder& finder) {
  const std::vector<std::string> prefixes = Prefixes(finder.taxonomy());
  std::vector<double> right;
  std::vector<double> slips;
  for (const std::string& prefix : prefixes) {
    auto from = Clock::now();
    finder.Suggest(prefix, {});
    right.push_back(MicrosecondsSince(from));
    const std::string slip = WithSlip(prefix);
    from = Clock::now();
    finder.Suggest(slip, {});
    slips.push_back(MicrosecondsSince(from));
  }
  Print("suggest", std::move(right));
  Print("suggest with a slip", std::move(slips));
}

void MeasureTitles(const ConceptFinder& finder, Language language, const char* what) {
  constexpr uint32_t kStep = 3;
  std::vector<double> times;
  for (uint32_t i = 0; i < finder.taxonomy().occupation_count(); i += kStep) {
    const std::string_view title = finder.taxonomy().Label(matcher::OccupationNumber(i), language);
    const auto from = Clock::now();
    finder.LinkOccupation(title, {.language = language});
    times.push_back(MicrosecondsSince(from));
  }
  Print(what, std::move(times));
}

// In what languages a label is there, and whether the first concept that has it is learned from.
struct LabelUse {
  std::set<Language> languages;
  bool learned = false;
};

// Of every second concept the labels are learned from.
std::map<std::string, LabelUse> LabelUses(const matcher::Taxonomy& taxonomy) {
  std::map<std::string, LabelUse> uses;
  const auto add = [&](const matcher::ConceptEntry& entry, uint32_t number) {
    for (const Language language : kLanguages) {
      const matcher::ConceptLabels& labels = entry.labels[static_cast<size_t>(language)];
      const auto add_label = [&](const std::string& label) {
        const auto [use, added] = uses.try_emplace(label);
        if (added) use->second.learned = number % 2 == 0;
        use->second.languages.insert(language);
      };
      add_label(labels.preferred);
      for (const std::string& label : labels.alternatives) add_label(label);
    }
  };
  for (uint32_t i = 0; i < taxonomy.occupation_count(); ++i) {
    add(taxonomy.occupation(matcher::OccupationNumber(i)), i);
  }
  for (uint32_t i = 0; i < taxonomy.skill_count(); ++i) {
    add(taxonomy.skill(matcher::SkillNumber(i)), i);
  }
  uses.erase("");
  std::erase_if(uses, [](const auto& use) { return use.second.languages.size() > 1; });
  return uses;
}

// The detector learns from the labels of half the concepts and is asked for the others'; those that
// are of several languages are left out.
void MeasureLanguages(const matcher::Taxonomy& taxonomy) {
  const std::map<std::string, LabelUse> uses = LabelUses(taxonomy);
  matcher::LanguageDetector::Builder builder;
  for (const auto& [label, use] : uses) {
    if (use.learned) builder.Add(*use.languages.begin(), label);
  }
  const matcher::LanguageDetector detector = std::move(builder).Build();
  for (const Language language : kLanguages) {
    size_t asked = 0;
    size_t told = 0;
    size_t right = 0;
    for (const auto& [label, use] : uses) {
      if (use.learned || !use.languages.contains(language)) continue;
      const auto guess = detector.Detect(label);
      ++asked;
      told += guess.has_value() ? 1 : 0;
      right += guess == language ? 1 : 0;
    }
    std::printf("# %s: language told of %zu of %zu labels that were not learned, right of %zu\n",
                kCodes[static_cast<size_t>(language)], told, asked, right);
  }
}

void MeasureExtraction(const ConceptFinder& finder, const std::string& text, bool show) {
  constexpr int kRounds = 30;
  std::vector<double> times;
  for (int i = 0; i < kRounds; ++i) {
    const auto from = Clock::now();
    finder.ExtractSkills(text, std::nullopt);
    times.push_back(MicrosecondsSince(from));
  }
  Print("extract", std::move(times));
  if (!show) return;
  for (const matcher::FoundSkill& skill : finder.ExtractSkills(text, std::nullopt).skills) {
    std::printf("# %.2f %d %d %s | %s\n", skill.score, static_cast<int>(skill.polarity),
                static_cast<int>(skill.proficiency), std::string(skill.label).c_str(),
                text.substr(skill.begin, skill.end - skill.begin).c_str());
  }
}

int Run(const std::string& folder, const std::string& text, bool show) {
  const auto esco = ReadEscoFolder(folder);
  if (!esco.ok()) {
    std::cerr << esco.status().ToString() << '\n';
    return 1;
  }
  constexpr double kMebibyte = 1 << 20;
  malloc_trim(0);
  const size_t before = mallinfo2().uordblks;
  const auto from = Clock::now();
  const ConceptFinder finder(esco->taxonomy);
  std::printf("# built in %.0f ms, %.0f MiB\n", MicrosecondsSince(from) / 1'000,
              static_cast<double>(mallinfo2().uordblks - before) / kMebibyte);
  std::printf("what\tcount\tp50_us\tp99_us\n");
  MeasureLanguages(finder.taxonomy());
  MeasureTitles(finder, Language::kNl, "link nl");
  MeasureTitles(finder, Language::kDe, "link de");
  MeasureTitles(finder, Language::kEn, "link en");
  MeasureSuggest(finder);
  MeasureExtraction(finder, text, show);
  return 0;
}

}  // namespace
}  // namespace overstap

int main(int argc, char** argv) {
  std::string folder;
  std::string file;
  bool show = false;
  CLI::App app("Measures the reading of titles and texts, and typing ahead");
  app.add_option("--taxonomy", folder, "Folder in ESCO's CSV layout")->required();
  app.add_option("--text", file, "A CV as plain text")->check(CLI::ExistingFile);
  app.add_flag("--show", show, "Print the skills that are found in it");
  CLI11_PARSE(app, argc, argv);
  // Two pages: one is a little over half of them.
  std::string text = std::string(overstap::kPage) + std::string(overstap::kPage);
  if (!file.empty()) {
    std::ifstream in(file, std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return overstap::Run(folder, text, show);
}
