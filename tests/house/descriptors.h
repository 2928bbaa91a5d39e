// The protos' descriptors with their comments, for tests of the house's rules.
//
//   for (const google::protobuf::Descriptor* message : AllDescriptors().Messages("overstap.v1")) …
//
// Thread safety: immutable once loaded.
#ifndef OVERSTAP_TESTS_HOUSE_DESCRIPTORS_H_
#define OVERSTAP_TESTS_HOUSE_DESCRIPTORS_H_

#include <google/protobuf/descriptor.h>

#include <string>
#include <string_view>
#include <vector>

namespace overstap::house {

// The descriptors of the whole proto folder.
class Descriptors {
 public:
  // Loads what protoc wrote at build time; ends the process when it is missing or damaged.
  Descriptors();

  // Nested messages too, but not the entries of maps; in file order. `package` includes those
  // below.
  [[nodiscard]] std::vector<const google::protobuf::Descriptor*> Messages(
      std::string_view package) const;
  // Enums of the package, also those nested in messages.
  [[nodiscard]] std::vector<const google::protobuf::EnumDescriptor*> Enums(
      std::string_view package) const;
  // Services of the package.
  [[nodiscard]] std::vector<const google::protobuf::ServiceDescriptor*> Services(
      std::string_view package) const;
  // Message by full name; nullptr when there is none.
  [[nodiscard]] const google::protobuf::Descriptor* FindMessage(const std::string& name) const;

 private:
  google::protobuf::DescriptorPool pool_;
  std::vector<const google::protobuf::FileDescriptor*> files_;
};

// The descriptors, loaded once.
const Descriptors& AllDescriptors();

// The comment that stands before a message, field, enum, value, service or rpc; empty: none.
template <typename AnyDescriptor>
std::string CommentOf(const AnyDescriptor& descriptor) {
  google::protobuf::SourceLocation location;
  return descriptor.GetSourceLocation(&location) ? location.leading_comments : std::string();
}

// The parts of a name in snake case: `cost_person` → {cost, person}.
std::vector<std::string> WordsOf(std::string_view snake_case);

}  // namespace overstap::house

#endif  // OVERSTAP_TESTS_HOUSE_DESCRIPTORS_H_
