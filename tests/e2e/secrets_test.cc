// What a server writes down for its operators holds no token, no key, and nothing of a person.
#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's signals

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cpp/client.h"
#include "clients/cpp/errors.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "overstap/v1/job_seeker_service.pb.h"
#include "overstap/v1/match_service.pb.h"
#include "tests/e2e/kill_writer.h"
#include "tests/e2e/local_access.h"
#include "tests/e2e/program.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::e2e {
namespace {

// A part of a secret that is longer than chance.
constexpr size_t kPart = 16;

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Every part of the secret, as it is and as hexadecimal digits and base64 would show it.
void ExpectNowhere(std::string_view what, std::string_view secret, const std::string& text) {
  for (size_t at = 0; at + kPart <= secret.size(); at += kPart / 2) {
    const std::string part(secret.substr(at, kPart));
    // Runs of one byte are no secret.
    if (part.find_first_not_of(part.front()) == std::string::npos) continue;
    EXPECT_FALSE(absl::StrContains(text, part)) << what << " at " << at;
    EXPECT_FALSE(absl::StrContains(absl::AsciiStrToLower(text), absl::BytesToHexString(part)))
        << what << " at " << at << ", as hexadecimal digits";
    EXPECT_FALSE(absl::StrContains(text, absl::Base64Escape(part).substr(0, kPart)))
        << what << " at " << at << ", as base64";
  }
}

template <typename Request>
Request FromText(const std::string& text) {
  Request request;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
  return request;
}

class SecretsTest : public ::testing::Test {
 protected:
  // Everything that a caller can do well and badly with a person and a token.
  void CallWithSecrets(const std::string& address) {
    const client::Client client = Reporter(address);
    const std::string person = absl::StrCat(
        "name: 'jobSeekers/", kPerson, "' working_level_eqf: 3 home { postcode: '6811' } ",
        "past_occupations { items { occupation { scheme: 'ESCO' code: 'urn:", kExperience,
        "' } } }");
    const auto request = FromText<v1::CreateJobSeekerRequest>("job_seeker { " + person + " }");
    // Once it is stored, the second time the name is taken; then with fields that are wrong.
    client.Call<v1::JobSeeker>(request).IgnoreError();
    client.Call<v1::JobSeeker>(request).IgnoreError();
    client
        .Call<v1::JobSeeker>(FromText<v1::CreateJobSeekerRequest>(
            absl::StrCat("job_seeker { name: 'jobSeekers/", kPerson, " wrong' home { postcode: '",
                         kWrongValue, "' } working_level_eqf: 99 }")))
        .IgnoreError();
    client
        .Call<v1::MatchVacanciesResponse>(FromText<v1::MatchVacanciesRequest>(
            absl::StrCat("job_seeker: 'jobSeekers/", kPerson, "'")))
        .IgnoreError();
    client
        .Call<v1::JobSeeker>(FromText<v1::GetJobSeekerRequest>(
            absl::StrCat("name: 'jobSeekers/", kPerson, "-unknown'")))
        .IgnoreError();
    // Tokens that are no tokens, cut off, or changed.
    for (const std::string& token : {std::string(kNoToken), token_.substr(0, token_.size() / 2),
                                     token_ + "AAAA", "Bearer " + token_}) {
      const client::Client stranger({.server = address,
                                     .max_attempts = 1,
                                     .token = token,
                                     .caller = {.role = "caseworker", .purpose = kWrongPurpose}});
      EXPECT_FALSE(stranger.Call<v1::JobSeeker>(request).ok());
    }
  }

  static constexpr char kPerson[] = "canary-7f1e5d0c-person-of-the-test";
  static constexpr char kExperience[] = "canary-2b90aa47-what-the-person-did";
  static constexpr char kWrongValue[] = "canary-c4d6e811-a-value-that-is-wrong";
  static constexpr char kWrongPurpose[] = "canary-90be13f7-a-purpose-of-nobody";
  static constexpr char kNoToken[] = "canary-55aa01c2-this-is-no-token-at-all";

  const ::overstap::testing::TempDir dir_;
  const std::string token_ = std::string(
      absl::StripAsciiWhitespace(ReadFile(Access().TokenFile("caseworker", "werkbedrijf-test"))));
};

TEST_F(SecretsTest, AreNeverInWhatTheServerWritesForItsOperators) {
  const std::string data = dir_ / "data";
  std::string log;
  {
    RunningServer server(dir_ / "run", data, {"--requests-per-second=0"});
    ASSERT_FALSE(server.address().empty());
    ASSERT_EQ(
        RunOverstap(server.address(),
                    {"taxonomy", "import", std::string(OVERSTAP_SOURCE_DIR) + "/data/taxonomy"},
                    dir_ / "import")
            .exit_code,
        0);
    CallWithSecrets(server.address());
    server.program().Signal(SIGTERM);
    const Finished finished = server.program().Wait();
    EXPECT_EQ(finished.exit_code, 0);
    log = finished.out + finished.err;
  }
  EXPECT_FALSE(log.empty());
  for (const auto& [what, secret] :
       std::vector<std::pair<std::string, std::string>>{{"the person's name", kPerson},
                                                        {"the person's experience", kExperience},
                                                        {"a wrong value", kWrongValue},
                                                        {"no token", kNoToken},
                                                        {"the token", token_}}) {
    ExpectNowhere(what, secret, log);
  }
  size_t key_files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data + "/keys")) {
    if (!entry.is_regular_file() || entry.file_size() == 0) continue;
    ++key_files;
    ExpectNowhere(entry.path().filename().string(), ReadFile(entry.path()), log);
  }
  EXPECT_GT(key_files, 0U);
}

}  // namespace
}  // namespace overstap::e2e
