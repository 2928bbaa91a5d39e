#include "clients/cli/import/progress.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace overstap::cli {
namespace {

constexpr absl::Duration kBetweenDrawings = absl::Milliseconds(100);
constexpr int kBarWidth = 24;
// Back to the line's start, and clear it.
constexpr char kStartOfLine[] = "\r\x1b[K";

std::string Bar(double share) {
  const int full = static_cast<int>(std::clamp(share, 0.0, 1.0) * kBarWidth);
  std::string bar;
  for (int i = 0; i < kBarWidth; ++i) bar += i < full ? "█" : "░";
  return bar;
}

}  // namespace

Progress::Progress(const Locale& locale, std::ostream& err, bool draw, int64_t total_bytes)
    : locale_(locale), err_(err), draw_(draw), total_bytes_(total_bytes), start_(absl::Now()) {}

double Progress::seconds() const { return absl::ToDoubleSeconds(absl::Now() - start_); }

void Progress::Update(const ProgressCounts& counts) {
  if (!draw_) return;
  const absl::Time now = absl::Now();
  if (now - drawn_ < kBetweenDrawings) return;
  drawn_ = now;
  std::string line;
  if (total_bytes_ > 0) {
    const double share = static_cast<double>(counts.bytes) / static_cast<double>(total_bytes_);
    line = absl::StrCat(Bar(share), " ");
  }
  const double rate = static_cast<double>(counts.items) / std::max(seconds(), 0.001);
  absl::StrAppend(&line,
                  locale_.Say(Text::kImportProgress, locale_.Number(double(counts.items)),
                              locale_.Number(rate, 0), locale_.Number(double(counts.rejected))));
  err_ << kStartOfLine << line << std::flush;
}

void Progress::Clear() {
  if (draw_ && drawn_ != absl::InfinitePast()) err_ << kStartOfLine << std::flush;
}

}  // namespace overstap::cli
