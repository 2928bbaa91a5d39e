// What a check found: everything is counted, the first hundred are kept.
//
//   Findings findings;
//   findings.Add("openings", "vacancies/v-1: 2 taken in the pool, 3 by placements");
//
// A value.
#ifndef OVERSTAP_SERVICES_ADMIN_FINDINGS_H_
#define OVERSTAP_SERVICES_ADMIN_FINDINGS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace overstap::admin {

struct Finding {
  std::string subject;
  std::string description;
};

class Findings {
 public:
  void Add(std::string subject, std::string description) {
    ++count_;
    if (listed_.size() < kMostListed) {
      listed_.push_back({std::move(subject), std::move(description)});
    }
  }
  void Add(const Findings& others) {
    for (const Finding& finding : others.listed_) Add(finding.subject, finding.description);
    count_ += others.count_ - static_cast<int64_t>(others.listed_.size());
  }

  int64_t count() const { return count_; }
  const std::vector<Finding>& listed() const { return listed_; }

 private:
  static constexpr size_t kMostListed = 100;

  std::vector<Finding> listed_;
  int64_t count_ = 0;
};

}  // namespace overstap::admin

#endif  // OVERSTAP_SERVICES_ADMIN_FINDINGS_H_
