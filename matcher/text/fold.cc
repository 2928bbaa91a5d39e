#include "matcher/text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utypes.h>

#include <algorithm>
#include <cstdlib>

namespace overstap::matcher {
namespace {

constexpr UChar32 kReplacement = 0xFFFD;
// The Stream-Safe Text Format's bound (Unicode Standard Annex #15, section 13).
constexpr int32_t kMostMarksInARow = 30;

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

// Appends words, with one space between them.
class WordWriter {
 public:
  explicit WordWriter(size_t size) { out_.reserve(size); }
  void Separate() { pending_space_ = !out_.empty(); }
  void Append(std::string_view bytes) {
    if (pending_space_) out_.push_back(' ');
    pending_space_ = false;
    out_.append(bytes);
  }
  std::string Take() && { return std::move(out_); }

 private:
  std::string out_;
  bool pending_space_ = false;
};

std::string FoldAscii(std::string_view text) {
  WordWriter words(text.size());
  for (char c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool keep = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '#';
    if (keep) {
      words.Append({&c, 1});
    } else {
      words.Separate();
    }
  }
  return std::move(words).Take();
}

// Without the marks that follow so many others: to put a row of marks in order takes the square of
// its length, and none stays in what is folded.
icu::UnicodeString WithoutRowsOfMarks(const icu::UnicodeString& text) {
  icu::UnicodeString kept;
  int32_t marks = 0;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    marks = u_getCombiningClass(c) == 0 ? 0 : marks + 1;
    if (marks <= kMostMarksInARow) kept.append(c);
  }
  return kept;
}

// Case folded and decomposed. Fails only where ICU's own data are missing.
icu::UnicodeString Decompose(const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const icu::Normalizer2* decompose = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) std::abort();
  icu::UnicodeString folded = casefold->normalize(text, status);
  folded = decompose->normalize(folded, status);
  if (U_FAILURE(status)) std::abort();
  return folded;
}

}  // namespace

std::string Fold(std::string_view text) {
  if (IsAscii(text)) return FoldAscii(text);
  const icu::UnicodeString decomposed = Decompose(WithoutRowsOfMarks(icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())))));
  WordWriter words(text.size());
  for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 c = decomposed.char32At(i);
    if ((U_GET_GC_MASK(c) & U_GC_M_MASK) != 0) continue;
    if (c != kReplacement && (u_isalnum(c) != 0 || c == '+' || c == '#')) {
      std::string bytes;
      words.Append(icu::UnicodeString(c).toUTF8String(bytes));
    } else {
      words.Separate();
    }
  }
  return std::move(words).Take();
}

bool IsWordStart(std::string_view folded, size_t position) {
  return position < folded.size() && folded[position] != ' ' &&
         (position == 0 || folded[position - 1] == ' ');
}

}  // namespace overstap::matcher
