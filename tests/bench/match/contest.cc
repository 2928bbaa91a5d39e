#include "tests/bench/match/contest.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <fstream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/bench/match/exhaustive_engine.h"

namespace overstap::bench {
namespace {

// What this thread has spent of a processor.
double ThreadSeconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  constexpr double kNanosecond = 1e-9;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * kNanosecond;
}

// What the process has in memory now.
size_t ResidentBytes() {
  std::ifstream pages("/proc/self/statm");
  size_t total = 0;
  size_t resident = 0;
  pages >> total >> resident;
  return resident * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

bool IsExhaustive(const Engine& engine) {
  return dynamic_cast<const ExhaustiveEngine*>(&engine) != nullptr;
}

}  // namespace

void Contest::Enter(const std::function<std::unique_ptr<Engine>()>& build) {
  Contender contender;
  const double start = ThreadSeconds();
  contender.engine = build();
  contender.timing.build_seconds = ThreadSeconds() - start;
  contender.timing.engine = contender.engine->name();
  contender.timing.resident_bytes = ResidentBytes();
  contender.query_count = workload_.query_count();
  if (IsExhaustive(*contender.engine)) {
    const uint64_t affordable =
        kExhaustiveDocumentsPerRound / std::max<uint64_t>(workload_.documents().size(), 1);
    contender.query_count =
        std::min<uint64_t>(contender.query_count, std::max<uint64_t>(affordable, 1));
  }
  contender.is_wrong.resize(contender.query_count);
  contenders_.push_back(std::move(contender));
}

void Contest::Run(int rounds) {
  AnswerForReference();
  for (int round = 0; round < rounds; ++round) {
    for (size_t turn = 0; turn < contenders_.size(); ++turn) {
      RunRound(&contenders_[(turn + static_cast<size_t>(round)) % contenders_.size()]);
    }
  }
}

void Contest::AnswerForReference() {
  const auto entered =
      std::find_if(contenders_.begin(), contenders_.end(),
                   [](const Contender& contender) { return IsExhaustive(*contender.engine); });
  std::unique_ptr<Engine> own;
  if (entered == contenders_.end()) {
    own = std::make_unique<ExhaustiveEngine>(workload_.documents(), workload_.term_count());
  }
  Engine& engine = own != nullptr ? *own : *entered->engine;
  reference_.resize(workload_.query_count());
  for (size_t i = 0; i < reference_.size(); ++i) engine.Search(workload_.query(i), &reference_[i]);
}

void Contest::RunRound(Contender* contender) const {
  std::vector<double>& seconds = contender->timing.rounds.emplace_back();
  seconds.reserve(contender->query_count);
  std::vector<Hit> hits;
  for (size_t i = 0; i < contender->query_count; ++i) {
    const Query query = workload_.query(i);
    const double start = ThreadSeconds();
    contender->engine->Search(query, &hits);
    seconds.push_back(ThreadSeconds() - start);
    if (hits != reference_[i]) contender->is_wrong[i] = true;
    if (contender->timing.rounds.size() == 1) contender->answers.push_back(hits);
  }
}

std::vector<EngineTiming> Contest::timings() const {
  std::vector<EngineTiming> timings;
  for (const Contender& contender : contenders_) {
    EngineTiming& timing = timings.emplace_back(contender.timing);
    timing.index_bytes = contender.engine->memory_bytes();
    timing.mismatches =
        static_cast<size_t>(std::count(contender.is_wrong.begin(), contender.is_wrong.end(), true));
  }
  return timings;
}

std::vector<std::vector<Hit>> Contest::AnswersOf(std::string_view engine) const {
  for (const Contender& contender : contenders_) {
    if (contender.engine->name() != engine) continue;
    return IsExhaustive(*contender.engine) ? reference_ : contender.answers;
  }
  return {};
}

absl::Status WriteAnswers(const std::vector<std::vector<Hit>>& answers, const std::string& path) {
  std::ofstream out(path, std::ios::binary);
  for (const std::vector<Hit>& hits : answers) {
    std::array<int32_t, kAnswerSize> positions;
    positions.fill(-1);
    std::transform(hits.begin(), hits.end(), positions.begin(),
                   [](const Hit& hit) { return static_cast<int32_t>(hit.position); });
    out.write(reinterpret_cast<const char*>(positions.data()), sizeof(positions));
  }
  out.close();
  if (!out) return absl::UnavailableError(absl::StrCat(path, ": cannot be written"));
  return absl::OkStatus();
}

}  // namespace overstap::bench
