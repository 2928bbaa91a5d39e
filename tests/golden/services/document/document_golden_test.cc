// Documents and exports of a small region, recorded for people to read; OVERSTAP_UPDATE_GOLDEN=1
// records them anew.
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/document/csv_writer.h"
#include "services/document/export_columns.h"
#include "services/document/export_table.h"
#include "services/document/half_year_report.h"
#include "services/document/json_writer.h"
#include "services/document/newsletter.h"
#include "tests/unit/services/document/document_world.h"

namespace overstap::document {
namespace {

using matcher::Language;

void ExpectRecorded(const std::string& file, const std::string& text) {
  const std::string path =
      absl::StrCat(OVERSTAP_SOURCE_DIR, "/tests/golden/services/document/", file);
  if (std::getenv("OVERSTAP_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
  }
  std::stringstream recorded;
  recorded << std::ifstream(path, std::ios::binary).rdbuf();
  EXPECT_EQ(text, recorded.str()) << file;
}

std::string Exported(v1::ExportSubject subject, TableWriter* writer, const Wording& wording) {
  std::string out;
  writer->Begin(&out);
  const Labels labels = SomeLabels();
  const std::vector<Row> rows =
      subject == v1::EXPORT_SUBJECT_BREAKDOWNS
          ? BreakdownRows(Activation(), ActivationProgress(), "", labels, wording)
          : ProjectRows(SomeNewsletter().projects[0], labels, wording);
  for (const Row& row : rows) writer->Append(row, &out);
  writer->End(&out);
  return out;
}

TEST(DocumentGolden, NewsletterReadsAsRecorded) {
  for (const Language language : {Language::kNl, Language::kEn, Language::kDe}) {
    const Wording wording(language);
    ExpectRecorded(absl::StrCat("newsletter_", wording.code(), ".golden.txt"),
                   NewsletterText(SomeNewsletter(), SomeLabels(), wording));
  }
  const Wording wording(Language::kNl);
  ExpectRecorded("newsletter_nl.golden.html",
                 NewsletterHtml(SomeNewsletter(), SomeLabels(), wording));
}

TEST(DocumentGolden, HalfYearReportReadsAsRecorded) {
  for (const Language language : {Language::kNl, Language::kEn, Language::kDe}) {
    const Wording wording(language);
    ExpectRecorded(absl::StrCat("half_year_", wording.code(), ".golden.html"),
                   HalfYearHtml(SomeHalfYear(), SomeLabels(), wording));
  }
}

TEST(DocumentGolden, ExportsReadAsRecorded) {
  const Wording wording(Language::kNl);
  for (const auto& [subject, name] :
       {std::pair<v1::ExportSubject, const char*>{v1::EXPORT_SUBJECT_BREAKDOWNS, "breakdowns"},
        {v1::EXPORT_SUBJECT_PROJECTS, "projects"}}) {
    CsvWriter csv(ColumnsOf(subject, Language::kNl), {.yes = "ja", .no = "nee"});
    ExpectRecorded(absl::StrCat(name, ".golden.csv"), Exported(subject, &csv, wording));
    JsonWriter json(ColumnsOf(subject, Language::kNl));
    ExpectRecorded(absl::StrCat(name, ".golden.json"), Exported(subject, &json, wording));
  }
}

}  // namespace
}  // namespace overstap::document
