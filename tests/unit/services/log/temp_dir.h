// A folder that lives as long as the object.
//
//   const TempDir dir;
//   OpenRocksdbLog(dir / "log");
#ifndef OVERSTAP_TESTS_UNIT_SERVICES_LOG_TEMP_DIR_H_
#define OVERSTAP_TESTS_UNIT_SERVICES_LOG_TEMP_DIR_H_

#include <cstdlib>
#include <filesystem>
#include <string>

namespace overstap::testing {

class TempDir {
 public:
  TempDir() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "overstap_test.XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace overstap::testing

#endif  // OVERSTAP_TESTS_UNIT_SERVICES_LOG_TEMP_DIR_H_
