#include "matcher/eligibility/value_texts.h"

#include <cstdio>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace overstap::matcher {

std::string KilometresText(double km) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.1f", km);
  return text;
}

std::string HoursText(HoursPerWeek hours) { return absl::StrCat(hours.ToDouble()); }

std::string HoursText(const HoursRange& range) {
  if (range.min == range.max) return HoursText(range.max);
  return absl::StrCat(HoursText(range.min), "-", HoursText(range.max));
}

std::string CefrText(CefrLevel level) {
  constexpr std::string_view kTexts[] = {"", "A1", "A2", "B1", "B2", "C1", "C2"};
  return std::string(kTexts[static_cast<size_t>(level)]);
}

std::string LanguageText(LanguageCode language) {
  return {static_cast<char>(language >> 8), static_cast<char>(language & 0xff)};
}

std::string LicenceText(DrivingLicence licence) {
  constexpr std::string_view kTexts[] = {"AM", "A", "B",  "BE", "C", "C1",
                                         "CE", "D", "D1", "DE", "T"};
  return std::string(kTexts[static_cast<size_t>(licence)]);
}

std::string LicencesText(DrivingLicenceSet licences) {
  std::vector<std::string> texts;
  for (int i = 0; i <= static_cast<int>(DrivingLicence::kT); ++i) {
    const auto licence = static_cast<DrivingLicence>(i);
    if ((licences & LicenceBit(licence)) != 0) texts.push_back(LicenceText(licence));
  }
  return absl::StrJoin(texts, ",");
}

std::string TimeText(MinuteOfDay minute) {
  char text[16];
  std::snprintf(text, sizeof(text), "%02d:%02d", minute / 60, minute % 60);
  return text;
}

std::string ShiftText(const Shift& shift) {
  return absl::StrCat(TimeText(shift.start), "-", TimeText(shift.end));
}

std::string WeekPartsText(WeekParts parts) {
  constexpr const char* kDays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  constexpr const char* kParts[] = {"early", "day", "evening", "night"};
  std::vector<std::string> days;
  for (int day = 0; day < 7; ++day) {
    std::vector<const char*> of_day;
    for (int part = 0; part < 4; ++part) {
      const auto one = WeekParts::Of(static_cast<Weekday>(day), static_cast<DayPart>(part));
      if (parts.Contains(one)) of_day.push_back(kParts[part]);
    }
    if (!of_day.empty()) days.push_back(absl::StrCat(kDays[day], " ", absl::StrJoin(of_day, "+")));
  }
  return absl::StrJoin(days, ",");
}

std::string_view TravelModeText(TravelMode mode) {
  constexpr std::string_view kTexts[] = {"walk", "bicycle", "e_bike", "public_transport", "car"};
  return kTexts[static_cast<size_t>(mode)];
}

std::string SectorsText(SectorSet sectors, const Region& region) {
  std::vector<std::string_view> ids;
  for (size_t i = 0; i < region.sector_count(); ++i) {
    const SectorNumber sector(static_cast<uint8_t>(i));
    if ((sectors & SectorBit(sector)) != 0) ids.push_back(region.sector(sector).id);
  }
  return absl::StrJoin(ids, ",", [](std::string* out, std::string_view id) { out->append(id); });
}

std::string QualificationCodeText(const QualificationEntry& qualification) {
  return absl::StrCat(qualification.scheme, ":", qualification.code);
}

std::string PercentText(Share share) {
  // Cut, so that what is not yet 50 does not read so; but a share that stands for 40 % reads 40.
  constexpr double kHalfUnit = 0.5;
  return absl::StrCat(static_cast<int>((share.units() + kHalfUnit) * 100 / Share::kOne));
}

}  // namespace overstap::matcher
