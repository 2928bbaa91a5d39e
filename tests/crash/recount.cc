#include "tests/crash/recount.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "overstap/store/v1/log.pb.h"
#include "services/store/memory_store.h"

namespace overstap::crash {
namespace {

using store::RecordKind;
using Wrong = std::vector<std::string>;

// A sealed payload, and what it was sealed for.
struct Payload {
  store::v1::Sealed sealed;
  std::string context;
};

struct Recount {
  std::vector<store::v1::LogEntry> entries;
  std::map<std::string, std::string> vacancies;  // ids that are there, and their titles
  std::set<std::string> persons;
  std::map<std::string, store::v1::PlacementStored> placements;
  std::map<std::string, store::v1::Report> reports;
  std::map<std::string, std::string> person_of_placement;  // ids, from the envelopes
  std::set<uint64_t> destroyed_keys;
  std::vector<Payload> payloads;
  uint64_t taxonomy = 0;
  std::map<std::pair<std::string, std::string>, store::v1::RememberedAnswer> answers;
};

void Count(const store::v1::Event& event, const store::v1::LogEntry& entry, Recount* recount) {
  using store::v1::Event;
  switch (event.body_case()) {
    case Event::kJobSeekerStored: {
      const auto& stored = event.job_seeker_stored();
      recount->persons.insert(stored.head().id());
      recount->payloads.push_back({stored.job_seeker(), "jobSeekers/" + stored.head().id()});
      break;
    }
    case Event::kJobSeekerDeleted:
      recount->persons.erase(event.job_seeker_deleted().id());
      // Their placements stay and are nobody's, also when someone else gets the id.
      for (auto& [placement, person] : recount->person_of_placement) {
        if (person == event.job_seeker_deleted().id()) person.clear();
      }
      recount->destroyed_keys.insert(event.job_seeker_deleted().key_id());
      break;
    case Event::kVacancyStored:
      recount->vacancies[event.vacancy_stored().head().id()] =
          event.vacancy_stored().vacancy().title();
      break;
    case Event::kVacancyDeleted:
      recount->vacancies.erase(event.vacancy_deleted().id());
      break;
    case Event::kPlacementStored: {
      const auto& stored = event.placement_stored();
      recount->placements[stored.head().id()] = stored;
      recount->payloads.push_back({stored.job_seeker(), "placements/" + stored.head().id()});
      if (!entry.envelope().person().empty()) {
        recount->person_of_placement[stored.head().id()] = entry.envelope().person();
      }
      break;
    }
    case Event::kReportStored: {
      const auto& stored = event.report_stored();
      recount->reports[stored.head().id()] = stored.report();
      if (stored.has_job_seeker()) {
        recount->payloads.push_back({stored.job_seeker(), "reports/" + stored.head().id()});
      }
      break;
    }
    case Event::kTaxonomyCommitted:
      recount->taxonomy = event.taxonomy_committed().taxonomy_number();
      break;
    default:
      break;
  }
}

absl::StatusOr<Recount> CountLog(const log::EventLog& log) {
  Recount recount;
  absl::Status read = log.Read(1, [&recount](log::Position, const store::v1::LogEntry& entry) {
    recount.entries.push_back(entry);
    for (const store::v1::Event& event : entry.events()) Count(event, entry, &recount);
    if (entry.has_answer()) {
      const std::string& principal = entry.envelope().principal();
      const std::string& request = entry.answer().request_id();
      recount.answers[{principal, request}] = entry.answer();
      if (entry.answer().has_sealed_reply()) {
        recount.payloads.push_back(
            {entry.answer().sealed_reply(), absl::StrCat("answer/", principal, "/", request)});
      }
    }
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return recount;
}

std::map<std::string, std::string> RecordsOf(const store::Store& store, RecordKind kind) {
  std::map<std::string, std::string> records;
  store
      .Scan(kind, "",
            [&records](std::string_view id, std::string_view bytes) {
              records[std::string(id)] = std::string(bytes);
              return true;
            })
      .IgnoreError();
  return records;
}

void CheckStore(CrashWorld& world, const Recount& recount, Wrong* wrong) {
  store::MemoryStore plain;
  if (!recount.entries.empty()) plain.Apply(1, recount.entries).IgnoreError();
  if (world.store().position() != recount.entries.size()) {
    wrong->push_back(absl::StrCat("the store is at ", world.store().position(), ", the log at ",
                                  recount.entries.size()));
  }
  for (const RecordKind kind :
       {RecordKind::kJobSeeker, RecordKind::kVacancy, RecordKind::kTrainingOffer,
        RecordKind::kPlacement, RecordKind::kReport}) {
    if (RecordsOf(world.store(), kind) != RecordsOf(plain, kind)) {
      wrong->push_back(absl::StrCat("the store's records of kind ", static_cast<int>(kind),
                                    " are not those of the log"));
    }
  }
  for (const auto& [key, answer] : recount.answers) {
    const auto found = world.store().FindAnswer(key.first, key.second);
    if (!found.ok() || !found->has_value() ||
        (*found)->answer().SerializeAsString() != answer.SerializeAsString()) {
      wrong->push_back("the store lacks the answer to " + key.second);
    }
  }
  const auto taxonomies = world.store().Taxonomies();
  const uint64_t active =
      taxonomies.ok() && !taxonomies->empty() ? taxonomies->back().taxonomy_number() : 0;
  if (active != recount.taxonomy || world.pool().Current()->taxonomy().number() != active) {
    wrong->push_back(absl::StrCat("the taxonomy in use is ", active, " in the store and ",
                                  world.pool().Current()->taxonomy().number(), " in the pool, not ",
                                  recount.taxonomy));
  }
}

void CheckKeys(CrashWorld& world, const Recount& recount, Wrong* wrong) {
  for (const Payload& payload : recount.payloads) {
    const uint64_t key = payload.sealed.key_id();
    const auto opened = world.keys().Open(payload.sealed, payload.context);
    if (recount.destroyed_keys.count(key) > 0) {
      if (world.keys().Has(key) || !absl::IsNotFound(opened.status())) {
        wrong->push_back(absl::StrCat(payload.context, " of a forgotten person can be read"));
      }
    } else if (!opened.ok()) {
      wrong->push_back(
          absl::StrCat(payload.context, " cannot be read: ", opened.status().ToString()));
    }
  }
}

template <typename Count>
void Expect(const std::string& what, const Count& counted, const Count& found, Wrong* wrong) {
  if (counted == found) return;
  wrong->push_back(absl::StrCat(what, ": the pool says ", found, ", a recount ", counted));
}

void CheckPlaces(CrashWorld& world, const Recount& recount, Wrong* wrong) {
  std::map<std::string, int> openings;
  std::map<std::pair<std::string, std::string>, int> seats;
  std::map<std::string, int> live_of_vacancy;
  std::map<std::string, int> live_of_person;
  for (const auto& [id, stored] : recount.placements) {
    const store::v1::Placement& placement = stored.placement();
    const auto state = placement.state();
    const bool ended = state == store::v1::PLACEMENT_STATE_ENDED;
    const bool taken =
        ended ? !stored.ended_before_start() : state != store::v1::PLACEMENT_STATE_PROPOSED;
    const std::string vacancy = placement.vacancy().substr(placement.vacancy().find('/') + 1);
    const std::string offer =
        placement.training_offer().substr(placement.training_offer().find('/') + 1);
    if (taken) ++openings[vacancy];
    if (taken && !offer.empty()) ++seats[{offer, placement.run_id()}];
    if (!ended) ++live_of_vacancy[vacancy];
    if (!ended) ++live_of_person[recount.person_of_placement.at(id)];
  }
  for (const auto& [id, title] : recount.vacancies) {
    Expect("openings taken of " + id, openings[id], world.pool().OpeningsTaken(id), wrong);
    Expect("live placements of " + id, live_of_vacancy[id],
           world.pool().LivePlacementsOf(RecordKind::kVacancy, id), wrong);
    const auto* shown = world.pool().Current()->vacancies().Find(id);
    if (shown == nullptr || shown->record.title != title) {
      wrong->push_back(id + " is not shown as it was written");
    }
  }
  for (const auto& [run, count] : seats) {
    Expect("seats taken of " + run.first + "/" + run.second, count,
           world.pool().SeatsTaken(run.first, run.second), wrong);
  }
  for (const std::string& id : recount.persons) {
    Expect("live placements of " + id, live_of_person[id],
           world.pool().LivePlacementsOf(RecordKind::kJobSeeker, id), wrong);
  }
  Expect("vacancies", recount.vacancies.size(),
         static_cast<size_t>(world.pool().Current()->vacancies().size()), wrong);
  Expect("job seekers", recount.persons.size(),
         static_cast<size_t>(world.pool().Current()->job_seekers().size()), wrong);
}

void CheckProgress(CrashWorld& world, const Recount& recount, Wrong* wrong) {
  std::set<std::string> counted;
  for (const auto& [id, report] : recount.reports) {
    if (report.state() != store::v1::REPORT_STATE_ACKNOWLEDGED) continue;
    if (report.placement().sector() == "energy") counted.insert(report.linkage_key());
  }
  const auto progress = world.pool().ProgressOf(kTargetId, *matcher::Date::FromCivil(2026, 12, 31));
  Expect("progress", static_cast<double>(counted.size()), progress->second.value, wrong);
  Expect<uint64_t>("position of the ledger", recount.entries.size(), progress->first, wrong);
}

}  // namespace

std::vector<std::string> CheckDerived(CrashWorld& world) {
  const absl::StatusOr<Recount> recount = CountLog(world.log());
  if (!recount.ok()) return {"the log cannot be counted: " + recount.status().ToString()};
  Wrong wrong;
  CheckStore(world, *recount, &wrong);
  CheckKeys(world, *recount, &wrong);
  CheckPlaces(world, *recount, &wrong);
  CheckProgress(world, *recount, &wrong);
  return wrong;
}

}  // namespace overstap::crash
