#include "services/api/import_reactor.h"

#include "services/write/errors.h"

namespace overstap::api {

absl::Status TooManyImports() {
  return write::WithReason(
      absl::ResourceExhaustedError("too many imports are under way; try again later"),
      "TOO_MANY_IMPORTS");
}

void ImportTally::Stored(write::WriteOutcome outcome) {
  switch (outcome) {
    case write::WriteOutcome::kCreated:
      summary_.set_created_count(summary_.created_count() + 1);
      return;
    case write::WriteOutcome::kUpdated:
      summary_.set_updated_count(summary_.updated_count() + 1);
      return;
    case write::WriteOutcome::kUnchanged:
      summary_.set_unchanged_count(summary_.unchanged_count() + 1);
      return;
  }
}

void ImportTally::Rejected(int64_t index, const std::string& name, const absl::Status& status,
                           const google::rpc::BadRequest& violations) {
  v1::RejectedItem& item = rejected_[index];
  item.set_item_index(index);
  item.set_item(name);
  const google::rpc::Status rpc = ToRpcStatus(status);
  item.set_code(rpc.code());
  item.set_message(rpc.message());
  for (const auto& violation : violations.field_violations()) {
    v1::FieldError* error = item.add_field_errors();
    error->set_field(violation.field());
    error->set_description(violation.description());
  }
}

v1::ImportSummary ImportTally::Summary() && {
  for (auto& [index, item] : rejected_) *summary_.add_rejected_items() = std::move(item);
  return std::move(summary_);
}

}  // namespace overstap::api
