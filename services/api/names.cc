#include "services/api/names.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "absl/strings/str_format.h"

namespace overstap::api {

bool IsId(std::string_view text) {
  constexpr size_t kMaxIdBytes = 63;
  return !text.empty() && text.size() <= kMaxIdBytes &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

std::string NameOf(std::string_view collection, std::string_view id) {
  std::string name;
  name.reserve(collection.size() + 1 + id.size());
  name.append(collection).append("/").append(id);
  return name;
}

std::optional<std::string> ParseName(std::string_view collection, std::string_view name) {
  if (name.size() <= collection.size() || name.substr(0, collection.size()) != collection ||
      name[collection.size()] != '/') {
    return std::nullopt;
  }
  const std::string_view id = name.substr(collection.size() + 1);
  if (!IsId(id)) return std::nullopt;
  return std::string(id);
}

std::string ReportIdAt(uint64_t position) { return absl::StrFormat("r-%012d", position); }

std::string ClosingIdAt(uint64_t position) { return absl::StrFormat("c-%012d", position); }

std::string ReportDraftIdAt(uint64_t position) { return absl::StrFormat("d-%012d", position); }

std::string RandomId(std::string_view prefix) {
  // Without letters that are read for others.
  constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  static_assert(kAlphabet.size() == 32);
  std::array<unsigned char, 16> bytes{};
  // Without randomness ids would collide or give people away.
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) std::abort();
  std::string id(prefix);
  for (const unsigned char byte : bytes) id.push_back(kAlphabet[byte & 31U]);
  return id;
}

}  // namespace overstap::api
