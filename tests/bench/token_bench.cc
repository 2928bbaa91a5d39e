// What it costs to find out who calls: tokens that are new, and tokens that are remembered.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "benchmark/benchmark.h"
#include "services/access/token_verifier.h"
#include "tests/unit/services/access/signing_key.h"

namespace overstap::access {
namespace {

// With a key set file of its own. `most_remembered` 0: every token is verified anew.
std::unique_ptr<TokenVerifier> Open(const SigningKey& key, size_t most_remembered) {
  std::string path = (std::filesystem::temp_directory_path() / "overstap_bench.XXXXXX").string();
  const std::filesystem::path dir = mkdtemp(path.data());
  std::ofstream(dir / "jwks.json") << KeySetOf({&key});
  auto keys = IssuerKeys::Open(*MakeKeySource((dir / "jwks.json").string()),
                               {.file_refresh = absl::Hours(1)});
  std::filesystem::remove_all(dir);
  if (!keys.ok()) std::abort();
  return std::make_unique<TokenVerifier>(
      *std::move(keys), TokenRules{.issuer = "https://issuer.test", .audience = "overstap"},
      most_remembered);
}

void Run(benchmark::State& state, const SigningKey& key, bool remembered) {
  const absl::Time now = absl::Now();
  const std::string token = key.Sign(CaseworkerClaims(now));
  const auto verifier = Open(key, remembered ? TokenVerifier::kMostRemembered : 0);
  for (auto _ : state) {
    const auto identity = verifier->Verify(token, now);
    if (!identity.ok()) state.SkipWithError(identity.status().ToString().c_str());
    benchmark::DoNotOptimize(identity);
  }
}

void NewEs256(benchmark::State& state) { Run(state, SigningKey::P256("k"), false); }
void NewRs256(benchmark::State& state) { Run(state, SigningKey::Rsa("k"), false); }
void RememberedEs256(benchmark::State& state) { Run(state, SigningKey::P256("k"), true); }
void RememberedRs256(benchmark::State& state) { Run(state, SigningKey::Rsa("k"), true); }
BENCHMARK(NewEs256);
BENCHMARK(NewRs256);
BENCHMARK(RememberedEs256);
BENCHMARK(RememberedRs256);

}  // namespace
}  // namespace overstap::access
