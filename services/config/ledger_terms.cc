#include "services/config/ledger_terms.h"

namespace overstap::config {
namespace {

constexpr int kFirstCheckWeeks = 13;
constexpr int kLastCheckWeeks = 26;
constexpr int kEmployerAnswerDays = 14;

}  // namespace

std::vector<int> PlacementCheckWeeks(const region::v1::RegionConfig& config) {
  const auto& weeks = config.ledger().placement_check_weeks();
  if (weeks.empty()) return {kFirstCheckWeeks, kLastCheckWeeks};
  return {weeks.begin(), weeks.end()};
}

int EmployerAnswerDays(const region::v1::RegionConfig& config) {
  const int days = config.disclosure().employer_answer_days();
  return days > 0 ? days : kEmployerAnswerDays;
}

}  // namespace overstap::config
