#include <algorithm>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command/commands.h"
#include "clients/cli/command/options.h"
#include "clients/cli/command/paging.h"
#include "clients/cli/command/show.h"
#include "overstap/v1/introduction_service.pb.h"

namespace overstap::cli {
namespace {

constexpr char kCollection[] = "introductions";

// Calls the rpc and shows the introduction that it answers with.
template <typename Response, typename Request>
absl::StatusOr<ExitCode> CallAndShow(Context& context, const Request& request) {
  const auto reply = context.client.Call<Response>(request);
  if (!reply.ok()) return reply.status();
  return ShowRecord(context, IntroductionKind(), reply->introduction());
}

void AddBeginnings(Commands& commands, CLI::App* parent) {
  struct Options {
    std::string who, vacancy;
  };
  CLI::App* propose = commands.Add(
      "propose", "Proposes a person to the employer of a vacancy; the person still has to agree.",
      {"overstap introduction propose p-demo --vacancy=v-demo-target"}, parent);
  auto proposed = std::make_shared<Options>();
  propose->add_option("id", proposed->who, "The person: id or name")->required();
  propose->add_option("--vacancy", proposed->vacancy, "The vacancy: id or name")->required();
  commands.OnRun(propose, [proposed](Context& context) {
    v1::ProposeIntroductionRequest request;
    request.set_job_seeker(FullName("jobSeekers", proposed->who));
    request.set_vacancy(FullName("vacancies", proposed->vacancy));
    return CallAndShow<v1::ProposeIntroductionResponse>(context, request);
  });

  CLI::App* ask = commands.Add(
      "request", "As an employer, asks for a candidate of a match for an own vacancy.",
      {"overstap --role=employer introduction request candidates/4f3a… --vacancy=v-1"}, parent);
  auto asked = std::make_shared<Options>();
  ask->add_option("candidate", asked->who, "The candidate, as the match names it")->required();
  ask->add_option("--vacancy", asked->vacancy, "The vacancy: id or name")->required();
  commands.OnRun(ask, [asked](Context& context) {
    v1::RequestIntroductionRequest request;
    request.set_candidate(FullName("candidates", asked->who));
    request.set_vacancy(FullName("vacancies", asked->vacancy));
    return CallAndShow<v1::RequestIntroductionResponse>(context, request);
  });
}

void AddAnswers(Commands& commands, CLI::App* parent) {
  struct Options {
    std::string id, reason, etag;
    google::type::Date consent_date;
    v1::IntroductionDeclineReason decline_reason = v1::INTRODUCTION_DECLINE_REASON_UNSPECIFIED;
  };
  const auto add = [&commands, parent](const std::string& name, const std::string& description,
                                       const std::string& example, Options& options) {
    CLI::App* command = commands.Add(name, description, {example}, parent);
    command->add_option("id", options.id, "The introduction: id or name")->required();
    command->add_option("--etag", options.etag,
                        "Only when the stored introduction still has this etag");
    return command;
  };

  auto accepted = std::make_shared<Options>();
  CLI::App* accept =
      add("accept", "Records that the person consents to be introduced.",
          "overstap introduction accept i-1 --consent=2026-11-20 --reason='besproken, akkoord'",
          *accepted);
  AddDate(accept, "--consent", accepted->consent_date, "The day on which the person consented")
      ->required();
  accept->add_option("--reason", accepted->reason, "How, and what it covers")->required();
  commands.OnRun(accept, [accepted](Context& context) {
    v1::AcceptIntroductionRequest request;
    request.set_name(FullName(kCollection, accepted->id));
    *request.mutable_consent_date() = accepted->consent_date;
    request.set_reason(accepted->reason);
    request.set_etag(accepted->etag);
    return CallAndShow<v1::AcceptIntroductionResponse>(context, request);
  });

  auto declined = std::make_shared<Options>();
  CLI::App* decline = add("decline", "Records that the person does not want it.",
                          "overstap introduction decline i-1 --reason=distance", *declined);
  AddEnum(decline, "--reason", declined->decline_reason, "Why")->required();
  commands.OnRun(decline, [declined](Context& context) {
    v1::DeclineIntroductionRequest request;
    request.set_name(FullName(kCollection, declined->id));
    request.set_reason(declined->decline_reason);
    request.set_etag(declined->etag);
    return CallAndShow<v1::DeclineIntroductionResponse>(context, request);
  });

  auto withdrawn = std::make_shared<Options>();
  CLI::App* withdraw =
      add("withdraw", "Takes it back: the employer, or for the person who keeps the person.",
          "overstap introduction withdraw i-1", *withdrawn);
  commands.OnRun(withdraw, [withdrawn](Context& context) {
    v1::WithdrawIntroductionRequest request;
    request.set_name(FullName(kCollection, withdrawn->id));
    request.set_etag(withdrawn->etag);
    return CallAndShow<v1::WithdrawIntroductionResponse>(context, request);
  });
}

void AddEmployerAnswer(Commands& commands, CLI::App* parent) {
  CLI::App* command =
      commands.Add("answer", "Records what the employer answered: invited, or declined and why.",
                   {"overstap --role=employer introduction answer i-1 --invited",
                    "overstap introduction answer i-1 --declined=filled"},
                   parent);
  struct Options {
    std::string id, etag;
    bool invited = false;
    v1::EmployerDeclineReason reason = v1::EMPLOYER_DECLINE_REASON_UNSPECIFIED;
  };
  auto options = std::make_shared<Options>();
  command->add_option("id", options->id, "The introduction: id or name")->required();
  CLI::Option* invited = command->add_flag("--invited", options->invited, "The person is invited");
  AddEnum(command, "--declined", options->reason, "The employer declines, and why")
      ->excludes(invited);
  command->add_option("--etag", options->etag,
                      "Only when the stored introduction still has this etag");
  commands.OnRun(command, [options](Context& context) -> absl::StatusOr<ExitCode> {
    const bool declined = options->reason != v1::EMPLOYER_DECLINE_REASON_UNSPECIFIED;
    if (options->invited == declined) throw CLI::RequiredError("answer: --invited or --declined");
    v1::RecordEmployerAnswerRequest request;
    request.set_name(FullName(kCollection, options->id));
    request.set_answer(declined ? v1::EMPLOYER_ANSWER_DECLINED : v1::EMPLOYER_ANSWER_INVITED);
    request.set_reason(options->reason);
    request.set_etag(options->etag);
    return CallAndShow<v1::RecordEmployerAnswerResponse>(context, request);
  });
}

void AddAnswering(Commands& commands, CLI::App* parent) {
  CLI::App* command = commands.Add(
      "answering", "How employers answer, in counts; without dates of the last 90 days.",
      {"overstap introduction answering",
       "overstap introduction answering --from=2026-07-01 --to=2026-09-30 --employer=techtalent"},
      parent);
  struct Options {
    google::type::Date from, to;
    std::string employer;
  };
  auto options = std::make_shared<Options>();
  AddDate(command, "--from", options->from, "Introductions accepted on or after this day");
  AddDate(command, "--to", options->to, "Introductions accepted up to and including this day");
  command->add_option("--employer", options->employer, "Only this organisation, by its id");
  const auto paging = AddPagingOptions(command);
  commands.OnRun(command, [options, paging](Context& context) -> absl::StatusOr<ExitCode> {
    v1::ListEmployerAnsweringRequest request;
    if (options->from.year() != 0) *request.mutable_from_date() = options->from;
    if (options->to.year() != 0) *request.mutable_to_date() = options->to;
    request.set_employer_organisation(options->employer);
    const auto reply = paging->Call(context.client, request);
    if (!reply.ok()) return reply.status();
    ShowRecords(context, EmployerAnsweringKind(), **reply);
    const auto& employers =
        dynamic_cast<const v1::ListEmployerAnsweringResponse&>(**reply).employers();
    const bool hidden =
        std::any_of(employers.begin(), employers.end(),
                    [](const v1::EmployerAnswering& row) { return row.is_hidden(); });
    if (hidden && !context.json) {
      context.out() << context.locale.Say(Text::kSmallCountsHidden) << "\n";
    }
    return ExitCode::kOk;
  });
}

void AddReads(Commands& commands, CLI::App* parent) {
  struct Options {
    std::string vacancy;
    v1::IntroductionState state = v1::INTRODUCTION_STATE_UNSPECIFIED;
  };
  CLI::App* list = commands.Add(
      "list", "Lists the introductions that you may see.",
      {"overstap introduction list", "overstap introduction list --state=requested"}, parent);
  auto options = std::make_shared<Options>();
  list->add_option("--vacancy", options->vacancy, "Only for this vacancy: id or name");
  AddEnum(list, "--state", options->state, "Only in this state");
  const auto paging = AddPagingOptions(list);
  commands.OnRun(list, [options, paging](Context& context) -> absl::StatusOr<ExitCode> {
    v1::ListIntroductionsRequest request;
    if (!options->vacancy.empty()) request.set_vacancy(FullName("vacancies", options->vacancy));
    request.set_state(options->state);
    const auto reply = paging->Call(context.client, request);
    if (!reply.ok()) return reply.status();
    return ShowRecords(context, IntroductionKind(), **reply);
  });

  CLI::App* candidate = commands.Add(
      "candidate", "What the employer learns of the person, once the person has agreed.",
      {"overstap introduction candidate i-1"}, parent);
  auto id = std::make_shared<std::string>();
  candidate->add_option("id", *id, "The introduction: id or name")->required();
  commands.OnRun(candidate, [id](Context& context) -> absl::StatusOr<ExitCode> {
    v1::GetCandidateRequest request;
    request.set_name(absl::StrCat(FullName(kCollection, *id), "/candidate"));
    const auto reply = context.client.Call<v1::Candidate>(request);
    if (!reply.ok()) return reply.status();
    return ShowRecord(context, CandidateKind(), *reply);
  });
}

}  // namespace

void AddIntroduction(Commands& commands) {
  CLI::App* parent = commands.Add(
      "introduction",
      "Introductions of people to employers, in two steps: first the person agrees.",
      {"overstap introduction propose p-demo --vacancy=v-demo-target",
       "overstap introduction list --state=requested",
       "overstap introduction accept i-1 --consent=2026-11-20 --reason='besproken, akkoord'"});
  parent->require_subcommand(1);
  AddBeginnings(commands, parent);
  AddAnswers(commands, parent);
  AddEmployerAnswer(commands, parent);
  AddReads(commands, parent);
  AddAnswering(commands, parent);
}

}  // namespace overstap::cli
