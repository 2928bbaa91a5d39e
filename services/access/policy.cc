#include "services/access/policy.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/access/role_names.h"
#include "services/write/errors.h"

namespace overstap::access {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

MethodPolicy PolicyOf(const MethodDescriptor& method) {
  MethodPolicy policy;
  policy.name = absl::StrCat(method.service()->full_name(), "/", method.name());
  const auto& options = method.options();
  for (int i = 0; i < options.ExtensionSize(v1::allowed_roles); ++i) {
    policy.roles.push_back(options.GetExtension(v1::allowed_roles, i));
  }
  policy.purpose_group = options.GetExtension(v1::purpose_group);
  return policy;
}

bool Contains(const std::vector<v1::Role>& roles, v1::Role role) {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

std::string Names(const std::vector<v1::Role>& roles) {
  return absl::StrJoin(roles, ", ",
                       [](std::string* out, v1::Role role) { absl::StrAppend(out, NameOf(role)); });
}

absl::Status NotAllowed(const MethodPolicy& method, absl::string_view who) {
  return write::WithReason(
      absl::PermissionDeniedError(absl::StrCat(method.name, " may be called by ",
                                               Names(method.roles), "; ", who, " is none of them")),
      "ROLE_NOT_ALLOWED", {{"method", method.name}});
}

}  // namespace

std::string PathOf(const MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

Policy::Policy(const std::vector<std::string>& services, const region::v1::RegionConfig& config) {
  for (const std::string& name : services) {
    const ServiceDescriptor* service =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
    if (service == nullptr) continue;  // a name that is nobody's allows nothing
    for (int i = 0; i < service->method_count(); ++i) {
      methods_.emplace(PathOf(*service->method(i)), PolicyOf(*service->method(i)));
    }
  }
  for (const region::v1::PurposeDefinition& purpose : config.purposes()) {
    for (const std::string& role : purpose.roles()) {
      purposes_[{purpose.group(), RoleOf(role)}].insert(purpose.id());
    }
  }
}

const MethodPolicy* Policy::Find(std::string_view path) const {
  const auto found = methods_.find(absl::string_view(path.data(), path.size()));
  return found == methods_.end() ? nullptr : &found->second;
}

absl::StatusOr<v1::Role> Policy::ChooseRole(const MethodPolicy& method, const Identity& identity,
                                            std::string_view asked_for) const {
  if (!asked_for.empty()) {
    const v1::Role role = RoleOf(asked_for);
    if (role == v1::ROLE_UNSPECIFIED) {
      google::rpc::BadRequest wrong;
      auto* violation = wrong.add_field_violations();
      violation->set_field("metadata.overstap-role");
      violation->set_description("unknown role");
      return write::InvalidArgument(wrong);
    }
    if (!Contains(identity.roles, role)) {
      return write::WithReason(absl::PermissionDeniedError(
                                   absl::StrCat("the caller does not hold the role ", NameOf(role),
                                                "; it holds ", Names(identity.roles))),
                               "ROLE_NOT_HELD", {{"role", NameOf(role)}});
    }
    if (!Contains(method.roles, role)) return NotAllowed(method, NameOf(role));
    return role;
  }
  std::vector<v1::Role> usable;
  for (const v1::Role role : identity.roles) {
    if (Contains(method.roles, role)) usable.push_back(role);
  }
  if (usable.empty()) return NotAllowed(method, Names(identity.roles));
  if (usable.size() == 1) return usable.front();
  google::rpc::BadRequest wrong;
  auto* violation = wrong.add_field_violations();
  violation->set_field("metadata.overstap-role");
  violation->set_description(absl::StrCat(
      "say in which role you call: ",
      absl::StrJoin(usable, ", ",
                    [](std::string* out, v1::Role role) { absl::StrAppend(out, NameOf(role)); })));
  return write::InvalidArgument(wrong);
}

absl::Status Policy::CheckPurpose(const MethodPolicy& method, v1::Role role,
                                  std::string_view purpose) const {
  if (!method.concerns_people()) return absl::OkStatus();
  const auto allowed = purposes_.find({method.purpose_group, role});
  if (allowed == purposes_.end()) {
    return write::WithReason(
        absl::PermissionDeniedError(absl::StrCat("no purpose is configured for which ",
                                                 NameOf(role), " may call ", method.name)),
        "PURPOSE_NOT_ALLOWED", {{"method", method.name}});
  }
  if (allowed->second.find(purpose) != allowed->second.end()) return absl::OkStatus();
  const std::string listed = absl::StrJoin(allowed->second, ", ");
  if (purpose.empty()) {
    return write::WithReason(absl::InvalidArgumentError(absl::StrCat(
                                 "metadata.overstap-purpose: required, one of ", listed)),
                             "PURPOSE_REQUIRED", {{"purposes", listed}});
  }
  return write::WithReason(
      absl::PermissionDeniedError(
          absl::StrCat("metadata.overstap-purpose: ", NameOf(role), " may say one of ", listed)),
      "PURPOSE_NOT_ALLOWED", {{"purposes", listed}});
}

}  // namespace overstap::access
