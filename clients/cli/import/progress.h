// A progress bar on a terminal: items, rate, and how many were refused so far.
//
//   Progress progress(locale, err, /*draw=*/true, /*total_bytes=*/1 << 20);
//   progress.Update({.items = 12'000, .rejected = 3, .bytes = 400'000});
//   progress.Clear();
//
// Draws ten times a second at most. Not shared between threads.
#ifndef OVERSTAP_CLIENTS_CLI_IMPORT_PROGRESS_H_
#define OVERSTAP_CLIENTS_CLI_IMPORT_PROGRESS_H_

#include <cstdint>
#include <ostream>

#include "absl/time/time.h"
#include "clients/cli/text/locale.h"

namespace overstap::cli {

struct ProgressCounts {
  int64_t items = 0;
  int64_t rejected = 0;
  int64_t bytes = 0;  // read so far
};

class Progress {
 public:
  // `draw` false: draws nothing. `total_bytes` 0: not known, then there is no bar.
  Progress(const Locale& locale, std::ostream& err, bool draw, int64_t total_bytes);

  void Update(const ProgressCounts& counts);
  // Takes the bar away.
  void Clear();

  double seconds() const;

 private:
  const Locale& locale_;
  std::ostream& err_;
  bool draw_;
  int64_t total_bytes_;
  absl::Time start_;
  absl::Time drawn_ = absl::InfinitePast();
};

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_IMPORT_PROGRESS_H_
