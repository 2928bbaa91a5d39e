// The kinds of records that the plain commands serve, and which of their fields a table shows. All
// else comes from the API's descriptors.
//
//   const RecordKind& kind = JobSeekerKind();
//   client::MethodNamed("Get" + kind.singular())
//
// Safe from any thread.
#ifndef OVERSTAP_CLIENTS_CLI_RECORD_RECORD_KIND_H_
#define OVERSTAP_CLIENTS_CLI_RECORD_RECORD_KIND_H_

#include <string>
#include <vector>

#include "clients/cli/table.h"
#include "clients/cli/text/phrases.h"
#include "google/protobuf/descriptor.h"

namespace overstap::cli {

// A column of a table of records: the field at `path`, with dots between fields.
struct RecordColumn {
  Text title;
  std::string path;
  Table::Style style = Table::kLeft;
};

struct RecordKind {
  std::string command;     // as typed: `job-seeker`
  std::string collection;  // of resource names: `jobSeekers`
  std::string plural;      // in the rpcs' names: `JobSeekers`
  const google::protobuf::Descriptor* resource = nullptr;
  std::vector<RecordColumn> columns;
  // Fields of a person are unknown while unset; `get` then names those.
  bool has_unknowns = false;
  // For the examples of `update`: an assignment, and fields to replace.
  const char* assignment_example = "sectors=energy";
  const char* mask_example = "sectors";

  const std::string& singular() const { return resource->name(); }
};

const RecordKind& JobSeekerKind();
const RecordKind& VacancyKind();
const RecordKind& TrainingOfferKind();
const RecordKind& PlacementKind();
const RecordKind& ReportKind();
const RecordKind& IntroductionKind();
// What an employer learns of a person; not listed.
const RecordKind& CandidateKind();
// Not stored records: a report behind a figure, and a check that is due.
const RecordKind& CountedReportKind();
const RecordKind& PlacementCheckDueKind();
const RecordKind& EmployerAnsweringKind();
const RecordKind& WorkTableKind();
const RecordKind& ProjectKind();
const RecordKind& ClosingKind();
const RecordKind& DecisionKind();
// Not a stored record: what retention is going to act on.
const RecordKind& RetentionDueKind();

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_RECORD_RECORD_KIND_H_
