#include "clients/cli/text/graphemes.h"

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "unicode/brkiter.h"
#include "unicode/locid.h"
#include "unicode/utext.h"

namespace overstap::cli {
namespace {

// Offsets behind each character.
std::vector<int> Boundaries(absl::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> iterator(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), error));
  UText* utext = utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &error);
  std::vector<int> boundaries;
  if (U_SUCCESS(error)) {
    iterator->setText(utext, error);
    for (int at = iterator->next(); at != icu::BreakIterator::DONE; at = iterator->next()) {
      boundaries.push_back(at);
    }
  }
  utext_close(utext);
  return boundaries;
}

void WrapLine(absl::string_view line, int width, std::vector<std::string>& lines) {
  std::string current;
  int current_width = 0;
  for (absl::string_view word : absl::StrSplit(line, ' ', absl::SkipEmpty())) {
    int word_width = Width(std::string_view(word.data(), word.size()));
    if (!current.empty() && current_width + 1 + word_width > width) {
      lines.push_back(std::move(current));
      current.clear();
    }
    while (word_width > width) {
      const int cut = Boundaries(word)[static_cast<size_t>(width) - 1];
      lines.emplace_back(word.substr(0, static_cast<size_t>(cut)));
      word.remove_prefix(static_cast<size_t>(cut));
      word_width -= width;
    }
    current_width = current.empty() ? word_width : current_width + 1 + word_width;
    absl::StrAppend(&current, current.empty() ? "" : " ", word);
  }
  lines.push_back(std::move(current));
}

}  // namespace

int Width(std::string_view text) {
  const bool ascii = std::all_of(text.begin(), text.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) return static_cast<int>(text.size());
  return static_cast<int>(Boundaries(absl::string_view(text.data(), text.size())).size());
}

std::vector<std::string> Wrap(std::string_view text, int width) {
  std::vector<std::string> lines;
  for (const absl::string_view line :
       absl::StrSplit(absl::string_view(text.data(), text.size()), '\n')) {
    WrapLine(line, std::max(width, 1), lines);
  }
  return lines;
}

}  // namespace overstap::cli
