#include "data/import/report_csv.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace overstap::data {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<v1::BatchReport> Read(const std::string& text) {
  auto reports = ReadReportCsv("mei.csv", text, "nl");
  EXPECT_TRUE(reports.ok()) << reports.status();
  return reports.ok() ? *reports : std::vector<v1::BatchReport>();
}

absl::Status Refusal(const std::string& text) {
  return ReadReportCsv("mei.csv", text, "nl").status();
}

// Fails with both where they differ.
void ExpectReport(const v1::BatchReport& read, const std::string& expected) {
  v1::Report wanted;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(expected, &wanted)) << expected;
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(read.report(), wanted))
      << read.DebugString();
  EXPECT_EQ(read.problems_size(), 0) << read.DebugString();
}

TEST(ReportCsv, ReadsAPlacement) {
  const auto reports = Read(
      "soort;werktafel;koppelsleutel;werkzoekende;sector;gemeente;woongemeente;sector dag ervoor;"
      "contractsoort;uren per week voor;uren per week na;cao-uren voltijd;startdatum;einddatum;"
      "werkgever;vestiging;zij-instromer;afstand tot de arbeidsmarkt;programma's;geldbronnen;"
      "bewijs;bewijs bij;kenmerk bewijs;gecontroleerd door;gecontroleerd op;project\r\n"
      "plaatsing;activering;7f3a;p-1;energy;GM0202;GM0228;geen;leerbaan;0;32,5;36;1-9-2026;"
      "2027-08-31;Jansen B.V.;Arnhem;ja;nee;via-t|soil-valley;esf;contract;UWV;C-12;M. de Vries;"
      "02-09-2026;warmtestart\r\n");
  ASSERT_EQ(reports.size(), 1);
  EXPECT_EQ(reports[0].line_number(), 2);
  ExpectReport(reports[0], R"pb(
    work_table: "workTables/activering"
    linkage_key: "7f3a"
    project: "projects/warmtestart"
    programmes: "via-t"
    programmes: "soil-valley"
    funding_sources: "esf"
    evidence {
      kind: "contract"
      holder: "UWV"
      reference: "C-12"
      checked_by: "M. de Vries"
      checked_date { year: 2026 month: 9 day: 2 }
    }
    placement {
      job_seeker: "jobSeekers/p-1"
      sector: "energy"
      municipality: "GM0202"
      home_municipality: "GM0228"
      sector_day_before: ""
      contract_kind: CONTRACT_KIND_LEARN_WORK
      hours_per_week_before: 0
      hours_per_week_after: 32.5
      full_time_hours_per_week: 36
      start_date { year: 2026 month: 9 day: 1 }
      end_date { year: 2027 month: 8 day: 31 }
      employer: "Jansen B.V."
      establishment: "Arnhem"
      side_entrant: true
      distance_to_labour_market: false
    })pb");
}

TEST(ReportCsv, AnEmptyCellIsUnknownAndNotNone) {
  const auto reports =
      Read("soort;sector dag ervoor\nplaatsing;\nplaatsing;geen\nplaatsing;other\n");
  ASSERT_EQ(reports.size(), 3);
  EXPECT_FALSE(reports[0].report().placement().has_sector_day_before());
  EXPECT_TRUE(reports[1].report().placement().has_sector_day_before());
  EXPECT_EQ(reports[1].report().placement().sector_day_before(), "");
  EXPECT_EQ(reports[2].report().placement().sector_day_before(), "other");
}

TEST(ReportCsv, ReadsACompletedTraining) {
  const auto reports = Read(
      "soort;scholing;titel;in werk op eerste lesdag;soorten "
      "vaardigheden;opleidingsuren;startdatum;"
      "einddatum;werkgever\n"
      "Scholing;o-1;Warmtepompen;ja;technical|digital;40;2026-09-01;2026-10-15;Alliander\n");
  ASSERT_EQ(reports.size(), 1);
  ExpectReport(reports[0], R"pb(
    training_completion {
      training_offer: "trainingOffers/o-1"
      title: "Warmtepompen"
      in_work_first_day: true
      skill_branches: "technical"
      skill_branches: "digital"
      training_hours: 40
      start_date { year: 2026 month: 9 day: 1 }
      completion_date { year: 2026 month: 10 day: 15 }
      employer: "Alliander"
    })pb");
}

