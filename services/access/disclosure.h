// What a reply may hold for a role that sees only part of what is kept: an allow-list per role, of
// the fields of the API's messages. What is not listed is cleared before the reply leaves.
//
//   Disclose(v1::ROLE_EMPLOYER, reply);
//
// The list is the table in disclosure.cc; tests/golden holds what comes of it, rpc by rpc, for
// people to review. Safe from any thread.
#ifndef OVERSTAP_SERVICES_ACCESS_DISCLOSURE_H_
#define OVERSTAP_SERVICES_ACCESS_DISCLOSURE_H_

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "overstap/v1/options.pb.h"

namespace overstap::access {

// A row of the table.
struct ListedFields {
  std::vector<v1::Role> roles;
  std::string message;  // of overstap.v1, or a full name
  std::string fields;   // names, apart by spaces; `**`: everything in it, at any depth
};

class Disclosure {
 public:
  // `lenient`: roles for which a message that is not listed is left whole, but for what is listed
  // in it; for others such a message is cleared. INVALID_ARGUMENT names a message or field that
  // does not exist or stands twice, or a listed field whose message is not listed itself.
  static absl::StatusOr<Disclosure> Build(std::span<const ListedFields> table,
                                          const std::set<v1::Role>& lenient);

  // Clears every field, at any depth, inside lists, maps and oneofs, that the role's list does not
  // name. Roles without a list see all.
  void Apply(v1::Role role, google::protobuf::Message* message) const;

  // Roles with a list.
  std::vector<v1::Role> roles() const;
  bool Restricts(v1::Role role) const { return rules_.count(role) > 0; }

 private:
  struct MessageRule {
    bool whole = false;
    std::set<const google::protobuf::FieldDescriptor*> fields;
  };
  struct RoleRules {
    bool lenient = false;
    std::map<const google::protobuf::Descriptor*, MessageRule> messages;
  };

  static absl::Status AddRow(const ListedFields& row, RoleRules* rules);
  static absl::Status CheckReached(v1::Role role, const RoleRules& rules);
  static void Cut(const RoleRules& rules, google::protobuf::Message* message);
  static void CutField(const RoleRules& rules, const google::protobuf::FieldDescriptor& field,
                       google::protobuf::Message* message);

  std::map<v1::Role, RoleRules> rules_;
};

// By the server's own table. The table is right: CheckDisclosure() said so at the start.
void Disclose(v1::Role role, google::protobuf::Message* reply);
// Whether the server's own table cuts anything for the role.
bool IsRestricted(v1::Role role);
// OK, or what is wrong with the server's own table.
absl::Status CheckDisclosure();
// Roles that the server's own table restricts.
std::vector<v1::Role> RestrictedRoles();

}  // namespace overstap::access

#endif  // OVERSTAP_SERVICES_ACCESS_DISCLOSURE_H_
