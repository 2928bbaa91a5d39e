#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "clients/cli/arguments.h"
#include "clients/cli/command/commands.h"
#include "clients/cli/command/options.h"
#include "clients/cli/command/person.h"
#include "clients/cli/command/show.h"
#include "clients/cli/match/match_text.h"
#include "clients/cli/record/messages.h"
#include "overstap/v1/match_service.pb.h"

namespace overstap::cli {
namespace {

constexpr int kMostResults = 1000;

struct MatchOptions {
  std::shared_ptr<Person> person;
  std::string vacancy;
  std::string vacancy_file;
  bool excluded = false;
  bool certain_only = false;
  double min_score = 0;
  int limit = 20;
  google::type::Date as_of_date;

  // Of vacancies.
  std::vector<std::string> sectors;
  std::vector<std::string> occupations;
  std::vector<v1::ContractKind> contract_kinds;
  std::string learn_work;
  bool job_coach = false;
  bool trial_placement = false;
  bool wage_subsidy = false;
  bool reserved_places = false;
  // Of people.
  std::vector<std::string> past_occupations;
  std::vector<std::string> wished_occupations;
  std::string in_work;
  // Of both.
  std::vector<std::string> municipalities;
};

void AddCodes(const std::vector<std::string>& uris,
              google::protobuf::RepeatedPtrField<v1::Code>* codes) {
  for (const std::string& uri : uris) {
    v1::Code* code = codes->Add();
    code->set_scheme("ESCO");
    code->set_code(uri);
  }
}

// What both directions ask in the same words.
template <typename Request>
void FillCommon(const Context& context, const MatchOptions& options, Request& request) {
  request.set_min_score(options.min_score);
  request.set_view(options.excluded ? v1::MATCH_VIEW_EXCLUDED : v1::MATCH_VIEW_ELIGIBLE);
  request.set_certain_only(options.certain_only);
  request.set_page_size(options.limit);
  request.set_language_code(context.locale.code());
  if (options.as_of_date.year() != 0) *request.mutable_as_of_date() = options.as_of_date;
  request.mutable_filter()->mutable_municipalities()->Assign(options.municipalities.begin(),
                                                             options.municipalities.end());
}

// Pages count what they miss each for themselves.
template <typename Reply>
void SumMissingFields(Reply& reply) {
  std::map<std::string, int> sums;
  for (const auto& count : reply.missing_fields()) sums[count.field()] += count.result_count();
  reply.clear_missing_fields();
  for (const auto& [field, sum] : sums) {
    auto* count = reply.add_missing_fields();
    count->set_field(field);
    count->set_result_count(sum);
  }
  std::stable_sort(
      reply.mutable_missing_fields()->begin(), reply.mutable_missing_fields()->end(),
      [](const auto& a, const auto& b) { return a.result_count() > b.result_count(); });
}

// Asks for as many pages as the limit needs, and shows them.
template <typename Reply, typename Request>
absl::StatusOr<ExitCode> AskAndShow(Context& context, const MatchOptions& options,
                                    Request& request) {
  const auto pages = CallForPages(context.client, request, options.limit);
  if (!pages.ok()) return pages.status();
  Reply& reply = *google::protobuf::DynamicCastToGenerated<Reply>(pages->get());
  SumMissingFields(reply);
  if (ShowJson(context, reply)) return ExitCode::kOk;
  const MatchText text(context.locale, context.streams.out_width);
  if constexpr (std::is_same_v<Reply, v1::MatchVacanciesResponse>) {
    context.out() << text.Vacancies(reply.matches());
  } else {
    context.out() << text.JobSeekers(reply.matches());
  }
  if (reply.missing_fields_size() > 0) {
    context.out() << "\n" << text.MissingFields(reply.missing_fields());
  }
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> MatchVacancies(Context& context, const MatchOptions& options) {
  v1::MatchVacanciesRequest request;
  absl::Status status = options.person->Fill(context, request);
  if (!status.ok()) return status;
  FillCommon(context, options, request);
  v1::VacancyFilter& filter = *request.mutable_filter();
  filter.mutable_sectors()->Assign(options.sectors.begin(), options.sectors.end());
  AddCodes(options.occupations, filter.mutable_occupations());
  for (const v1::ContractKind kind : options.contract_kinds) filter.add_contract_kinds(kind);
  if (!options.learn_work.empty()) filter.set_learn_work(options.learn_work == "only");
  filter.set_job_coach(options.job_coach);
  filter.set_trial_placement(options.trial_placement);
  filter.set_open_to_wage_subsidy(options.wage_subsidy);
  filter.set_reserved_places(options.reserved_places);
  return AskAndShow<v1::MatchVacanciesResponse>(context, options, request);
}

absl::StatusOr<ExitCode> MatchJobSeekers(Context& context, const MatchOptions& options) {
  v1::MatchJobSeekersRequest request;
  if (options.vacancy_file.empty()) {
    request.set_vacancy(FullName("vacancies", options.vacancy));
  } else {
    absl::Status status =
        ReadJson(options.vacancy_file, context.streams.in, *request.mutable_inline_vacancy());
    if (!status.ok()) return status;
  }
  FillCommon(context, options, request);
  v1::JobSeekerFilter& filter = *request.mutable_filter();
  AddCodes(options.past_occupations, filter.mutable_past_occupations());
  AddCodes(options.wished_occupations, filter.mutable_wished_occupations());
  if (!options.in_work.empty()) filter.set_in_work(options.in_work == "only");
  return AskAndShow<v1::MatchJobSeekersResponse>(context, options, request);
}

void AddVacancyFilters(CLI::App* match, MatchOptions& options) {
  const std::string group = "Which vacancies (with a person)";
  AddTexts(match, "--sector", options.sectors, "Only these sectors, e.g. energy")->group(group);
  AddTexts(match, "--occupation", options.occupations, "Only these occupations (URIs)")
      ->group(group);
  AddEnums(match, "--contract", options.contract_kinds, "Only these kinds of contract")
      ->group(group);
  match->add_option("--learn-work", options.learn_work, "Learn-work jobs: only or none")
      ->check(CLI::IsMember({"only", "none"}))
      ->group(group);
  match->add_flag("--job-coach", options.job_coach, "Only with a job coach")->group(group);
  match->add_flag("--trial-placement", options.trial_placement, "Only with a trial placement")
      ->group(group);
  match->add_flag("--wage-subsidy", options.wage_subsidy, "Only open to wage subsidy")
      ->group(group);
  match->add_flag("--reserved-places", options.reserved_places, "Only with reserved places")
      ->group(group);
}

void AddPeopleFilters(CLI::App* match, MatchOptions& options) {
  const std::string group = "Which people (with a vacancy)";
  AddTexts(match, "--past-occupation", options.past_occupations,
           "Only who held one of these occupations (URIs)")
      ->group(group);
  AddTexts(match, "--wished-occupation", options.wished_occupations,
           "Only who wishes for one of these occupations (URIs)")
      ->group(group);
  match->add_option("--in-work", options.in_work, "People in work: only or none")
      ->check(CLI::IsMember({"only", "none"}))
      ->group(group);
}

}  // namespace

void AddMatch(Commands& commands) {
  CLI::App* match = commands.Add(
      "match", "The vacancies that a person covers best, or the people that cover a vacancy best.",
      {"overstap match --job-seeker=p-demo",
       "overstap match --job-seeker=p-demo --sector=energy,hightech --learn-work=none --limit=50",
       "overstap match --job-seeker=p-demo --excluded     (the best that fail a rule, and why)",
       "overstap match --file=person.json --certain-only",
       "overstap match --vacancy=v-demo-target --municipality=GM0202 --json"});
  auto options = std::make_shared<MatchOptions>();
  options->person = AddPersonOptions(match);
  match->add_option("--vacancy", options->vacancy, "A stored vacancy: id or name");
  match->add_option("--vacancy-file", options->vacancy_file,
                    "A vacancy that is not stored: JSON file; - reads standard input");
  match->add_flag("--excluded", options->excluded,
                  "The best by fit among those that fail a rule, with the reasons");
  match->add_flag("--certain-only", options->certain_only,
                  "Leave out results with something unknown");
  match->add_option("--min-fit", options->min_score, "Least fit, 0 to 1")
      ->check(CLI::Range(0.0, 1.0));
  match->add_option("--limit", options->limit, "Results")
      ->check(CLI::Range(1, kMostResults))
      ->capture_default_str();
  AddTexts(match, "--municipality", options->municipalities,
           "Only in these municipalities (CBS codes, e.g. GM0202)");
  AddDate(match, "--as-of", options->as_of_date, "The current date");
  AddVacancyFilters(match, *options);
  AddPeopleFilters(match, *options);
  commands.OnRun(match, [options](Context& context) -> absl::StatusOr<ExitCode> {
    const bool vacancy = !options->vacancy.empty() || !options->vacancy_file.empty();
    if (vacancy == options->person->given()) {
      throw CLI::RequiredError("match: one of --job-seeker, --file, --vacancy, --vacancy-file");
    }
    return vacancy ? MatchJobSeekers(context, *options) : MatchVacancies(context, *options);
  });
}

}  // namespace overstap::cli
