#include "services/document/plain_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace overstap::document {
namespace {

// A byte of UTF-8 that continues a character is 10xxxxxx.
constexpr unsigned char kContinuationMask = 0xC0;
constexpr unsigned char kContinuation = 0x80;

std::string WithoutControls(absl::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (const char character : text) {
    if (character == '\n' || character == '\t' || !absl::ascii_iscntrl(character)) {
      clean += character;
    }
  }
  return clean;
}

}  // namespace

size_t CharacterCount(absl::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & kContinuationMask) != kContinuation;
  }));
}

void AppendWrapped(absl::string_view lead, absl::string_view text, size_t width, std::string* out) {
  const size_t indent = CharacterCount(lead);
  absl::StrAppend(out, lead);
  size_t used = indent;
  bool at_start = true;  // of a line, behind its indent
  const auto new_line = [&] {
    while (!out->empty() && out->back() == ' ') out->pop_back();
    out->append("\n").append(indent, ' ');
    used = indent;
    at_start = true;
  };
  bool is_first_line = true;
  const std::string clean = WithoutControls(text);
  for (const absl::string_view line : absl::StrSplit(clean, '\n', absl::SkipWhitespace())) {
    if (!is_first_line) new_line();
    is_first_line = false;
    for (const absl::string_view word :
         absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty())) {
      const size_t length = CharacterCount(word);
      if (!at_start && used + 1 + length > width) new_line();
      if (!at_start) out->push_back(' ');
      absl::StrAppend(out, word);
      used += length + (at_start ? 0 : 1);
      at_start = false;
    }
  }
  while (!out->empty() && out->back() == ' ') out->pop_back();
  out->push_back('\n');
}

}  // namespace overstap::document
