#include "tests/fuzz/message_mutator.h"

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace overstap::fuzz {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// What the embedded region, the fuzzer's taxonomy and its first records call things.
constexpr std::array kWords = {"ESCO",
                               "urn:s:0",
                               "urn:s:1",
                               "urn:o:carer",
                               "health",
                               "energy",
                               "hightech",
                               "6811",
                               "GM0202",
                               "NL",
                               "DE",
                               "nl",
                               "en",
                               "de",
                               "jobSeekers/p-1",
                               "vacancies/v-1",
                               "trainingOffers/o-1",
                               "placements/pl-1",
                               "reports/r-1",
                               "workTables/activering",
                               "targets/activation",
                               "taxonomies/1",
                               "concepts/1",
                               "r1",
                               "vca-basis",
                               "B",
                               "CREBO",
                               "25655",
                               "2f1a2c3d-1111-4222-8333-444455556666",
                               "skills",
                               "*",
                               "esf-plus",
                               "2025-hbo-ict",
                               "a",
                               "-"};

int Below(Random& random, int count) {
  return std::uniform_int_distribution<int>(0, count - 1)(random);
}

bool OneIn(Random& random, int count) { return Below(random, count) == 0; }

std::string Text(Random& random) {
  if (!OneIn(random, 3)) return kWords.at(static_cast<size_t>(Below(random, kWords.size())));
  constexpr int kUsualLength = 20;
  constexpr int kGreatLength = 30'000;
  constexpr int kFirstPrintable = 32;
  constexpr int kPrintable = 95;
  std::string text;
  const int length = OneIn(random, 40) ? kGreatLength : Below(random, kUsualLength);
  for (int i = 0; i < length; ++i) {
    text.push_back(static_cast<char>(kFirstPrintable + Below(random, kPrintable)));
  }
  if (OneIn(random, 8)) text += "\xc3\xa9\xe2\x82\xac";  // é€
  return text;
}

int64_t Number(Random& random) {
  constexpr std::array<int64_t, 12> kNumbers = {0,
                                                1,
                                                -1,
                                                2,
                                                12,
                                                40,
                                                60,
                                                100,
                                                2'026,
                                                std::numeric_limits<int32_t>::max(),
                                                std::numeric_limits<int32_t>::min(),
                                                1'000'000};
  if (OneIn(random, 2)) return kNumbers.at(static_cast<size_t>(Below(random, kNumbers.size())));
  return Below(random, 50);
}

double Real(Random& random) {
  constexpr std::array kReals = {0.0, 0.5, 1.0, -1.0, 24.0, 40.0, 1e300, -1e300, 51.98, 5.91};
  if (OneIn(random, 10)) return std::numeric_limits<double>::quiet_NaN();
  if (OneIn(random, 10)) return std::numeric_limits<double>::infinity();
  return kReals.at(static_cast<size_t>(Below(random, kReals.size())));
}

// Sets a value of the field, or adds one.
void Put(Random& random, const FieldDescriptor& field, Message* message) {
  const Reflection& reflection = *message->GetReflection();
  const bool repeated = field.is_repeated();
  switch (field.cpp_type()) {
#define OVERSTAP_PUT(Kind, value)                 \
  if (repeated) {                                 \
    reflection.Add##Kind(message, &field, value); \
  } else {                                        \
    reflection.Set##Kind(message, &field, value); \
  }                                               \
  break
    case FieldDescriptor::CPPTYPE_INT32:
      OVERSTAP_PUT(Int32, static_cast<int32_t>(Number(random)));
    case FieldDescriptor::CPPTYPE_INT64:
      OVERSTAP_PUT(Int64, Number(random));
    case FieldDescriptor::CPPTYPE_UINT32:
      OVERSTAP_PUT(UInt32, static_cast<uint32_t>(Number(random)));
    case FieldDescriptor::CPPTYPE_UINT64:
      OVERSTAP_PUT(UInt64, static_cast<uint64_t>(Number(random)));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      OVERSTAP_PUT(Double, Real(random));
    case FieldDescriptor::CPPTYPE_FLOAT:
      OVERSTAP_PUT(Float, static_cast<float>(Real(random)));
    case FieldDescriptor::CPPTYPE_BOOL:
      OVERSTAP_PUT(Bool, OneIn(random, 2));
    case FieldDescriptor::CPPTYPE_STRING:
      OVERSTAP_PUT(String, Text(random));
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto& values = *field.enum_type();
      const int value = OneIn(random, 10)
                            ? static_cast<int>(Number(random))
                            : values.value(Below(random, values.value_count()))->number();
      OVERSTAP_PUT(EnumValue, value);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      Message* child = repeated ? reflection.AddMessage(message, &field)
                                : reflection.MutableMessage(message, &field);
      // A new message with nothing in it is soon refused: fill some of it.
      constexpr int kTries = 3;
      for (int i = 0; i < kTries && child->GetDescriptor()->field_count() > 0; ++i) {
        Put(random,
            *child->GetDescriptor()->field(Below(random, child->GetDescriptor()->field_count())),
            child);
      }
      break;
    }
#undef OVERSTAP_PUT
  }
}

// One change, here or in a message below.
void MutateOnce(Random& random, Message* message) {
  const Reflection& reflection = *message->GetReflection();
  std::vector<const FieldDescriptor*> present;
  reflection.ListFields(*message, &present);
  // Down, into one of the messages that are there.
  if (!present.empty() && !OneIn(random, 3)) {
    const FieldDescriptor& field =
        *present[static_cast<size_t>(Below(random, static_cast<int>(present.size())))];
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Message* child =
          field.is_repeated()
              ? reflection.MutableRepeatedMessage(
                    message, &field, Below(random, reflection.FieldSize(*message, &field)))
              : reflection.MutableMessage(message, &field);
      return MutateOnce(random, child);
    }
  }
  if (!present.empty() && OneIn(random, 5)) {
    const FieldDescriptor& field =
        *present[static_cast<size_t>(Below(random, static_cast<int>(present.size())))];
    if (field.is_repeated()) {
      reflection.RemoveLast(message, &field);
    } else {
      reflection.ClearField(message, &field);
    }
    return;
  }
  const int count = message->GetDescriptor()->field_count();
  if (count > 0) Put(random, *message->GetDescriptor()->field(Below(random, count)), message);
}

}  // namespace

void MutateMessage(Random& random, Message* message) {
  constexpr int kMostChanges = 4;
  const int changes = 1 + Below(random, kMostChanges);
  for (int i = 0; i < changes; ++i) MutateOnce(random, message);
}

}  // namespace overstap::fuzz
