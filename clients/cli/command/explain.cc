#include <memory>
#include <string>

#include "clients/cli/command/commands.h"
#include "clients/cli/command/options.h"
#include "clients/cli/command/person.h"
#include "clients/cli/command/show.h"
#include "clients/cli/match/match_text.h"
#include "overstap/v1/match_service.pb.h"

namespace overstap::cli {

void AddExplain(Commands& commands) {
  CLI::App* explain = commands.Add(
      "explain", "One person and one vacancy in full: every part of the fit, and every reason.",
      {"overstap explain --job-seeker=p-demo --vacancy=v-demo-target",
       "overstap --lang=en explain --file=person.json --vacancy=v-demo-target --json"});
  struct Options {
    std::shared_ptr<Person> person;
    std::string vacancy;
    google::type::Date as_of_date;
  };
  auto options = std::make_shared<Options>();
  options->person = AddPersonOptions(explain);
  explain->add_option("--vacancy", options->vacancy, "The vacancy: id or name")->required();
  AddDate(explain, "--as-of", options->as_of_date, "The current date");
  commands.OnRun(explain, [options](Context& context) -> absl::StatusOr<ExitCode> {
    if (!options->person->given()) {
      throw CLI::RequiredError("explain: one of --job-seeker, --file");
    }
    v1::ExplainMatchRequest request;
    absl::Status status = options->person->Fill(context, request);
    if (!status.ok()) return status;
    request.set_vacancy(FullName("vacancies", options->vacancy));
    request.set_language_code(context.locale.code());
    if (options->as_of_date.year() != 0) *request.mutable_as_of_date() = options->as_of_date;
    const auto reply = context.client.Call<v1::ExplainMatchResponse>(request);
    if (!reply.ok()) return reply.status();
    if (ShowJson(context, *reply)) return ExitCode::kOk;
    context.out() << MatchText(context.locale, context.streams.out_width)
                         .Explanation(reply->match(), reply->eligible());
    return ExitCode::kOk;
  });
}

}  // namespace overstap::cli
