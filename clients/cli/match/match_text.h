// Matches as people read them: lists of results, and one pair in full.
//
//   MatchText text(locale, context.streams.out_width);
//   out << text.Vacancies(reply.matches());
//   out << text.Explanation(reply.match(), reply.eligible());
//
// Not shared between threads.
#ifndef OVERSTAP_CLIENTS_CLI_MATCH_MATCH_TEXT_H_
#define OVERSTAP_CLIENTS_CLI_MATCH_MATCH_TEXT_H_

#include <string>

#include "clients/cli/text/locale.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "overstap/v1/match.pb.h"

namespace overstap::cli {

class MatchText {
 public:
  template <typename Item>
  using Repeated = google::protobuf::RepeatedPtrField<Item>;

  // `locale` must outlive it. `width` 0: do not wrap.
  MatchText(const Locale& locale, int width) : locale_(locale), width_(width) {}

  // Tables, best first; with the reasons of those that fail a rule, where one does.
  std::string Vacancies(const Repeated<v1::VacancyMatch>& matches) const;
  std::string JobSeekers(const Repeated<v1::JobSeekerMatch>& matches) const;
  // One line for each field that leaves eligibility open.
  std::string MissingFields(const Repeated<v1::MissingFieldCount>& counts) const;

  // Every part with its weight, cover and contribution, then reasons, unknowns and notes.
  std::string Explanation(const v1::VacancyMatch& match, bool eligible) const;
  std::string Parts(const v1::Fit& fit) const;

  // The sentences, each on a line of its own behind `bullet`.
  static std::string Reasons(const Repeated<v1::Reason>& reasons, const std::string& bullet);

 private:
  const Locale& locale_;
  int width_;
};

// What a part demands, in words; its taxonomy number or code where there is no label.
std::string DemandLabel(const v1::FitPart& part);

// A demand of which less than half is covered: what the person lacks. (Entry demands on skills are
// met from one half on, likewise.)
bool IsMissing(const v1::FitPart& part);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_MATCH_MATCH_TEXT_H_
