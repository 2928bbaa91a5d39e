// The top level is fixed: a newcomer finds the same few folders for ever.
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "tests/house/source_tree.h"

namespace overstap::house {
namespace {

TEST(TopLevel, HoldsOnlyWhatTheHouseNames) {
  const std::set<std::string> required = {
      "CMakeLists.txt", "proto", "matcher", "services",
      "clients",        "data",  "tests",   "CMakePresets.json"};
  // What a newcomer reads first; and `build`, where the presets build, which is never committed.
  std::set<std::string> allowed = required;
  allowed.insert({"LICENSE", "README.md", "build"});
  std::set<std::string> missing = required;
  for (const std::string& name : TopLevelNames()) {
    missing.erase(name);
    EXPECT_TRUE(name.front() == '.' || allowed.count(name) > 0) << name;
  }
  EXPECT_TRUE(missing.empty()) << *missing.begin() << " is missing";
}

}  // namespace
}  // namespace overstap::house
