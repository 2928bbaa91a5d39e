#include "clients/cli/progress/progress_text.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/table.h"
#include "clients/cli/text/names.h"

namespace overstap::cli {
namespace {

constexpr double kPercentInWhole = 100;

// Writes one part after the other.
class Writer {
 public:
  Writer(const Locale& locale, const v1::Progress& progress, int width)
      : locale_(locale), progress_(progress), width_(width) {}

  std::string Write() {
    WriteValue();
    WriteExpectation();
    WriteNotCounted();
    WriteShares();
    WriteBeside();
    WritePeriods();
    WriteTables();
    WriteCohorts();
    for (const v1::Breakdown& breakdown : progress_.breakdowns()) WriteBreakdown(breakdown);
    return std::move(text_);
  }

 private:
  void Line(const std::string& line) { absl::StrAppend(&text_, line, "\n"); }
  std::string Number(double number) const { return locale_.Number(number); }
  // Of a figure that is unset where it is hidden.
  std::string Known(bool known, double number) const {
    return known ? Number(number) : locale_.Say(Text::kHidden);
  }
  std::string Period(const v1::DateRange& period) const {
    return absl::StrCat(locale_.Date(period.start_date()), " – ", locale_.Date(period.end_date()));
  }

  void WriteValue() {
    const double goal = progress_.goal();
    const bool is_unknown = IsUnknownShare(progress_);
    Line(locale_.Say(Text::kProgressIs, progress_.target(),
                     is_unknown ? "–" : Number(progress_.value()), Number(goal),
                     is_unknown ? "–" : locale_.Percent(goal > 0 ? progress_.value() / goal : 0),
                     locale_.Date(progress_.as_of_date())));
    Line(locale_.Say(Text::kProgressWaiting, Number(progress_.unacknowledged_value()),
                     progress_.possible_duplicate_count()));
    if (progress_.has_denominator()) {
      Line(locale_.Say(Text::kProgressShare, Number(progress_.numerator()),
                       Number(progress_.denominator())));
    }
  }

  void WriteExpectation() {
    if (progress_.has_period()) {
      Line(locale_.Say(Text::kProgressExpected, Number(progress_.expected_value()),
                       Period(progress_.period()), progress_.definition_version()));
    }
    if (!progress_.has_forecast()) return;
    const v1::Forecast& forecast = progress_.forecast();
    Line(locale_.Say(Text::kProgressForecast, Number(forecast.value()),
                     Number(forecast.low_value()), Number(forecast.high_value()),
                     forecast.month_count()));
  }

  void WriteNotCounted() {
    if (progress_.repeat_count() > 0) {
      Line(locale_.Say(Text::kProgressRepeats,
                       Number(static_cast<double>(progress_.repeat_count()))));
    }
    for (const v1::NotCounted& not_counted : progress_.not_counted()) {
      Line(absl::StrCat("  ", locale_.Say(Text::kNotCounted, not_counted.report_count(),
                                          not_counted.condition())));
    }
  }

  void WriteShares() {
    for (const v1::ShareProgress& share : progress_.shares()) {
      std::string line =
          absl::StrCat("  ", share.display_name(), ": ", Known(share.has_value(), share.value()));
      if (share.has_percent()) {
        absl::StrAppend(&line, " (", locale_.Percent(share.percent() / kPercentInWhole), ")");
      }
      if (share.has_at_least_percent()) {
        absl::StrAppend(&line, ", ",
                        locale_.Say(Text::kAtLeast,
                                    locale_.Percent(share.at_least_percent() / kPercentInWhole)));
      }
      Line(line);
    }
  }

