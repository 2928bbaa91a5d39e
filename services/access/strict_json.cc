#include "services/access/strict_json.h"

#include <cstddef>
#include <set>
#include <utility>
#include <vector>

namespace overstap::access {
namespace {

using nlohmann::json;

// Tokens and key sets need three.
constexpr int kMostLevels = 8;

// Watches the parser: keys that stand twice, and depth.
class Watch {
 public:
  bool operator()(int depth, json::parse_event_t event, json& parsed) {
    if (depth > kMostLevels) too_deep_ = true;
    if (event == json::parse_event_t::object_start) {
      keys_.emplace_back();
    } else if (event == json::parse_event_t::object_end && !keys_.empty()) {
      keys_.pop_back();
    } else if (event == json::parse_event_t::key && !keys_.empty()) {
      const bool is_new = keys_.back().insert(parsed.get_ref<const std::string&>()).second;
      repeats_ = repeats_ || !is_new;
    }
    return !too_deep_;
  }
  bool too_deep() const { return too_deep_; }
  bool repeats() const { return repeats_; }

 private:
  std::vector<std::set<std::string>> keys_;  // of the objects that are open
  bool too_deep_ = false;
  bool repeats_ = false;
};

}  // namespace

absl::StatusOr<json> ParseStrictJson(std::string_view text) {
  Watch watch;
  json parsed = json::parse(
      text.begin(), text.end(),
      [&watch](int depth, json::parse_event_t event, json& value) {
        return watch(depth, event, value);
      },
      /*allow_exceptions=*/false);
  if (watch.too_deep()) return absl::InvalidArgumentError("is nested too deep");
  if (watch.repeats()) return absl::InvalidArgumentError("has a key twice");
  if (parsed.is_discarded()) return absl::InvalidArgumentError("is not JSON");
  if (!parsed.is_object()) return absl::InvalidArgumentError("is not a JSON object");
  return parsed;
}

const std::string* TextMember(const json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() ? nullptr : found->get_ptr<const std::string*>();
}

}  // namespace overstap::access
