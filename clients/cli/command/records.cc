#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command/commands.h"
#include "clients/cli/command/field_options.h"
#include "clients/cli/command/paging.h"
#include "clients/cli/command/show.h"
#include "clients/cli/import/import_records.h"
#include "clients/cli/json.h"
#include "clients/cli/record/assignment.h"
#include "clients/cli/record/messages.h"
#include "clients/cli/record/record_calls.h"

namespace overstap::cli {
namespace {

using google::protobuf::Message;

struct RecordOptions {
  std::string id;
  std::string file;
  std::vector<std::string> assignments;
  std::string mask;
  std::string etag;
};

void AddContentOptions(CLI::App* command, RecordOptions& options) {
  command->add_option("file", options.file, "JSON file with the record; - reads standard input");
  AddAssignments(command, options.assignments);
}

absl::StatusOr<ExitCode> Create(Context& context, const RecordKind& kind,
                                const RecordOptions& options) {
  const RecordCalls calls(kind, context.client);
  const RecordCalls::MessagePtr record = calls.NewRecord();
  absl::Status status;
  if (!options.file.empty()) status = ReadJson(options.file, context.streams.in, *record);
  if (status.ok()) status = AssignAll(options.assignments, *record);
  if (!status.ok()) return status;
  if (!options.id.empty()) SetString(*record, "name", FullName(kind.collection, options.id));
  const absl::StatusOr<RecordCalls::MessagePtr> created = calls.Create(*record);
  if (!created.ok()) return created.status();
  return ShowRecord(context, kind, **created);
}

// The top-level fields that an update is given.
std::vector<std::string> GivenFields(const RecordKind& kind, const RecordOptions& options,
                                     const Message& from_file) {
  std::set<std::string> fields;
  std::vector<const google::protobuf::FieldDescriptor*> given;
  from_file.GetReflection()->ListFields(from_file, &given);
  for (const auto* field : given) fields.insert(field->name());
  for (const std::string& assignment : options.assignments) {
    fields.insert(AssignedField(assignment, *kind.resource));
  }
  for (const char* never : {"name", "etag", "create_time", "update_time"}) fields.erase(never);
  return {fields.begin(), fields.end()};
}

absl::StatusOr<ExitCode> Update(Context& context, const RecordKind& kind,
                                const RecordOptions& options) {
  const RecordCalls calls(kind, context.client);
  RecordCalls::MessagePtr record = calls.NewRecord();
  if (!options.file.empty()) {
    absl::Status status = ReadJson(options.file, context.streams.in, *record);
    if (!status.ok()) return status;
  }
  const std::vector<std::string> mask = options.mask.empty() ? GivenFields(kind, options, *record)
                                                             : absl::StrSplit(options.mask, ',');
  if (mask.empty()) throw CLI::RequiredError("update: a file with fields, --set or --mask");
  if (options.file.empty() && !options.assignments.empty()) {
    // An assignment may change a part of a field, so it starts from what is stored, and holds only
    // while that is still there (its etag comes with it).
    absl::StatusOr<RecordCalls::MessagePtr> stored = calls.Get(options.id);
    if (!stored.ok()) return stored.status();
    record = *std::move(stored);
  }
  absl::Status status = AssignAll(options.assignments, *record);
  if (!status.ok()) return status;
  SetString(*record, "name", FullName(kind.collection, options.id));
  SetString(*record, "etag", options.etag);
  const absl::StatusOr<RecordCalls::MessagePtr> updated = calls.Update(*record, mask);
  if (!updated.ok()) return updated.status();
  return ShowRecord(context, kind, **updated);
}

absl::StatusOr<ExitCode> Delete(Context& context, const RecordKind& kind,
                                const RecordOptions& options) {
  const RecordCalls calls(kind, context.client);
  absl::Status status = calls.Delete(options.id, options.etag);
  if (!status.ok()) return status;
  if (context.json) {
    context.out() << "{}\n";
  } else {
    context.out() << context.locale.Say(Text::kDeleted, FullName(kind.collection, options.id))
                  << "\n";
  }
  return ExitCode::kOk;
}

void AddCreate(Commands& commands, const RecordKind& kind, CLI::App* parent) {
  const std::string start = absl::StrCat("overstap ", kind.command, " create ");
  CLI::App* create = commands.Add(
      "create", "Stores a new record.",
      {start + "record.json", start + "--id=x-1 --set title='Elektromonteur' --set sectors=energy",
       absl::StrCat("overstap ", kind.command, " get x-1 --json | ", start, "- --id=x-2")},
      parent);
  auto options = std::make_shared<RecordOptions>();
  create->add_option("--id", options->id, "Its id; without one, the record's name or a new one");
  AddContentOptions(create, *options);
  commands.OnRun(create,
                 [&kind, options](Context& context) { return Create(context, kind, *options); });
}

void AddUpdate(Commands& commands, const RecordKind& kind, CLI::App* parent) {
  const std::string start = absl::StrCat("overstap ", kind.command, " update x-1 ");
  CLI::App* update =
      commands.Add("update",
                   "Replaces fields of a record: those that are given, or those in "
                   "--mask (which clears what is not given).",
                   {absl::StrCat(start, "--set ", kind.assignment_example),
                    absl::StrCat(start, "--mask=", kind.mask_example, " record.json"),
                    absl::StrCat(start, "--etag=\"$ETAG\" --set ", kind.assignment_example)},
                   parent);
  auto options = std::make_shared<RecordOptions>();
  update->add_option("id", options->id, "Id or name")->required();
  AddContentOptions(update, *options);
  update->add_option("--mask", options->mask,
                     "Top-level fields to replace, with commas; * for all");
  update->add_option("--etag", options->etag, "Only when the stored record still has this etag");
  commands.OnRun(update,
                 [&kind, options](Context& context) { return Update(context, kind, *options); });
}

void AddDelete(Commands& commands, const RecordKind& kind, CLI::App* parent) {
  CLI::App* remove = commands.Add("delete", "Removes a record.",
                                  {absl::StrCat("overstap ", kind.command, " delete x-1")}, parent);
  auto removed = std::make_shared<RecordOptions>();
  remove->add_option("id", removed->id, "Id or name")->required();
  remove->add_option("--etag", removed->etag, "Only when the stored record still has this etag");
  commands.OnRun(remove,
                 [&kind, removed](Context& context) { return Delete(context, kind, *removed); });
}

void AddGet(Commands& commands, const RecordKind& kind, CLI::App* parent) {
  const std::string start = absl::StrCat("overstap ", kind.command, " ");
  CLI::App* get =
      commands.Add("get", "Shows a record.", {start + "get x-1", start + "get x-1 --json"}, parent);
  auto got = std::make_shared<RecordOptions>();
  get->add_option("id", got->id, "Id or name")->required();
  commands.OnRun(get, [&kind, got](Context& context) -> absl::StatusOr<ExitCode> {
    const auto record = RecordCalls(kind, context.client).Get(got->id);
    if (!record.ok()) return record.status();
    return ShowRecord(context, kind, **record);
  });
}

void AddImport(Commands& commands, const RecordKind& kind, CLI::App* parent) {
  const std::string start = absl::StrCat("overstap ", kind.command, " import ");
  CLI::App* load = commands.Add(
      "import",
      "Creates or replaces records from JSON Lines: one record a line, under its name. A line "
      "that\n"
      "is refused never stops the rest: it goes to a file, with the reason on a line of its own\n"
      "before it that begins with #. Such lines and empty ones are skipped, so that the file can "
      "be\n"
      "mended and imported again. Safe to repeat.",
      {start + "records.jsonl", start + "records.rejected.jsonl",
       "zcat records.jsonl.gz | " + start + "- --rejected=refused.jsonl"},
      parent);
  auto options = std::make_shared<ImportOptions>();
  load->add_option("file", options->file, "JSON Lines; - reads standard input")->required();
  load->add_option("--rejected", options->rejected_file,
                   "Where refused lines go (default: FILE.rejected.jsonl; for standard input "
                   "import.rejected.jsonl)");
  if (kind.resource == JobSeekerKind().resource) {
    load->add_option("--texts", options->texts_folder,
                     "Folder with CVs as plain text, {id}.txt: skills are found in them for "
                     "records that list none")
        ->check(CLI::ExistingDirectory);
  }
  commands.OnRun(
      load, [&kind, options](Context& context) { return ImportRecords(context, kind, *options); });
}

}  // namespace

void AddUpdateAndDelete(Commands& commands, const RecordKind& kind, CLI::App* parent) {
  AddUpdate(commands, kind, parent);
  AddDelete(commands, kind, parent);
}

void AddRecords(Commands& commands, const RecordKind& kind) {
  const std::string start = absl::StrCat("overstap ", kind.command, " ");
  CLI::App* parent = commands.Add(
      kind.command, absl::StrCat("Records: ", kind.collection, "."),
      {start + "list", start + "get x-1", start + "create record.json",
       start + "update x-1 --set sectors=energy,health", start + "import records.jsonl"});
  parent->require_subcommand(1);
  AddCreate(commands, kind, parent);
  AddGet(commands, kind, parent);
  AddListCommand(commands, kind, parent);
  AddUpdateAndDelete(commands, kind, parent);
  AddImport(commands, kind, parent);
  if (kind.resource == JobSeekerKind().resource) {
    AddShares(commands, parent);
    AddRights(commands, parent);
  }
}

}  // namespace overstap::cli
