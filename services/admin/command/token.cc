#include "services/admin/command/token.h"

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/access/local_issuer.h"
#include "services/access/role_names.h"

namespace overstap::admin {
namespace {

constexpr double kShortestHours = 0.01;
constexpr double kMostHours = 24 * 366;

struct TokenOptions {
  access::TokenRequest request;
  double hours = 12;
};

int Print(const TokenOptions& options) {
  access::TokenRequest request = options.request;
  request.valid_for = absl::Hours(options.hours);
  const absl::StatusOr<std::string> token = access::CreateToken(request, absl::Now());
  if (!token.ok()) {
    std::cerr << "overstap-admin: " << token.status().message() << "\n";
    return 1;
  }
  std::cout << *token << "\n";
  return 0;
}

}  // namespace

void AddTokenCommand(CLI::App& app, int* exit_code) {
  CLI::App* token = app.add_subcommand("token", "Tokens of this machine's own issuer.");
  token->require_subcommand(1);
  CLI::App* create =
      token->add_subcommand("create", "Prints a token; who has it, is its principal.");
  const auto options = std::make_shared<TokenOptions>();
  access::TokenRequest& request = options->request;
  create->add_option("--key", request.key_file, "The issuer's signing_key.pem")->required();
  create->add_option("--principal", request.principal, "Who it is for")->required();
  create->add_option("--organisation", request.organisation, "Id of the principal's organisation")
      ->required();
  create
      ->add_option_function<std::vector<std::string>>(
          "--role",
          [options](const std::vector<std::string>& names) {
            for (const std::string& name : names) {
              const overstap::v1::Role role = access::RoleOf(name);
              if (role == overstap::v1::ROLE_UNSPECIFIED) {
                throw CLI::ValidationError("--role", "there is no role " + name);
              }
              options->request.roles.push_back(role);
            }
          },
          "A role that the principal may act in, e.g. caseworker; may be repeated")
      ->required()
      ->allow_extra_args(false);
  create->add_option("--issuer", request.issuer, "As the server's --token-issuer")->required();
  create->add_option("--audience", request.audience, "As the server's --token-audience")
      ->required();
  create->add_option("--hours", options->hours, "How long it holds")
      ->check(CLI::Range(kShortestHours, kMostHours))
      ->capture_default_str();
  create->footer(
      "Examples:\n  overstap-admin token create --key=access/signing_key.pem --principal=anna \\\n"
      "    --organisation=uwv --role=caseworker --issuer=overstap-local --audience=overstap \\\n"
      "    --hours=12 >anna.token");
  create->callback([options, exit_code] { *exit_code = Print(*options); });
}

}  // namespace overstap::admin
