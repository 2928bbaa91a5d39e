#include "services/document/smallness.h"

#include "matcher/target/suppression.h"

namespace overstap::document {
namespace {

bool IsSmall(double number) {
  return number > 0 && number < static_cast<double>(matcher::kSmallCount);
}

// The unit of what a kind of report counts.
v1::TargetUnit UnitOfKind(absl::string_view kind) {
  if (kind == "in_kind") return v1::TARGET_UNIT_HOUR;
  if (kind == "aggregate") return v1::TARGET_UNIT_ORGANISATION;
  if (kind == "contact_event" || kind == "student_project") return v1::TARGET_UNIT_HEAD;
  return v1::TARGET_UNIT_PERSON;  // also of a kind that is not known here: rather hidden
}

// A report of these kinds is a person; others are about many, or none.
v1::TargetUnit UnitOfReports(absl::string_view kind) {
  const v1::TargetUnit unit = UnitOfKind(kind);
  return unit == v1::TARGET_UNIT_PERSON ? unit : v1::TARGET_UNIT_ORGANISATION;
}

}  // namespace

bool CountsPeople(v1::TargetUnit unit) {
  return unit != v1::TARGET_UNIT_WORK_TABLE && unit != v1::TARGET_UNIT_HOUR &&
         unit != v1::TARGET_UNIT_ORGANISATION;
}

std::optional<double> Publishable(double number, v1::TargetUnit unit) {
  if (CountsPeople(unit) && IsSmall(number)) return std::nullopt;
  return number;
}

std::optional<int64_t> PublishableCount(int64_t count, v1::TargetUnit unit) {
  if (CountsPeople(unit) && IsSmall(static_cast<double>(count))) return std::nullopt;
  return count;
}

std::optional<double> PublicProgress::value() const {
  if (progress_.unit() != v1::TARGET_UNIT_PERCENT) {
    return Publishable(progress_.value(), progress_.unit());
  }
  // A share of nothing known is no 0 %.
  if (!progress_.has_denominator() || IsSmall(progress_.numerator())) return std::nullopt;
  return progress_.value();
}

std::optional<double> PublicProgress::unacknowledged() const {
  return Publishable(progress_.unacknowledged_value(), progress_.unit());
}

std::optional<int64_t> PublicProgress::possible_duplicates() const {
  return PublishableCount(progress_.possible_duplicate_count(), progress_.unit());
}

std::optional<int64_t> PublicProgress::repeats() const {
  return PublishableCount(progress_.repeat_count(), progress_.unit());
}

std::optional<double> PublicProgress::numerator() const {
  return Publishable(progress_.numerator(), v1::TARGET_UNIT_PERSON);
}

std::optional<double> PublicProgress::PeriodValue(const v1::PeriodProgress& period) const {
  // A percentage does not say how many it is of; the period asked for does.
  if (progress_.unit() == v1::TARGET_UNIT_PERCENT && !value().has_value()) return std::nullopt;
  return Publishable(period.value(), progress_.unit());
}

std::optional<double> PublicProgress::Part(bool has_value, double value) const {
  if (!has_value) return std::nullopt;
  return Publishable(value, progress_.unit());
}

std::optional<v1::Forecast> PublicProgress::forecast() const {
  if (!progress_.has_forecast() || !value().has_value()) return std::nullopt;
  return progress_.forecast();
}

std::optional<int64_t> AcknowledgedReports(const v1::ProjectFigure& figure) {
  return PublishableCount(figure.acknowledged_count(), UnitOfReports(figure.kind()));
}

std::optional<int64_t> WaitingReports(const v1::ProjectFigure& figure) {
  return PublishableCount(figure.waiting_count(), UnitOfReports(figure.kind()));
}

std::optional<double> FigureValue(const v1::ProjectFigure& figure) {
  if (!figure.has_value()) return std::nullopt;
  return Publishable(figure.value(), UnitOfKind(figure.kind()));
}

}  // namespace overstap::document
