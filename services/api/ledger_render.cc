#include "services/api/ledger_render.h"

#include <string>

#include "services/api/names.h"
#include "services/api/text/language.h"

namespace overstap::api {
namespace {

void AddPeriods(const region::v1::TargetDefinition& target, v1::Target* message) {
  for (const region::v1::TargetPeriod& each : target.periods()) {
    v1::TargetPeriod* period = message->add_periods();
    *period->mutable_period()->mutable_start_date() = each.start_date();
    *period->mutable_period()->mutable_end_date() = each.end_date();
    period->set_goal(each.goal());
  }
  if (target.periods().empty()) {
    v1::TargetPeriod* period = message->add_periods();
    *period->mutable_period()->mutable_start_date() = target.period_start_date();
    *period->mutable_period()->mutable_end_date() = target.period_end_date();
    period->set_goal(target.goal());
  }
  *message->mutable_period()->mutable_start_date() = message->periods(0).period().start_date();
  *message->mutable_period()->mutable_end_date() = message->periods().rbegin()->period().end_date();
  for (const v1::TargetPeriod& period : message->periods()) {
    message->set_goal(message->goal() + period.goal());
  }
}

}  // namespace

v1::Target ToApi(const region::v1::TargetDefinition& target, matcher::Language language) {
  v1::Target message;
  message.set_name(NameOf(kTargets, target.id()));
  message.set_display_name(TextIn(target.title(), language));
  message.set_definition_version(target.version());
  AddPeriods(target, &message);
  // Both enums count the same units, in the same order.
  message.set_unit(static_cast<v1::TargetUnit>(target.unit()));
  message.set_counting_rule(TextIn(target.counting().text(), language));
  message.set_source(target.source());
  message.set_counted_here(target.has_counting() || target.has_activity());
  *message.mutable_assumptions() = target.assumptions();
  *message.mutable_conflicts() = target.conflicts();
  return message;
}

}  // namespace overstap::api
