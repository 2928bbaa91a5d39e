#include "data/generate/names.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace overstap::data {
namespace {

constexpr absl::string_view kWords[] = {
    "Arvonde",  "Belmare",   "Corvelle",   "Dorvink",     "Elstrade",  "Fennhof",
    "Grovanta", "Hulderijk", "Ilvermond",  "Jorwende",    "Kestrum",   "Lindervoort",
    "Morvelt",  "Nesterode", "Oldervelde", "Pelgrave",    "Quintera",  "Roswende",
    "Sterkema", "Tolvaren",  "Ulverstein", "Vondrik",     "Wolmerink", "Zonderveen",
    "Brandelo", "Dravik",    "Evermaar",   "Haldervoort", "Mirkade",   "Tessenrode"};

struct SectorWords {
  absl::string_view sector;
  absl::string_view words[6];
};
constexpr SectorWords kSectorWords[] = {
    {"energy",
     {"Installatietechniek", "Zonnestroom", "Warmtetechniek", "Netwerken", "Elektro",
      "Duurzaam Wonen"}},
    {"health",
     {"Zorggroep", "Thuiszorg", "Woonzorg", "Kliniek", "Gehandicaptenzorg", "Wijkverpleging"}},
    {"hightech", {"Precision", "Semicon", "Mechatronica", "Systems", "Metaaltechniek", "Embedded"}},
    {"other", {"Logistiek", "Winkels", "Bouw", "Facilitair", "Horeca", "Dienstverlening"}}};

constexpr absl::string_view kProviderWords[] = {"Vakschool", "Opleidingen",     "Leercentrum",
                                                "Academie",  "Praktijkcentrum", "College"};

}  // namespace

std::string EmployerName(absl::string_view sector, Random& random) {
  const auto* entry =
      std::find_if(std::begin(kSectorWords), std::end(kSectorWords) - 1,
                   [&](const SectorWords& words) { return words.sector == sector; });
  const absl::string_view first = random.Pick(kWords);
  const absl::string_view second = random.Pick(entry->words);
  return absl::StrCat(first, " ", second, random.Chance(300) ? " BV" : "");
}

std::string ProviderName(Random& random) {
  const absl::string_view first = random.Pick(kWords);
  return absl::StrCat(first, " ", random.Pick(kProviderWords));
}

std::string Shortened(absl::string_view text, size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return std::string(text.substr(0, bytes));
}

}  // namespace overstap::data
