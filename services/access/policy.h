// Who may call what, and why: the rpcs' options (overstap/v1/options.proto) and the region's
// purposes, ready to be asked per call.
//
//   const MethodPolicy* method = policy.Find("/overstap.v1.MatchService/MatchVacancies");
//   absl::StatusOr<v1::Role> role = policy.ChooseRole(*method, identity, "caseworker");
//
// What is not allowed is denied: a path without a policy, an rpc without roles, a role or purpose
// that is not listed. Immutable; safe from any thread.
#ifndef OVERSTAP_SERVICES_ACCESS_POLICY_H_
#define OVERSTAP_SERVICES_ACCESS_POLICY_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "overstap/region/v1/region.pb.h"
#include "overstap/v1/options.pb.h"
#include "services/access/authenticator.h"

namespace overstap::access {

struct MethodPolicy {
  std::string name;  // overstap.v1.MatchService/MatchVacancies
  std::vector<v1::Role> roles;
  std::string purpose_group;  // empty: it touches nobody

  bool concerns_people() const { return !purpose_group.empty(); }
};

class Policy {
 public:
  // Of the rpcs of these services (full names); what they do not name is denied.
  Policy(const std::vector<std::string>& services, const region::v1::RegionConfig& config);

  // By path, `/package.Service/Method`; nullptr: not an rpc of ours.
  const MethodPolicy* Find(std::string_view path) const;

  // The role in which the caller acts: the one that it asks for, or its only one that may call the
  // method. PERMISSION_DENIED, reason ROLE_NOT_ALLOWED or ROLE_NOT_HELD; INVALID_ARGUMENT: an
  // unknown role, or several would do and none is asked for.
  absl::StatusOr<v1::Role> ChooseRole(const MethodPolicy& method, const Identity& identity,
                                      std::string_view asked_for) const;

  // OK where the method touches nobody, or the role may say this purpose for it. INVALID_ARGUMENT,
  // reason PURPOSE_REQUIRED; PERMISSION_DENIED, reason PURPOSE_NOT_ALLOWED. Both name what may be
  // said.
  absl::Status CheckPurpose(const MethodPolicy& method, v1::Role role,
                            std::string_view purpose) const;

 private:
  absl::flat_hash_map<std::string, MethodPolicy> methods_;  // by path
  std::map<std::pair<std::string, v1::Role>, std::set<std::string, std::less<>>>
      purposes_;  // by group and role
};

// The path of an rpc as gRPC sends it.
std::string PathOf(const google::protobuf::MethodDescriptor& method);

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_POLICY_H_
