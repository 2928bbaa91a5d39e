#include "services/api/update_mask.h"

#include <memory>
#include <set>
#include <string>

namespace overstap::api {
namespace {

constexpr char kAll[] = "*";

}  // namespace

void CheckMask(const google::protobuf::FieldMask& mask,
               const google::protobuf::Descriptor& descriptor, FieldChecker& check) {
  for (const std::string& path : mask.paths()) {
    if (path != kAll && descriptor.FindFieldByName(path) == nullptr) {
      check.Fail("update_mask", "no top-level field", path);
    }
  }
}

void ApplyMask(const google::protobuf::FieldMask& mask, const google::protobuf::Message& source,
               google::protobuf::Message* target) {
  std::set<const google::protobuf::FieldDescriptor*> fields;  // a path may stand twice
  bool all = mask.paths().empty();
  for (const std::string& path : mask.paths()) {
    const auto* field = target->GetDescriptor()->FindFieldByName(path);
    if (field != nullptr) fields.insert(field);
    all = all || path == kAll;
  }
  const std::unique_ptr<google::protobuf::Message> copy(source.New());
  copy->CopyFrom(source);
  if (all) {
    target->GetReflection()->Swap(target, copy.get());
  } else {
    target->GetReflection()->SwapFields(copy.get(), target, {fields.begin(), fields.end()});
  }
}

}  // namespace overstap::api
