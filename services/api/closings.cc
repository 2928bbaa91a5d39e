#include "services/api/closings.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/api/names.h"
#include "services/api/past_ledger.h"
#include "services/convert/record_copy.h"
#include "services/convert/to_model.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr store::RecordKind kKind = store::RecordKind::kClosing;

struct StoredClosing {
  std::string id;
  store::v1::ClosingRecord closing;
};

// The last one of the target as of that day.
absl::StatusOr<std::optional<StoredClosing>> LastClosing(const store::Store& store,
                                                         const std::string& target,
                                                         matcher::Date as_of) {
  std::optional<StoredClosing> last;
  absl::Status read;
  const absl::Status scanned =
      store.Scan(kKind, "", [&](std::string_view id, std::string_view bytes) {
        auto stored = write::ParseStored<store::v1::ClosingStored>(bytes);
        read = stored.status();
        if (!read.ok()) return false;
        store::v1::ClosingRecord& closing = *stored->mutable_closing();
        if (closing.target() == target && convert::ToDate(closing.as_of_date()) == as_of) {
          last = {.id = std::string(id), .closing = std::move(closing)};
        }
        return true;
      });
  if (!scanned.ok()) return scanned;
  if (!read.ok()) return read;
  return last;
}

absl::StatusOr<region::v1::RegionConfig> DefinitionOf(const store::v1::ClosingRecord& closing) {
  region::v1::RegionConfig config;
  if (!config.ParseFromString(closing.definition()) || config.targets_size() != 1) {
    return absl::DataLossError("the definition of a closing cannot be read");
  }
  return config;
}

// What each report that made the difference added then and adds now.
void AddChanges(const PastCount& then, const PastCount& now, matcher::Date as_of,
                store::v1::ClosingRecord* closing) {
  const auto before = then.AmountsAt(as_of);
  auto amounts = now.AmountsAt(as_of);
  for (const auto& [id, amount] : before) amounts.try_emplace(id, 0);
  const bool is_new_definition = then.definition().version() != now.definition().version();
  for (const auto& [id, amount] : amounts) {
    const auto was = before.find(id);
    const double amount_before = was == before.end() ? 0 : was->second;
    if (amount_before == amount) continue;
    store::v1::RestatedReport* change = closing->add_changes();
    change->set_report(write::NameOf(store::RecordKind::kReport, id));
    change->set_amount_before(amount_before);
    change->set_amount_after(amount);
    change->set_state_before(then.ReportOf(id).state);
    const PastCount::KnownReport known = now.ReportOf(id);
    change->set_state_after(known.state);
    change->set_reason(known.reason);
    if (known.reason.empty() && is_new_definition) {
      change->set_reason(absl::StrCat("definition ", then.definition().version(), " → ",
                                      now.definition().version()));
    }
  }
}

// Where and when it was counted is no difference.
void IgnoreWhereAndWhen(MessageDifferencer* differencer) {
  const auto* progress = v1::Progress::descriptor();
  differencer->IgnoreField(progress->FindFieldByNumber(v1::Progress::kComputeTimeFieldNumber));
  differencer->IgnoreField(progress->FindFieldByNumber(v1::Progress::kLedgerPositionFieldNumber));
}

absl::Status Restate(const StoredClosing& old, const Backend& backend, matcher::Date as_of,
                     const RequestDeadline& deadline, const PastCount& now,
                     store::v1::ClosingRecord* closing) {
  auto config = DefinitionOf(old.closing);
  if (!config.ok()) return config.status();
  PastCount then(*std::move(config));
  if (absl::Status read = then.Follow(*backend.log, old.closing.ledger_position(), deadline);
      !read.ok()) {
    return read;
  }
  closing->set_restates(old.id);
  AddChanges(then, now, as_of, closing);
  if (closing->changes_size() > 0 || closing->exact_progress() != old.closing.exact_progress()) {
    v1::Progress before;
    v1::Progress after;
    if (!before.ParseFromString(old.closing.exact_progress()) ||
        !after.ParseFromString(closing->exact_progress())) {
      return absl::DataLossError("the figures of a closing cannot be read");
    }
    MessageDifferencer differencer;
    IgnoreWhereAndWhen(&differencer);
    if (closing->changes_size() > 0 || !differencer.Compare(before, after)) {
      return absl::OkStatus();
    }
  }
  return write::WithReason(
      absl::FailedPreconditionError(absl::StrCat("nothing has changed since ",
                                                 write::NameOf(kKind, old.id), " was published")),
      "NOTHING_CHANGED", {{"closing", write::NameOf(kKind, old.id)}});
}

