#include "services/document/smallness.h"

#include "gtest/gtest.h"
#include "tests/unit/services/document/document_world.h"

namespace overstap::document {
namespace {

TEST(Smallness, HidesPeopleFrom1To4) {
  for (const double count : {1.0, 2.0, 4.0, 0.4, 4.99}) {
    EXPECT_FALSE(Publishable(count, v1::TARGET_UNIT_PERSON).has_value()) << count;
    EXPECT_FALSE(Publishable(count, v1::TARGET_UNIT_FTE).has_value()) << count;
    EXPECT_FALSE(Publishable(count, v1::TARGET_UNIT_UNSPECIFIED).has_value()) << count;
  }
  EXPECT_EQ(Publishable(0, v1::TARGET_UNIT_PERSON), 0);
  EXPECT_EQ(Publishable(5, v1::TARGET_UNIT_PERSON), 5);
}

TEST(Smallness, ShowsWhatIsNotPeople) {
  for (const v1::TargetUnit unit :
       {v1::TARGET_UNIT_WORK_TABLE, v1::TARGET_UNIT_HOUR, v1::TARGET_UNIT_ORGANISATION}) {
    EXPECT_EQ(Publishable(3, unit), 3);
  }
}

TEST(Smallness, HidesASmallTotalAndTheForecastThatBeginsAtIt) {
  v1::Progress progress = ActivationProgress();
  EXPECT_EQ(PublicProgress(progress).value(), 640);
  EXPECT_TRUE(PublicProgress(progress).forecast().has_value());
  progress.set_value(4);
  EXPECT_FALSE(PublicProgress(progress).value().has_value());
  EXPECT_FALSE(PublicProgress(progress).forecast().has_value());
}

TEST(Smallness, HidesAPercentageOfFewStudents) {
  v1::Progress progress;
  progress.set_unit(v1::TARGET_UNIT_PERCENT);
  progress.set_value(2.5);
  progress.set_numerator(40);
  EXPECT_FALSE(PublicProgress(progress).value().has_value()) << "of nothing known";
  progress.set_denominator(1'600);
  EXPECT_EQ(PublicProgress(progress).value(), 2.5);
  progress.set_numerator(3);
  EXPECT_FALSE(PublicProgress(progress).value().has_value());
  EXPECT_FALSE(PublicProgress(progress).numerator().has_value());
}

TEST(Smallness, HidesHowManyReportsAreAboutFewPeople) {
  v1::ProjectFigure figure;
  figure.set_kind("training_completion");
  figure.set_acknowledged_count(4);
  EXPECT_FALSE(AcknowledgedReports(figure).has_value());
  EXPECT_EQ(WaitingReports(figure), 0);
  EXPECT_FALSE(FigureValue(figure).has_value());
  figure.set_kind("contact_event");  // two events are not two people
  figure.set_acknowledged_count(2);
  EXPECT_EQ(AcknowledgedReports(figure), 2);
  figure.set_value(3);
  EXPECT_FALSE(FigureValue(figure).has_value());
  figure.set_kind("in_kind");
  EXPECT_EQ(FigureValue(figure), 3);
}

}  // namespace
}  // namespace overstap::document
