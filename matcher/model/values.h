// Small values with their units: fixed-point shares, hours, money, levels, days and parts of the
// day, places on Earth.
//
//   Share half = Share::FromDouble(0.5);        // 16,384
//   HoursPerWeek full_time = HoursPerWeek::FromDouble(36);
//
// Values; safe to share between threads.
#ifndef OVERSTAP_MATCHER_MODEL_VALUES_H_
#define OVERSTAP_MATCHER_MODEL_VALUES_H_

#include <compare>
#include <cstdint>
#include <vector>

#include "matcher/model/date.h"
#include "matcher/model/ids.h"

namespace overstap::matcher {

// A share of one: weights, covers, levels, similarities. 1.0 is 32,768, so that the product of two
// is a multiple of 2^-30.
class Share {
 public:
  static constexpr uint16_t kOne = 32'768;

  constexpr Share() = default;
  constexpr explicit Share(uint16_t units) : units_(units) {}
  // Nearest unit; `value` is clamped to 0..1.
  static constexpr Share FromDouble(double value) {
    if (!(value > 0)) return Share(0);
    if (value >= 1) return Share(kOne);
    return Share(static_cast<uint16_t>(value * kOne + 0.5));
  }
  static constexpr Share One() { return Share(kOne); }

  constexpr uint16_t units() const { return units_; }
  constexpr double ToDouble() const { return units_ / static_cast<double>(kOne); }

  friend constexpr auto operator<=>(Share, Share) = default;
  // Rounded to the nearest unit.
  friend constexpr Share operator*(Share a, Share b) {
    return Share(static_cast<uint16_t>((uint32_t{a.units_} * b.units_ + kOne / 2) / kOne));
  }

 private:
  uint16_t units_ = 0;
};

// A score: a sum of products of two shares, in units of 2^-30; at most kFullScore for a demand
// whose weights add up to one.
using Score = uint32_t;
inline constexpr Score kFullScore = Score{1} << 30;
constexpr double ScoreToDouble(Score score) { return score / static_cast<double>(kFullScore); }

// Hours a week in hundredths.
class HoursPerWeek {
 public:
  constexpr HoursPerWeek() = default;
  static constexpr HoursPerWeek FromDouble(double hours) {
    HoursPerWeek result;
    result.hundredths_ = static_cast<int32_t>(hours * 100 + (hours < 0 ? -0.5 : 0.5));
    return result;
  }
  constexpr double ToDouble() const { return hundredths_ / 100.0; }
  friend constexpr auto operator<=>(HoursPerWeek, HoursPerWeek) = default;
  friend constexpr HoursPerWeek operator+(HoursPerWeek a, HoursPerWeek b) {
    a.hundredths_ += b.hundredths_;
    return a;
  }
  friend constexpr HoursPerWeek operator-(HoursPerWeek a, HoursPerWeek b) {
    a.hundredths_ -= b.hundredths_;
    return a;
  }

 private:
  int32_t hundredths_ = 0;
};

struct HoursRange {
  HoursPerWeek min;
  HoursPerWeek max;
};

// Euro cents.
using EurCents = int64_t;

// European Qualifications Framework, 1 to 8.
using EqfLevel = uint8_t;

enum class Orientation : uint8_t { kNone, kMbo, kHbo, kWo };

enum class CefrLevel : uint8_t { kA1 = 1, kA2, kB1, kB2, kC1, kC2 };

// Listening, reading, speaking, writing.
enum class LanguageActivity : uint8_t { kListening, kReading, kSpeaking, kWriting };
inline constexpr int kLanguageActivityCount = 4;

// ISO 639-1, two lower-case letters packed: 'n' << 8 | 'l'.
using LanguageCode = uint16_t;
constexpr LanguageCode MakeLanguageCode(char first, char second) {
  return static_cast<LanguageCode>(static_cast<unsigned char>(first) << 8 |
                                   static_cast<unsigned char>(second));
}

// Early 06:00-09:00, day 09:00-17:00, evening 17:00-23:00, night 23:00-06:00.
enum class DayPart : uint8_t { kEarly, kDay, kEvening, kNight };

// Which parts of which weekdays: bit 4 * weekday + part.
class WeekParts {
 public:
  constexpr WeekParts() = default;
  static constexpr WeekParts Of(Weekday weekday, DayPart part) {
    WeekParts parts;
    parts.Add(weekday, part);
    return parts;
  }
  constexpr void Add(Weekday weekday, DayPart part) {
    bits_ |= uint32_t{1} << (4 * static_cast<int>(weekday) + static_cast<int>(part));
  }
  constexpr void AddAll(WeekParts other) { bits_ |= other.bits_; }
  constexpr bool Contains(WeekParts other) const { return (other.bits_ & ~bits_) == 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr uint32_t bits() const { return bits_; }
  friend constexpr bool operator==(WeekParts, WeekParts) = default;

 private:
  uint32_t bits_ = 0;
};

// Minutes after midnight, 0 to 1439.
using MinuteOfDay = uint16_t;

// One shift; it ends the next day when the end is not above the start.
struct Shift {
  std::vector<Weekday> weekdays;  // empty: any
  MinuteOfDay start = 0;
  MinuteOfDay end = 0;
};

// Categories of driving licence, as bits.
enum class DrivingLicence : uint8_t { kAm, kA, kB, kBe, kC, kC1, kCe, kD, kD1, kDe, kT };
using DrivingLicenceSet = uint16_t;
constexpr DrivingLicenceSet LicenceBit(DrivingLicence licence) {
  return static_cast<DrivingLicenceSet>(1U << static_cast<unsigned>(licence));
}

// Sectors, as bits by SectorNumber.
using SectorSet = uint64_t;
constexpr SectorSet SectorBit(SectorNumber sector) { return SectorSet{1} << sector.value(); }

enum class TravelMode : uint8_t { kWalk, kBicycle, kEBike, kPublicTransport, kCar };
inline constexpr int kTravelModeCount = 5;

// WGS84 degrees.
struct LatLon {
  double latitude = 0;
  double longitude = 0;
};

// Same values as overstap.v1.ContractKind.
enum class ContractKind : uint8_t {
  kUnspecified = 0,
  kPermanent = 1,
  kFixedTerm = 2,
  kAgency = 3,
  kLearnWork = 4,
  kTrialPlacement = 5,
  kInternship = 6,
  kSelfEmployed = 7,
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_MODEL_VALUES_H_
