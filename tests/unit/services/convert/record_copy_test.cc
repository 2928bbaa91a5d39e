#include "services/convert/record_copy.h"

#include <set>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "overstap/store/v1/records.pb.h"
#include "overstap/v1/job_seeker.pb.h"
#include "overstap/v1/placement.pb.h"
#include "overstap/v1/project.pb.h"
#include "overstap/v1/report.pb.h"
#include "overstap/v1/taxonomy.pb.h"
#include "overstap/v1/training_offer.pb.h"
#include "overstap/v1/vacancy.pb.h"
#include "overstap/v1/work_table.pb.h"

namespace overstap::convert {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::util::MessageDifferencer;

struct RecordPair {
  const Descriptor* api;
  const Descriptor* stored;
};

std::vector<RecordPair> RecordPairs() {
  return {{v1::JobSeeker::descriptor(), store::v1::JobSeeker::descriptor()},
          {v1::Vacancy::descriptor(), store::v1::Vacancy::descriptor()},
          {v1::TrainingOffer::descriptor(), store::v1::TrainingOffer::descriptor()},
          {v1::Placement::descriptor(), store::v1::Placement::descriptor()},
          {v1::Report::descriptor(), store::v1::Report::descriptor()},
          {v1::Project::descriptor(), store::v1::Project::descriptor()},
          {v1::ActionPlan::descriptor(), store::v1::ActionPlan::descriptor()},
          {v1::Meeting::descriptor(), store::v1::Meeting::descriptor()},
          {v1::Concept::descriptor(), store::v1::Concept::descriptor()},
          {v1::Relation::descriptor(), store::v1::Relation::descriptor()}};
}

// Fields of API messages that are identity, kept in a record's head, or derived.
bool IsOutsideTheRecord(const FieldDescriptor& field) {
  static const std::set<std::string> kNames = {"name",        "etag",          "create_time",
                                               "update_time", "openings_left", "seats_left"};
  return kNames.contains(field.name());
}

void ExpectSameEnum(const EnumDescriptor& api, const EnumDescriptor& stored) {
  for (int i = 0; i < api.value_count(); ++i) {
    const auto* value = stored.FindValueByNumber(api.value(i)->number());
    ASSERT_NE(value, nullptr) << api.value(i)->full_name();
    EXPECT_EQ(value->name(), api.value(i)->name());
  }
}

void ExpectSameFields(const Descriptor& api, const Descriptor& stored,
                      std::set<const Descriptor*>* seen) {
  if (&api == &stored || !seen->insert(&api).second) return;
  for (int i = 0; i < stored.field_count(); ++i) {
    EXPECT_NE(api.FindFieldByName(stored.field(i)->name()), nullptr)
        << stored.field(i)->full_name() << " has no namesake in the API";
  }
  for (int i = 0; i < api.field_count(); ++i) {
    const FieldDescriptor& field = *api.field(i);
    const FieldDescriptor* other = stored.FindFieldByName(field.name());
    if (other == nullptr) {
      EXPECT_TRUE(IsOutsideTheRecord(field)) << field.full_name() << " would be lost at rest";
      continue;
    }
    EXPECT_EQ(field.type(), other->type()) << field.full_name();
    EXPECT_EQ(field.is_repeated(), other->is_repeated()) << field.full_name();
    EXPECT_EQ(field.has_presence(), other->has_presence()) << field.full_name();
    if (field.enum_type() != nullptr) ExpectSameEnum(*field.enum_type(), *other->enum_type());
    if (field.message_type() != nullptr) {
      ExpectSameFields(*field.message_type(), *other->message_type(), seen);
    }
  }
}

TEST(RecordCopyTest, EveryFieldOfTheApiHasANamesakeOfTheSameShapeAtRest) {
  std::set<const Descriptor*> seen;
  for (const RecordPair& pair : RecordPairs()) ExpectSameFields(*pair.api, *pair.stored, &seen);
  EXPECT_GT(seen.size(), 30U);
}

// Sets every field that is kept at rest to a value of its own; in a oneof the one at `oneof_index`.
void Fill(int depth, int oneof_index, int* counter, Message* message) {
  const Reflection& reflection = *message->GetReflection();
  const Descriptor& descriptor = *message->GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor* field = descriptor.field(i);
    if (depth < 3 && IsOutsideTheRecord(*field)) continue;
    const auto* oneof = field->real_containing_oneof();
    if (oneof != nullptr && field->index_in_oneof() != oneof_index % oneof->field_count()) continue;
    const int value = ++*counter;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        reflection.SetInt32(message, field, value);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        reflection.SetInt64(message, field, value);
        break;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        reflection.SetDouble(message, field, value + 0.5);
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        reflection.SetBool(message, field, true);
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        if (field->is_repeated()) {
          reflection.AddEnumValue(message, field, 1);
        } else {
          reflection.SetEnumValue(message, field, 1);
        }
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        if (field->is_repeated()) {
          reflection.AddString(message, field, std::to_string(value));
        } else {
          reflection.SetString(message, field, std::to_string(value));
        }
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        Fill(depth + 1, oneof_index, counter,
             field->is_repeated() ? reflection.AddMessage(message, field)
                                  : reflection.MutableMessage(message, field));
        break;
      default:
        FAIL() << "no value for " << field->full_name();
    }
  }
}

template <typename Api, typename Stored>
void ExpectRoundTrip() {
  constexpr int kMostAlternatives = 6;
  for (int alternative = 0; alternative < kMostAlternatives; ++alternative) {
    Api original;
    int counter = 0;
    Fill(0, alternative, &counter, &original);
    Stored stored;
    CopyByName(original, &stored);
    Api back;
    CopyByName(stored, &back);
    EXPECT_TRUE(MessageDifferencer::Equals(original, back))
        << original.DebugString() << "\ncame back as\n"
        << back.DebugString();
  }
}

TEST(RecordCopyTest, EveryValueSurvivesTheWayToRestAndBack) {
  ExpectRoundTrip<v1::JobSeeker, store::v1::JobSeeker>();
  ExpectRoundTrip<v1::Vacancy, store::v1::Vacancy>();
  ExpectRoundTrip<v1::TrainingOffer, store::v1::TrainingOffer>();
  ExpectRoundTrip<v1::Placement, store::v1::Placement>();
  ExpectRoundTrip<v1::Report, store::v1::Report>();
  ExpectRoundTrip<v1::Project, store::v1::Project>();
  ExpectRoundTrip<v1::Concept, store::v1::Concept>();
}

TEST(RecordCopyTest, IdentityAndVersionAreLeftOut) {
  v1::Vacancy api;
  api.set_name("vacancies/v-1");
  api.set_etag("\"1-1\"");
  api.set_title("Monteur");
  store::v1::Vacancy stored;
  stored.set_employer("was here before");
  CopyByName(api, &stored);
  EXPECT_EQ(stored.title(), "Monteur");
  EXPECT_EQ(stored.employer(), "");
  EXPECT_EQ(stored.ByteSizeLong(), api.title().size() + 2);
}

TEST(RecordCopyTest, SetAndEmptyStaysDifferentFromUnset) {
  v1::JobSeeker api;
  api.mutable_skills();
  store::v1::JobSeeker stored;
  CopyByName(api, &stored);
  EXPECT_TRUE(stored.has_skills());
  EXPECT_FALSE(stored.has_languages());
}

}  // namespace
}  // namespace overstap::convert
