#include "services/admin/command/keys.h"

#include <iostream>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "services/access/local_issuer.h"

namespace overstap::admin {
namespace {

constexpr int kMostOldKeys = 20;

int Report(const absl::Status& status, const std::string& dir) {
  if (!status.ok()) {
    std::cerr << "overstap-admin: " << status.message() << "\n";
    return 1;
  }
  std::cout << dir << "/" << access::kSigningKeyFile << "\n"
            << dir << "/" << access::kKeySetFile << "\n";
  return 0;
}

}  // namespace

void AddKeysCommand(CLI::App& app, int* exit_code) {
  CLI::App* keys = app.add_subcommand(
      "keys", "The key that tokens of this machine's own issuer are signed with.");
  keys->require_subcommand(1);
  const auto dir = std::make_shared<std::string>();
  const auto keep_old = std::make_shared<int>(2);

  CLI::App* create = keys->add_subcommand(
      "create", "Makes a key (signing_key.pem) and its public key set (jwks.json).");
  create->add_option("--dir", *dir, "Folder, made when missing")->required();
  create->footer("Examples:\n  overstap-admin keys create --dir=/var/lib/overstap/access");
  create->callback([dir, exit_code] { *exit_code = Report(access::CreateKeys(*dir), *dir); });

  CLI::App* rotate = keys->add_subcommand(
      "rotate",
      "Replaces the key; the key set keeps the old ones' public parts, so that tokens\n"
      "hold until they expire.");
  rotate->add_option("--dir", *dir, "The folder")->required();
  rotate->add_option("--keep-old", *keep_old, "Old public keys that are kept; 0 ends their tokens")
      ->check(CLI::Range(0, kMostOldKeys))
      ->capture_default_str();
  rotate->footer(
      "Examples:\n  overstap-admin keys rotate --dir=/var/lib/overstap/access\n"
      "  overstap-admin keys rotate --dir=/var/lib/overstap/access --keep-old=0");
  rotate->callback([dir, keep_old, exit_code] {
    *exit_code = Report(access::RotateKeys(*dir, *keep_old), *dir);
  });
}

}  // namespace overstap::admin
