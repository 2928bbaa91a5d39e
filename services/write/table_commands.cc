// Work tables and their projects: what a table keeps itself, and links between projects, which
// stand in both of them.

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/write/commands.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::write {
namespace {

using google::protobuf::util::MessageDifferencer;
using store::RecordKind;

void SortMeetings(store::v1::WorkTableRecord* table) {
  const auto key = [](const store::v1::Meeting& meeting) {
    const google::type::Date& day = meeting.meeting_date();
    return std::tuple(day.year(), day.month(), day.day(), std::string_view(meeting.meeting_id()));
  };
  std::sort(table->mutable_meetings()->begin(), table->mutable_meetings()->end(),
            [&key](const auto& a, const auto& b) { return key(a) < key(b); });
}

// Links by the other project's name.
using Links = std::map<std::string, std::string, std::less<>>;

Links LinksOf(const store::v1::Project& project) {
  Links links;
  for (const store::v1::ProjectLink& link : project.links()) {
    links.emplace(link.project(), link.description());
  }
  return links;
}

// Sets the link to `name`, or takes it out. Returns whether that changes anything.
bool SetLink(const std::string& name, const std::string* description, store::v1::Project* project) {
  auto& links = *project->mutable_links();
  const auto found = std::find_if(links.begin(), links.end(),
                                  [&](const auto& link) { return link.project() == name; });
  if (description == nullptr) {
    if (found == links.end()) return false;
    links.erase(found);
    return true;
  }
  if (found != links.end() && found->description() == *description) return false;
  store::v1::ProjectLink& link = found == links.end() ? *links.Add() : *found;
  link.set_project(name);
  link.set_description(*description);
  return true;
}

absl::Status TooManyLinks(const std::string& name, int max_links) {
  return WithReason(absl::FailedPreconditionError(absl::StrCat(
                        name, " has ", max_links, " links already, which is the most")),
                    "TOO_MANY_LINKS", {{"project", name}});
}

// Makes the project `other` link to `name` as `name` does to it; nullptr: not at all.
absl::Status MirrorLink(const std::string& other, const std::string& name,
                        const std::string* description, int max_links, DecisionContext& context,
                        Decision* decision) {
  absl::StatusOr<std::string> bytes = Require(context.state, RecordKind::kProject, IdOf(other));
  if (absl::IsNotFound(bytes.status()) && description == nullptr) return absl::OkStatus();
  if (!bytes.ok()) return bytes.status();
  auto stored = ParseStored<store::v1::ProjectStored>(*bytes);
  if (!stored.ok()) return stored.status();
  if (!SetLink(name, description, stored->mutable_project())) return absl::OkStatus();
  if (description != nullptr && stored->project().links_size() > max_links) {
    return TooManyLinks(other, max_links);
  }
  *stored->mutable_head() = NextHead(std::move(*stored->mutable_head()), context);
  *decision->events.emplace_back().mutable_project_stored() = *std::move(stored);
  return absl::OkStatus();
}

// Events for the other ends of links that differ between `before` and `after`.
absl::Status MirrorLinks(const std::string& name, const Links& before, const Links& after,
                         int max_links, DecisionContext& context, Decision* decision) {
  for (const auto& [other, description] : before) {
    if (after.contains(other)) continue;
    absl::Status status = MirrorLink(other, name, nullptr, max_links, context, decision);
    if (!status.ok()) return status;
  }
  for (const auto& [other, description] : after) {
    const auto known = before.find(other);
    if (known != before.end() && known->second == description) continue;
    absl::Status status = MirrorLink(other, name, &description, max_links, context, decision);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Decision> DecideChangeWorkTable(const ChangeWorkTable& change,
                                               DecisionContext& context) {
  const std::string name = NameOf(RecordKind::kWorkTable, change.id);
  auto bytes = context.state.Get(RecordKind::kWorkTable, change.id);
  if (!bytes.ok()) return bytes.status();
  WorkTableView view;
  if (bytes->has_value()) {
    auto stored = ParseStored<store::v1::WorkTableStored>(**bytes);
    if (!stored.ok()) return stored.status();
    view.head = std::move(*stored->mutable_head());
    view.work_table = std::move(*stored->mutable_work_table());
  }
  if (absl::Status status = CheckEtag(view.head, change.etag, name); !status.ok()) return status;
  store::v1::WorkTableRecord next = view.work_table;
  if (absl::Status status = change.change(&next); !status.ok()) return status;
  SortMeetings(&next);

  Decision decision;
  if (!MessageDifferencer::Equals(view.work_table, next)) {
    view.head =
        bytes->has_value() ? NextHead(std::move(view.head), context) : NewHead(change.id, context);
    view.work_table = std::move(next);
    auto* stored = decision.events.emplace_back().mutable_work_table_stored();
    *stored->mutable_head() = view.head;
    *stored->mutable_work_table() = view.work_table;
  }
  decision.reply.bytes = change.render(view);
  return decision;
}

absl::StatusOr<Decision> DecideWriteProject(const WriteRecord<store::v1::Project>& write,
                                            int max_links, DecisionContext& context) {
  Links before;
  Links after;
  WriteRecord<store::v1::Project> watched = write;
  watched.complete = [&](const store::v1::Project* stored, store::v1::Project* next) {
    absl::Status completed =
        write.complete == nullptr ? absl::OkStatus() : write.complete(stored, next);
    if (stored != nullptr) before = LinksOf(*stored);
    after = LinksOf(*next);
    return completed;
  };
  absl::StatusOr<Decision> decision = DecideWrite(watched, context);
  if (!decision.ok() || decision->events.empty()) return decision;
  const std::string name = NameOf(RecordKind::kProject, write.id);
  absl::Status mirrored = MirrorLinks(name, before, after, max_links, context, &*decision);
  if (!mirrored.ok()) return mirrored;
  return decision;
}

absl::StatusOr<Decision> DecideDeleteProject(
    const std::string& id, const std::string& etag, const pool::Pool& pool,
    DecisionContext& context,
    const std::function<absl::Status(const store::v1::Project& stored)>& may_delete) {
  const std::string name = NameOf(RecordKind::kProject, id);
  absl::StatusOr<std::string> bytes = Require(context.state, RecordKind::kProject, id);
  if (!bytes.ok()) return bytes.status();
  auto stored = ParseStored<store::v1::ProjectStored>(*bytes);
  if (!stored.ok()) return stored.status();
  if (may_delete != nullptr) {
    if (absl::Status may = may_delete(stored->project()); !may.ok()) return may;
  }
  if (absl::Status status = CheckEtag(stored->head(), etag, name); !status.ok()) return status;
  if (pool.IsReportedFor(name)) {
    return WithReason(absl::FailedPreconditionError(
                          absl::StrCat(name, " is named by reports; give it an end date instead")),
                      "IN_USE", {{"name", name}});
  }
  Decision decision;
  decision.events.emplace_back().mutable_project_deleted()->set_id(id);
  constexpr int kNoneAreAdded = 0;
  absl::Status mirrored =
      MirrorLinks(name, LinksOf(stored->project()), {}, kNoneAreAdded, context, &decision);
  if (!mirrored.ok()) return mirrored;
  return decision;
}

}  // namespace overstap::write
