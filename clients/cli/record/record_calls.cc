#include "clients/cli/record/record_calls.h"

#include "clients/cli/arguments.h"
#include "clients/cli/record/messages.h"
#include "clients/cpp/methods.h"
#include "google/protobuf/field_mask.pb.h"

namespace overstap::cli {

using google::protobuf::Message;

RecordCalls::MessagePtr RecordCalls::NewRecord() const { return NewMessage(*kind_.resource); }

RecordCalls::MessagePtr RecordCalls::NewRequest(const std::string& verb) const {
  const auto* method = client::MethodNamed(verb + kind_.singular());
  if (method == nullptr) method = client::MethodNamed(verb + kind_.plural);
  return NewMessage(*method->input_type());
}

void RecordCalls::SetRecord(Message& request, const Message& record) {
  const auto* field = FieldOfType(*request.GetDescriptor(), *record.GetDescriptor());
  request.GetReflection()->MutableMessage(&request, field)->CopyFrom(record);
}

absl::StatusOr<RecordCalls::MessagePtr> RecordCalls::Create(const Message& record) const {
  const MessagePtr request = NewRequest("Create");
  SetRecord(*request, record);
  return CallFor(client_, *request);
}

absl::StatusOr<RecordCalls::MessagePtr> RecordCalls::Get(const std::string& id) const {
  const MessagePtr request = NewRequest("Get");
  SetString(*request, "name", FullName(kind_.collection, id));
  return CallFor(client_, *request);
}

absl::StatusOr<RecordCalls::MessagePtr> RecordCalls::Update(
    const Message& record, const std::vector<std::string>& mask) const {
  const MessagePtr request = NewRequest("Update");
  SetRecord(*request, record);
  const auto* mask_field =
      FieldOfType(*request->GetDescriptor(), *google::protobuf::FieldMask::descriptor());
  google::protobuf::FieldMask field_mask;
  for (const std::string& path : mask) field_mask.add_paths(path);
  request->GetReflection()->MutableMessage(request.get(), mask_field)->CopyFrom(field_mask);
  return CallFor(client_, *request);
}

absl::Status RecordCalls::Delete(const std::string& id, const std::string& etag) const {
  const MessagePtr request = NewRequest("Delete");
  SetString(*request, "name", FullName(kind_.collection, id));
  SetString(*request, "etag", etag);
  return CallFor(client_, *request).status();
}

}  // namespace overstap::cli
