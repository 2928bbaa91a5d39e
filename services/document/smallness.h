// What of a progress may stand in a document: counts of people from 1 to 4 never do. Breakdowns
// come with their small cells hidden already; the totals are hidden here, and with them what would
// give them away.
//
//   const PublicProgress shown(progress);
//   wording.Figure(shown.value(), progress.unit());   // "minder dan 5"
//
// Safe from any thread. The progress outlives what is made of it.
#ifndef OVERSTAP_SERVICES_DOCUMENT_SMALLNESS_H_
#define OVERSTAP_SERVICES_DOCUMENT_SMALLNESS_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "overstap/v1/project.pb.h"
#include "overstap/v1/target.pb.h"

namespace overstap::document {

// Whether units are people; work tables, hours and organisations are not.
bool CountsPeople(v1::TargetUnit unit);
// The number; nullopt where it is a count of people above 0 and below 5.
std::optional<double> Publishable(double number, v1::TargetUnit unit);
std::optional<int64_t> PublishableCount(int64_t count, v1::TargetUnit unit);

class PublicProgress {
 public:
  explicit PublicProgress(const v1::Progress& progress) : progress_(progress) {}

  // nullopt: hidden, for each of these. Of a share of cohorts it is the students that are counted;
  // without a known denominator there is none.
  std::optional<double> value() const;
  std::optional<double> unacknowledged() const;
  std::optional<int64_t> possible_duplicates() const;
  std::optional<int64_t> repeats() const;
  std::optional<double> numerator() const;
  // Of one of its periods; hidden as the value is.
  std::optional<double> PeriodValue(const v1::PeriodProgress& period) const;
  // Of a cell, share, cohort or figure beside it.
  std::optional<double> Part(bool has_value, double value) const;
  // nullopt also: there is none. A forecast begins at the value, so it goes with it.
  std::optional<v1::Forecast> forecast() const;

 private:
  const v1::Progress& progress_;
};

// Of a project's figure: the reports of a kind that is about one person each are hidden as people
// are.
std::optional<int64_t> AcknowledgedReports(const v1::ProjectFigure& figure);
std::optional<int64_t> WaitingReports(const v1::ProjectFigure& figure);
std::optional<double> FigureValue(const v1::ProjectFigure& figure);

}  // namespace overstap::document

#endif  // OVERSTAP_SERVICES_DOCUMENT_SMALLNESS_H_
