// The arrows between folders, read off every #include: matcher ← services; clients and data/import
// → the API's protos only.
#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "tests/house/source_tree.h"

namespace overstap::house {
namespace {

// What the files below `folder` may include, by the first folders of the included path. Standard
// headers have no folder and are always allowed, but for kForbiddenInMatcher. The first row whose
// folder holds a file decides.
struct Row {
  std::string_view folder;
  std::vector<std::string_view> allowed;
};

const std::vector<Row>& Rows() {
  static const std::vector<Row>& rows = *new std::vector<Row>{
      {"matcher/text",
       {"matcher", "unicode", "absl/algorithm", "absl/base", "absl/container", "absl/functional",
        "absl/hash", "absl/memory", "absl/meta", "absl/numeric", "absl/status", "absl/strings",
        "absl/types", "absl/utility"}},
      // Highway; and sys for the hint that its memory is best in huge pages.
      {"matcher/index",
       {"matcher", "hwy", "sys", "absl/algorithm", "absl/base", "absl/container", "absl/functional",
        "absl/hash", "absl/memory", "absl/meta", "absl/numeric", "absl/status", "absl/strings",
        "absl/types", "absl/utility"}},
      {"matcher",
       {"matcher", "absl/algorithm", "absl/base", "absl/container", "absl/functional", "absl/hash",
        "absl/memory", "absl/meta", "absl/numeric", "absl/status", "absl/strings", "absl/types",
        "absl/utility"}},
      // Below the API no grpc; RocksDB is known to the log and the store alone.
      {"services/access",
       {"services", "matcher", "overstap", "google", "absl", "spdlog", "openssl", "curl",
        "nlohmann", "grpcpp", "grpc", "sys"}},
      {"services/admin",
       {"services", "matcher", "overstap", "google", "absl", "spdlog", "openssl", "grpcpp", "CLI"}},
      {"services/files", {"services", "absl", "openssl", "sys"}},
      {"services/config",
       {"services", "matcher", "overstap/region/v1", "google", "absl", "spdlog", "CLI", "arpa",
        "netinet"}},
      {"services/log",
       {"services", "matcher", "overstap/store/v1", "google", "absl", "spdlog", "rocksdb",
        "openssl"}},
      {"services/audit",
       {"services", "overstap/store/v1", "google", "absl", "spdlog", "rocksdb", "openssl", "sys"}},
      {"services/store",
       {"services", "matcher", "overstap/store/v1", "overstap/v1", "overstap/region/v1", "google",
        "absl", "spdlog", "rocksdb", "openssl"}},
      {"services/participation",
       {"services/keys", "services/store", "services/write", "services/participation",
        "overstap/store/v1", "google", "absl"}},
      {"services/retention",
       {"services", "matcher", "overstap/store/v1", "overstap/v1", "overstap/region/v1", "google",
        "absl", "spdlog"}},
      {"services/keys", {"services", "overstap/store/v1", "google", "absl", "spdlog", "openssl"}},
      // Pure: messages in, bytes out.
      {"services/document",
       {"services/document", "matcher", "overstap/v1", "google", "absl", "nlohmann", "unicode"}},
      {"services/convert",
       {"services", "matcher", "overstap/store/v1", "overstap/v1", "overstap/region/v1", "google",
        "absl"}},
      {"services/pool",
       {"services", "matcher", "overstap/store/v1", "overstap/v1", "overstap/region/v1", "google",
        "absl", "spdlog"}},
      {"services/write",
       {"services", "matcher", "overstap/store/v1", "overstap/v1", "overstap/region/v1", "google",
        "absl", "spdlog", "openssl"}},
      {"services",
       {"services", "matcher", "overstap", "google", "absl", "spdlog", "openssl", "grpcpp", "grpc",
        "CLI", "sys"}},
      {"clients/cpp",
       {"clients/cpp", "overstap/v1", "google", "absl", "grpcpp", "grpc", "openssl", "arpa",
        "netinet"}},
      {"clients/cli",
       {"clients", "data/import", "overstap/v1", "google", "absl", "grpcpp", "grpc", "CLI",
        "unicode", "sys", "nlohmann"}},
      {"data/import", {"data/import", "overstap/v1", "google", "absl"}},
      {"data/generate",
       {"data/generate", "data/import", "overstap/v1", "overstap/region/v1", "google", "absl",
        "CLI"}},
  };
  return rows;
}

const Row* RowOf(std::string_view path) {
  const auto row = std::find_if(Rows().begin(), Rows().end(),
                                [path](const Row& r) { return IsBelow(path, r.folder); });
  return row == Rows().end() ? nullptr : &*row;
}

// No I/O, no clock, no randomness, no threads.
const std::set<std::string_view>& ForbiddenInMatcher() {
  static const std::set<std::string_view>& names = *new std::set<std::string_view>{
      "condition_variable", "ctime",      "filesystem", "fstream", "future",  "iostream", "random",
      "sys/time.h",         "syncstream", "thread",     "time.h",  "unistd.h"};
  return names;
}

TEST(IncludeArrows, PointOneWay) {
  int checked = 0;
  for (const SourceFile& file : ReadSources()) {
    if (IsBelow(file.path, "tests")) continue;
    const Row* row = RowOf(file.path);
    ASSERT_NE(row, nullptr) << file.path << ": no row says what this folder may include";
    for (const Include& include : file.includes) {
      ++checked;
      if (include.path.find('/') == std::string::npos) continue;
      EXPECT_TRUE(std::any_of(
          row->allowed.begin(), row->allowed.end(),
          [&include](std::string_view folder) { return IsBelow(include.path, folder); }))
          << file.path << ":" << include.line << ": " << row->folder << " may not include "
          << include.path;
    }
  }
  EXPECT_GT(checked, 100);
}

TEST(IncludeArrows, OwnHeadersAreNamedFromTheTopOfTheTree) {
  std::set<std::string> own;
  const std::vector<SourceFile> sources = ReadSources();
  for (const SourceFile& file : sources) {
    own.insert(file.path.substr(file.path.rfind('/') + 1));
  }
  for (const SourceFile& file : sources) {
    for (const Include& include : file.includes) {
      EXPECT_FALSE(include.path.find('/') == std::string::npos && own.count(include.path) > 0)
          << file.path << ":" << include.line << ": name " << include.path << " from the top";
      EXPECT_EQ(include.path.find(".."), std::string::npos)
          << file.path << ":" << include.line << ": " << include.path;
    }
  }
}

TEST(MatcherPurity, IncludesNoIoClockRandomnessOrThreads) {
  int checked = 0;
  for (const SourceFile& file : ReadSources()) {
    if (!IsBelow(file.path, "matcher")) continue;
    for (const Include& include : file.includes) {
      ++checked;
      EXPECT_EQ(ForbiddenInMatcher().count(include.path), 0)
          << file.path << ":" << include.line << ": " << include.path;
    }
  }
  EXPECT_GT(checked, 50);
}

TEST(MatcherPurity, CallsNoIoClockOrRandomness) {
  const std::vector<std::string_view> forbidden = {
      "_clock",       "random_device", "mt19937",   "std::rand", "std::time(", "getenv",
      "std::printf(", "fprintf(",      "std::cout", "std::cerr", "std::clog",  "fopen("};
  int checked = 0;
  for (const SourceFile& file : ReadSources()) {
    if (!IsBelow(file.path, "matcher")) continue;
    for (size_t i = 0; i < file.code_lines.size(); ++i) {
      ++checked;
      for (const std::string_view word : forbidden) {
        EXPECT_EQ(file.code_lines[i].find(word), std::string::npos)
            << file.path << ":" << i + 1 << ": " << word;
      }
    }
  }
  EXPECT_GT(checked, 500);
}

}  // namespace
}  // namespace overstap::house
