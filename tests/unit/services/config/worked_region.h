// Reports as the store keeps them, worked through a region's real configuration: loaded from its
// files, converted by services/convert, counted by its targets.
//
//   const WorkedRegion region(kEmbeddedRegion);
//   region.Work("activation", {{Placement("a", "person-1"), kCounts},
//                              {Placement("b", "person-1").On(2025, 1, 1), kRepeats}}, as_of);
//
// For tests; belongs to one thread.
#ifndef OVERSTAP_TESTS_UNIT_SERVICES_CONFIG_WORKED_REGION_H_
#define OVERSTAP_TESTS_UNIT_SERVICES_CONFIG_WORKED_REGION_H_

#include <map>
#include <string>
#include <vector>

#include "matcher/model/date.h"
#include "matcher/target/target.h"
#include "overstap/store/v1/records.pb.h"
#include "services/config/region_loader.h"

namespace overstap::config {

// Folders below the source tree.
inline constexpr char kEmbeddedRegion[] = "data/region";
inline constexpr char kOtherRegions[] = "tests/unit/services/config/regions/";

// Why a report counts or does not; any other text is the first condition that it fails.
inline constexpr char kCounts[] = "it counts";
inline constexpr char kRepeats[] = "its unit counts by another report";
inline constexpr char kWaits[] = "it waits for its work table";
// Another kind, outside the period, rejected, corrected or withdrawn.
inline constexpr char kNotSpokenOf[] = "the target does not speak of it";

matcher::Date Day(int year, int month, int day);

// A report and what differs from it: every call gives another report. Acknowledged unless told
// otherwise.
class SampleReport {
 public:
  // `text`: fields of overstap.store.v1.Report in text format.
  SampleReport(std::string id, const std::string& text);
  // Merged over it: a field that has one value is replaced, one with several grows.
  SampleReport With(const std::string& text) const;
  // Takes out a field, e.g. "placement.sector_day_before".
  SampleReport Without(const std::string& path) const;
  // The day of its event.
  SampleReport On(int year, int month, int day) const;
  SampleReport In(store::v1::ReportState state) const;
  const std::string& id() const { return id_; }
  const store::v1::Report& report() const { return report_; }

 private:
  std::string id_;
  store::v1::Report report_;
};

// What most reports of a kind look like, on 1 March 2024; with an empty person no linkage key.
SampleReport Placement(const std::string& id, const std::string& person);
SampleReport Training(const std::string& id, const std::string& person);
// `band`: age band with `heads`.
SampleReport ContactEvent(const std::string& id, const std::string& event_id,
                          const std::string& basis, const std::string& band, int heads);
SampleReport StudentProject(const std::string& id, const std::string& employer,
                            const std::string& event_id, int students);
SampleReport InKind(const std::string& id, const std::string& partner, double hours);
SampleReport Aggregate(const std::string& id, const std::string& target, int low, int high);

struct Example {
  SampleReport report;
  std::string why;
};

class WorkedRegion {
 public:
  explicit WorkedRegion(const std::string& folder);
  const LoadedRegion& loaded() const { return loaded_; }
  const region::v1::RegionConfig& config() const { return loaded_.config; }
  const matcher::OutsideFigures& outside() const { return loaded_.targets.outside; }
  // As configured; fails where there is none.
  matcher::TargetDefinition Target(const std::string& id) const;
  // Counts the examples by that target and expects each where its reason says; at least five count
  // and at least five do not.
  matcher::TargetCounter Work(const std::string& target, const std::vector<Example>& examples,
                              matcher::Date as_of) const;

 private:
  LoadedRegion loaded_;
};

// Ids of the reports in a part of a target's figure, in order.
std::vector<std::string> IdsBehind(const matcher::TargetCounter& counter, matcher::ReportPart part,
                                   matcher::Date as_of);

// The figure beside a target; fails where there is none.
matcher::BesideFigure Beside(const matcher::Progress& progress, const std::string& id);

// Values of the cells of one breakdown, by name.
std::map<std::string, double> Cells(const matcher::Progress& progress,
                                    matcher::Dimension dimension);

}  // namespace overstap::config

#endif  // OVERSTAP_TESTS_UNIT_SERVICES_CONFIG_WORKED_REGION_H_