TEST(ReportCsv, ReadsAContactEventWithItsAgeBands) {
  const auto reports = Read(
      "soort;evenement;datum;gemeente;telwijze;leeftijd 12-15;Leeftijd 16-18;leeftijd 31-plus\n"
      "contactmoment;techniekdag-2026;3-10-2026;GM0202;gescand;420;;17\n");
  ASSERT_EQ(reports.size(), 1);
  ExpectReport(reports[0], R"pb(
    contact_event {
      event_id: "techniekdag-2026"
      event_date { year: 2026 month: 10 day: 3 }
      municipality: "GM0202"
      count_basis: COUNT_BASIS_SCAN
      bands { age_band: "12-15" head_count: 420 }
      bands { age_band: "31-plus" head_count: 17 }
    })pb");
}

TEST(ReportCsv, ReadsStudentProjectsHoursAndAnEmployersBandInOneFile) {
  const auto reports = Read(
      "soort;cohort;werkgever;aantal studenten;partner;uren;datum;doelstelling;ten minste;ten "
      "hoogste;startdatum;einddatum\n"
      "studentproject;2025-hbo-ict;Jansen;5;;;;;;;2026-09-07;\n"
      "inzet in natura;;;;Alliander;12,5;20-11-2026;;;;;\n"
      "werkgeversopgave;;Radboudumc;;;;;activation;40;60;2026-01-01;2026-06-30\n");
  ASSERT_EQ(reports.size(), 3);
  ExpectReport(reports[0], R"pb(
    student_project {
      cohort: "2025-hbo-ict"
      employer: "Jansen"
      student_count: 5
      start_date { year: 2026 month: 9 day: 7 }
    })pb");
  ExpectReport(reports[1], R"pb(
    in_kind {
      partner: "Alliander"
      hours: 12.5
      contribution_date { year: 2026 month: 11 day: 20 }
    })pb");
  ExpectReport(reports[2], R"pb(
    aggregate {
      employer: "Radboudumc"
      target: "targets/activation"
      low_count: 40
      high_count: 60
      period {
        start_date { year: 2026 month: 1 day: 1 }
        end_date { year: 2026 month: 6 day: 30 }
      }
    })pb");
}

TEST(ReportCsv, EverySeparatorAndAByteOrderMarkGiveTheSame) {
  const std::string text =
      "soort;werkgever;uren per week na\nplaatsing;\"Jansen; Zn, B.V.\";32.5\n";
  const std::string commas =
      "\xEF\xBB\xBFsoort,werkgever,uren per week na\nplaatsing,\"Jansen; Zn, B.V.\",\"32,5\"\n";
  const std::string tabs =
      "soort\twerkgever\turen per week na\r\nplaatsing\tJansen; Zn, B.V.\t32,5\r\n";
  for (const std::string& variant : {text, commas, tabs}) {
    const auto reports = Read(variant);
    ASSERT_EQ(reports.size(), 1) << variant;
    ExpectReport(reports[0],
                 R"pb(placement { employer: "Jansen; Zn, B.V." hours_per_week_after: 32.5 })pb");
  }
}

TEST(ReportCsv, AWrongCellIsAProblemOfItsLineWithoutTheCell) {
  const auto reports = Read(
      "soort;uren per week na;startdatum;contractsoort;zij-instromer\n"
      "plaatsing;geheim1;geheim2;geheim3;geheim4\n"
      "plaatsing;32;2026-09-01;vast;ja\n");
  ASSERT_EQ(reports.size(), 2);
  ASSERT_EQ(reports[0].problems_size(), 4);
  EXPECT_EQ(reports[0].problems(0).field(), "placement.hours_per_week_after");
  EXPECT_EQ(reports[0].problems(1).field(), "placement.start_date");
  EXPECT_EQ(reports[0].problems(2).field(), "placement.contract_kind");
  EXPECT_EQ(reports[0].problems(3).field(), "placement.side_entrant");
  EXPECT_THAT(reports[0].DebugString(), Not(HasSubstr("geheim")));
  EXPECT_TRUE(reports[0].report().has_placement());
  EXPECT_EQ(reports[1].problems_size(), 0);
}

TEST(ReportCsv, AKindThatThereIsNotIsAProblemAndTheRestIsKept) {
  const auto reports = Read("soort;werktafel;sector\nfeestje;activering;energy\n;activering;\n");
  ASSERT_EQ(reports.size(), 2);
  for (const v1::BatchReport& report : reports) {
    ASSERT_EQ(report.problems_size(), 1);
    EXPECT_EQ(report.problems(0).field(), "subject");
    EXPECT_EQ(report.report().work_table(), "workTables/activering");
    EXPECT_THAT(report.problems(0).description(), Not(HasSubstr("feestje")));
  }
}

