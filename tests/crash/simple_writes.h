// Single writes on a CrashWorld, for tests that need to know what each came to.
//
//   EXPECT_TRUE(WriteVacancy(world, "v-1", "Monteur").ok());
#ifndef OVERSTAP_TESTS_CRASH_SIMPLE_WRITES_H_
#define OVERSTAP_TESTS_CRASH_SIMPLE_WRITES_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "services/write/commands.h"
#include "tests/crash/crash_world.h"

namespace overstap::crash {

inline absl::StatusOr<write::Reply> RunCommand(
    CrashWorld& world,
    std::function<absl::StatusOr<write::Decision>(write::DecisionContext&)> decide,
    const std::string& request_id = "") {
  write::Command command;
  command.caller = {.principal = "anna", .organisation = "uwv", .role = 2, .purpose = "test"};
  command.request_id = request_id;
  command.request_hash = "hash";
  command.decide = std::move(decide);
  return world.sequencer().Run(std::move(command));
}

template <typename Record>
absl::StatusOr<write::Reply> WriteOne(CrashWorld& world, const std::string& id,
                                      const Record& record, const std::string& request_id) {
  write::WriteRecord<Record> write;
  write.id = id;
  write.mode = write::WriteMode::kUpsert;
  write.change = [record](Record* target) {
    *target = record;
    return absl::OkStatus();
  };
  write.render = [](const store::v1::RecordHead& head, const Record&, write::WriteOutcome) {
    return write::EtagOf(head);
  };
  return RunCommand(
      world,
      [write](write::DecisionContext& context) { return write::DecideWrite(write, context); },
      request_id);
}

inline absl::StatusOr<write::Reply> WriteVacancy(CrashWorld& world, const std::string& id,
                                                 const std::string& title,
                                                 const std::string& request_id = "") {
  store::v1::Vacancy vacancy;
  vacancy.set_title(title);
  vacancy.set_openings(1);
  return WriteOne(world, id, vacancy, request_id);
}

inline absl::StatusOr<write::Reply> WritePerson(CrashWorld& world, const std::string& id,
                                                const std::string& postcode) {
  store::v1::JobSeeker person;
  person.mutable_home()->set_postcode(postcode);
  return WriteOne(world, id, person, "");
}

inline absl::Status DeletePerson(CrashWorld& world, const std::string& id) {
  return RunCommand(world,
                    [id, &world](write::DecisionContext& context) {
                      return write::DecideDelete(store::RecordKind::kJobSeeker, id, "",
                                                 world.pool(), context);
                    })
      .status();
}

inline bool HasVacancy(CrashWorld& world, const std::string& id) {
  const auto bytes = world.store().Get(store::RecordKind::kVacancy, id);
  return bytes.ok() && bytes->has_value();
}

}  // namespace overstap::crash

#endif  // OVERSTAP_TESTS_CRASH_SIMPLE_WRITES_H_
