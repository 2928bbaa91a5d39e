#include "clients/cli/import/rewindable_lines.h"

#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace overstap::cli {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr char kNote = '#';

// The stream's size, and back to its start; -1: it cannot be rewound.
int64_t SizeOf(std::istream& stream) {
  stream.seekg(0, std::ios::end);
  const int64_t size = stream.tellg();
  stream.clear();
  stream.seekg(0);
  const bool rewound = stream.good();
  stream.clear();
  return rewound ? size : -1;
}

}  // namespace

RewindableLines::RewindableLines(std::unique_ptr<std::istream> stream, int64_t total_bytes)
    : stream_(std::move(stream)), total_bytes_(total_bytes) {}

absl::StatusOr<RewindableLines> RewindableLines::Open(const std::string& file, std::istream& in) {
  std::unique_ptr<std::istream> opened;
  if (file != "-") {
    opened = std::make_unique<std::ifstream>(file, std::ios::binary);
    if (!*opened || opened->peek() == std::istream::traits_type::eof()) {
      // A folder opens, but cannot be read; an empty file can.
      if (opened->bad() || !std::ifstream(file)) {
        return absl::NotFoundError(absl::StrCat(file, ": no such file, or not readable"));
      }
    }
    opened->clear();
    const int64_t size = SizeOf(*opened);
    if (size >= 0) return RewindableLines(std::move(opened), size);
  }
  std::istream& source = opened == nullptr ? in : *opened;
  auto held = std::make_unique<std::istringstream>(
      std::string(std::istreambuf_iterator<char>(source), std::istreambuf_iterator<char>()));
  const int64_t size = SizeOf(*held);
  return RewindableLines(std::move(held), size);
}

bool RewindableLines::Next() {
  while (std::getline(*stream_, line_)) {
    bytes_read_ += static_cast<int64_t>(line_.size()) + 1;
    absl::string_view text = line_;
    if (++number_ == 1) text = absl::StripPrefix(text, kByteOrderMark);
    text = absl::StripAsciiWhitespace(text);
    if (text.empty() || text[0] == kNote) continue;
    line_ = std::string(text);
    return true;
  }
  return false;
}

void RewindableLines::Rewind() {
  stream_->clear();
  stream_->seekg(0);
  number_ = 0;
  bytes_read_ = 0;
}

}  // namespace overstap::cli