TEST(ReportCsv, AFilledCellThatTheKindHasNotIsAProblem) {
  const auto reports = Read(
      "soort;cohort;leeftijd 12-15\nplaatsing;2025-hbo-ict;\nplaatsing;;3\nstudentproject;c;\n");
  ASSERT_EQ(reports.size(), 3);
  ASSERT_EQ(reports[0].problems_size(), 1);
  EXPECT_THAT(reports[0].problems(0).description(), HasSubstr("cohort: deze kolom hoort niet"));
  ASSERT_EQ(reports[1].problems_size(), 1);
  EXPECT_THAT(reports[1].problems(0).description(), HasSubstr("leeftijd 12-15: "));
  EXPECT_EQ(reports[2].problems_size(), 0);
}

TEST(ReportCsv, AHeadCountThatIsNoneNamesItsBand) {
  const auto reports = Read("soort;leeftijd 12-15;leeftijd 16-18\ncontactmoment;10;veel\n");
  ASSERT_EQ(reports[0].problems_size(), 1);
  EXPECT_EQ(reports[0].problems(0).field(), "contact_event.bands[1].head_count");
  EXPECT_EQ(reports[0].report().contact_event().bands(1).age_band(), "16-18");
}

TEST(ReportCsv, MoreCellsThanColumnsAreAProblemFewerAreNot) {
  const auto reports = Read(
      "soort;werktafel;sector;\nplaatsing;a;energy;;;\nplaatsing;a;energy;x\nplaatsing;a\n"
      "plaatsing;a;energy;;x\n");
  ASSERT_EQ(reports.size(), 4);
  EXPECT_EQ(reports[0].problems_size(), 0);
  EXPECT_EQ(reports[1].problems_size(), 1);
  EXPECT_EQ(reports[2].problems_size(), 0);
  EXPECT_EQ(reports[3].problems_size(), 1);
}

TEST(ReportCsv, EmptyLinesAreSkippedAndLinesCountedAsAnEditorDoes) {
  const auto reports = Read("soort;titel\n\n;\nscholing;\"twee\nregels\"\nscholing;x\n");
  ASSERT_EQ(reports.size(), 2);
  EXPECT_EQ(reports[0].line_number(), 4);
  EXPECT_EQ(reports[1].line_number(), 6);
}

TEST(ReportCsv, HeadingsMayHaveCapitalsBlanksAndABentApostrophe) {
  const auto reports = Read(" Soort ;Programma’s;uren_per  week na\nPlaatsing;via-t;32\n");
  ASSERT_EQ(reports.size(), 1);
  ExpectReport(reports[0], R"pb(programmes: "via-t"
                                placement { hours_per_week_after: 32 })pb");
}

TEST(ReportCsv, NamesEveryUnknownHeading) {
  const absl::Status status = Refusal("soort;naam;sector;BSN\nplaatsing;x;energy;123456782\n");
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_EQ(status.message(), "mei.csv: unknown headings: 'naam', 'BSN'");
}

TEST(ReportCsv, RefusesAHeadingTwiceAndAFileWithoutKinds) {
  EXPECT_THAT(std::string(Refusal("soort;sector; Sector\nplaatsing;a;b\n").message()),
              HasSubstr("headings twice: ' Sector'"));
  EXPECT_THAT(std::string(Refusal("sector\nenergy\n").message()),
              HasSubstr("there is no heading 'soort'"));
  EXPECT_THAT(std::string(Refusal("").message()), HasSubstr("there is nothing in it"));
}

TEST(ReportCsv, SaysThatAFileIsNotUtf8) {
  const absl::Status latin = Refusal("soort;werkgever\nplaatsing;Zo\xEB\n");
  EXPECT_TRUE(absl::IsInvalidArgument(latin));
  EXPECT_THAT(std::string(latin.message()), HasSubstr("mei.csv: line 2 is not UTF-8, but probably "
                                                      "Windows-1252; save it as \"CSV UTF-8\""));
  EXPECT_THAT(std::string(Refusal(std::string("\xFF\xFEs\0o\0", 6)).message()),
              HasSubstr("this is UTF-16"));
}

TEST(ReportCsv, NamesThePlaceOfAQuoteThatIsNeverClosed) {
  EXPECT_THAT(std::string(Refusal("soort;werkgever\nplaatsing;\"Jansen\n").message()),
              HasSubstr("mei.csv:2:11: this quote is never closed"));
}

TEST(ReportCsv, SpeaksTheLanguageAskedFor) {
  const auto reports = ReadReportCsv("f", "soort;uren\ninzet in natura;x\n", "en");
  ASSERT_TRUE(reports.ok());
  EXPECT_THAT((*reports)[0].problems(0).description(), HasSubstr("no number"));
}

