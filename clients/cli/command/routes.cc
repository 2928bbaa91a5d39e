#include <cmath>
#include <memory>
#include <string>

#include "clients/cli/command/commands.h"
#include "clients/cli/command/options.h"
#include "clients/cli/command/person.h"
#include "clients/cli/command/show.h"
#include "clients/cli/match/route_text.h"
#include "overstap/v1/route_service.pb.h"

namespace overstap::cli {
namespace {

constexpr double kCentsPerEuro = 100;
constexpr int kMostRoutes = 100;

struct RouteOptions {
  std::shared_ptr<Person> person;
  std::string vacancy;
  std::string occupation;
  double max_cost_eur = -1;
  double min_fit = 0;
  double min_gain = 0;
  int max_steps = 2;
  int limit = 10;
  std::string funding_scheme;
  v1::RouteOrder order = v1::ROUTE_ORDER_SOONEST_WORK;
  google::type::Date as_of_date;
};

absl::StatusOr<ExitCode> RankRoutes(Context& context, const RouteOptions& options) {
  v1::RankRoutesRequest request;
  absl::Status status = options.person->Fill(context, request);
  if (!status.ok()) return status;
  if (!options.vacancy.empty()) request.set_vacancy(FullName("vacancies", options.vacancy));
  if (!options.occupation.empty()) {
    request.mutable_occupation()->set_scheme("ESCO");
    request.mutable_occupation()->set_code(options.occupation);
  }
  request.set_min_score_after(options.min_fit);
  request.set_min_score_gain(options.min_gain);
  request.set_max_steps(options.max_steps);
  if (options.max_cost_eur >= 0) {
    request.set_max_cost_person_eur_cents(std::llround(options.max_cost_eur * kCentsPerEuro));
  }
  request.set_funding_scheme(options.funding_scheme);
  request.set_order(options.order);
  request.set_page_size(options.limit);
  request.set_language_code(context.locale.code());
  if (options.as_of_date.year() != 0) *request.mutable_as_of_date() = options.as_of_date;
  const auto reply = context.client.Call<v1::RankRoutesResponse>(request);
  if (!reply.ok()) return reply.status();
  if (ShowJson(context, *reply)) return ExitCode::kOk;
  context.out() << RouteText(context.locale, context.streams.out_width).Reply(*reply);
  return ExitCode::kOk;
}

}  // namespace

void AddRoutes(Commands& commands) {
  CLI::App* routes = commands.Add(
      "routes", "Retraining routes of a person: dated steps with free seats, their cost and gain.",
      {"overstap routes --job-seeker=p-demo",
       "overstap routes --job-seeker=p-demo --to-vacancy=v-demo-target --order=least-cost",
       "overstap routes --job-seeker=p-demo "
       "--to-occupation=http://data.europa.eu/esco/occupation/…",
       "overstap routes --file=person.json --max-cost=1500 --max-steps=1"});
  auto options = std::make_shared<RouteOptions>();
  options->person = AddPersonOptions(routes);
  CLI::Option* to_vacancy =
      routes->add_option("--to-vacancy", options->vacancy, "Towards this vacancy: id or name");
  routes->add_option("--to-occupation", options->occupation, "Towards this occupation (URI)")
      ->excludes(to_vacancy);
  routes
      ->add_option("--min-fit", options->min_fit, "Least fit after the last step, 0 to 1 (0: 0.6)")
      ->check(CLI::Range(0.0, 1.0));
  routes->add_option("--min-gain", options->min_gain, "Least fit gained, 0 to 1")
      ->check(CLI::Range(0.0, 1.0));
  routes->add_option("--max-steps", options->max_steps, "Most steps")
      ->check(CLI::Range(1, 2))
      ->capture_default_str();
  routes
      ->add_option("--max-cost", options->max_cost_eur,
                   "Greatest cost to the person, euro (default: own money, where known)")
      ->check(CLI::NonNegativeNumber);
  routes->add_option("--scheme", options->funding_scheme,
                     "A funding scheme that must be able to pay for every course");
  AddEnum(routes, "--order", options->order, "Order");
  routes->add_option("--limit", options->limit, "Routes")
      ->check(CLI::Range(1, kMostRoutes))
      ->capture_default_str();
  AddDate(routes, "--as-of", options->as_of_date, "The current date");
  commands.OnRun(routes, [options](Context& context) -> absl::StatusOr<ExitCode> {
    if (!options->person->given()) {
      throw CLI::RequiredError("routes: one of --job-seeker, --file");
    }
    return RankRoutes(context, *options);
  });
}

}  // namespace overstap::cli
