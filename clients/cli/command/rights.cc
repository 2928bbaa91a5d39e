#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command/commands.h"
#include "clients/cli/command/show.h"
#include "overstap/v1/job_seeker_service.pb.h"

namespace overstap::cli {
namespace {

struct Options {
  std::string id, reason, etag, file;
};

void AddExport(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "export", "Writes all that is kept about a person, as JSON, for the person to take along.",
      {"overstap --purpose=rights-of-the-person job-seeker export p-1 --out=p-1.json"}, parent);
  auto options = std::make_shared<Options>();
  command->add_option("id", options->id, "Id or name")->required();
  command->add_option("--out", options->file, "File; else standard output");
  commands.OnRun(command, [options](Context& context) -> absl::StatusOr<ExitCode> {
    v1::ExportJobSeekerRequest request;
    request.set_name(FullName("jobSeekers", options->id));
    const auto reply = context.client.Call<v1::ExportJobSeekerResponse>(request);
    if (!reply.ok()) return reply.status();
    if (options->file.empty()) {
      context.out() << reply->json() << "\n";
      return ExitCode::kOk;
    }
    std::ofstream file(options->file, std::ios::trunc | std::ios::binary);
    file << reply->json() << "\n";
    if (!file.flush()) {
      return absl::FailedPreconditionError(absl::StrCat("cannot write ", options->file));
    }
    context.out() << context.locale.Say(Text::kExported, options->file) << "\n";
    return ExitCode::kOk;
  });
}

template <typename Request, typename Response>
void AddChange(Commands& commands, const std::string& name, const std::string& description,
               CLI::App* parent) {
  CLI::App* command =
      commands.Add(name, description,
                   {absl::StrCat("overstap --purpose=rights-of-the-person job-seeker ", name,
                                 " p-1 --reason='betwist de gegevens'")},
                   parent);
  auto options = std::make_shared<Options>();
  command->add_option("id", options->id, "Id or name")->required();
  command->add_option("--reason", options->reason, "Why")->required();
  command->add_option("--etag", options->etag, "Only when the stored record still has this etag");
  commands.OnRun(command, [options](Context& context) -> absl::StatusOr<ExitCode> {
    Request request;
    request.set_name(FullName("jobSeekers", options->id));
    request.set_reason(options->reason);
    request.set_etag(options->etag);
    const auto reply = context.client.template Call<Response>(request);
    if (!reply.ok()) return reply.status();
    return ShowRecord(context, JobSeekerKind(), reply->job_seeker());
  });
}

}  // namespace

void AddRights(Commands& commands, CLI::App* job_seeker) {
  AddExport(commands, job_seeker);
  AddChange<v1::RestrictJobSeekerRequest, v1::RestrictJobSeekerResponse>(
      commands, "restrict", "Takes a person out of matching and keeps the record.", job_seeker);
  AddChange<v1::UnrestrictJobSeekerRequest, v1::UnrestrictJobSeekerResponse>(
      commands, "unrestrict", "Puts a person back into matching.", job_seeker);
}

}  // namespace overstap::cli
