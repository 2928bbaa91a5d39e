// A hash map from strings that is asked with views. (absl's own strings are asked with absl's
// views, which are not the standard's in Debian's package.)
//
//   StringMap<uint32_t> ids;
//   ids.find(std::string_view("monteur"));
#ifndef OVERSTAP_MATCHER_TEXT_STRING_MAP_H_
#define OVERSTAP_MATCHER_TEXT_STRING_MAP_H_

#include <functional>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"

namespace overstap::matcher {

struct StringViewHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

template <typename Value>
using StringMap = absl::flat_hash_map<std::string, Value, StringViewHash, std::equal_to<>>;

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_STRING_MAP_H_
