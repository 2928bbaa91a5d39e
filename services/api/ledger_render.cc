#include "services/api/ledger_render.h"

#include <string>

#include "services/api/names.h"
#include "services/api/text/language.h"

namespace overstap::api {

v1::WorkTable ToApi(const region::v1::WorkTableDefinition& table) {
  v1::WorkTable message;
  message.set_name(NameOf(kWorkTables, table.id()));
  message.set_display_name(table.title());
  message.set_driver(table.driver().title());
  for (const auto& member : table.members()) message.add_members(member.title());
  return message;
}

v1::Target ToApi(const region::v1::TargetDefinition& target, matcher::Language language) {
  v1::Target message;
  message.set_name(NameOf(kTargets, target.id()));
  message.set_display_name(TextIn(target.title(), language));
  message.set_definition_version(target.version());
  *message.mutable_period()->mutable_start_date() = target.period_start_date();
  *message.mutable_period()->mutable_end_date() = target.period_end_date();
  message.set_goal(target.goal());
  // Both enums count the same units, in the same order.
  message.set_unit(static_cast<v1::TargetUnit>(target.unit()));
  message.set_counting_rule(TextIn(target.counting().text(), language));
  message.set_source(target.source());
  message.set_counted_here(target.has_counting());
  return message;
}

v1::Progress ToApi(const region::v1::TargetDefinition& target, const matcher::Progress& progress) {
  v1::Progress message;
  message.set_target(NameOf(kTargets, target.id()));
  message.set_definition_version(target.version());
  message.set_value(progress.value);
  message.set_goal(target.goal());
  message.set_unacknowledged_value(progress.unacknowledged_value);
  message.set_possible_duplicate_count(progress.possible_duplicates);
  for (const auto& [condition, count] : progress.not_counted) {
    v1::NotCounted* not_counted = message.add_not_counted();
    not_counted->set_condition(condition);
    not_counted->set_report_count(count);
  }
  return message;
}

}  // namespace overstap::api
