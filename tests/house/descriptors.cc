#include "tests/house/descriptors.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace overstap::house {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::ServiceDescriptor;

bool InPackage(const FileDescriptor& file, std::string_view package) {
  const std::string_view name = file.package();
  return name.substr(0, package.size()) == package &&
         (name.size() == package.size() || name[package.size()] == '.');
}

void AddWithNested(const Descriptor* message, std::vector<const Descriptor*>& messages) {
  if (message->options().map_entry()) return;
  messages.push_back(message);
  for (int i = 0; i < message->nested_type_count(); ++i) {
    AddWithNested(message->nested_type(i), messages);
  }
}

}  // namespace

Descriptors::Descriptors() {
  std::ifstream in(OVERSTAP_DESCRIPTORS, std::ios::binary);
  google::protobuf::FileDescriptorSet set;
  if (!in || !set.ParseFromIstream(&in)) {
    std::cerr << "cannot read " << OVERSTAP_DESCRIPTORS << "\n";
    std::abort();
  }
  for (const google::protobuf::FileDescriptorProto& proto : set.file()) {
    const FileDescriptor* file = pool_.BuildFile(proto);
    if (file == nullptr) {
      std::cerr << "cannot build " << proto.name() << "\n";
      std::abort();
    }
    files_.push_back(file);
  }
}

std::vector<const Descriptor*> Descriptors::Messages(std::string_view package) const {
  std::vector<const Descriptor*> messages;
  for (const FileDescriptor* file : files_) {
    if (!InPackage(*file, package)) continue;
    for (int i = 0; i < file->message_type_count(); ++i) {
      AddWithNested(file->message_type(i), messages);
    }
  }
  return messages;
}

std::vector<const EnumDescriptor*> Descriptors::Enums(std::string_view package) const {
  std::vector<const EnumDescriptor*> enums;
  for (const FileDescriptor* file : files_) {
    if (!InPackage(*file, package)) continue;
    for (int i = 0; i < file->enum_type_count(); ++i) enums.push_back(file->enum_type(i));
  }
  for (const Descriptor* message : Messages(package)) {
    for (int i = 0; i < message->enum_type_count(); ++i) enums.push_back(message->enum_type(i));
  }
  return enums;
}

std::vector<const ServiceDescriptor*> Descriptors::Services(std::string_view package) const {
  std::vector<const ServiceDescriptor*> services;
  for (const FileDescriptor* file : files_) {
    if (!InPackage(*file, package)) continue;
    for (int i = 0; i < file->service_count(); ++i) services.push_back(file->service(i));
  }
  return services;
}

const Descriptor* Descriptors::FindMessage(const std::string& name) const {
  return pool_.FindMessageTypeByName(name);
}

const Descriptors& AllDescriptors() {
  static const Descriptors& descriptors = *new Descriptors();
  return descriptors;
}

std::vector<std::string> WordsOf(std::string_view snake_case) {
  return absl::StrSplit(
      absl::AsciiStrToLower(absl::string_view(snake_case.data(), snake_case.size())), '_',
      absl::SkipEmpty());
}

}  // namespace overstap::house
