#include "clients/cli/match/match_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/table.h"
#include "clients/cli/text/names.h"

namespace overstap::cli {
namespace {

constexpr double kHalf = 0.5;

// The rules in a few words, for a table's cell.
std::string RulesOf(const Locale& locale,
                    const google::protobuf::RepeatedPtrField<v1::Reason>& reasons) {
  std::vector<std::string> names;
  for (const v1::Reason& reason : reasons) names.push_back(locale.ValueName(reason.rule()));
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return absl::StrJoin(names, ", ");
}

std::string SentencesOf(const google::protobuf::RepeatedPtrField<v1::Reason>& reasons) {
  return absl::StrJoin(reasons, "\n", [](std::string* text, const v1::Reason& reason) {
    absl::StrAppend(text, reason.text());
  });
}

template <typename Match>
bool AnyReason(const google::protobuf::RepeatedPtrField<Match>& matches) {
  return std::any_of(matches.begin(), matches.end(),
                     [](const Match& match) { return match.reasons_size() > 0; });
}

template <typename Match>
bool AnyUnknown(const google::protobuf::RepeatedPtrField<Match>& matches) {
  return std::any_of(matches.begin(), matches.end(),
                     [](const Match& match) { return match.unknowns_size() > 0; });
}

template <typename Match>
std::string Kilometres(const Locale& locale, const Match& match) {
  return match.has_distance_km() ? locale.Fixed(match.distance_km(), 1) : "–";
}

// The columns that both directions end with, where they say anything.
template <typename Match>
class Endings {
 public:
  explicit Endings(const google::protobuf::RepeatedPtrField<Match>& matches)
      : with_unknowns_(AnyUnknown(matches)), with_reasons_(AnyReason(matches)) {}

  void AddColumns(const Locale& locale, std::vector<Table::Column>& columns) const {
    if (with_unknowns_) columns.push_back({locale.Say(Text::kColumnUnknown), Table::kWraps});
    if (with_reasons_) columns.push_back({locale.Say(Text::kColumnReasons), Table::kWraps});
  }
  void AddCells(const Locale& locale, const Match& match, std::vector<std::string>& cells) const {
    if (with_unknowns_) cells.push_back(RulesOf(locale, match.unknowns()));
    if (with_reasons_) cells.push_back(SentencesOf(match.reasons()));
  }

