#include "data/generate/records.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "data/import/esco_pack.h"

namespace overstap::data {

v1::Code EscoCode(absl::string_view uri) {
  v1::Code code;
  code.set_scheme(kEscoScheme);
  code.set_code(std::string(uri));
  return code;
}

v1::Qualification ToQualification(const overstap::region::v1::QualificationDefinition& definition) {
  v1::Qualification qualification;
  qualification.mutable_code()->set_scheme(definition.scheme());
  qualification.mutable_code()->set_code(definition.code());
  qualification.set_level_eqf(definition.level_eqf());
  // The two enums have the same numbers.
  qualification.set_orientation(static_cast<v1::EducationOrientation>(definition.orientation()));
  return qualification;
}

std::string RecordId(char prefix, int index) { return absl::StrFormat("%c-%06d", prefix, index); }

std::vector<size_t> DrawSome(const std::vector<size_t>& from, size_t count, Random& random) {
  std::vector<size_t> drawn;
  size_t wanted = std::min(count, from.size());
  for (size_t i = 0; i < from.size() && wanted > 0; ++i) {
    const int left = static_cast<int>(from.size() - i);
    if (random.Below(left) < static_cast<int>(wanted)) {
      drawn.push_back(from[i]);
      --wanted;
    }
  }
  return drawn;
}

void AddShift(const std::vector<int>& weekdays, int start, int end,
              google::protobuf::RepeatedPtrField<v1::Shift>& shifts) {
  v1::Shift& shift = *shifts.Add();
  for (const int weekday : weekdays) shift.add_weekdays(static_cast<v1::Weekday>(weekday));
  shift.set_start_minute_of_day(start);
  shift.set_end_minute_of_day(end);
}

}  // namespace overstap::data
