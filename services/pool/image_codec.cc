#include "services/pool/image_codec.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <type_traits>
#include <vector>

namespace overstap::pool {
namespace {

// Writer and Reader are handed the same members in the same order by Describe: what one writes the
// other reads.
class Writer {
 public:
  explicit Writer(std::string* out) : out_(*out) {}
  bool ok() const { return true; }
  void Varint(uint64_t& value) { AppendVarint(value, &out_); }
  void Limited(uint64_t& value, size_t /*limit*/) { AppendVarint(value, &out_); }
  void Text(std::string& text) { AppendText(text, &out_); }
  static constexpr bool kReads = false;
  const ImageLimits& limits() const { return limits_; }

 private:
  std::string& out_;
  ImageLimits limits_;
};

class Reader {
 public:
  Reader(std::string_view bytes, const ImageLimits& limits) : bytes_(bytes), limits_(limits) {}
  bool ok() const { return ok_; }
  bool at_end() const { return bytes_.empty(); }
  size_t left() const { return bytes_.size(); }
  void Fail() { ok_ = false; }
  void Varint(uint64_t& value) {
    value = 0;
    ok_ = ok_ && ReadVarint(&bytes_, &value);
  }
  void Limited(uint64_t& value, size_t limit) {
    Varint(value);
    if (value >= limit) ok_ = false;
    if (!ok_) value = 0;
  }
  void Text(std::string& text) {
    std::string_view view;
    ok_ = ok_ && ReadText(&bytes_, &view);
    text = view;
  }
  static constexpr bool kReads = true;
  const ImageLimits& limits() const { return limits_; }