  void WriteBeside() {
    if (progress_.beside_size() > 0) Line(locale_.Say(Text::kBesideAre));
    for (const v1::BesideFigure& figure : progress_.beside()) {
      // Hidden, or not known on the day.
      std::string value = figure.has_value() ? Number(figure.value()) : "–";
      if (figure.has_high_value()) absl::StrAppend(&value, "–", Number(figure.high_value()));
      std::string line = absl::StrCat("  ", figure.display_name(), ": ", value, " ",
                                      locale_.ValueName(figure.unit()));
      for (const v1::BaselineChange& change : figure.changes()) {
        if (!change.has_change()) continue;
        absl::StrAppend(&line, "; ",
                        locale_.Say(Text::kSinceBaseline, locale_.Date(change.baseline_date()),
                                    Number(change.change())));
      }
      Line(line);
    }
  }

  // One period is that of the first lines.
  void WritePeriods() {
    if (progress_.periods_size() < 2) return;
    Table table({{locale_.Say(Text::kColumnPeriod)},
                 {locale_.Say(Text::kColumnProgress), Table::kRight},
                 {locale_.Say(Text::kColumnWaiting), Table::kRight},
                 {locale_.Say(Text::kColumnExpected), Table::kRight},
                 {locale_.Say(Text::kColumnGoal), Table::kRight}});
    for (const v1::PeriodProgress& period : progress_.periods()) {
      table.AddRow({Period(period.period()), Number(period.value()),
                    Number(period.unacknowledged_value()), Number(period.expected_value()),
                    Number(period.goal())});
    }
    Append(table);
  }

  void WriteTables() {
    Table table({{locale_.Say(Text::kColumnWorkTable)},
                 {locale_.Say(Text::kColumnRunning)},
                 {locale_.Say(Text::kColumnLacking), Table::kWraps}});
    for (const v1::TableActivity& row : progress_.tables()) {
      table.AddRow({row.work_table(), locale_.YesOrNo(row.active()), LackingText(locale_, row)});
    }
    Append(table);
  }

  void WriteCohorts() {
    Table table({{locale_.ValueName(v1::BREAKDOWN_DIMENSION_COHORT)},
                 {locale_.Say(Text::kColumnValue), Table::kRight},
                 {locale_.Say(Text::kColumnOf), Table::kRight}});
    for (const v1::CohortProgress& cohort : progress_.cohorts()) {
      table.AddRow({cohort.cohort(), Known(cohort.has_value(), cohort.value()),
                    cohort.has_denominator() ? Number(cohort.denominator()) : "–"});
    }
    Append(table);
  }

  void WriteBreakdown(const v1::Breakdown& breakdown) {
    Table table({{locale_.ValueName(breakdown.dimension())},
                 {locale_.Say(Text::kColumnValue), Table::kRight},
                 {locale_.Say(Text::kColumnWaiting), Table::kRight}});
    for (const v1::BreakdownCell& cell : breakdown.cells()) {
      table.AddRow({cell.cell().empty() ? locale_.Say(Text::kNotKnown) : cell.cell(),
                    Known(cell.has_value(), cell.value()),
                    Known(cell.has_unacknowledged_value(), cell.unacknowledged_value())});
    }
    Append(table);
  }

  void Append(const Table& table) {
    if (!table.empty()) absl::StrAppend(&text_, "\n", table.Render(width_));
  }

  const Locale& locale_;
  const v1::Progress& progress_;
  int width_;
  std::string text_;
};

}  // namespace

bool IsUnknownShare(const v1::Progress& progress) {
  return progress.unit() == v1::TARGET_UNIT_PERCENT && !progress.has_denominator();
}

std::string LackingText(const Locale& locale, const v1::TableActivity& activity) {
  return absl::StrJoin(activity.lacking(), ", ", [&locale](std::string* out, const auto& lacking) {
    out->append(NameOfField(locale.language(), lacking));
  });
}

std::string ValueOfGoal(const Locale& locale, double value, double goal) {
  const std::string number = locale.Number(value);
  return goal > 0 ? absl::StrCat(number, " (", locale.Percent(value / goal), ")") : number;
}

std::string ProgressText(const Locale& locale, const v1::Progress& progress, int width) {
  return Writer(locale, progress, width).Write();
}

}  // namespace overstap::cli
