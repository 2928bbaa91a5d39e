#include "matcher/text/stemmer.h"

#include <libstemmer.h>

#include <cstdlib>

namespace overstap::matcher {
namespace {

const char* AlgorithmOf(TextLanguage language) {
  switch (language) {
    case TextLanguage::kDutch:
      return "dutch";
    case TextLanguage::kGerman:
      return "german";
    case TextLanguage::kEnglish:
      return "english";
  }
  std::abort();
}

}  // namespace

void Stemmer::Delete::operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }

Stemmer::Stemmer(TextLanguage language) : stemmer_(sb_stemmer_new(AlgorithmOf(language), "UTF_8")) {
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
