#include <memory>
#include <string>

#include "clients/cli/arguments.h"
#include "clients/cli/command/commands.h"
#include "clients/cli/command/options.h"
#include "clients/cli/command/paging.h"
#include "clients/cli/command/show.h"
#include "clients/cli/json.h"
#include "clients/cli/text/names.h"
#include "overstap/v1/decision_service.pb.h"
#include "overstap/v1/match_service.pb.h"

namespace overstap::cli {
namespace {

struct CreateOptions {
  std::string file, job_seeker, vacancy, reason_code, reason;
  v1::DecisionOutcome outcome = v1::DECISION_OUTCOME_UNSPECIFIED;
};

// Explains the pair as it is now: the answer that is decided on.
absl::Status Explain(Context& context, v1::Decision& decision) {
  v1::ExplainMatchRequest request;
  request.set_job_seeker(decision.job_seeker());
  request.set_vacancy(decision.vacancy());
  const auto answer = context.client.Call<v1::ExplainMatchResponse>(request);
  if (!answer.ok()) return answer.status();
  v1::DecisionBasis& basis = *decision.mutable_basis();
  *basis.mutable_explain_match() = request;
  *basis.mutable_versions() = answer->versions();
  basis.set_answer_hash(answer->answer_hash());
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> Create(Context& context, const CreateOptions& options) {
  v1::CreateDecisionRequest request;
  v1::Decision& decision = *request.mutable_decision();
  if (!options.file.empty()) {
    absl::Status read = ReadJson(options.file, context.streams.in, decision);
    if (!read.ok()) return read;
  }
  if (!options.job_seeker.empty()) {
    decision.set_job_seeker(FullName("jobSeekers", options.job_seeker));
  }
  if (!options.vacancy.empty()) decision.set_vacancy(FullName("vacancies", options.vacancy));
  if (options.outcome != v1::DECISION_OUTCOME_UNSPECIFIED) decision.set_outcome(options.outcome);
  if (!options.reason_code.empty()) decision.set_reason_code(options.reason_code);
  if (!options.reason.empty()) decision.set_reason_text(options.reason);
  if (!decision.has_basis()) {
    absl::Status explained = Explain(context, decision);
    if (!explained.ok()) return explained;
  }
  const auto reply = context.client.Call<v1::Decision>(request);
  if (!reply.ok()) return reply.status();
  if (ShowJson(context, *reply)) return ExitCode::kOk;
  v1::ListDecisionsResponse one;
  *one.add_decisions() = *reply;
  return ShowRecords(context, DecisionKind(), one);
}

void AddCreate(Commands& commands, CLI::App* parent) {
  CLI::App* create = commands.Add(
      "create",
      "Keeps what was decided on a person and a vacancy, with the match as it is explained now;\n"
      "or, from a file, on any answer of match or routes.",
      {"overstap decision create --job-seeker=p-demo --vacancy=v-demo-target --outcome=propose \\\n"
       "    --reason-code=good-fit --reason='Sluit goed aan; wil graag beginnen'",
       "overstap decision create decision.json"},
      parent);
  auto options = std::make_shared<CreateOptions>();
  create->add_option("file", options->file, "JSON file with the decision; - reads standard input");
  create->add_option("--job-seeker", options->job_seeker, "The person: id or name");
  create->add_option("--vacancy", options->vacancy, "The vacancy: id or name");
  AddEnum(create, "--outcome", options->outcome, "What was decided");
  create->add_option("--reason-code", options->reason_code, "Why, as your organisation codes it");
  create->add_option("--reason", options->reason, "Why, in words");
  commands.OnRun(create, [options](Context& context) { return Create(context, *options); });
}

void AddList(Commands& commands, CLI::App* parent) {
  CLI::App* list = commands.Add(
      "list", "Lists the decisions of your organisation.",
      {"overstap decision list --job-seeker=p-1", "overstap decision list --all"}, parent);
  auto job_seeker = std::make_shared<std::string>();
  list->add_option("--job-seeker", *job_seeker, "Only those about this person: id or name");
  const auto paging = AddPagingOptions(list);
  commands.OnRun(list, [job_seeker, paging](Context& context) -> absl::StatusOr<ExitCode> {
    v1::ListDecisionsRequest request;
    if (!job_seeker->empty()) request.set_job_seeker(FullName("jobSeekers", *job_seeker));
    const auto reply = paging->Call(context.client, request);
    if (!reply.ok()) return reply.status();
    return ShowRecords(context, DecisionKind(), **reply);
  });
}

ExitCode ShowReplay(Context& context, const v1::ReplayDecisionResponse& reply) {
  if (ShowJson(context, reply)) return ExitCode::kOk;
  const Locale& locale = context.locale;
  if (!reply.error().empty()) {
    context.out() << locale.Say(Text::kReplayNotAnswered, reply.error()) << "\n";
  } else {
    context.out() << locale.Say(reply.identical() ? Text::kReplayIdentical : Text::kReplayDiffers)
                  << "\n";
  }
  for (const int difference : reply.differences()) {
    const auto* value = v1::ReplayDifference_descriptor()->FindValueByNumber(difference);
    if (value == nullptr) continue;
    context.out() << locale.Say(Text::kReplayDifference, NameOfValue(locale.language(), *value))
                  << "\n";
  }
  return ExitCode::kOk;
}

void AddReplay(Commands& commands, CLI::App* parent) {
  CLI::App* replay = commands.Add(
      "replay",
      "Asks a decision's question again of the records as they were, and compares the answers.",
      {"overstap decision replay d-1", "overstap --timeout=300 --json decision replay d-1"},
      parent);
  auto id = std::make_shared<std::string>();
  replay->add_option("id", *id, "Id or name")->required();
  commands.OnRun(replay, [id](Context& context) -> absl::StatusOr<ExitCode> {
    v1::ReplayDecisionRequest request;
    request.set_name(FullName("decisions", *id));
    const auto reply = context.client.Call<v1::ReplayDecisionResponse>(request);
    if (!reply.ok()) return reply.status();
    return ShowReplay(context, *reply);
  });
}

}  // namespace

void AddDecision(Commands& commands) {
  CLI::App* parent = commands.Add(
      "decision", "Decisions on matches: kept with the answer that they were taken on.",
      {"overstap decision list --job-seeker=p-1", "overstap decision replay d-1"});
  parent->require_subcommand(1);
  AddCreate(commands, parent);
  AddList(commands, parent);
  AddReplay(commands, parent);
}

}  // namespace overstap::cli
