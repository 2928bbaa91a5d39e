#include <memory>
#include <string>
#include <vector>

#include "clients/cli/command/options.h"
#include "clients/cli/command/report.h"
#include "clients/cli/import/import_reports.h"
#include "data/import/report_csv.h"

namespace overstap::cli {
namespace {

// As the region has them; a file may name others, and the server knows which there are.
const std::vector<std::string>& UsualAgeBands() {
  static const auto& bands =
      *new std::vector<std::string>{"0-11", "12-15", "16-18", "19-23", "24-30", "31-plus"};
  return bands;
}

std::string SubjectChoices() {
  std::string choices;
  for (const data::ReportSubject subject : data::kReportSubjects) {
    absl::StrAppend(&choices, choices.empty() ? "" : ", ", data::DutchNameOf(subject));
  }
  return choices;
}

struct Options {
  ReportImportOptions import;
  std::string template_of;
  std::vector<std::string> age_bands;
};

absl::StatusOr<ExitCode> Run(Context& context, const Options& options) {
  if (options.template_of.empty()) {
    if (options.import.file.empty())
      throw CLI::RequiredError("report import: a file or --template");
    return ImportReports(context, options.import);
  }
  const auto subject = data::FindSubject(options.template_of);
  if (!subject.has_value())
    throw CLI::ValidationError("--template", "none of: " + SubjectChoices());
  context.out() << data::ReportCsvTemplate(
      *subject, options.age_bands.empty() ? UsualAgeBands() : options.age_bands);
  return ExitCode::kOk;
}

}  // namespace

void AddReportImport(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "import",
      "Files reports from a spreadsheet (CSV with Dutch headings) or from JSON Lines, and says of "
      "each\nline what became of it. What cannot be filed goes to the worklist with its reasons. "
      "Safe to repeat\nwith the same file under the same name, within 30 days.",
      {"overstap report import --template=plaatsing > plaatsingen.csv",
       "overstap report import plaatsingen.csv",
       "overstap report import meldingen.jsonl --discard --json",
       "zcat mei.csv.gz | overstap report import - --format=csv --batch=mei.csv"},
      parent);
  auto options = std::make_shared<Options>();
  command->add_option("file", options->import.file, "The file; - reads standard input");
  command->add_option("--format", options->import.format, "csv or jsonl; else as its name ends")
      ->check(CLI::IsMember({"csv", "jsonl"}));
  command->add_option("--batch", options->import.batch,
                      "What the worklist calls it (default: the file's name)");
  command->add_flag("--discard", options->import.discard,
                    "Do not keep on the worklist what cannot be filed");
  command->add_option("--template", options->template_of,
                      "Print the headings for one kind of report: " + SubjectChoices());
  AddTexts(command, "--age-band", options->age_bands,
           "For a contactmoment's headings: ids of the region's age bands");
  commands.OnRun(command, [options](Context& context) { return Run(context, *options); });
}

}  // namespace overstap::cli
