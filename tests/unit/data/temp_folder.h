// A folder for one test, removed with all that is in it at the test's end.
//
//   TempFolder folder;
//   folder.Write("nl/skills.csv", "conceptUri,preferredLabel\n");
//
// Belongs to one test's thread.
#ifndef OVERSTAP_TESTS_UNIT_DATA_TEMP_FOLDER_H_
#define OVERSTAP_TESTS_UNIT_DATA_TEMP_FOLDER_H_

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace overstap::data {

class TempFolder {
 public:
  TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "overstap_test_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder " + name);
    path_ = name;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  std::string path() const { return path_.string(); }
  std::string File(const std::string& name) const { return (path_ / name).string(); }
  // Writes a file, with the sub folders on its way; returns its path.
  std::string Write(const std::string& name, const std::string& content) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << content;
    return File(name);
  }

 private:
  std::filesystem::path path_;
};

}  // namespace overstap::data

#endif  // OVERSTAP_TESTS_UNIT_DATA_TEMP_FOLDER_H_
