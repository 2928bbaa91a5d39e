#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "tests/scenario/scenario_builder.h"

namespace overstap::matcher {
namespace {

struct Trade {
  const char* occupation;
  std::vector<const char*> essential;
  std::vector<const char*> optional;
};

// Skills by which these trades are told apart; enough of them for a fit to mean something.
const std::vector<Trade>& Trades() {
  static const auto* const kTrades = new std::vector<Trade>{
      {"shop assistant", {"advise customers", "operate a till", "fill shelves"}, {"take stock"}},
      {"logistics worker",
       {"pick orders", "load goods", "handle goods safely", "register stock"},
       {"drive a forklift"}},
      {"hospitality worker",
       {"serve guests", "clean rooms", "work hygienically", "listen to people"},
       {}},
      {"administrative worker",
       {"keep records", "use spreadsheets", "write business letters", "plan appointments"},
       {}},
      {"car mechanic",
       {"find faults in vehicles", "read electrical diagrams", "repair mechanical parts",
        "use hand tools"},
       {"measure electrical quantities"}},
      {"welder", {"weld metal", "read technical drawings", "measure workpieces", "cut metal"}, {}},
      {"helpdesk worker",
       {"solve user problems", "use ticket systems", "find software faults", "write reports"},
       {}},
      {"solar-panel fitter",
       {"mount solar panels", "work at height", "lay cables", "connect inverters"},
       {"use hand tools"}},
      {"grid fitter",
       {"connect low-voltage cables", "dig cable trenches", "measure electrical quantities",
        "work safely on live grids"},
       {"read technical drawings"}},
      {"central-heating fitter",
       {"install heating systems", "solder pipes", "adjust burners", "find faults in heating"},
       {}},
      {"heat-pump fitter",
       {"install heating systems", "solder pipes", "handle refrigerants", "find faults in heating"},
       {"adjust heat pumps"}},
      {"work planner",
       {"plan work", "read technical drawings", "calculate costs", "keep records"},
       {"use spreadsheets"}},
      {"care helper",
       {"support daily living", "work hygienically", "listen to people", "clean rooms"},
       {}},
      {"carer",
       {"support daily living", "work hygienically", "listen to people", "give medication"},
       {"dress wounds"}},
      {"nurse",
       {"give medication", "dress wounds", "observe patients", "make care plans"},
       {"work hygienically"}},
      {"process operator",
       {"run production lines", "check product quality", "handle goods safely",
        "report deviations"},
       {}},
      {"mechatronics technician",
       {"assemble mechatronic units", "program controllers", "read electrical diagrams",
        "adjust machines"},
       {"report deviations"}},
      {"service engineer",
       {"program controllers", "maintain pneumatics", "read electrical diagrams",
        "repair mechanical parts"},
       {"use hand tools"}},
      {"CNC machinist",
       {"program CNC machines", "set up machines", "measure workpieces", "read technical drawings"},
       {}},
      {"embedded-software tester",
       {"write test cases", "test embedded software", "find software faults", "write reports"},
       {"program in C"}},
      {"language learner", {"speak Dutch at work"}, {}},
  };
  return *kTrades;
}

ConceptEntry Concept(ConceptKind kind, std::string_view name) {
  ConceptEntry entry;
  entry.scheme = "ESCO";
  entry.code = std::string(name);
  entry.kind = kind;
  entry.labels[static_cast<int>(Language::kEn)].preferred = std::string(name);
  return entry;
}

std::shared_ptr<const Taxonomy> MakeTaxonomy() {
  TaxonomyBuilder builder(1, "scenario");
  std::vector<std::string_view> known;
  const auto add_skill = [&](const Trade& trade, const char* skill, RelationKind kind) {
    if (std::find(known.begin(), known.end(), skill) == known.end()) {
      known.emplace_back(skill);
      builder.AddConcept(Concept(ConceptKind::kSkill, skill));
    }
    builder.AddRelation({trade.occupation, skill, kind});
  };
  for (const Trade& trade : Trades()) {
    builder.AddConcept(Concept(ConceptKind::kOccupation, trade.occupation));
    for (const char* skill : trade.essential) {
      add_skill(trade, skill, RelationKind::kEssentialSkill);
    }
    for (const char* skill : trade.optional) add_skill(trade, skill, RelationKind::kOptionalSkill);
  }
  return *std::move(builder).Build();
}

QualificationEntry Diploma(std::string code, int level, std::string line, std::string occupation) {
  QualificationEntry entry;
  entry.scheme = "CREBO";
  entry.code = code;
  entry.title = std::move(code);
  entry.level = static_cast<EqfLevel>(level);
  entry.orientation = Orientation::kMbo;
  entry.line = std::move(line);
  if (!occupation.empty()) entry.occupations = {std::move(occupation)};
  return entry;
}

std::shared_ptr<const Region> MakeRegion() {
  Region::Parts parts;
  parts.municipalities = {{"GM0202", "Arnhem", {51.985, 5.899}, true},
                          {"GM0268", "Nijmegen", {51.843, 5.854}, true},
                          {"GM0299", "Zevenaar", {51.930, 6.073}, true}};
  parts.sectors = {{"energy", true}, {"health", true}, {"hightech", true}, {"logistics", false}};
  parts.qualifications = {
      Diploma("entree", 1, "", ""),
      Diploma("solar-2", 2, "electrical", "solar-panel fitter"),
      Diploma("grid-2", 2, "electrical", "grid fitter"),
      Diploma("helpende", 2, "care", "care helper"),
      Diploma("verzorgende-ig", 3, "care", "carer"),
      Diploma("nurse-4", 4, "care", "nurse"),
      Diploma("operator-2", 2, "process", "process operator"),
      Diploma("mechatronics-4", 4, "mechatronics", "mechatronics technician"),
      Diploma("machinist-3", 3, "machining", "CNC machinist"),
  };
  parts.qualifications[4].implies = {"CREBO:helpende"};
  parts.qualifications[5].implies = {"CREBO:verzorgende-ig"};
  parts.qualifications[5].reserved_credential = "big-nurse";
  parts.credentials = {{"vca-basic", "B-VCA", {}, 120},
                       {"vca-vol", "VOL-VCA", {"vca-basic"}, 120},
                       {"work-at-height", "Werken op hoogte", {}, 36},
                       {"vop", "VOP", {}, 36},
                       {"vp", "VP", {"vop"}, 36},
                       {"nen-3140", "NEN 3140", {}, 36},
                       {"fgas-1", "F-gassen 1", {"fgas-2"}, 84},
                       {"fgas-2", "F-gassen 2", {}, 84},
                       {"big-nurse", "BIG verpleegkundige", {}, 60}};
  parts.schemes = {{"slim", "SLIM", std::nullopt, std::nullopt, 0, 52}};
  return *Region::Build(std::move(parts));
}

template <typename T>
T Known(const std::optional<T>& found, std::string_view name) {
  if (!found.has_value()) {
    std::fprintf(stderr, "the scenarios know no \"%s\"\n", std::string(name).c_str());
    std::abort();
  }
  return *found;
}

}  // namespace

ScenarioWorld::ScenarioWorld() : taxonomy(MakeTaxonomy()), region(MakeRegion()) {}

SkillNumber ScenarioWorld::skill(std::string_view name) const {
  return Known(taxonomy->FindSkill(name), name);
}
OccupationNumber ScenarioWorld::occupation(std::string_view name) const {
  return Known(taxonomy->FindOccupation(name), name);
}
QualificationNumber ScenarioWorld::qualification(std::string_view code) const {
  return Known(region->FindQualification("CREBO", code), code);
}
CredentialNumber ScenarioWorld::credential(std::string_view id) const {
  return Known(region->FindCredential(id), id);
}
SchemeNumber ScenarioWorld::scheme(std::string_view id) const {
  return Known(region->FindScheme(id), id);
}
SectorNumber ScenarioWorld::sector(std::string_view id) const {
  return Known(region->FindSector(id), id);
}
PlaceNumber ScenarioWorld::place(std::string_view municipality) const {
  for (size_t i = 0; i < region->municipality_count(); ++i) {
    const MunicipalityEntry& entry =
        region->municipality(MunicipalityNumber(static_cast<uint16_t>(i)));
    if (entry.title == municipality) {
      return Known(region->FindPlaceByMunicipality(entry.code), municipality);
    }
  }
  return Known(std::optional<PlaceNumber>(), municipality);
}

}  // namespace overstap::matcher
