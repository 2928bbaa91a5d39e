#include "clients/cli/text/locale.h"

#include <map>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "clients/cli/text/names.h"
#include "unicode/calendar.h"
#include "unicode/datefmt.h"
#include "unicode/gregocal.h"
#include "unicode/locid.h"
#include "unicode/numberformatter.h"
#include "unicode/timezone.h"
#include "unicode/unistr.h"

namespace overstap::cli {
namespace {

constexpr double kMillisecondsPerSecond = 1000;

icu::Locale IcuLocale(Language language) {
  switch (language) {
    case Language::kEn:
      return {"en", "GB"};
    case Language::kDe:
      return {"de", "DE"};
    case Language::kNl:
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

}  // namespace

struct Locale::Formats {
  icu::number::LocalizedNumberFormatter number;
  icu::number::LocalizedNumberFormatter money;
  icu::number::LocalizedNumberFormatter percent;
  std::unique_ptr<icu::DateFormat> date;
  std::unique_ptr<icu::DateFormat> time;
};

Locale::Locale(Language language) : language_(language) {
  const icu::Locale locale = IcuLocale(language);
  auto formats = std::make_unique<Formats>();
  using icu::number::NumberFormatter;
  using icu::number::Precision;
  UErrorCode error = U_ZERO_ERROR;
  formats->number = NumberFormatter::withLocale(locale);
  formats->money = NumberFormatter::withLocale(locale)
                       .unit(icu::CurrencyUnit(u"EUR", error))
                       .precision(Precision::currency(UCURR_USAGE_STANDARD)
                                      .trailingZeroDisplay(UNUM_TRAILING_ZERO_HIDE_IF_WHOLE));
  formats->percent = NumberFormatter::withLocale(locale)
                         .unit(icu::NoUnit::percent())
                         .scale(icu::number::Scale::powerOfTen(2))
                         .precision(Precision::fixedFraction(1));
  formats->date.reset(icu::DateFormat::createDateInstance(icu::DateFormat::kMedium, locale));
  formats->date->setTimeZone(*icu::TimeZone::getGMT());
  formats->time.reset(icu::DateFormat::createDateTimeInstance(icu::DateFormat::kMedium,
                                                              icu::DateFormat::kShort, locale));
  formats_ = std::move(formats);
}

Locale::~Locale() = default;

std::string Locale::Date(const google::type::Date& date) const {
  if (date.year() == 0) return "–";
  UErrorCode error = U_ZERO_ERROR;
  icu::GregorianCalendar calendar(*icu::TimeZone::getGMT(), error);
  calendar.clear();
  calendar.set(date.year(), date.month() - 1, date.day());
  const UDate day = calendar.getTime(error);
  icu::UnicodeString text;
  formats_->date->format(day, text);
  return ToUtf8(text);
}

std::string Locale::Time(const google::protobuf::Timestamp& time) const {
  icu::UnicodeString text;
  formats_->time->format(static_cast<double>(time.seconds()) * kMillisecondsPerSecond, text);
  return ToUtf8(text);
}

std::string Locale::Number(double number, int most_decimals) const {
  return Format(formats_->number.precision(icu::number::Precision::maxFraction(most_decimals)),
                number);
}

std::string Locale::Fixed(double number, int decimals) const {
  return Format(formats_->number.precision(icu::number::Precision::fixedFraction(decimals)),
                number);
}

std::string Locale::Money(int64_t cents) const {
  return Format(formats_->money, static_cast<double>(cents) / 100);
}

std::string Locale::Percent(double share) const { return Format(formats_->percent, share); }

std::string Locale::ValueName(const google::protobuf::EnumValueDescriptor& value) const {
  return NameOfValue(language_, value);
}

std::string Locale::FieldName(const google::protobuf::FieldDescriptor& field) const {
  return NameOfField(language_, field.name());
}

}  // namespace overstap::cli
