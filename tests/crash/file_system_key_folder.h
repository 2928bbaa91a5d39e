// The key ring's folder on a rocksdb::FileSystem, so that one file system can take away what log,
// store and keys did not sync.
//
//   auto keys = keys::OpenFileKeyRing(OpenKeyFolder(files, "/data/keys"));
#ifndef OVERSTAP_TESTS_CRASH_FILE_SYSTEM_KEY_FOLDER_H_
#define OVERSTAP_TESTS_CRASH_FILE_SYSTEM_KEY_FOLDER_H_

#include <memory>
#include <string>

#include "rocksdb/file_system.h"
#include "services/keys/key_folder.h"

namespace overstap::crash {

std::unique_ptr<keys::KeyFolder> OpenKeyFolder(rocksdb::FileSystem& files, std::string path);

}  // namespace overstap::crash

#endif  // OVERSTAP_TESTS_CRASH_FILE_SYSTEM_KEY_FOLDER_H_
