#include "services/document/wording.h"

#include <tuple>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "unicode/calendar.h"
#include "unicode/gregocal.h"
#include "unicode/locid.h"
#include "unicode/numberformatter.h"
#include "unicode/smpdtfmt.h"
#include "unicode/timezone.h"
#include "unicode/unistr.h"

namespace overstap::document {
namespace {

constexpr int kMostDecimals = 2;
constexpr int kPercentDecimals = 1;
constexpr int kMonths = 12;
constexpr double kCentsPerEuro = 100;
constexpr char16_t kDayPattern[] = u"d MMMM yyyy";
constexpr char16_t kGermanDayPattern[] = u"d. MMMM yyyy";
constexpr char16_t kMonthPattern[] = u"LLLL yyyy";

icu::Locale IcuLocale(matcher::Language language) {
  switch (language) {
    case matcher::Language::kEn:
      return {"en", "GB"};
    case matcher::Language::kDe:
      return {"de", "DE"};
    case matcher::Language::kNl:
      break;
  }
  return {"nl", "NL"};
}

std::string ToUtf8(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

std::string Format(const icu::number::LocalizedNumberFormatter& format, double number) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString text = format.formatDouble(number, error).toString(error);
  return U_SUCCESS(error) ? ToUtf8(text) : absl::StrCat(number);
}

// A formatter keeps state while it works, so each text has its own.
std::string FormatDay(matcher::Language language, const char16_t* pattern,
                      const google::type::Date& date) {
  UErrorCode error = U_ZERO_ERROR;
  icu::SimpleDateFormat format(icu::UnicodeString(pattern), IcuLocale(language), error);
  icu::GregorianCalendar calendar(*icu::TimeZone::getGMT(), error);
  if (U_FAILURE(error)) return IsoDate(date);
  format.setTimeZone(*icu::TimeZone::getGMT());
  calendar.clear();
  calendar.set(date.year(), date.month() - 1, date.day());
  const UDate day = calendar.getTime(error);
  if (U_FAILURE(error)) return IsoDate(date);
  icu::UnicodeString text;
  format.format(day, text);
  return ToUtf8(text);
}

Text UnitText(v1::TargetUnit unit, bool is_one) {
  switch (unit) {
    case v1::TARGET_UNIT_PERSON:
      return is_one ? Text::kPeopleOne : Text::kPeople;
    case v1::TARGET_UNIT_HEAD:
      return Text::kHeads;
    case v1::TARGET_UNIT_FTE:
      return Text::kFte;
    case v1::TARGET_UNIT_PERCENT:
      return Text::kPercent;
    case v1::TARGET_UNIT_WORK_TABLE:
      return is_one ? Text::kTablesOne : Text::kTables;
    case v1::TARGET_UNIT_HOUR:
      return Text::kHours;
    case v1::TARGET_UNIT_ORGANISATION:
      return Text::kOrganisations;
    default:
      return Text::kUnits;
  }
}

}  // namespace

std::string IsoDate(const google::type::Date& date) {
  if (date.year() == 0) return "";
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day());
}

int CompareDates(const google::type::Date& left, const google::type::Date& right) {
  const auto l = std::make_tuple(left.year(), left.month(), left.day());
  const auto r = std::make_tuple(right.year(), right.month(), right.day());
  if (l == r) return 0;
  return l < r ? -1 : 1;
}

struct Wording::Formats {
  icu::number::LocalizedNumberFormatter number;
  icu::number::LocalizedNumberFormatter percent;
  icu::number::LocalizedNumberFormatter money;

  static std::unique_ptr<const Formats> Of(matcher::Language language) {
    using icu::number::NumberFormatter;
    using icu::number::Precision;
    const icu::Locale locale = IcuLocale(language);
    UErrorCode error = U_ZERO_ERROR;
    auto formats = std::make_unique<Formats>();
    formats->number =
        NumberFormatter::withLocale(locale).precision(Precision::maxFraction(kMostDecimals));
    formats->percent =
        NumberFormatter::withLocale(locale).precision(Precision::maxFraction(kPercentDecimals));
    formats->money = NumberFormatter::withLocale(locale)
                         .unit(icu::CurrencyUnit(u"EUR", error))
                         .precision(Precision::currency(UCURR_USAGE_STANDARD)
                                        .trailingZeroDisplay(UNUM_TRAILING_ZERO_HIDE_IF_WHOLE));
    return formats;
  }
};

Wording::Wording(matcher::Language language)
    : language_(language), formats_(Formats::Of(language)) {}

Wording::~Wording() = default;

const char* Wording::code() const {
  switch (language_) {
    case matcher::Language::kEn:
      return "en";
    case matcher::Language::kDe:
      return "de";
    case matcher::Language::kNl:
      break;
  }
  return "nl";
}

std::string Wording::Date(const google::type::Date& date) const {
  if (date.year() == 0) return Say(Text::kUnknown);
  return FormatDay(language_, language_ == matcher::Language::kDe ? kGermanDayPattern : kDayPattern,
                   date);
}

std::string Wording::Month(const std::string& year_and_month) const {
  const std::pair<std::string, std::string> parts = absl::StrSplit(year_and_month, '-');
  google::type::Date date;
  int year = 0;
  int month = 0;
  if (!absl::SimpleAtoi(parts.first, &year) || !absl::SimpleAtoi(parts.second, &month) ||
      month < 1 || month > kMonths) {
    return year_and_month;
  }
  date.set_year(year);
  date.set_month(month);
  date.set_day(1);
  return FormatDay(language_, kMonthPattern, date);
}

std::string Wording::Period(const v1::DateRange& period) const {
  return Say(Text::kFromTo, Date(period.start_date()), Date(period.end_date()));
}

std::string Wording::Number(double number) const { return Format(formats_->number, number); }

std::string Wording::Number(const std::optional<double>& number) const {
  return number.has_value() ? Number(*number) : Say(Text::kLessThanFive);
}

std::string Wording::Count(const std::optional<int64_t>& count) const {
  return count.has_value() ? Number(static_cast<double>(*count)) : Say(Text::kLessThanFive);
}

std::string Wording::Figure(const std::optional<double>& number, v1::TargetUnit unit) const {
  if (unit == v1::TARGET_UNIT_PERCENT) {
    // Hidden since fewer than five people are in it, which says nothing of the percentage.
    return number.has_value() ? Percent(*number) : Say(Text::kHidden);
  }
  return absl::StrCat(Number(number), " ", Say(UnitText(unit, number == 1)));
}

std::string Wording::Percent(double percent) const {
  return absl::StrCat(Format(formats_->percent, percent),
                      language_ == matcher::Language::kEn ? "%" : "\u00A0%");
}

std::string Wording::Money(int64_t cents) const {
  return Format(formats_->money, static_cast<double>(cents) / kCentsPerEuro);
}

std::string Wording::Cell(const std::optional<double>& number) const {
  return number.has_value() ? Number(*number) : Say(Text::kHidden);
}

}  // namespace overstap::document
