#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command/commands.h"
#include "clients/cli/command/options.h"
#include "clients/cli/command/show.h"
#include "clients/cli/text/names.h"
#include "overstap/v1/document_service.pb.h"

namespace overstap::cli {
namespace {

// Where bytes go: a file, or standard output where there is none. A file is there as a whole or not
// at all.
class Target {
 public:
  Target(std::ostream& out, std::string file)
      : out_(out), file_(std::move(file)), part_(file_ + ".part") {
    if (!file_.empty()) stream_.open(part_, std::ios::binary | std::ios::trunc);
  }
  ~Target() {
    std::error_code ignored;
    if (!file_.empty() && !done_) std::filesystem::remove(part_, ignored);
  }
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

  // False: nothing more can be written, and Finish says so.
  bool Write(const std::string& bytes) {
    std::ostream& stream = file_.empty() ? out_ : stream_;
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return stream.good();
  }

  absl::Status Finish() {
    if (file_.empty()) {
      out_.flush();
      return out_.good() ? absl::OkStatus() : absl::UnknownError("output cannot be written");
    }
    stream_.close();
    std::error_code error;
    if (stream_.good()) std::filesystem::rename(part_, file_, error);
    if (!stream_.good() || error) {
      return absl::UnknownError(absl::StrCat(file_, ": cannot be written"));
    }
    done_ = true;
    return absl::OkStatus();
  }

