#include <memory>
#include <string>

#include "clients/cli/arguments.h"
#include "clients/cli/command/commands.h"
#include "clients/cli/command/options.h"
#include "clients/cli/command/show.h"
#include "overstap/v1/job_seeker_service.pb.h"

namespace overstap::cli {
namespace {

struct ShareOptions {
  std::string id, organisation, reason, etag;
  google::type::Date until_date;
};

void AddNames(CLI::App* command, ShareOptions& options) {
  command->add_option("id", options.id, "The person: id or name")->required();
  command->add_option("--with", options.organisation, "The other organisation (its id)")
      ->required();
  command->add_option("--etag", options.etag, "Only when the stored record still has this etag");
}

}  // namespace

void AddShares(Commands& commands, CLI::App* parent) {
  CLI::App* share =
      commands.Add("share", "Lets another organisation see and help the person too, until a day.",
                   {"overstap job-seeker share p-demo --with=uwv --reason='samen begeleiden' \\\n"
                    "    --until=2027-03-31"},
                   parent);
  auto shared = std::make_shared<ShareOptions>();
  AddNames(share, *shared);
  share->add_option("--reason", shared->reason, "Why")->required();
  AddDate(share, "--until", shared->until_date, "Last day")->required();
  commands.OnRun(share, [shared](Context& context) -> absl::StatusOr<ExitCode> {
    v1::ShareJobSeekerRequest request;
    request.set_name(FullName("jobSeekers", shared->id));
    request.set_organisation(shared->organisation);
    request.set_reason(shared->reason);
    *request.mutable_until_date() = shared->until_date;
    request.set_etag(shared->etag);
    const auto reply = context.client.Call<v1::ShareJobSeekerResponse>(request);
    if (!reply.ok()) return reply.status();
    return ShowRecord(context, JobSeekerKind(), reply->job_seeker());
  });

  CLI::App* unshare = commands.Add("unshare", "Ends a share at once.",
                                   {"overstap job-seeker unshare p-demo --with=uwv"}, parent);
  auto unshared = std::make_shared<ShareOptions>();
  AddNames(unshare, *unshared);
  commands.OnRun(unshare, [unshared](Context& context) -> absl::StatusOr<ExitCode> {
    v1::UnshareJobSeekerRequest request;
    request.set_name(FullName("jobSeekers", unshared->id));
    request.set_organisation(unshared->organisation);
    request.set_etag(unshared->etag);
    const auto reply = context.client.Call<v1::UnshareJobSeekerResponse>(request);
    if (!reply.ok()) return reply.status();
    return ShowRecord(context, JobSeekerKind(), reply->job_seeker());
  });
}

}  // namespace overstap::cli