TEST(ReportTemplate, IsReadBackWithoutAProblemForEachKind) {
  for (const ReportSubject subject : kReportSubjects) {
    const std::string text = ReportCsvTemplate(subject, {"12-15", "16-18"});
    EXPECT_TRUE(absl::StartsWith(text, "\xEF\xBB\xBFsoort;werktafel;")) << text;
    const auto reports = Read(text);
    ASSERT_EQ(reports.size(), 1) << text;
    EXPECT_EQ(reports[0].problems_size(), 0) << text;
    const auto* field = v1::Report::descriptor()->FindFieldByName(std::string(FieldOf(subject)));
    EXPECT_TRUE(reports[0].report().GetReflection()->HasField(reports[0].report(), field)) << text;
    EXPECT_EQ(absl::StrContains(text, "leeftijd 16-18"), subject == ReportSubject::kContactEvent);
  }
}

// Every field that a reporter may fill has a column: else a spreadsheet cannot say it.
void AddFields(const google::protobuf::Descriptor& message, const std::string& prefix,
               std::set<std::string>& paths) {
  for (int i = 0; i < message.field_count(); ++i) {
    const auto& field = *message.field(i);
    const std::string path = absl::StrCat(prefix, field.name());
    const bool is_leaf = field.message_type() == nullptr || field.is_repeated() ||
                         field.message_type()->full_name() == "google.type.Date" ||
                         field.message_type()->full_name() == "google.protobuf.Timestamp";
    if (is_leaf) {
      paths.insert(path);
    } else {
      AddFields(*field.message_type(), absl::StrCat(path, "."), paths);
    }
  }
}

TEST(ReportColumns, CoverEveryFieldThatAReporterFills) {
  std::set<std::string> paths;
  AddFields(*v1::Report::descriptor(), "", paths);
  for (const char* output_only :
       {"name", "etag", "report_time", "reporting_organisation", "state", "deciding_organisation",
        "decide_time", "rejection_reason", "withdrawal_reason", "placement.weeks_at_work"}) {
    EXPECT_EQ(paths.erase(output_only), 1) << output_only;
  }
  EXPECT_EQ(paths.erase("contact_event.bands"), 1);  // the columns of age bands
  std::set<std::string> filled;
  for (const ReportColumn& column : ReportColumns()) {
    for (const ReportColumn::Field& field : column.fields) {
      EXPECT_TRUE(filled.insert(std::string(field.path)).second) << field.path;
    }
    EXPECT_EQ(FindColumn(PlainHeading(column.heading)), &column) << column.heading;
  }
  EXPECT_EQ(filled, paths);
}

TEST(ReportJsonLines, ReadsReportsAndSkipsNotes) {
  const auto reports = ReadReportJsonLines(
      "f.jsonl",
      "\xEF\xBB\xBF# mei\n\n"
      "{\"work_table\":\"workTables/activering\",\"in_kind\":{\"hours\":3.5}}\r\n"
      "{\"inKind\":{\"partner\":\"Alliander\"}}",
      "nl");
  ASSERT_TRUE(reports.ok());
  ASSERT_EQ(reports->size(), 2);
  EXPECT_EQ((*reports)[0].line_number(), 3);
  EXPECT_EQ((*reports)[0].report().in_kind().hours(), 3.5);
  EXPECT_EQ((*reports)[1].line_number(), 4);
  EXPECT_EQ((*reports)[1].report().in_kind().partner(), "Alliander");
}

TEST(ReportJsonLines, ALineThatIsNoReportIsAProblemWithoutItsText) {
  const auto reports = ReadReportJsonLines("f.jsonl",
                                           "{\"in_kind\":{\"hours\":\"geheim\"}}\n"
                                           "{\"geheim\":1}\n"
                                           "{\"geheim: invalid value\":1}\n"
                                           "geheim\n"
                                           "{\"in_kind\":{\"hours\":3}}\n",
                                           "nl");
  ASSERT_TRUE(reports.ok());
  ASSERT_EQ(reports->size(), 5);
  EXPECT_EQ((*reports)[0].problems(0).field(), "in_kind.hours");
  EXPECT_EQ((*reports)[0].problems(0).description(), "deze waarde past niet in dit veld");
  for (const size_t i : {size_t{1}, size_t{2}, size_t{3}}) {
    EXPECT_EQ((*reports)[i].problems(0).description(), "deze regel is geen melding in JSON");
  }
  for (const v1::BatchReport& report : *reports) {
    EXPECT_THAT(report.DebugString(), Not(HasSubstr("geheim")));
  }
  EXPECT_EQ((*reports)[4].problems_size(), 0);
}

TEST(ReportJsonLines, ThatAreNotUtf8AreRefused) {
  EXPECT_TRUE(absl::IsInvalidArgument(ReadReportJsonLines("f", "{\"a\":\"\xEB\"}", "nl").status()));
}

}  // namespace
}  // namespace overstap::data
