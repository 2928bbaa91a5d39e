#include "services/api/counted_reports.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "services/access/row_rules.h"
#include "services/api/names.h"
#include "services/api/page_token.h"
#include "services/api/paging.h"
#include "services/api/progress.h"
#include "services/api/records.h"
#include "services/api/request_hash.h"
#include "services/convert/to_model.h"
#include "services/write/errors.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

constexpr store::RecordKind kKind = store::RecordKind::kReport;

matcher::ReportPart PartOf(v1::FigurePart part) {
  switch (part) {
    case v1::FIGURE_PART_UNACKNOWLEDGED:
      return matcher::ReportPart::kWaiting;
    case v1::FIGURE_PART_POSSIBLE_DUPLICATES:
      return matcher::ReportPart::kPossibleDuplicates;
    case v1::FIGURE_PART_REPEATS:
      return matcher::ReportPart::kRepeats;
    case v1::FIGURE_PART_NOT_COUNTED:
      return matcher::ReportPart::kNotCounted;
    default:
      return matcher::ReportPart::kCounted;
  }
}

// Place in a list of what is named; fails the field when it is not there.
template <typename Items, typename IdOf>
std::optional<size_t> IndexOf(std::string_view field, const std::string& id, const Items& items,
                              IdOf id_of, FieldChecker& check) {
  if (id.empty()) return std::nullopt;
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const auto& item) { return id_of(item) == id; });
  if (found == items.end()) {
    check.Fail(field, "the target has no such", id);
    return std::nullopt;
  }
  return static_cast<size_t>(found - items.begin());
}

void CheckFigure(const v1::ListCountedReportsRequest& request,
                 const matcher::TargetCounter& counter, matcher::ReportQuery* query,
                 FieldChecker& check) {
  const matcher::TargetDefinition& definition = counter.definition();
  const auto id_of = [](const auto& item) { return item.id; };
  IndexOf("beside", request.beside(), definition.beside, id_of, check);
  query->filter.share = IndexOf("share", request.share(), definition.shares, id_of, check);
  query->filter.reason = IndexOf(
      "condition", request.condition(), counter.Reasons(),
      [](const std::string& reason) { return reason; }, check);
}

// The report by that id as the caller may see it; false: not at all.
absl::StatusOr<bool> AddReport(const matcher::ReportReference& reference, const Call& call,
                               const Backend& backend, v1::ListCountedReportsResponse* reply) {
  const auto bytes = backend.store.Get(kKind, reference.id);
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return false;
  const auto view = write::OpenReport(**bytes, backend.keys);
  if (!view.ok()) return view.status();
  if (!access::Sees(call.caller, view->report, backend.config)) return false;
  v1::CountedReport* counted = reply->add_reports();
  *counted->mutable_report() = ToApi(*view, call.caller.organisation);
  counted->set_amount(reference.amount);
  call.admission.Concerns(PersonIn(counted->report()));
  return true;
}

}  // namespace

absl::Status ListCountedReports(const v1::ListCountedReportsRequest& request,
                                const std::string& work_table, const Call& call,
                                const Backend& backend, v1::ListCountedReportsResponse* reply) {
  FieldChecker check;
  const int page_size = PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize, check);
  check.EnumValue("part", request.part(), Presence::kOptional);
  check.EnumValue("dimension", request.dimension(), Presence::kOptional);
  const std::string target = ParseName(kTargets, request.target()).value_or("");
  if (FindTarget(backend.config, target) == nullptr) {
    return write::ResourceNotFound("overstap.v1.Target", request.target());
  }
  const std::string hash = HashWithout(request, {"page_size", "page_token"});
  PageToken token;
  token.as_of = request.has_as_of_date() ? convert::ToDate(request.as_of_date())->days()
                                         : backend.Today().days();
  matcher::ReportQuery query;
  query.beside = request.beside();
  query.filter.part = PartOf(request.part());
  query.filter.dimension = DimensionOf(request.dimension());
  query.filter.cell = request.cell();
  query.page_size = static_cast<size_t>(page_size);
  if (!request.page_token().empty()) {
    const auto decoded = DecodePageToken(request.page_token(), hash);
    if (!decoded.ok()) return decoded.status();
    token = *decoded;
    query.after.emplace(matcher::Date(static_cast<int32_t>(token.score)), token.last_id);
  }
  query.as_of = matcher::Date(token.as_of);
  bool has_more = true;
  while (has_more && reply->reports_size() < page_size) {
    if (call.deadline.Requested()) return call.deadline.status();
    matcher::ReportPage page;
    query.page_size = static_cast<size_t>(page_size - reply->reports_size());
    const bool is_counted =
        backend.pool.AskTarget(target, work_table, [&](const pool::Pool::CountedTarget& counted) {
          CheckFigure(request, counted.counter, &query, check);
          if (check.ok()) page = counted.counter.ReportsBehind(query);
        });
    if (!check.ok()) return check.status();
    if (!is_counted) return NotCountedHere(request.target());
    for (const matcher::ReportReference& reference : page.reports) {
      const absl::StatusOr<bool> added = AddReport(reference, call, backend, reply);
      if (!added.ok()) return added.status();
      query.after.emplace(reference.event_date, reference.id);
    }
    has_more = page.has_more;
  }
  if (has_more && query.after.has_value()) {
    token.score = static_cast<uint32_t>(query.after->first.days());
    token.last_id = query.after->second;
    reply->set_next_page_token(EncodePageToken(token, hash));
  }
  return absl::OkStatus();
}

}  // namespace overstap::api
