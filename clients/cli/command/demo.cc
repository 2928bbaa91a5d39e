#include "clients/cli/demo/demo.h"

#include <memory>
#include <string>

#include "clients/cli/arguments.h"
#include "clients/cli/command/commands.h"
#include "clients/cli/demo/demo_json.h"
#include "clients/cli/demo/demo_text.h"

namespace overstap::cli {

void AddDemo(Commands& commands) {
  CLI::App* demo = commands.Add(
      "demo",
      "One person of the sample, end to end: the best vacancies and why, two that are excluded "
      "and\n"
      "why, retraining routes; then a placement, reported and acknowledged, and the target that\n"
      "moves by it. The placement stays: each run counts as one more.",
      {"overstap demo --tokens-dir=tokens", "overstap --lang=en demo --tokens-dir=tokens",
       "overstap demo --tokens-dir=tokens --json"});
  auto options = std::make_shared<DemoOptions>();
  demo->add_option("--tokens-dir", options->tokens_dir,
                   "Folder with caseworker.token and work_table_member.token, of two organisations")
      ->required();
  demo->add_option("--job-seeker", options->job_seeker, "Another person: id or name");
  demo->add_option("--to-vacancy", options->destination, "Another destination of the routes");
  commands.OnRun(demo, [options](Context& context) -> absl::StatusOr<ExitCode> {
    options->language_code = context.locale.code();
    options->job_seeker = FullName("jobSeekers", options->job_seeker);
    options->destination = FullName("vacancies", options->destination);
    const absl::StatusOr<DemoResult> result = RunDemo(context.client, *options);
    if (!result.ok()) return result.status();
    if (context.json) {
      context.out() << DemoJson(*result);
    } else {
      ConceptLabels labels(context.client, context.locale.code());
      context.out() << DemoText(context.locale, labels, context.streams.out_width, *result);
    }
    return ExitCode::kOk;
  });
}

}  // namespace overstap::cli