 private:
  std::string_view bytes_;
  const ImageLimits& limits_;
  bool ok_ = true;
};

constexpr int kSignShift = 63;
// Small numbers of either sign are small.
constexpr uint64_t ZigZag(int64_t value) {
  return static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> kSignShift);
}
constexpr int64_t UnZigZag(uint64_t value) {
  return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
}

// A value as a number, and back.
template <typename T>
uint64_t NumberOf(T value) {
  if constexpr (std::is_floating_point_v<T>) {
    return std::bit_cast<uint64_t>(static_cast<double>(value));
  } else if constexpr (std::is_signed_v<T>) {
    return ZigZag(value);
  } else {
    return static_cast<uint64_t>(value);
  }
}
template <typename T>
T ValueOf(uint64_t number) {
  if constexpr (std::is_floating_point_v<T>) {
    return static_cast<T>(std::bit_cast<double>(number));
  } else if constexpr (std::is_signed_v<T>) {
    return static_cast<T>(UnZigZag(number));
  } else {
    return static_cast<T>(number);
  }
}

template <typename Archive, typename T>
void Number(Archive& archive, T& value) requires std::is_arithmetic_v<T> || std::is_enum_v<T> {
  uint64_t number = NumberOf(value);
  archive.Varint(number);
  if constexpr (Archive::kReads) {
    value = ValueOf<T>(number);
    // More than the type holds.
    if (NumberOf(value) != number) archive.Fail();
  }
}

// The limit of a kind of number.
size_t LimitOf(const ImageLimits& limits, matcher::SkillNumber) { return limits.skills; }
size_t LimitOf(const ImageLimits& limits, matcher::OccupationNumber) { return limits.occupations; }
size_t LimitOf(const ImageLimits& limits, matcher::PlaceNumber) { return limits.places; }
size_t LimitOf(const ImageLimits& limits, matcher::SectorNumber) { return limits.sectors; }
size_t LimitOf(const ImageLimits& limits, matcher::QualificationNumber) {
  return limits.qualifications;
}
size_t LimitOf(const ImageLimits& limits, matcher::CredentialNumber) { return limits.credentials; }
size_t LimitOf(const ImageLimits& limits, matcher::OrganisationNumber) {
  return limits.organisations;
}

template <typename Archive, typename T>
void Visit(Archive& archive, T& value) requires std::is_arithmetic_v<T> || std::is_enum_v<T> {
  Number(archive, value);
}

template <typename Archive>
void Visit(Archive& archive, std::string& text) {
  archive.Text(text);
}

template <typename Archive, typename Tag, typename Rep>
void Visit(Archive& archive, matcher::Number<Tag, Rep>& number) {
  uint64_t value = number.value();
  archive.Limited(value, LimitOf(archive.limits(), number));
  if (Archive::kReads) number = matcher::Number<Tag, Rep>(static_cast<Rep>(value));
}

template <typename Archive>
void Visit(Archive& archive, matcher::Date& date) {
  int32_t days = date.days();
  Number(archive, days);
  if (Archive::kReads) date = matcher::Date(days);
}

// Values that are one number inside.
template <typename Archive, typename Inside, typename T>
void VisitInside(Archive& archive, T& value) {
  static_assert(sizeof(T) == sizeof(Inside));
  auto inside = std::bit_cast<Inside>(value);
  Number(archive, inside);
  if (Archive::kReads) value = std::bit_cast<T>(inside);
}
template <typename Archive>
void Visit(Archive& archive, matcher::HoursPerWeek& hours) {
  VisitInside<Archive, int32_t>(archive, hours);
}
template <typename Archive>
void Visit(Archive& archive, matcher::WeekParts& parts) {
  VisitInside<Archive, uint32_t>(archive, parts);
}

// Structures below; named before what may hold them.
template <typename Archive, typename T>
void Visit(Archive& archive, T& value) requires std::is_class_v<T> {
  Describe(archive, value);
}

template <typename Archive, typename T>
void Visit(Archive& archive, std::optional<T>& value);

template <typename Archive, typename T>
void Visit(Archive& archive, std::vector<T>& values) {
  uint64_t count = values.size();
  archive.Varint(count);
  if constexpr (Archive::kReads) {
    // Each takes a byte at least.
    if (count > archive.left()) archive.Fail();
    if (!archive.ok()) return;
    values.resize(count);
  }
  for (T& value : values) {
    Visit(archive, value);
    if (!archive.ok()) return;
  }
}

template <typename Archive, typename T>
void Visit(Archive& archive, std::optional<T>& value) {
  bool is_set = value.has_value();
  Number(archive, is_set);
  if (!is_set || !archive.ok()) return;
  if (Archive::kReads) value.emplace();
  Visit(archive, *value);
}

template <typename Archive, typename T, size_t kCount>
void Visit(Archive& archive, T (&values)[kCount]) {
  for (T& value : values) Visit(archive, value);
}

template <typename Archive, typename... Members>
void VisitAll(Archive& archive, Members&... members) {
  (Visit(archive, members), ...);
}

// Each names all members of its structure: one more in the model does not compile here until it is
// named, too.
template <typename Archive>
void Describe(Archive& archive, matcher::Viewer& value) {
  auto& [organisation, until] = value;
  VisitAll(archive, organisation, until);
}
template <typename Archive>
void Describe(Archive& archive, matcher::OwnSkill& value) {
  auto& [skill, proficiency, from_text] = value;
  VisitAll(archive, skill, proficiency, from_text);
}
template <typename Archive>
void Describe(Archive& archive, matcher::PastOccupation& value) {
  auto& [occupation, from_text] = value;
  VisitAll(archive, occupation, from_text);
}
template <typename Archive>
void Describe(Archive& archive, matcher::OwnQualification& value) {
  auto& [number, level, counts] = value;
  VisitAll(archive, number, level, counts);
}
template <typename Archive>
void Describe(Archive& archive, matcher::OwnCredential& value) {
  auto& [credential, valid_until] = value;
  VisitAll(archive, credential, valid_until);
}
template <typename Archive>
void Describe(Archive& archive, matcher::OwnLanguage& value) {
  auto& [language, levels] = value;
  VisitAll(archive, language, levels);
}
template <typename Archive>
void Describe(Archive& archive, matcher::ModeLimit& value) {
  auto& [mode, max_minutes] = value;
  VisitAll(archive, mode, max_minutes);
}
template <typename Archive>
void Describe(Archive& archive, matcher::TravelLimits& value) {
  auto& [max_km, modes] = value;
  VisitAll(archive, max_km, modes);
}
template <typename Archive>
void Describe(Archive& archive, matcher::HoursRange& value) {
  auto& [min, max] = value;
  VisitAll(archive, min, max);
}
template <typename Archive>
void Describe(Archive& archive, matcher::Shift& value) {
  auto& [weekdays, start, end] = value;
  VisitAll(archive, weekdays, start, end);
}
template <typename Archive>
void Describe(Archive& archive, matcher::SkillDemand& value) {
  auto& [skill, essential, from_text] = value;
  VisitAll(archive, skill, essential, from_text);
}
template <typename Archive>
void Describe(Archive& archive, matcher::QualificationDemand& value) {
  auto& [qualification, diploma_required] = value;
  VisitAll(archive, qualification, diploma_required);
}
template <typename Archive>
void Describe(Archive& archive, matcher::CredentialDemand& value) {
  auto& [credential, timing, within_weeks] = value;
  VisitAll(archive, credential, timing, within_weeks);
}
template <typename Archive>
void Describe(Archive& archive, matcher::LanguageDemand& value) {
  auto& [language, activity, level] = value;
  VisitAll(archive, language, activity, level);
}
template <typename Archive>
void Describe(Archive& archive, matcher::EntryDemands& value) {
  auto& [min_level, qualification, languages, skills, credentials, driving_licences] = value;
  VisitAll(archive, min_level, qualification, languages, skills, credentials, driving_licences);
}
template <typename Archive>
void Describe(Archive& archive, matcher::LearnWork& value) {
  auto& [qualification, entry_demands, recognised_learning_company, months, education_hours,
         person_pays_tuition, tuition_per_year] = value;
  VisitAll(archive, qualification, entry_demands, recognised_learning_company, months,
           education_hours, person_pays_tuition, tuition_per_year);
}
template <typename Archive>
void Describe(Archive& archive, matcher::EmployerOffers& value) {
  auto& [job_coach, trial_placement, trial_placement_weeks, open_to_wage_subsidy, reserved_places] =
      value;
  VisitAll(archive, job_coach, trial_placement, trial_placement_weeks, open_to_wage_subsidy,
           reserved_places);
}
template <typename Archive>
void Describe(Archive& archive, matcher::JobSeeker& value) {
  auto& [id, viewers, skills, qualifications, working_level, credentials, past_occupations,
         wished_occupations, sectors, home, travel, hours_now, hours_wanted, keeps_present_job,
         availability, languages, driving_licences, available_from, own_money, training_weeks_max,
         training_hours_max] = value;
  VisitAll(archive, viewers, skills, qualifications, working_level, credentials, past_occupations,
           wished_occupations, sectors, home, travel, hours_now, hours_wanted, keeps_present_job,
           availability, languages, driving_licences, available_from, own_money, training_weeks_max,
           training_hours_max);
}
template <typename Archive>
void Describe(Archive& archive, matcher::Vacancy& value) {
  auto& [id, owner, title, employer, occupation, skills, qualification, min_level, credentials,
         sector, place, hours, shifts, all_shifts_required, languages, driving_licences,
         contract_kind, learn_work, employer_offers, certificate_of_conduct, medical_check,
         start_date, closing_date, closed, openings_left] = value;
  VisitAll(archive, owner, title, employer, occupation, skills, qualification, min_level,
           credentials, sector, place, hours, shifts, all_shifts_required, languages,
           driving_licences, contract_kind, learn_work, employer_offers, certificate_of_conduct,
           medical_check, start_date, closing_date, closed, openings_left);
}

template <typename Record>
void Append(const Record& record, std::string* out) {
  Writer writer(out);
  // A writer changes nothing.
  Describe(writer, const_cast<Record&>(record));  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

template <typename Record>
bool Read(std::string_view bytes, const ImageLimits& limits, Record* record) {
  Reader reader(bytes, limits);
  Describe(reader, *record);
  return reader.ok() && reader.at_end();
}

constexpr int kVarintBits = 7;
constexpr int kMostVarintShift = 63;
constexpr uint64_t kVarintMask = 0x7F;
constexpr uint64_t kMore = 0x80;

}  // namespace

ImageLimits ImageLimits::Of(const matcher::Taxonomy& taxonomy, const matcher::Region& region,
                            size_t organisations) {
  return {.skills = taxonomy.skill_count(),
          .occupations = taxonomy.occupation_count(),
          .places = region.place_count(),
          // A vacancy of no known sector has the first one.
          .sectors = std::max<size_t>(region.sector_count(), 1),
          .qualifications = region.qualification_count(),
          .credentials = region.credential_count(),
          .organisations = organisations};
}

void AppendRecord(const matcher::JobSeeker& person, std::string* out) { Append(person, out); }
void AppendRecord(const matcher::Vacancy& vacancy, std::string* out) { Append(vacancy, out); }

bool ReadRecord(std::string_view bytes, const ImageLimits& limits, matcher::JobSeeker* person) {
  return Read(bytes, limits, person);
}
bool ReadRecord(std::string_view bytes, const ImageLimits& limits, matcher::Vacancy* vacancy) {
  return Read(bytes, limits, vacancy);
}

void AppendVarint(uint64_t value, std::string* out) {
  for (; value > kVarintMask; value >>= kVarintBits) {
    out->push_back(static_cast<char>((value & kVarintMask) | kMore));
  }
  out->push_back(static_cast<char>(value));
}

void AppendText(std::string_view text, std::string* out) {
  AppendVarint(text.size(), out);
  out->append(text);
}

bool ReadVarint(std::string_view* bytes, uint64_t* value) {
  *value = 0;
  size_t at = 0;
  for (int shift = 0; shift <= kMostVarintShift && at < bytes->size(); shift += kVarintBits) {
    const auto byte = static_cast<unsigned char>((*bytes)[at++]);
    *value |= (byte & kVarintMask) << shift;
    if ((byte & kMore) == 0) {
      // Each number is written in one way.
      if (byte == 0 && shift > 0) return false;
      if (shift == kMostVarintShift && byte > 1) return false;
      bytes->remove_prefix(at);
      return true;
    }
  }
  return false;
}

bool ReadText(std::string_view* bytes, std::string_view* text) {
  uint64_t size = 0;
  if (!ReadVarint(bytes, &size) || size > bytes->size()) return false;
  *text = bytes->substr(0, size);
  bytes->remove_prefix(size);
  return true;
}

}  // namespace overstap::pool
