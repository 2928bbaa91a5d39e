#include "tests/crash/workload.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/pool/taxonomy_records.h"
#include "services/write/record_views.h"
#include "tests/crash/recount.h"

namespace overstap::crash {
namespace {

using store::RecordKind;
using write::Decision;
using write::DecisionContext;

constexpr uint32_t kPersons = 8;
constexpr uint32_t kVacancies = 5;
constexpr uint32_t kOffers = 3;
constexpr uint32_t kRuns = 2;
constexpr int kCaseworker = 2;
constexpr char kReporter[] = "uwv";
constexpr char kJudge[] = "gemeente-arnhem";
// So many of the last requests are sent again.
constexpr size_t kRemembered = 60;

std::string EventsOf(const store::v1::LogEntry& entry) {
  store::v1::LogEntry events;
  *events.mutable_events() = entry.events();
  return events.SerializeAsString();
}

std::string EventsOf(const Decision& decision) {
  store::v1::LogEntry entry;
  for (const store::v1::Event& event : decision.events) *entry.add_events() = event;
  return entry.SerializeAsString();
}

template <typename Record>
std::function<absl::StatusOr<Decision>(DecisionContext&)> Upsert(const std::string& id,
                                                                 Record record,
                                                                 write::WriteMode mode) {
  write::WriteRecord<Record> write;
  write.id = id;
  write.mode = mode;
  write.change = [record = std::move(record)](Record* target) {
    *target = record;
    return absl::OkStatus();
  };
  write.render = [](const store::v1::RecordHead& head, const Record& written,
                    write::WriteOutcome outcome) {
    return absl::StrCat(static_cast<int>(outcome), write::EtagOf(head), written.ShortDebugString());
  };
  return [write = std::move(write)](DecisionContext& context) {
    return write::DecideWrite(write, context);
  };
}

google::type::Date MarchSecond() {
  google::type::Date date;
  date.set_year(2026);
  date.set_month(3);
  date.set_day(2);
  return date;
}

}  // namespace

// ---- commands ----

Workload::Decide Workload::WritePerson() {
  store::v1::JobSeeker person;
  person.set_hours_per_week_now(static_cast<double>(random_() % 40));
  person.mutable_home()->set_postcode(Pick("68", 40));
  for (uint64_t i = random_() % 8; i > 0; --i) {
    person.mutable_skills()->add_items()->mutable_skill()->set_code(Pick("skill-", 30));
  }
  return Upsert(Pick("p-", kPersons), std::move(person), write::WriteMode::kUpsert);
}

Workload::Decide Workload::WriteVacancy() {
  store::v1::Vacancy vacancy;
  vacancy.set_title(Pick("title ", 1'000));
  vacancy.set_employer("Netwerk Oost");
  vacancy.set_sector(Chance(80) ? "energy" : "other");
  vacancy.mutable_place()->set_municipality("GM0202");
  vacancy.set_contract_kind(store::v1::CONTRACT_KIND_PERMANENT);
  vacancy.mutable_hours_per_week()->set_max_hours_per_week(36);
  vacancy.set_openings(static_cast<int>(2 + random_() % 4));
  // Now and then enough to fill write buffers, and to cross the blocks of write-ahead logs.
  if (Chance(30)) {
    std::string* text = vacancy.mutable_description();
    for (uint64_t i = random_() % 3'000; i > 0; --i)
      *text += static_cast<char>(random_() % 96 + 32);
  }
  const write::WriteMode mode = Chance(10) ? write::WriteMode::kCreate : write::WriteMode::kUpsert;
  return Upsert(Pick("v-", kVacancies), std::move(vacancy), mode);
}

Workload::Decide Workload::WriteOffer() {
  store::v1::TrainingOffer offer;
  offer.set_title(Pick("offer ", 1'000));
  offer.set_weeks(4);
  for (uint32_t run = 0; run < kRuns; ++run) {
    store::v1::TrainingRun* added = offer.add_runs();
    added->set_run_id(absl::StrCat("r-", run));
    *added->mutable_start_date() = MarchSecond();
    added->set_seats(3);
  }
  return Upsert(Pick("o-", kOffers), std::move(offer), write::WriteMode::kUpsert);
}

Workload::Decide Workload::DeleteRecord(CrashWorld& world) {
  RecordKind kind = RecordKind::kJobSeeker;
  std::string id = Pick("p-", kPersons);
  if (Chance(20)) {
    kind = RecordKind::kVacancy;
    id = Pick("v-", kVacancies);
  } else if (Chance(10)) {
    kind = RecordKind::kTrainingOffer;
    id = Pick("o-", kOffers);
  }
  return [kind, id, &world](DecisionContext& context) {
    return write::DecideDelete(kind, id, "", world.pool(), context);
  };
}

Workload::Decide Workload::PlaceSomeone() {
  write::CreatePlacement create{.id = absl::StrCat("pl-", placements_++)};
  create.placement.set_job_seeker("jobSeekers/" + Pick("p-", kPersons));
  create.placement.set_vacancy("vacancies/" + Pick("v-", kVacancies));
  if (Chance(30)) {
    create.placement.set_training_offer("trainingOffers/" + Pick("o-", kOffers));
    create.placement.set_run_id(Pick("r-", kRuns));
  }
  *create.placement.mutable_start_date() = MarchSecond();
  create.render = [](const write::PlacementView& view) {
    return write::EtagOf(view.head) + view.placement.ShortDebugString();
  };
  return
      [create](DecisionContext& context) { return write::DecideCreatePlacement(create, context); };
}

Workload::Decide Workload::MovePlacement(CrashWorld& world) {
  write::TransitionPlacement transition{
      .id = Pick("pl-", static_cast<uint32_t>(std::max(placements_, 1)))};
  constexpr store::v1::PlacementState kStates[] = {
      store::v1::PLACEMENT_STATE_ACCEPTED, store::v1::PLACEMENT_STATE_ACCEPTED,
      store::v1::PLACEMENT_STATE_STARTED,  store::v1::PLACEMENT_STATE_SUSTAINED,
      store::v1::PLACEMENT_STATE_ENDED,    store::v1::PLACEMENT_STATE_ENDED};
  transition.to = kStates[random_() % std::size(kStates)];
  transition.render = [](const write::PlacementView& view) {
    return write::EtagOf(view.head) + view.placement.ShortDebugString();
  };
  return [transition, &world](DecisionContext& context) {
    return write::DecideTransitionPlacement(transition, world.pool(), context);
  };
}

Workload::Decide Workload::FileReport(CrashWorld& world) {
  write::ReportPlacement filed{
      .placement_id = Pick("pl-", static_cast<uint32_t>(std::max(placements_, 1))),
      .report_id = absl::StrCat("rp-", reports_++)};
  filed.report.set_work_table(kWorkTable);
  filed.report.set_linkage_key(Pick("key-", 2 * kPersons));
  filed.report.mutable_placement()->set_sector_day_before("");
  filed.reporting_organisation = kReporter;
  filed.render = [](const write::ReportView& view, const write::PlacementView& placement) {
    return write::EtagOf(view.head) + view.report.ShortDebugString() +
           placement.placement.ShortDebugString();
  };
  return [filed, &world](DecisionContext& context) {
    return write::DecideReportPlacement(
        filed, [](const store::v1::Place&) { return std::string("GM0202"); }, world.pool(),
        context);
  };
}

Workload::Decide Workload::JudgeReport() {
  write::JudgeReport judge{.id = Pick("rp-", static_cast<uint32_t>(std::max(reports_, 1)))};
  judge.acknowledge = Chance(75);
  judge.rejection_reason = judge.acknowledge ? "" : "dubbel";
  judge.organisation = kJudge;
  judge.may_decide = [](std::string_view) { return true; };
  judge.render = [](const write::ReportView& view) {
    return write::EtagOf(view.head) + view.report.ShortDebugString();
  };
  return [judge](DecisionContext& context) { return write::DecideJudgeReport(judge, context); };
}

// An import runs over several groups: chunks first, the commit when they are all answered.
void Workload::AddTaxonomyCommands(CrashWorld& world, std::vector<Decide>* commands) {
  if (import_ == nullptr) {
    import_ = std::make_shared<Import>();
    for (uint32_t index = 0; index < 2; ++index) {
      store::v1::TaxonomyChunk& chunk = import_->chunks.emplace_back();
      chunk.set_chunk_index(index);
      for (int i = 0; i < 3; ++i) {
        store::v1::Concept* skill = chunk.add_concepts();
        skill->mutable_code()->set_scheme("ESCO");
        skill->mutable_code()->set_code(absl::StrCat("skill-", index * 3 + i));
        skill->set_kind(store::v1::CONCEPT_KIND_SKILL);
        store::v1::ConceptLabels* labels = skill->add_labels();
        labels->set_language_code("nl");
        labels->set_preferred_label(absl::StrCat("kunnen ", index * 3 + i, " v", taxonomies_));
      }
    }
  }
  const std::shared_ptr<Import> import = import_;
  if (import->sent < import->chunks.size()) {
    const store::v1::TaxonomyChunk chunk = import->chunks[import->sent++];
    commands->push_back([import, chunk](DecisionContext& context) {
      return write::DecideTaxonomyChunk(chunk, &import->number, context);
    });
    return;
  }
  import_ = nullptr;
  if (import->number == 0) return;  // its chunks were refused
  if (Chance(20)) return;           // given up: nothing of it is ever visible
  matcher::TaxonomyBuilder builder(import->number, absl::StrCat("v", ++taxonomies_));
  for (const store::v1::TaxonomyChunk& chunk : import->chunks) pool::AddChunk(chunk, &builder);
  auto built = std::move(builder).Build();
  if (!built.ok()) return;
  write::CommitTaxonomy commit;
  commit.commit.set_taxonomy_number(import->number);
  commit.commit.set_source_version(absl::StrCat("v", taxonomies_));
  commit.commit.set_chunk_count(static_cast<uint32_t>(import->chunks.size()));
  commit.taxonomy = *std::move(built);
  commit.render = [](const store::v1::TaxonomyCommitted& committed) {
    return committed.ShortDebugString();
  };
  commands->push_back([commit, &world](DecisionContext& context) {
    return write::DecideCommitTaxonomy(commit, world.pool(), context);
  });
}

Workload::Decide Workload::NextCommand(CrashWorld& world) {
  const uint64_t dice = random_() % 100;
  if (dice < 22) return WritePerson();
  if (dice < 38) return WriteVacancy();
  if (dice < 43) return WriteOffer();
  if (dice < 53) return DeleteRecord(world);
  if (dice < 66) return PlaceSomeone();
  if (dice < 80) return MovePlacement(world);
  if (dice < 90) return FileReport(world);
  return JudgeReport();
}

// ---- submitting ----

Workload::Submitted& Workload::Add(Decide decide, bool with_request_id) {
  Submitted& submitted = submitted_.emplace_back();
  submitted.number = submitted_.size();
  submitted.principal = Chance(50) ? "anna" : "bert";
  if (with_request_id) submitted.request_id = absl::StrCat("request-", submitted.number);
  submitted.decide = std::move(decide);
  return submitted;
}

Workload::Submitted& Workload::AddRepeat(const Submitted& first) {
  Submitted& repeat = Add(first.decide, /*with_request_id=*/false);
  repeat.principal = first.principal;
  repeat.request_id = first.request_id;
  repeat.repeats = &first;
  return repeat;
}

void Workload::SubmitAndWait(CrashWorld& world, const std::vector<Submitted*>& burst) {
  std::mutex mutex;
  std::condition_variable all_answered;
  size_t answered = 0;
  // Holds the sequencer until all of the burst wait behind it, so that they form one group.
  std::promise<void> reached;
  std::atomic<bool> told = false;
  const auto tell = [&reached, &told] {
    if (!told.exchange(true)) reached.set_value();
  };
  std::promise<void> gate;
  write::Command first;
  first.decide = [tell, open = gate.get_future().share()](DecisionContext&) {
    tell();
    open.wait();
    return absl::StatusOr<Decision>(Decision());
  };
  // Refused without being decided, where work in the background has failed meanwhile.
  first.done = [tell](const absl::StatusOr<write::Reply>&) { tell(); };
  const bool held = world.sequencer().health().ok();
  if (held) {
    world.sequencer().Submit(std::move(first));
    reached.get_future().wait();
  }
  for (Submitted* submitted : burst) {
    write::Command command;
    command.caller = {.principal = submitted->principal,
                      .organisation = kReporter,
                      .role = kCaseworker,
                      .purpose = "test",
                      .trace_id = std::to_string(submitted->number)};
    command.request_id = submitted->request_id;
    command.request_hash = "hash of " + submitted->request_id;
    command.decide = [submitted](DecisionContext& context) {
      absl::StatusOr<Decision> decision = submitted->decide(context);
      if (!decision.ok()) return decision;
      submitted->decided = true;
      submitted->logs = !decision->events.empty() || !submitted->request_id.empty();
      submitted->position = context.position;
      submitted->events = EventsOf(*decision);
      submitted->reply = decision->reply.bytes;
      submitted->key_id = decision->personal_reply ? decision->key_id : 0;
      return decision;
    };
    command.done = [submitted, &mutex, &all_answered, &answered](absl::StatusOr<write::Reply> a) {
      const std::lock_guard lock(mutex);
      submitted->answer = std::move(a);
      ++answered;
      all_answered.notify_one();
    };
    world.sequencer().Submit(std::move(command));
  }
  gate.set_value();
  std::unique_lock lock(mutex);
  all_answered.wait(lock, [&] { return answered == burst.size(); });
}

std::vector<std::string> Workload::RunBurst(CrashWorld& world) {
  std::vector<Decide> commands;
  // Mostly a few; now and then an import of many.
  const bool many = Chance(5);
  if (!many && Chance(30)) AddTaxonomyCommands(world, &commands);
  for (uint64_t i = many ? 20 + random_() % 30 : 1 + random_() % 8; i > 0; --i) {
    if (many) {
      commands.push_back(Chance(50) ? WritePerson() : WriteVacancy());
    } else {
      commands.push_back(NextCommand(world));
    }
  }
  std::vector<Submitted*> burst;
  for (Decide& decide : commands) {
    Submitted& added = Add(std::move(decide), Chance(60));
    burst.push_back(&added);
    if (!added.request_id.empty() && Chance(10)) burst.push_back(&AddRepeat(added));
  }
  if (burst.empty()) return {};
  world.Advance(absl::Seconds(static_cast<int64_t>(1 + random_() % 600)));
  SubmitAndWait(world, burst);
  std::vector<std::string> wrong;
  Settle(burst, world, &wrong);
  return wrong;
}

Workload::Fate Workload::FateOf(const Submitted& submitted, const CrashWorld&) {
  if (submitted.answer->ok()) return Fate::kAcknowledged;
  const absl::StatusCode code = submitted.answer->status().code();
  const bool stopped =
      code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kResourceExhausted;
  return stopped ? Fate::kStopped : Fate::kFailedDecision;
}

void Workload::Settle(const std::vector<Submitted*>& burst, CrashWorld& world,
                      std::vector<std::string>* wrong) {
  bool stopped = false;
  for (Submitted* submitted : burst) {
    const Fate fate = FateOf(*submitted, world);
    if (fate == Fate::kStopped) {
      stopped = true;
    } else if (stopped) {
      wrong->push_back(absl::StrCat("command ", submitted->number, " was answered ",
                                    submitted->answer->status().ToString(),
                                    " after writes had stopped"));
    } else {
      shown_through_ = submitted->number;
    }
    if (submitted->repeats != nullptr && !submitted->decided) {
      CheckRepeat(*submitted, wrong);
    } else if (submitted->logs && fate == Fate::kAcknowledged) {
      if (submitted->position != confirmed_.size() + 1) {
        wrong->push_back(absl::StrCat("command ", submitted->number, " got position ",
                                      submitted->position, " after ", confirmed_.size()));
      }
      submitted->confirmed = true;
      confirmed_.push_back(submitted);
      ++acknowledged_;
    } else if (submitted->logs) {
      unanswered_.push_back(submitted);
    }
  }
}

// A repeat that was not decided: it got, or would have got, the first answer.
void Workload::CheckRepeat(const Submitted& repeat, std::vector<std::string>* wrong) {
  if (!repeat.answer->ok()) return;
  const Submitted* first = repeat.repeats;
  while (!first->decided && first->repeats != nullptr) first = first->repeats;
  if ((*repeat.answer)->bytes != first->reply) {
    wrong->push_back(absl::StrCat("the repeat of command ", first->number, " got another answer: ",
                                  (*repeat.answer)->bytes, " instead of ", first->reply));
  }
}

std::vector<std::string> Workload::RepeatRequests(CrashWorld& world) {
  std::vector<const Submitted*> asked;
  std::vector<Submitted*> burst;
  const size_t from = confirmed_.size() > kRemembered ? confirmed_.size() - kRemembered : 0;
  for (size_t i = from; i < confirmed_.size(); ++i) {
    const Submitted* first = confirmed_[i];
    if (first->request_id.empty() || !Chance(30)) continue;
    asked.push_back(first);
    burst.push_back(&AddRepeat(*first));
  }
  std::vector<std::string> wrong;
  if (burst.empty()) return wrong;
  SubmitAndWait(world, burst);
  for (size_t i = 0; i < burst.size(); ++i) {
    const Submitted& repeat = *burst[i];
    if (FateOf(repeat, world) == Fate::kStopped) continue;
    if (repeat.decided) {
      wrong.push_back(absl::StrCat("the repeat of command ", asked[i]->number, " (",
                                   asked[i]->request_id, ") was decided again"));
    } else if (repeat.answer->ok()) {
      CheckRepeat(repeat, &wrong);
    } else if (asked[i]->key_id == 0 || world.keys().Has(asked[i]->key_id)) {
      wrong.push_back(absl::StrCat("the repeat of command ", asked[i]->number,
                                   " got an error: ", repeat.answer->status().ToString()));
    }
  }
  Settle(burst, world, &wrong);
  return wrong;
}

// ---- checking ----

void Workload::CheckLog(CrashWorld& world, std::vector<std::string>* wrong) {
  size_t found = 0;
  const absl::Status read = world.log().Read(
      1, [&](log::Position position, const store::v1::LogEntry& entry) -> absl::Status {
        const size_t index = position - 1;
        const Submitted* expected = nullptr;
        if (index < confirmed_.size()) {
          expected = confirmed_[index];
        } else if (index - confirmed_.size() < unanswered_.size()) {
          expected = unanswered_[index - confirmed_.size()];
        }
        if (expected == nullptr ||
            entry.envelope().trace_id() != std::to_string(expected->number)) {
          wrong->push_back(absl::StrCat(
              "entry ", position, " is of command ", entry.envelope().trace_id(), ", not of ",
              expected == nullptr ? "any" : std::to_string(expected->number)));
        } else if (EventsOf(entry) != expected->events) {
          wrong->push_back(absl::StrCat("entry ", position, " is not what was decided"));
        }
        found = position;
        return absl::OkStatus();
      });
  if (!read.ok()) wrong->push_back("the log cannot be read: " + read.ToString());
  if (found < confirmed_.size()) {
    wrong->push_back(absl::StrCat("the log ends at entry ", found, "; entries up to ",
                                  confirmed_.size(), " were acknowledged"));
    return;
  }
  for (size_t i = 0; i < unanswered_.size(); ++i) {
    Submitted* submitted = unanswered_[i];
    submitted->confirmed = confirmed_.size() < found;
    if (submitted->confirmed) {
      confirmed_.push_back(submitted);
    } else if (submitted->number < shown_through_) {
      wrong->push_back(absl::StrCat("command ", submitted->number,
                                    " is gone, but a later answer was decided on it"));
    }
  }
  unanswered_.clear();
  shown_through_ = 0;
}

std::vector<std::string> Workload::CheckReopened(CrashWorld& world) {
  std::vector<std::string> wrong;
  CheckLog(world, &wrong);
  if (wrong.empty()) wrong = CheckDerived(world);
  // What was lost of an import under way is not sent again.
  import_ = nullptr;
  return wrong;
}

}  // namespace overstap::crash