// The fields in which they differ, by path.
std::vector<std::string> DifferencesOf(const v1::Progress& published, const v1::Progress& counted) {
  MessageDifferencer differencer;
  IgnoreWhereAndWhen(&differencer);
  std::string report;
  differencer.ReportDifferencesToString(&report);
  if (differencer.Compare(published, counted)) return {};
  std::vector<std::string> differences;
  for (const absl::string_view line : absl::StrSplit(report, '\n', absl::SkipEmpty())) {
    differences.emplace_back(line);
  }
  return differences;
}

}  // namespace

absl::StatusOr<store::v1::ClosingRecord> MakeClosing(const Backend& backend,
                                                     const region::v1::TargetDefinition& definition,
                                                     matcher::Date as_of,
                                                     const RequestDeadline& deadline) {
  const auto old = LastClosing(backend.store, definition.id(), as_of);
  if (!old.ok()) return old.status();
  region::v1::RegionConfig config = ConfigOfTarget(backend.config, definition);
  store::v1::ClosingRecord closing;
  closing.set_target(definition.id());
  closing.set_definition_version(definition.version());
  *closing.mutable_as_of_date() = convert::FromDate(as_of);
  closing.set_definition(config.SerializeAsString());
  PastCount now(std::move(config));
  if (absl::Status read = now.Follow(*backend.log, backend.log->last_position(), deadline);
      !read.ok()) {
    return read;
  }
  closing.set_ledger_position(now.position());
  const PastCount::Figures figures = now.FiguresAt(as_of);
  closing.set_exact_progress(figures.exact.SerializeAsString());
  closing.set_published_progress(figures.published.SerializeAsString());
  if (old->has_value()) {
    absl::Status restated = Restate(**old, backend, as_of, deadline, now, &closing);
    if (!restated.ok()) return restated;
  }
  return closing;
}

v1::Closing ToApi(const store::v1::RecordHead& head, const store::v1::ClosingRecord& closing) {
  v1::Closing message;
  message.set_name(NameOf(kClosings, head.id()));
  *message.mutable_create_time() = head.create_time();
  message.set_organisation(closing.organisation());
  message.set_target(NameOf(kTargets, closing.target()));
  message.set_definition_version(closing.definition_version());
  *message.mutable_as_of_date() = closing.as_of_date();
  message.set_ledger_position(static_cast<int64_t>(closing.ledger_position()));
  if (!closing.restates().empty()) message.set_restates(NameOf(kClosings, closing.restates()));
  // What was stored can be read: a closing is never changed.
  static_cast<void>(message.mutable_progress()->ParseFromString(closing.published_progress()));
  for (const store::v1::RestatedReport& change : closing.changes()) {
    convert::CopyByName(change, message.add_changes());
  }
  return message;
}

absl::Status VerifyClosing(const store::v1::ClosingRecord& closing, const Backend& backend,
                           const RequestDeadline& deadline, v1::VerifyClosingResponse* reply) {
  auto config = DefinitionOf(closing);
  if (!config.ok()) return config.status();
  const std::optional<matcher::Date> as_of = convert::ToDate(closing.as_of_date());
  v1::Progress exact;
  v1::Progress published;
  if (!as_of.has_value() || !exact.ParseFromString(closing.exact_progress()) ||
      !published.ParseFromString(closing.published_progress())) {
    return absl::DataLossError("the figures of a closing cannot be read");
  }
  PastCount count(*std::move(config));
  if (absl::Status read = count.Follow(*backend.log, closing.ledger_position(), deadline);
      !read.ok()) {
    return read;
  }
  const PastCount::Figures figures = count.FiguresAt(*as_of);
  std::vector<std::string> differences = DifferencesOf(exact, figures.exact);
  if (differences.empty()) differences = DifferencesOf(published, figures.published);
  reply->set_identical(differences.empty());
  for (std::string& difference : differences) reply->add_differences(std::move(difference));
  reply->set_entry_count(static_cast<int64_t>(count.position()));
  return absl::OkStatus();
}

}  // namespace overstap::api
