#include "clients/cli/record/messages.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "clients/cpp/methods.h"

namespace overstap::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* StringField(const Message& message, const std::string& name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  const bool is_string = field != nullptr && !field->is_repeated() &&
                         field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  return is_string ? field : nullptr;
}

}  // namespace

std::unique_ptr<Message> NewMessage(const Descriptor& type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

void SetString(Message& message, const std::string& field, const std::string& value) {
  const FieldDescriptor* found = StringField(message, field);
  if (found == nullptr || value.empty()) return;
  message.GetReflection()->SetString(&message, found, value);
}

std::string StringOf(const Message& message, const std::string& field) {
  const FieldDescriptor* found = StringField(message, field);
  return found == nullptr ? "" : message.GetReflection()->GetString(message, found);
}

const FieldDescriptor* FieldOfType(const Descriptor& message, const Descriptor& type) {
  for (int i = 0; i < message.field_count(); ++i) {
    if (message.field(i)->message_type() == &type) return message.field(i);
  }
  return nullptr;
}

absl::StatusOr<std::unique_ptr<Message>> CallFor(const client::Client& client,
                                                 const Message& request) {
  const auto* method = client::MethodOf(*request.GetDescriptor());
  if (method == nullptr) {
    return absl::InternalError(absl::StrCat("no call takes a ", request.GetTypeName()));
  }
  std::unique_ptr<Message> response = NewMessage(*method->output_type());
  absl::Status status = client.CallMethod(*method, request, *response);
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<std::unique_ptr<Message>> CallForPages(const client::Client& client,
                                                      Message& request, int limit) {
  std::unique_ptr<Message> merged;
  while (true) {
    absl::StatusOr<std::unique_ptr<Message>> page = CallFor(client, request);
    if (!page.ok()) return page.status();
    const std::string token = StringOf(**page, "next_page_token");
    if (merged == nullptr) {
      merged = *std::move(page);
    } else {
      merged->MergeFrom(**page);
    }
    const auto* reflection = merged->GetReflection();
    const FieldDescriptor* items = merged->GetDescriptor()->field(0);
    const int count = reflection->FieldSize(*merged, items);
    if (token.empty() || (limit > 0 && count >= limit)) {
      for (int i = count; limit > 0 && i > limit; --i) reflection->RemoveLast(merged.get(), items);
      if (token.empty()) {
        reflection->ClearField(merged.get(),
                               merged->GetDescriptor()->FindFieldByName("next_page_token"));
      }
      return merged;
    }
    SetString(request, "page_token", token);
  }
}

}  // namespace overstap::cli
