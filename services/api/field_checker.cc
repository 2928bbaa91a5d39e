#include "services/api/field_checker.h"

#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "services/api/names.h"
#include "services/convert/to_model.h"
#include "services/write/errors.h"

namespace overstap::api {
namespace {

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

std::string Quoted(std::string_view text) {
  constexpr size_t kMaxShown = 64;
  const bool cut = text.size() > kMaxShown;
  return absl::StrCat("'", absl::Utf8SafeCEscape(View(text.substr(0, kMaxShown))),
                      cut ? "…'" : "'");
}

}  // namespace

void FieldChecker::Fail(std::string_view field, std::string_view what) {
  const size_t length = Enter(field);
  auto* violation = violations_.add_field_violations();
  violation->set_field(path_);
  violation->set_description(std::string(what));
  path_.resize(length);
}

void FieldChecker::Fail(std::string_view field, std::string_view what, std::string_view given) {
  Fail(field, absl::StrCat(View(what), ", was ", Quoted(given)));
}

bool FieldChecker::Text(std::string_view field, std::string_view value, size_t min_bytes,
                        size_t max_bytes) {
  if (value.size() >= min_bytes && value.size() <= max_bytes) return true;
  if (value.empty()) {
    Fail(field, "required");
  } else {
    Fail(field,
         absl::StrCat("must have ", min_bytes, " to ", max_bytes, " bytes, has ", value.size()));
  }
  return false;
}

bool FieldChecker::InRange(std::string_view field, double value, double low, double high) {
  if (value >= low && value <= high) return true;  // never for NaN
  Fail(field, absl::StrFormat("must be from %.15g to %.15g, was %.15g", low, high, value));
  return false;
}

bool FieldChecker::Positive(std::string_view field, double value, double high) {
  if (value > 0 && value <= high) return true;
  Fail(field, absl::StrFormat("must be above 0 and at most %.15g, was %.15g", high, value));
  return false;
}

bool FieldChecker::NotNegative(std::string_view field, int64_t value) {
  if (value >= 0) return true;
  Fail(field, absl::StrCat("must not be negative, was ", value));
  return false;
}

bool FieldChecker::Date(std::string_view field, const google::type::Date& date) {
  if (convert::ToDate(date).has_value()) return true;
  Fail(field, absl::StrFormat("no such day: %d-%d-%d (year-month-day)", date.year(), date.month(),
                              date.day()));
  return false;
}

bool FieldChecker::Required(std::string_view field, bool is_set) {
  if (!is_set) Fail(field, "required");
  return is_set;
}

bool FieldChecker::EnumNumber(std::string_view field,
                              const google::protobuf::EnumDescriptor& descriptor, int value,
                              Presence presence) {
  if (value == 0 && presence == Presence::kRequired) {
    Fail(field, "required");
    return false;
  }
  if (descriptor.FindValueByNumber(value) != nullptr) return true;
  Fail(field, absl::StrCat(descriptor.name(), " has no value ", value));
  return false;
}

bool FieldChecker::Uuid(std::string_view field, std::string_view value) {
  if (value.empty()) return true;
  constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  bool right = value.size() == kShape.size();
  for (size_t i = 0; right && i < value.size(); ++i) {
    right = kShape[i] == '-' ? value[i] == '-'
                             : absl::ascii_isxdigit(static_cast<unsigned char>(value[i]));
  }
  if (!right) Fail(field, "must be a UUID", value);
  return right;
}

bool FieldChecker::Name(std::string_view field, std::string_view value, std::string_view collection,
                        Presence presence) {
  if (value.empty()) {
    if (presence == Presence::kRequired) Fail(field, "required");
    return presence == Presence::kOptional;
  }
  if (ParseName(collection, value).has_value()) return true;
  Fail(field,
       absl::StrCat("must be ", View(collection), "/{id} with an id of 1 to 63 of [a-z0-9-]"),
       value);
  return false;
}

bool FieldChecker::MaxCount(std::string_view field, int count, int max_count) {
  if (count <= max_count) return true;
  Fail(field, absl::StrCat("at most ", max_count, " allowed, were ", count));
  return false;
}

absl::Status FieldChecker::status() const { return write::InvalidArgument(violations_); }

size_t FieldChecker::Enter(std::string_view field) {
  const size_t length = path_.size();
  if (!path_.empty() && !field.empty()) path_.push_back('.');
  path_.append(field);
  return length;
}

size_t FieldChecker::Enter(std::string_view field, int index) {
  const size_t length = Enter(field);
  absl::StrAppend(&path_, "[", index, "]");
  return length;
}

bool SeenOnce::Add(std::string key, std::string_view field, FieldChecker& check) {
  const auto [position, is_new] = keys_.insert(std::move(key));
  if (!is_new) check.Fail(field, "given twice", *position);
  return is_new;
}

}  // namespace overstap::api
