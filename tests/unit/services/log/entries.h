// Log entries as tests of log and store need them.
//
//   store::v1::LogEntry entry = EntryAt("2026-01-01T00:00:00Z", VacancyEvent("v-1", "Carer"));
#ifndef OVERSTAP_TESTS_UNIT_SERVICES_LOG_ENTRIES_H_
#define OVERSTAP_TESTS_UNIT_SERVICES_LOG_ENTRIES_H_

#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/util/time_util.h"
#include "overstap/store/v1/log.pb.h"

namespace overstap::testing {

inline store::v1::Event VacancyEvent(const std::string& id, const std::string& title,
                                     uint64_t creation_number = 0) {
  store::v1::Event event;
  store::v1::VacancyStored* stored = event.mutable_vacancy_stored();
  stored->mutable_head()->set_id(id);
  stored->mutable_head()->set_creation_number(creation_number);
  stored->mutable_vacancy()->set_title(title);
  return event;
}

inline store::v1::LogEntry EntryAt(const std::string& time, std::vector<store::v1::Event> events) {
  store::v1::LogEntry entry;
  google::protobuf::util::TimeUtil::FromString(time, entry.mutable_envelope()->mutable_time());
  entry.mutable_envelope()->set_principal("tester");
  for (store::v1::Event& event : events) *entry.add_events() = std::move(event);
  return entry;
}

// Entries that store the vacancies first..last, one each.
inline std::vector<store::v1::LogEntry> VacancyEntries(int first, int last) {
  std::vector<store::v1::LogEntry> entries;
  for (int i = first; i <= last; ++i) {
    entries.push_back(
        EntryAt("2026-01-01T00:00:00Z",
                {VacancyEvent("v-" + std::to_string(i), "title " + std::to_string(i))}));
  }
  return entries;
}

}  // namespace overstap::testing

#endif  // OVERSTAP_TESTS_UNIT_SERVICES_LOG_ENTRIES_H_
