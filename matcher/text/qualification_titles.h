// The Dutch qualification that a title means. One concept of ESCO may need several
// ("verpleegkundige" is mbo 4 or hbo): the words of level decide between them, and without any such
// title means none.
//
//   const QualificationTitles titles(rows);   // {"Verzorgende IG", 3}, {"Mbo-verpleegkundige", 4}
//   titles.QualificationOf("VIG'er thuiszorg")->row == 0
//   titles.QualificationOf("Verpleegkundige niveau 4")->row == 1
//
// Immutable once built; safe to share between threads.
#ifndef OVERSTAP_MATCHER_TEXT_QUALIFICATION_TITLES_H_
#define OVERSTAP_MATCHER_TEXT_QUALIFICATION_TITLES_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/model/values.h"
#include "matcher/text/string_map.h"

namespace overstap::matcher {

// A row of the caller's table of qualifications (region.h).
struct QualificationRow {
  std::string_view title;  // Dutch: "Eerste monteur mechatronica", "Bachelor Verpleegkunde (hbo-v)"
  EqfLevel level = 0;      // 0: not known; such a row is never meant by a word of level
};

struct TitleQualification {
  size_t row = 0;                  // in the table
  std::vector<std::string> words;  // of the title, folded (fold.h): those of the row, then of level
};

class QualificationTitles {
 public:
  // Keeps no view of the rows.
  explicit QualificationTitles(std::span<const QualificationRow> rows);

  // The row of which the title says most, at least half by the rarity of its words among the rows
  // (a third, where the title names a level).
  // Words of level ("niveau 3", "mbo 4", "mbo", "hbo", "wo"; "niveau 5" is the hbo nurse of old)
  // leave rows of other levels out; of several levels that are named the lowest counts, since it is
  // enough. nullopt: no row, no row of that level, several rows in which the title says the same
  // ("begeleider", "verpleegkundige") without a word of level that decides, or a title of someone
  // who learns or teaches the work or works with animals.
  std::optional<TitleQualification> QualificationOf(std::string_view title) const;

 private:
  // A name of a row: its title without brackets, and what the brackets hold if that is a name too.
  struct Form {
    size_t row = 0;
    bool field = false;  // the name of a study ("Bachelor Mechatronica"), not of who does the work
    std::vector<std::string> stems;
    std::vector<double> weights;  // of the stems
  };
  struct Match {
    size_t form = 0;
    double share = 0;   // of the form's weight that the title has
    double weight = 0;  // the same, not as a share
    std::vector<std::string> words;
  };
  Match MatchOf(size_t form, std::span<const std::string> words,
                std::span<const std::string> stems) const;
  // Whether the title says more of a; of both alike, whether a's level is lower.
  bool Before(const Match& a, const Match& b) const;

  std::vector<EqfLevel> level_of_row_;
  std::vector<Form> forms_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_QUALIFICATION_TITLES_H_
