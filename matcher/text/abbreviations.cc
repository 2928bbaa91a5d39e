#include "matcher/text/abbreviations.h"

#include <array>
#include <span>

namespace overstap::matcher {
namespace {

struct Abbreviation {
  std::string_view word;
  std::string_view meaning;
};

constexpr auto kDutch = std::to_array<Abbreviation>({{"vpk", "verpleegkundige"},
                                                     {"verpl", "verpleegkundige"},
                                                     {"verz", "verzorgende"},
                                                     {"poh", "praktijkondersteuner huisarts"},
                                                     {"ok", "operatie"},
                                                     {"seh", "spoedeisendehulp"},
                                                     {"ggz", "geestelijke gezondheidszorg"},
                                                     {"ghz", "gehandicaptenzorg"},
                                                     {"fysio", "fysiotherapeut"},
                                                     {"ergo", "ergotherapeut"},
                                                     {"csa", "centrale sterilisatie"},
                                                     {"cv", "centrale verwarming"},
                                                     {"td", "technische dienst"},
                                                     {"ls", "laagspanning"},
                                                     {"ms", "middenspanning"},
                                                     {"hs", "hoogspanning"},
                                                     {"pv", "zonnepanelen"},
                                                     {"wtb", "werktuigbouwkunde"},
                                                     {"wvb", "werkvoorbereider"},
                                                     {"mdw", "medewerker"},
                                                     {"medew", "medewerker"},
                                                     {"ass", "assistent"},
                                                     {"adm", "administratief"},
                                                     {"adj", "adjunct"},
                                                     {"dir", "directeur"},
                                                     {"secr", "secretaris"}});

constexpr auto kGerman =
    std::to_array<Abbreviation>({{"kfz", "kraftfahrzeug"},
                                 {"pkw", "personenkraftwagen"},
                                 {"lkw", "lastkraftwagen"},
                                 {"edv", "it"},
                                 {"ikt", "it"},
                                 {"sps", "speicherprogrammierbare steuerung"},
                                 {"mfa", "medizinische fachangestellte"},
                                 {"zfa", "zahnmedizinische fachangestellte"},
                                 {"pta", "pharmazeutisch technische assistent"},
                                 {"mta", "medizinisch technische assistent"},
                                 {"ota", "operationstechnische assistent"},
                                 {"shk", "sanitar heizung klima"},
                                 {"pv", "photovoltaik"},
                                 {"gf", "geschaftsfuhrer"},
                                 {"qs", "qualitatssicherung"},
                                 {"wp", "warmepumpen"},
                                 {"op", "operation"},
                                 {"azubi", "auszubildender"},
                                 {"sekr", "sekretar"}});

constexpr auto kEnglish = std::to_array<Abbreviation>({{"rn", "registered nurse"},
                                                       {"hca", "healthcare assistant"},
                                                       {"icu", "intensive care"},
                                                       {"ed", "emergency"},
                                                       {"physio", "physiotherapist"},
                                                       {"ot", "occupational therapist"},
                                                       {"hgv", "heavy goods vehicle"},
                                                       {"lgv", "heavy goods vehicle"},
                                                       {"flt", "forklift truck"},
                                                       {"qa", "quality assurance"},
                                                       {"qc", "quality control"},
                                                       {"hr", "human resources"},
                                                       {"pa", "personal assistant"},
                                                       {"pv", "solar panel"},
                                                       {"lv", "low voltage"},
                                                       {"mv", "medium voltage"},
                                                       {"hv", "high voltage"},
                                                       {"ev", "electric vehicle"},
                                                       {"asst", "assistant"},
                                                       {"mgr", "manager"},
                                                       {"eng", "engineer"},
                                                       {"tech", "technician"},
                                                       {"dev", "developer"},
                                                       {"admin", "administrative"}});

std::span<const Abbreviation> TableOf(Language language) {
  switch (language) {
    case Language::kNl:
      return kDutch;
    case Language::kDe:
      return kGerman;
    case Language::kEn:
      return kEnglish;
  }
  return {};
}

}  // namespace

std::string_view WrittenOut(std::string_view word, Language language) {
  for (const Abbreviation& abbreviation : TableOf(language)) {
    if (abbreviation.word == word) return abbreviation.meaning;
  }
  return {};
}

}  // namespace overstap::matcher
