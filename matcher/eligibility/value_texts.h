// Values of reasons as text without unit: the same in every language, for machines and for the
// sentences that are made of them.
//
//   HoursText({.min = ..., .max = ...});  // "24-32", or "32" where both are the same
//
// Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_ELIGIBILITY_VALUE_TEXTS_H_
#define OVERSTAP_MATCHER_ELIGIBILITY_VALUE_TEXTS_H_

#include <string>
#include <string_view>

#include "matcher/model/region.h"
#include "matcher/model/values.h"

namespace overstap::matcher {

// One decimal, "41.2".
std::string KilometresText(double km);
// "32", "28.5", "20.25".
std::string HoursText(HoursPerWeek hours);
std::string HoursText(const HoursRange& range);
// "A2".
std::string CefrText(CefrLevel level);
// "nl".
std::string LanguageText(LanguageCode language);
// "CE".
std::string LicenceText(DrivingLicence licence);
// "B,BE"; empty: none.
std::string LicencesText(DrivingLicenceSet licences);
// "06:00".
std::string TimeText(MinuteOfDay minute);
// "06:00-14:00".
std::string ShiftText(const Shift& shift);
// "mon early+day,tue early"; empty: none.
std::string WeekPartsText(WeekParts parts);
// As the region's configuration spells it: "public_transport".
std::string_view TravelModeText(TravelMode mode);
// Ids, "energy,health"; empty: none.
std::string SectorsText(SectorSet sectors, const Region& region);
// "CREBO:25491".
std::string QualificationCodeText(const QualificationEntry& qualification);
// "50".
std::string PercentText(Share share);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_ELIGIBILITY_VALUE_TEXTS_H_