 private:
  bool with_unknowns_;
  bool with_reasons_;
};

}  // namespace

std::string DemandLabel(const v1::FitPart& part) {
  if (!part.label().empty()) return part.label();
  if (part.has_qualification()) {
    return absl::StrCat(part.qualification().code().scheme(), " ",
                        part.qualification().code().code());
  }
  return absl::StrCat("skills/", part.skill_number());
}

bool IsMissing(const v1::FitPart& part) {
  return part.has_qualification() ? part.cover() < 1 : part.cover() < kHalf;
}

std::string MatchText::Vacancies(const Repeated<v1::VacancyMatch>& matches) const {
  if (matches.empty()) return absl::StrCat(locale_.Say(Text::kNoMatches), "\n");
  const Endings<v1::VacancyMatch> endings(matches);
  std::vector<Table::Column> columns = {{"#", Table::kRight},
                                        {locale_.Say(Text::kColumnFit), Table::kRight},
                                        {locale_.Say(Text::kColumnTitle), Table::kWraps},
                                        {locale_.Say(Text::kColumnEmployer), Table::kWraps},
                                        {locale_.Say(Text::kColumnKilometres), Table::kRight},
                                        {locale_.Say(Text::kColumnOpeningsLeft), Table::kRight},
                                        {locale_.Say(Text::kColumnVacancy)}};
  endings.AddColumns(locale_, columns);
  Table table(std::move(columns));
  int rank = 0;
  for (const v1::VacancyMatch& match : matches) {
    std::vector<std::string> cells = {absl::StrCat(++rank),
                                      locale_.Percent(match.fit().score()),
                                      match.title(),
                                      match.employer(),
                                      Kilometres(locale_, match),
                                      absl::StrCat(match.openings_left()),
                                      match.vacancy()};
    endings.AddCells(locale_, match, cells);
    table.AddRow(std::move(cells));
  }
  return table.Render(width_);
}

std::string MatchText::JobSeekers(const Repeated<v1::JobSeekerMatch>& matches) const {
  if (matches.empty()) return absl::StrCat(locale_.Say(Text::kNoMatches), "\n");
  const Endings<v1::JobSeekerMatch> endings(matches);
  std::vector<Table::Column> columns = {{"#", Table::kRight},
                                        {locale_.Say(Text::kColumnFit), Table::kRight},
                                        {locale_.Say(Text::kColumnJobSeeker)},
                                        {locale_.Say(Text::kColumnKilometres), Table::kRight}};
  endings.AddColumns(locale_, columns);
  Table table(std::move(columns));
  int rank = 0;
  for (const v1::JobSeekerMatch& match : matches) {
    std::vector<std::string> cells = {absl::StrCat(++rank), locale_.Percent(match.fit().score()),
                                      match.job_seeker(), Kilometres(locale_, match)};
    endings.AddCells(locale_, match, cells);
    table.AddRow(std::move(cells));
  }
  return table.Render(width_);
}

std::string MatchText::MissingFields(const Repeated<v1::MissingFieldCount>& counts) const {
  std::string text;
  for (const v1::MissingFieldCount& count : counts) {
    const std::string field = count.field().substr(count.field().rfind('.') + 1);
    absl::StrAppend(&text, "  ",
                    locale_.Say(Text::kMissingField, NameOfField(locale_.language(), field),
                                count.result_count()),
                    "\n");
  }
  return text.empty() ? text : absl::StrCat(locale_.Say(Text::kMissingFields), "\n", text);
}

std::string MatchText::Parts(const v1::Fit& fit) const {
  Table table({{locale_.Say(Text::kColumnDemand), Table::kWraps},
               {locale_.Say(Text::kColumnWeight), Table::kRight},
               {locale_.Say(Text::kColumnCover), Table::kRight},
               {locale_.Say(Text::kColumnContribution), Table::kRight},
               {locale_.Say(Text::kColumnCoveredBy), Table::kWraps}});
  for (const v1::FitPart& part : fit.parts()) {
    std::string demand = DemandLabel(part);
    if (part.has_qualification()) {
      absl::StrAppend(&demand, " (", locale_.Say(Text::kDiploma), ")");
    } else if (!part.essential()) {
      absl::StrAppend(&demand, " (", locale_.Say(Text::kDesired), ")");
    }
    std::string covered_by = part.covered_by_label();
    if (covered_by.empty()) covered_by = part.covered_by_qualification_code();
    if (part.cover() == 0) covered_by = locale_.Say(Text::kLacking);
    if (part.derived_from_text()) {
      absl::StrAppend(&covered_by, " (", locale_.Say(Text::kDerivedFromText), ")");
    } else if (part.derived()) {
      absl::StrAppend(&covered_by, " (", locale_.Say(Text::kDerived), ")");
    }
    table.AddRow({demand, locale_.Percent(part.weight()), locale_.Percent(part.cover()),
                  locale_.Percent(part.contribution()), covered_by});
  }
  table.AddRow({locale_.Say(Text::kTogether), "", "", locale_.Percent(fit.score()), ""});
  return table.Render(width_);
}

std::string MatchText::Reasons(const Repeated<v1::Reason>& reasons, const std::string& bullet) {
  std::string text;
  for (const v1::Reason& reason : reasons) absl::StrAppend(&text, bullet, reason.text(), "\n");
  return text;
}

std::string MatchText::Explanation(const v1::VacancyMatch& match, bool eligible) const {
  std::string text =
      absl::StrCat(match.title(), " – ", match.employer(), " (", match.vacancy(), ")\n");
  absl::StrAppend(&text, locale_.Say(Text::kFitIs, locale_.Percent(match.fit().score())), " ",
                  locale_.Say(eligible ? Text::kEligible : Text::kNotEligible), "\n\n",
                  Parts(match.fit()));
  if (match.reasons_size() > 0) {
    absl::StrAppend(&text, "\n", locale_.Say(Text::kReasonsAre), "\n",
                    Reasons(match.reasons(), "  – "));
  }
  if (match.unknowns_size() > 0) {
    absl::StrAppend(&text, "\n", locale_.Say(Text::kUnknownsAre), "\n",
                    Reasons(match.unknowns(), "  – "));
  }
  if (match.notes_size() > 0) {
    absl::StrAppend(&text, "\n", locale_.Say(Text::kNotesAre), "\n");
    for (const std::string& note : match.notes()) absl::StrAppend(&text, "  – ", note, "\n");
  }
  return text;
}

}  // namespace overstap::cli
