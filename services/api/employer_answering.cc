#include "services/api/employer_answering.h"

#include <algorithm>
#include <utility>

#include "matcher/target/suppression.h"
#include "services/write/introductions.h"
#include "services/write/record_views.h"

namespace overstap::api {
namespace {

// `values`: not empty.
double Median(std::vector<int> values) {
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return (values[middle - 1] + values[middle]) / 2.0;
}

// Which counts are not shown beside their sum: the small ones, such others as would give them away,
// and more until what is hidden is not small together either. `counts`: not small in sum.
std::vector<bool> HiddenAmong(const std::vector<int64_t>& counts) {
  std::vector<bool> hidden =
      matcher::SuppressList(counts, {.grand_total_is_published = true}).cells;
  while (true) {
    int64_t sum = 0;
    size_t next = counts.size();  // the smallest that is shown
    for (size_t i = 0; i < counts.size(); ++i) {
      if (hidden[i]) {
        sum += counts[i];
      } else if (counts[i] > 0 && (next == counts.size() || counts[i] < counts[next])) {
        next = i;
      }
    }
    if (sum == 0 || sum >= matcher::kSmallCount || next == counts.size()) return hidden;
    hidden[next] = true;
  }
}

enum Count : size_t { kInvited, kDeclined, kNoAnswer, kWaiting };

void ShowCounts(const std::vector<int64_t>& counts, const std::vector<int>& answer_days,
                v1::EmployerAnswering* row) {
  const std::vector<bool> hidden = HiddenAmong(counts);
  const auto shown = [&](Count count) { return hidden[count] ? 0 : counts[count]; };
  row->set_invited_count(shown(kInvited));
  row->set_declined_count(shown(kDeclined));
  row->set_no_answer_count(shown(kNoAnswer));
  row->set_waiting_count(shown(kWaiting));
  row->set_is_hidden(std::find(hidden.begin(), hidden.end(), true) != hidden.end());
  // It tells that answers were given, and of few answers how long each took.
  if (!hidden[kInvited] && !hidden[kDeclined] && answer_days.size() >= matcher::kSmallCount) {
    row->set_median_answer_days(Median(answer_days));
  }
}

}  // namespace

void EmployerAnswering::Add(const store::v1::RecordHead& head,
                            const store::v1::Introduction& introduction) {
  const bool is_accepted = introduction.state() == store::v1::INTRODUCTION_STATE_ACCEPTED;
  const bool was_accepted = introduction.state() == store::v1::INTRODUCTION_STATE_WITHDRAWN &&
                            introduction.has_employer_answer_by_date();
  if (!is_accepted && !was_accepted) return;
  const matcher::Date accepted_on = write::DayOf(introduction.answer_time());
  if (accepted_on < period_.from || accepted_on > period_.to) return;
  const store::v1::EmployerAnswer answer =
      write::EmployerAnswerOn(head, introduction, period_.today);
  if (answer == store::v1::EMPLOYER_ANSWER_UNSPECIFIED && !is_accepted) return;

  Counts& counts = by_employer_[introduction.employer_organisation()];
  ++counts.introduced;
  counts.vacancies.insert(introduction.vacancy());
  switch (answer) {
    case store::v1::EMPLOYER_ANSWER_INVITED:
      ++counts.invited;
      break;
    case store::v1::EMPLOYER_ANSWER_DECLINED:
      ++counts.declined;
      break;
    case store::v1::EMPLOYER_ANSWER_NO_ANSWER:
      ++counts.no_answer;
      break;
    default:
      ++counts.waiting;
      break;
  }
  if (introduction.has_employer_answer_time()) {
    counts.answer_days.push_back(write::DayOf(introduction.employer_answer_time()) - accepted_on);
  }
}

absl::StatusOr<std::vector<v1::EmployerAnswering>> EmployerAnswering::Rows(
    absl::FunctionRef<absl::StatusOr<int>(std::string_view vacancy)> openings_of) const {
  std::vector<v1::EmployerAnswering> rows;
  rows.reserve(by_employer_.size());
  for (const auto& [employer, counts] : by_employer_) {
    int openings = 0;
    for (const std::string& vacancy : counts.vacancies) {
      const absl::StatusOr<int> of_vacancy = openings_of(vacancy);
      if (!of_vacancy.ok()) return of_vacancy.status();
      openings += std::max(*of_vacancy, 1);
    }
    rows.push_back(RowOf(employer, counts, openings));
  }
  return rows;
}

v1::EmployerAnswering EmployerAnswering::RowOf(const std::string& employer, const Counts& counts,
                                               int openings) {
  v1::EmployerAnswering row;
  row.set_employer_organisation(employer);
  if (counts.introduced < matcher::kSmallCount) {
    row.set_is_hidden(true);
    return row;
  }
  row.set_introduced_count(counts.introduced);
  row.set_introductions_per_opening(static_cast<double>(counts.introduced) / openings);
  ShowCounts({counts.invited, counts.declined, counts.no_answer, counts.waiting},
             counts.answer_days, &row);
  return row;
}

}  // namespace overstap::api
