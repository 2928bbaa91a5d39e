// Collects every wrong field of a request at once, with its full path and the value that was given.
//
//   FieldChecker check;
//   check.Text("title", vacancy.title(), 1, 200);
//   check.Each("skills", vacancy.skills(), 200, [&](const auto& skill) { CheckSkill(skill, check);
//   }); return check.status();   // names `title`, `skills[3].skill.code`, …
//
// Paths are relative to the message that is being checked; In() and Each() enter the messages
// inside it. Of one thread.
#ifndef OVERSTAP_SERVICES_API_FIELD_CHECKER_H_
#define OVERSTAP_SERVICES_API_FIELD_CHECKER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "google/rpc/error_details.pb.h"
#include "google/type/date.pb.h"

namespace overstap::api {

enum class Presence { kOptional, kRequired };

class FieldChecker {
 public:
  FieldChecker() = default;
  FieldChecker(const FieldChecker&) = delete;
  FieldChecker& operator=(const FieldChecker&) = delete;

  // The field (empty: the message itself) is wrong.
  void Fail(std::string_view field, std::string_view what);
  // The same, with the value that was given.
  void Fail(std::string_view field, std::string_view what, std::string_view given);

  // Each returns whether the value is right.
  // Length in bytes.
  bool Text(std::string_view field, std::string_view value, size_t min_bytes, size_t max_bytes);
  // From `low` to `high`; NaN and infinities are wrong.
  bool InRange(std::string_view field, double value, double low, double high);
  // Above 0, at most `high`.
  bool Positive(std::string_view field, double value, double high);
  bool NotNegative(std::string_view field, int64_t value);
  // A day that exists.
  bool Date(std::string_view field, const google::type::Date& date);
  bool Required(std::string_view field, bool is_set);
  // A value that the enum has; not 0 where it is required.
  template <typename Enum>
  bool EnumValue(std::string_view field, Enum value, Presence presence) {
    return EnumNumber(field, *google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value),
                      presence);
  }
  // Empty or a UUID.
  bool Uuid(std::string_view field, std::string_view value);
  // A resource name of the collection.
  bool Name(std::string_view field, std::string_view value, std::string_view collection,
            Presence presence);
  bool MaxCount(std::string_view field, int count, int max_count);

  // Runs `check` with paths below `field`.
  template <typename Check>
  void In(std::string_view field, Check check) {
    const size_t length = Enter(field);
    check();
    path_.resize(length);
  }
  // Runs `check(item)` for each item, with paths below `field[i]`, and counts them.
  template <typename Items, typename Check>
  void Each(std::string_view field, const Items& items, int max_count, Check check) {
    MaxCount(field, items.size(), max_count);
    for (int i = 0; i < items.size(); ++i) {
      const size_t length = Enter(field, i);
      check(items.Get(i));
      path_.resize(length);
    }
  }

  bool ok() const { return violations_.field_violations().empty(); }
  const google::rpc::BadRequest& violations() const { return violations_; }
  // INVALID_ARGUMENT with all of them, or OK.
  absl::Status status() const;

 private:
  bool EnumNumber(std::string_view field, const google::protobuf::EnumDescriptor& descriptor,
                  int value, Presence presence);
  // Both return the length of the path before.
  size_t Enter(std::string_view field);
  size_t Enter(std::string_view field, int index);

  std::string path_;
  google::rpc::BadRequest violations_;
};

// Finds repetitions.
class SeenOnce {
 public:
  // Fails `field` when the key was there before. Returns whether it is new.
  bool Add(std::string key, std::string_view field, FieldChecker& check);

 private:
  absl::flat_hash_set<std::string> keys_;
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_FIELD_CHECKER_H_
