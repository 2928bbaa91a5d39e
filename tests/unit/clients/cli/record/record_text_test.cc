#include "clients/cli/record/record_text.h"

#include <string>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/job_seeker.pb.h"
#include "overstap/v1/report.pb.h"
#include "overstap/v1/vacancy_service.pb.h"
#include "tests/unit/clients/fake_server.h"

namespace overstap::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class RecordTextTest : public testing::Test {
 protected:
  FakeServer server_;
  client::Client client_{server_.Channel(), client::ClientOptions()};
  Locale locale_{Language::kNl};
  ConceptLabels labels_{client_, "nl"};
  RecordText text_{locale_, labels_};
};

TEST_F(RecordTextTest, ShowsFieldsInTheLanguage) {
  v1::Vacancy vacancy;
  vacancy.mutable_hours_per_week()->set_min_hours_per_week(24);
  vacancy.mutable_hours_per_week()->set_max_hours_per_week(32);
  vacancy.set_contract_kind(v1::CONTRACT_KIND_FIXED_TERM);
  vacancy.mutable_place()->set_country_code("NL");
  vacancy.mutable_place()->set_postcode("6811");
  v1::Shift& shift = *vacancy.add_shifts();
  shift.add_weekdays(v1::WEEKDAY_MONDAY);
  shift.set_start_minute_of_day(450);
  shift.set_end_minute_of_day(960);
  EXPECT_EQ(text_.Field(vacancy, "hours_per_week"), "24–32");
  EXPECT_EQ(text_.Field(vacancy, "contract_kind"), "tijdelijk");
  EXPECT_EQ(text_.Field(vacancy, "place"), "6811");
  EXPECT_EQ(text_.Field(vacancy, "shifts"), "maandag (van: 07:30, tot: 16:00)");
  EXPECT_EQ(text_.Field(vacancy, "openings_left"), "0");
  EXPECT_EQ(text_.Field(vacancy, "title"), "–");
  EXPECT_EQ(text_.Field(vacancy, "hours_per_week.max_hours_per_week"), "32");
  vacancy.mutable_place()->set_country_code("DE");
  EXPECT_EQ(text_.Field(vacancy, "place"), "DE 6811");
}

TEST_F(RecordTextTest, TellsNoneFromUnknown) {
  v1::JobSeeker person;
  person.set_name("jobSeekers/p-1");
  person.mutable_credentials();
  const std::string text = text_.Record(JobSeekerKind(), person, 0);
  EXPECT_THAT(text, HasSubstr("certificaten  geen"));
  EXPECT_THAT(text, HasSubstr("Onbekend: vaardigheden, kwalificaties, "));
  EXPECT_THAT(text.substr(text.find("Onbekend")), Not(HasSubstr("certificaten")));
}

TEST_F(RecordTextTest, NamesTheSubjectOfAReport) {
  v1::Report report;
  EXPECT_EQ(text_.Field(report, "subject"), "–");
  report.mutable_training_completion();
  EXPECT_EQ(text_.Field(report, "subject"), "afgeronde opleiding");
}

TEST_F(RecordTextTest, MoneyIsMoney) {
  v1::JobSeeker person;
  person.set_own_money_eur_cents(600'000);
  EXPECT_EQ(absl::StrReplaceAll(text_.Field(person, "own_money_eur_cents"), {{"\xC2\xA0", " "}}),
            "€ 6.000");
}

TEST_F(RecordTextTest, RowsOfAReply) {
  v1::ListVacanciesResponse reply;
  EXPECT_EQ(text_.Rows(VacancyKind(), reply, 0), "Niets gevonden.\n");
  reply.add_vacancies()->set_name("vacancies/v-1");
  reply.mutable_vacancies(0)->set_title("lasser");
  EXPECT_THAT(text_.Rows(VacancyKind(), reply, 0), HasSubstr("vacancies/v-1  lasser"));
}

}  // namespace
}  // namespace overstap::cli
