// What real titles carry besides the occupation: hours, places, employers, contract and shift
// words.
//
//   PlaceNames places({"Duiven"});
//   TitleNotes notes;
//   SetNoiseAside("Allround monteur e-installaties, 32-40u, Duiven", Language::kNl, places,
//                 notes) == "monteur e-installaties"
//   notes.hours_per_week->min == HoursPerWeek::FromDouble(32) and notes.places == {"Duiven"}
//
// Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_TEXT_TITLE_NOISE_H_
#define OVERSTAP_MATCHER_TEXT_TITLE_NOISE_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "matcher/model/values.h"
#include "matcher/text/language.h"

namespace overstap::matcher {

// Names of places by which a title may be followed. Case and diacritics do not matter.
class PlaceNames {
 public:
  PlaceNames() = default;
  explicit PlaceNames(std::span<const std::string_view> names);
  // Of a folded name (fold.h).
  bool Contains(const std::string& folded) const { return folded_.contains(folded); }
  size_t longest_bytes() const { return longest_bytes_; }  // of a folded name

 private:
  absl::flat_hash_set<std::string> folded_;
  size_t longest_bytes_ = 0;
};

// What was set aside, as it stood in the title.
struct TitleNotes {
  std::optional<HoursRange> hours_per_week;  // the first that is named, of 1 to 60; alike for one
  std::vector<std::string> places;
  std::vector<std::string> employers;  // with their "B.V." or "GmbH"
  std::vector<std::string> words;      // of contract, shift, experience and degree
};

// The title without its noise, and what that says in `notes`. A place counts as one by itself
// between separators, after a word such as "regio" or "in", or at the end. A title that is nothing
// but noise comes back as it is, its notes with it.
std::string SetNoiseAside(std::string_view title, Language language, const PlaceNames& places,
                          TitleNotes& notes);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_TITLE_NOISE_H_
