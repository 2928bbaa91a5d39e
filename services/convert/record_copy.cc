#include "services/convert/record_copy.h"

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/stubs/logging.h"

namespace overstap::convert {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// A bug of ours, not of the data: the two schemas have drifted apart.
void CheckSameShape(const FieldDescriptor& from, const FieldDescriptor& to) {
  GOOGLE_CHECK(from.cpp_type() == to.cpp_type() && from.is_repeated() == to.is_repeated() &&
               !from.is_map() && !to.is_map())
      << from.full_name() << " and " << to.full_name() << " differ in shape";
}

void CopyMessage(const Message& from, Message* to);

void CopySubmessage(const Message& from, Message* to) {
  if (from.GetDescriptor() == to->GetDescriptor()) {
    to->CopyFrom(from);
  } else {
    CopyMessage(from, to);
  }
}

void CopyRepeated(const Message& from, const FieldDescriptor& source, Message* to,
                  const FieldDescriptor& target) {
  const Reflection& in = *from.GetReflection();
  const Reflection& out = *to->GetReflection();
  const int size = in.FieldSize(from, &source);
  for (int i = 0; i < size; ++i) {
    switch (source.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        out.AddInt32(to, &target, in.GetRepeatedInt32(from, &source, i));
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        out.AddInt64(to, &target, in.GetRepeatedInt64(from, &source, i));
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        out.AddUInt32(to, &target, in.GetRepeatedUInt32(from, &source, i));
        break;
      case FieldDescriptor::CPPTYPE_UINT64:
        out.AddUInt64(to, &target, in.GetRepeatedUInt64(from, &source, i));
        break;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        out.AddDouble(to, &target, in.GetRepeatedDouble(from, &source, i));
        break;
      case FieldDescriptor::CPPTYPE_FLOAT:
        out.AddFloat(to, &target, in.GetRepeatedFloat(from, &source, i));
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        out.AddBool(to, &target, in.GetRepeatedBool(from, &source, i));
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        out.AddEnumValue(to, &target, in.GetRepeatedEnumValue(from, &source, i));
        break;
      case FieldDescriptor::CPPTYPE_STRING: {
        std::string scratch;
        out.AddString(to, &target, in.GetRepeatedStringReference(from, &source, i, &scratch));
        break;
      }
      case FieldDescriptor::CPPTYPE_MESSAGE:
        CopySubmessage(in.GetRepeatedMessage(from, &source, i), out.AddMessage(to, &target));
        break;
    }
  }
}

void CopySingular(const Message& from, const FieldDescriptor& source, Message* to,
                  const FieldDescriptor& target) {
  const Reflection& in = *from.GetReflection();
  const Reflection& out = *to->GetReflection();
  switch (source.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      out.SetInt32(to, &target, in.GetInt32(from, &source));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      out.SetInt64(to, &target, in.GetInt64(from, &source));
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      out.SetUInt32(to, &target, in.GetUInt32(from, &source));
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      out.SetUInt64(to, &target, in.GetUInt64(from, &source));
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      out.SetDouble(to, &target, in.GetDouble(from, &source));
      break;
    case FieldDescriptor::CPPTYPE_FLOAT:
      out.SetFloat(to, &target, in.GetFloat(from, &source));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      out.SetBool(to, &target, in.GetBool(from, &source));
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      out.SetEnumValue(to, &target, in.GetEnumValue(from, &source));
      break;
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string scratch;
      out.SetString(to, &target, in.GetStringReference(from, &source, &scratch));
      break;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      CopySubmessage(in.GetMessage(from, &source), out.MutableMessage(to, &target));
      break;
  }
}

void CopyMessage(const Message& from, Message* to) {
  std::vector<const FieldDescriptor*> set_fields;
  from.GetReflection()->ListFields(from, &set_fields);
  for (const FieldDescriptor* source : set_fields) {
    const FieldDescriptor* target = to->GetDescriptor()->FindFieldByName(source->name());
    if (target == nullptr) continue;
    CheckSameShape(*source, *target);
    if (source->is_repeated()) {
      CopyRepeated(from, *source, to, *target);
    } else {
      CopySingular(from, *source, to, *target);
    }
  }
}

}  // namespace

void CopyByName(const Message& from, Message* to) {
  to->Clear();
  CopyMessage(from, to);
}

}  // namespace overstap::convert
