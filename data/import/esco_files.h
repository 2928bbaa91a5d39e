// Which files of a folder belong to an ESCO CSV pack, and what each of them is.
//
//   absl::StatusOr<std::vector<EscoFile>> files = FindEscoFiles("ESCO dataset - v1.1.1 - nl -
//   csv");
//
// Stateless; safe from any thread.
#ifndef OVERSTAP_DATA_IMPORT_ESCO_FILES_H_
#define OVERSTAP_DATA_IMPORT_ESCO_FILES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace overstap::data {

// Tables of a pack. The first four hold labels, one file for each language; of the others each
// language's pack carries a copy.
enum class EscoTable {
  kOccupations,
  kSkills,
  kSkillGroups,
  kIscoGroups,
  kOccupationSkills,
  kBroaderOccupations,
  kBroaderSkills,
  kSkillSkills,
  kCollection,
};

struct EscoFile {
  EscoTable table = EscoTable::kOccupations;
  std::string language;    // ISO 639-1
  std::string collection;  // of kCollection: "digital", "technical", "green", …
  std::string path;
};

// Looks through `folder` and its sub folders. The language is the file name's suffix
// (`skills_nl.csv`), else the one that the folder's name holds as a word (`nl`, `ESCO dataset - nl
// - csv`), else English. Returns label files in the order of tables and, within one, of languages:
// en, nl, de, then the rest by code; of every other table one copy, in the first of those
// languages. Other files are left out.
//
// NOT_FOUND: no such folder, or no occupations, skills or occupation-skill relations in it.
// INVALID_ARGUMENT: two files with labels of one table in one language.
absl::StatusOr<std::vector<EscoFile>> FindEscoFiles(const std::string& folder);

}  // namespace overstap::data

#endif  // OVERSTAP_DATA_IMPORT_ESCO_FILES_H_
