#include "data/generate/random.h"

namespace overstap::data {
namespace {

constexpr uint64_t kGoldenGamma = 0x9E3779B97F4A7C15;

uint64_t Mix(uint64_t value) {
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
  return value ^ (value >> 31);
}

}  // namespace

Random::Random(absl::string_view kind, uint64_t index, uint64_t seed) : state_(Mix(seed)) {
  for (const char c : kind) state_ = Mix(state_ + kGoldenGamma + static_cast<unsigned char>(c));
  state_ = Mix(state_ + kGoldenGamma * (index + 1));
}

uint64_t Random::Next() {
  state_ += kGoldenGamma;
  return Mix(state_);
}

int Random::Below(int bound) {
  // The high half times the bound: the bias is below 2^-32 for each value.
  return static_cast<int>(((Next() >> 32) * static_cast<uint64_t>(bound)) >> 32);
}

size_t Random::Weighted(const std::vector<int>& weights) {
  int sum = 0;
  for (const int weight : weights) sum += weight;
  int left = Below(sum);
  size_t index = 0;
  while (left >= weights[index]) left -= weights[index++];
  return index;
}

}  // namespace overstap::data
