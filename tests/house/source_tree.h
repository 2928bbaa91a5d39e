// Reads the project's own sources, for tests of the house's rules.
//
//   for (const SourceFile& file : ReadSources()) {
//     for (const Include& include : file.includes) Check(file.path, include.path);
//   }
//
// Thread safety: the functions hold no state.
#ifndef OVERSTAP_TESTS_HOUSE_SOURCE_TREE_H_
#define OVERSTAP_TESTS_HOUSE_SOURCE_TREE_H_

#include <string>
#include <string_view>
#include <vector>

namespace overstap::house {

// One #include line.
struct Include {
  // As written between the quotes or angle brackets.
  std::string path;
  // 1-based.
  int line = 0;
};

// One own .h or .cc file.
struct SourceFile {
  // From the top of the tree, with '/'.
  std::string path;
  // Lines without what follows `//`; string literals stay.
  std::vector<std::string> code_lines;
  // In file order.
  std::vector<Include> includes;
};

// All .h and .cc files below matcher, services, clients, data and tests, by path.
std::vector<SourceFile> ReadSources();

// Names of what stands at the top of the tree, by name.
std::vector<std::string> TopLevelNames();

// True when `path` is `folder` or lies below it.
bool IsBelow(std::string_view path, std::string_view folder);

}  // namespace overstap::house

#endif  // OVERSTAP_TESTS_HOUSE_SOURCE_TREE_H_
