#include "clients/cli/text/names.h"

#include <set>
#include <string>

#include "gtest/gtest.h"
#include "overstap/v1/introduction.pb.h"
#include "overstap/v1/job_seeker.pb.h"
#include "overstap/v1/ledger_service.pb.h"
#include "overstap/v1/match.pb.h"
#include "overstap/v1/placement.pb.h"
#include "overstap/v1/project.pb.h"
#include "overstap/v1/report.pb.h"
#include "overstap/v1/route.pb.h"
#include "overstap/v1/target.pb.h"
#include "overstap/v1/taxonomy.pb.h"
#include "overstap/v1/text_service.pb.h"
#include "overstap/v1/training_offer.pb.h"
#include "overstap/v1/vacancy.pb.h"
#include "overstap/v1/work_table.pb.h"

namespace overstap::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;

// The records that tables show, with all that they hold.
struct Shown {
  std::set<const Descriptor*> messages;
  std::set<const EnumDescriptor*> enums;

  void Add(const Descriptor* message) {
    if (message->file()->package() != "overstap.v1" || !messages.insert(message).second) return;
    for (int i = 0; i < message->field_count(); ++i) {
      if (message->field(i)->message_type() != nullptr) Add(message->field(i)->message_type());
      if (message->field(i)->enum_type() != nullptr) enums.insert(message->field(i)->enum_type());
    }
  }
};

Shown AllShown() {
  Shown shown;
  for (const Descriptor* record :
       {v1::JobSeeker::descriptor(), v1::Vacancy::descriptor(), v1::TrainingOffer::descriptor(),
        v1::Placement::descriptor(), v1::Report::descriptor(), v1::Introduction::descriptor(),
        v1::Candidate::descriptor(), v1::WorkTable::descriptor(), v1::Project::descriptor()}) {
    shown.Add(record);
  }
  for (const EnumDescriptor* type :
       {v1::EligibilityRule_descriptor(), v1::RouteStepKind_descriptor(),
        v1::TargetUnit_descriptor(), v1::ConceptKind_descriptor(), v1::RelationKind_descriptor(),
        v1::SkillPolarity_descriptor(), v1::BreakdownDimension_descriptor(),
        v1::BatchReportOutcome_descriptor()}) {
    shown.enums.insert(type);
  }
  return shown;
}

TEST(Names, EveryShownFieldHasOneInEachLanguage) {
  const Shown shown = AllShown();
  EXPECT_GT(shown.messages.size(), 30);
  for (const Descriptor* message : shown.messages) {
    for (int i = 0; i < message->field_count(); ++i) {
      const std::string& field = message->field(i)->name();
      EXPECT_EQ(DutchNames().count(field), 1) << "nl: " << message->field(i)->full_name();
      EXPECT_EQ(GermanNames().count(field), 1) << "de: " << message->field(i)->full_name();
    }
  }
}

TEST(Names, EveryShownValueHasOneInEachLanguage) {
  const Shown shown = AllShown();
  EXPECT_GT(shown.enums.size(), 20);
  for (const EnumDescriptor* type : shown.enums) {
    for (int i = 0; i < type->value_count(); ++i) {
      if (type->value(i)->number() == 0) continue;
      const std::string& value = type->value(i)->name();
      EXPECT_EQ(DutchNames().count(value), 1) << "nl: " << value;
      EXPECT_EQ(GermanNames().count(value), 1) << "de: " << value;
    }
  }
}

TEST(Names, EnglishComesFromTheIdentifiers) {
  EXPECT_EQ(NameOfField(Language::kEn, "hours_per_week"), "hours per week");
  const auto& learn_work =
      *v1::ContractKind_descriptor()->FindValueByNumber(v1::CONTRACT_KIND_LEARN_WORK);
  EXPECT_EQ(NameOfValue(Language::kEn, learn_work), "learn work");
  EXPECT_EQ(NameOfValue(Language::kNl, learn_work), "leerbaan");
  EXPECT_EQ(ShortName(learn_work), "LEARN_WORK");
  const auto& b2 = *v1::CefrLevel_descriptor()->FindValueByNumber(v1::CEFR_LEVEL_B2);
  EXPECT_EQ(NameOfValue(Language::kEn, b2), "B2");
}

}  // namespace
}  // namespace overstap::cli
