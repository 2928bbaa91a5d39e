// Stems of words by Snowball's algorithms (libstemmer; https://snowballstem.org).
//
//   Stemmer stemmer(Language::kNl);
//   stemmer.Stem("leidingen") == "leiding"
//
// Not for several threads at once: the library keeps the last stem. Cheap to make.
#ifndef OVERSTAP_MATCHER_TEXT_STEMMER_H_
#define OVERSTAP_MATCHER_TEXT_STEMMER_H_

#include <memory>
#include <string>
#include <string_view>

#include "matcher/text/language.h"

struct sb_stemmer;

namespace overstap::matcher {

class Stemmer {
 public:
  explicit Stemmer(Language language);

  // The stem of one folded word (fold.h); a word that the algorithm does not know how to shorten
  // comes back as it is.
  std::string Stem(std::string_view word);

 private:
  struct Delete {
    void operator()(sb_stemmer* stemmer) const;
  };
  std::unique_ptr<sb_stemmer, Delete> stemmer_;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_STEMMER_H_
