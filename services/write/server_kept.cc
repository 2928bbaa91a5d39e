#include "services/write/server_kept.h"

#include <memory>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace overstap::write {
namespace {

// Of store::v1::JobSeeker: RestrictJobSeeker's and ShareJobSeeker's. Other kinds have none.
constexpr const char* kServerKept[] = {"restriction", "shares"};

}  // namespace

void KeepServerFields(const google::protobuf::Message& stored, google::protobuf::Message* next) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  for (const char* name : kServerKept) {
    const auto* field = stored.GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) fields.push_back(field);
  }
  if (fields.empty()) return;
  const std::unique_ptr<google::protobuf::Message> copy(stored.New());
  copy->CopyFrom(stored);
  next->GetReflection()->SwapFields(copy.get(), next, fields);
}

}  // namespace overstap::write