 private:
  std::ostream& out_;
  const std::string file_;
  const std::string part_;
  std::ofstream stream_;
  bool done_ = false;
};

// To standard error: standard output may be the document itself.
void SayWritten(Context& context, const std::string& file) {
  if (file.empty()) return;
  context.streams.err << context.locale.Say(Text::kExported, file) << "\n";
}

void AddOut(CLI::App* command, std::string& file) {
  command->add_option("--out", file, "File to write to; without it standard output");
}

struct ExportOptions {
  v1::ExportRequest request;
  std::string format, work_table, file;
  google::type::Date date;
};

absl::StatusOr<ExitCode> Export(Context& context, const ExportOptions& options) {
  v1::ExportRequest request = options.request;
  const bool is_json = options.format.empty() ? context.json : options.format == "json";
  request.set_format(is_json ? v1::DOCUMENT_FORMAT_JSON : v1::DOCUMENT_FORMAT_CSV);
  request.set_language_code(context.locale.code());
  if (options.date.year() != 0) *request.mutable_as_of_date() = options.date;
  if (!options.work_table.empty()) {
    request.set_work_table(FullName("workTables", options.work_table));
  }
  Target target(context.out(), options.file);
  absl::Status status = context.client.ReadStream<v1::ExportResponse>(
      request,
      [&target](const v1::ExportResponse& chunk) { return target.Write(chunk.content()); });
  if (status.ok()) status = target.Finish();
  if (!status.ok()) return status;
  SayWritten(context, options.file);
  return ExitCode::kOk;
}

void AddSubject(Commands& commands, CLI::App* parent,
                const google::protobuf::EnumValueDescriptor& subject) {
  const std::string name =
      absl::AsciiStrToLower(absl::StrReplaceAll(ShortName(subject), {{"_", "-"}}));
  const std::string start = absl::StrCat("overstap export ", name);
  CLI::App* command = commands.Add(
      name, absl::StrCat("Exports ", name, ": the rows and fields that you may see."),
      {absl::StrCat(start, " --out=", name, ".csv"), absl::StrCat(start, " --format=json"),
       absl::StrCat(start, " --table=activering > ", name, ".csv")},
      parent);
  auto options = std::make_shared<ExportOptions>();
  options->request.set_subject(static_cast<v1::ExportSubject>(subject.number()));
  command->add_option("--format", options->format, "csv (for a spreadsheet) or json")
      ->check(CLI::IsMember({"csv", "json"}));
  AddOut(command, options->file);
  command->add_option("--table", options->work_table, "Only this work table's: id or name");
  AddDate(command, "--date", options->date, "Of progress: on this day");
  commands.OnRun(command, [options](Context& context) { return Export(context, *options); });
}

template <typename Response, typename Request>
absl::StatusOr<ExitCode> WriteDocument(Context& context, const Request& request,
                                       const std::string& file) {
  const auto rendered = context.client.Call<Response>(request);
  if (!rendered.ok()) return rendered.status();
  const v1::Document& document = rendered->document();
  if (file.empty() && ShowJson(context, document)) return ExitCode::kOk;
  Target target(context.out(), file);
  target.Write(document.content());
  absl::Status status = target.Finish();
  if (!status.ok()) return status;
  SayWritten(context, file);
  return ExitCode::kOk;
}

void AddNewsletter(Commands& commands, CLI::App* parent) {
  CLI::App* command =
      commands.Add("newsletter", "The overview of running projects for the newsletter.",
                   {"overstap export newsletter --format=text",
                    "overstap export newsletter --format=html --out=nieuwsbrief.html"},
                   parent);
  struct Options {
    std::string format = "html", file;
    google::type::Date date;
  };
  auto options = std::make_shared<Options>();
  command->add_option("--format", options->format, "text or html")
      ->check(CLI::IsMember({"text", "html"}))
      ->capture_default_str();
  AddOut(command, options->file);
  AddDate(command, "--date", options->date, "On this day");
  commands.OnRun(command, [options](Context& context) {
    v1::RenderNewsletterRequest request;
    request.set_format(options->format == "text" ? v1::DOCUMENT_FORMAT_TEXT
                                                 : v1::DOCUMENT_FORMAT_HTML);
    if (options->date.year() != 0) *request.mutable_as_of_date() = options->date;
    request.set_language_code(context.locale.code());
    return WriteDocument<v1::RenderNewsletterResponse>(context, request, options->file);
  });
}

void AddHalfYear(Commands& commands, CLI::App* parent) {
  constexpr int kFirstYear = 2000;
  constexpr int kLastYear = 2100;
  CLI::App* command = commands.Add(
      "half-year", "The half-yearly report of the whole or of a table, a page that prints well.",
      {"overstap export half-year 2026 1 --out=halfjaar-2026-1.html",
       "overstap export half-year 2026 1 --table=activering > activering.html"},
      parent);
  struct Options {
    int year = 0;
    int half = 0;
    std::string work_table, file;
  };
  auto options = std::make_shared<Options>();
  command->add_option("year", options->year, "Calendar year")
      ->required()
      ->check(CLI::Range(kFirstYear, kLastYear));
  command->add_option("half", options->half, "1 or 2")->required()->check(CLI::Range(1, 2));
  command->add_option("--table", options->work_table, "The work table: id or name");
  AddOut(command, options->file);
  commands.OnRun(command, [options](Context& context) {
    v1::RenderHalfYearReportRequest request;
    request.set_year(options->year);
    request.set_half(options->half);
    if (!options->work_table.empty()) {
      request.set_work_table(FullName("workTables", options->work_table));
    }
    request.set_language_code(context.locale.code());
    return WriteDocument<v1::RenderHalfYearReportResponse>(context, request, options->file);
  });
}

}  // namespace

void AddExport(Commands& commands) {
  CLI::App* parent = commands.Add(
      "export", "Files for a spreadsheet, the newsletter, and the half-yearly report.",
      {"overstap export reports --out=meldingen.csv", "overstap export progress --format=json",
       "overstap export newsletter --format=text", "overstap export half-year 2026 1"});
  parent->require_subcommand(1);
  const auto* subjects = v1::ExportSubject_descriptor();
  for (int i = 0; i < subjects->value_count(); ++i) {
    if (subjects->value(i)->number() != 0) AddSubject(commands, parent, *subjects->value(i));
  }
  AddNewsletter(commands, parent);
  AddHalfYear(commands, parent);
}

}  // namespace overstap::cli
