// The targets of the accord, of the programmes beside it and of two other regions as definitions,
// and reports to try them on: all of it plain values, as configuration would give them.
//
//   TargetCounter counter(ActivationTarget());
//   counter.Apply(ReportBuilder("r-1", ReportKind::kPlacement).Person("a").On(2024, 3,
//   1).report());
//
// For tests; belongs to one thread.
#ifndef OVERSTAP_TESTS_UNIT_MATCHER_TARGET_EXAMPLE_TARGETS_H_
#define OVERSTAP_TESTS_UNIT_MATCHER_TARGET_EXAMPLE_TARGETS_H_

#include <string>
#include <utility>
#include <vector>

#include "matcher/target/target.h"

namespace overstap::matcher {

// Acknowledged unless told otherwise.
class ReportBuilder {
 public:
  ReportBuilder(std::string id, ReportKind kind) {
    report_.id = std::move(id);
    report_.kind = kind;
    report_.state = ReportState::kAcknowledged;
  }
  ReportBuilder& Person(std::string linkage_key) {
    report_.linkage_key = std::move(linkage_key);
    return *this;
  }
  ReportBuilder& Event(std::string event_id) {
    report_.event_id = std::move(event_id);
    return *this;
  }
  ReportBuilder& On(int year, int month, int day) {
    report_.event_date = *Date::FromCivil(year, month, day);
    return *this;
  }
  ReportBuilder& In(ReportState state) {
    report_.state = state;
    return *this;
  }
  ReportBuilder& Text(Fact fact, std::string text) {
    report_.facts[fact].texts = {std::move(text)};
    return *this;
  }
  ReportBuilder& Number(Fact fact, double number) {
    report_.facts[fact].number = number;
    return *this;
  }
  ReportBuilder& Without(Fact fact) {
    report_.facts.erase(fact);
    return *this;
  }
  ReportBuilder& Heads(std::string band, int64_t heads) {
    report_.bands.push_back({std::move(band), heads});
    return *this;
  }
  const LedgerReport& report() const { return report_; }

 private:
  LedgerReport report_;
};

TargetDefinition LloSkillsTarget();
TargetDefinition TalentContactTarget();
TargetDefinition ItProjectsTarget();
TargetDefinition ActivationTarget();
TargetDefinition WorkTablesTarget();
TargetDefinition ViaTWorkersTarget();
TargetDefinition ViaTLearnersTarget();
TargetDefinition ViaTFirmsTarget();
TargetDefinition TechniekdagTarget();
TargetDefinition SoilValleyTarget();
TargetDefinition RegioUtrechtTarget();
TargetDefinition CleantechTarget();

}  // namespace overstap::matcher

#endif  // OVERSTAP_TESTS_UNIT_MATCHER_TARGET_EXAMPLE_TARGETS_H_
