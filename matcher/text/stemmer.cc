#include "matcher/text/stemmer.h"

#include <libstemmer.h>

#include <cstdlib>

namespace overstap::matcher {
namespace {

const char* AlgorithmOf(Language language) {
  switch (language) {
    case Language::kNl:
      return "dutch";
    case Language::kDe:
      return "german";
    case Language::kEn:
      return "english";
  }
  std::abort();
}

}  // namespace

void Stemmer::Delete::operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }

Stemmer::Stemmer(Language language) : stemmer_(sb_stemmer_new(AlgorithmOf(language), "UTF_8")) {
  if (stemmer_ == nullptr) std::abort();  // out of memory: the algorithms are part of the library
}

std::string Stemmer::Stem(std::string_view word) {
  const sb_symbol* stem =
      sb_stemmer_stem(stemmer_.get(), reinterpret_cast<const sb_symbol*>(word.data()),
                      static_cast<int>(word.size()));
  if (stem == nullptr) std::abort();  // out of memory
  return std::string(reinterpret_cast<const char*>(stem),
                     static_cast<size_t>(sb_stemmer_length(stemmer_.get())));
}

}  // namespace overstap::matcher
