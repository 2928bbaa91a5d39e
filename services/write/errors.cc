#include "services/write/errors.h"

#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace overstap::write {
namespace {

absl::Status WithResource(absl::Status status, std::string_view type, std::string_view name) {
  google::rpc::ResourceInfo info;
  info.set_resource_type(std::string(type));
  info.set_resource_name(std::string(name));
  info.set_description(std::string(status.message()));
  status.SetPayload(kResourceInfoType, absl::Cord(info.SerializeAsString()));
  return status;
}

}  // namespace

absl::Status WithReason(absl::Status status, std::string_view reason,
                        const std::map<std::string, std::string>& metadata) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain("overstap");
  for (const auto& [key, value] : metadata) (*info.mutable_metadata())[key] = value;
  status.SetPayload(kErrorInfoType, absl::Cord(info.SerializeAsString()));
  return status;
}

absl::Status InvalidArgument(const google::rpc::BadRequest& violations) {
  if (violations.field_violations().empty()) return absl::OkStatus();
  std::string message;
  for (const auto& violation : violations.field_violations()) {
    absl::StrAppend(&message, message.empty() ? "" : "; ", violation.field(), ": ",
                    violation.description());
  }
  absl::Status status = absl::InvalidArgumentError(message);
  status.SetPayload(kBadRequestType, absl::Cord(violations.SerializeAsString()));
  return status;
}

absl::Status ResourceNotFound(std::string_view type, std::string_view name) {
  return WithResource(absl::NotFoundError(absl::StrCat(
                          "there is no ", absl::string_view(name.data(), name.size()))),
                      type, name);
}

absl::Status ResourceExists(std::string_view type, std::string_view name) {
  return WithResource(absl::AlreadyExistsError(absl::StrCat(
                          absl::string_view(name.data(), name.size()), " exists already")),
                      type, name);
}

}  // namespace overstap::write
