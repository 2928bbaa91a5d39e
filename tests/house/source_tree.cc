#include "tests/house/source_tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace overstap::house {
namespace {

namespace fs = std::filesystem;

SourceFile ReadSource(const fs::path& file, const fs::path& root) {
  static const std::regex kInclude(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"].*)");
  SourceFile source;
  source.path = file.lexically_relative(root).generic_string();
  std::ifstream in(file);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    std::smatch match;
    if (std::regex_match(line, match, kInclude)) {
      source.includes.push_back({match[1].str(), number});
    }
    // A URL in a literal loses its tail with it, which no rule looks at.
    source.code_lines.push_back(line.substr(0, line.find("//")));
  }
  return source;
}

}  // namespace

std::vector<SourceFile> ReadSources() {
  const fs::path root(OVERSTAP_SOURCE_DIR);
  std::vector<SourceFile> sources;
  for (const char* folder : {"matcher", "services", "clients", "data", "tests"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
      const fs::path extension = entry.path().extension();
      if (entry.is_regular_file() && (extension == ".h" || extension == ".cc")) {
        sources.push_back(ReadSource(entry.path(), root));
      }
    }
  }
  std::sort(sources.begin(), sources.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return sources;
}

std::vector<std::string> TopLevelNames() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(OVERSTAP_SOURCE_DIR)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool IsBelow(std::string_view path, std::string_view folder) {
  return path.substr(0, folder.size()) == folder &&
         (path.size() == folder.size() || path[folder.size()] == '/');
}

}  // namespace overstap::house
