#include "services/pool/image_keeper.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "services/pool/pool_image.h"
#include "spdlog/spdlog.h"

namespace overstap::pool {
namespace {

// Who changed is read from the store at a start, at some ten times the cost of who did not: this
// share of changes adds a third to what the image takes.
constexpr size_t kUnsavedShare = 32;

size_t RecordsIn(const matcher::PoolSnapshot& snapshot) {
  return snapshot.job_seekers().size() + snapshot.vacancies().size();
}

}  // namespace

ImageKeeper::ImageKeeper(ImageOptions options, const keys::KeyRing& keys, Source source,
                         size_t unsaved)
    : options_(std::move(options)),
      keys_(keys),
      source_(std::move(source)),
      unsaved_(unsaved),
      thread_([this] { Loop(); }) {}

ImageKeeper::~ImageKeeper() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void ImageKeeper::NoteChanges(size_t records) {
  {
    const std::lock_guard lock(mutex_);
    unsaved_ = records < kEverything - unsaved_ ? unsaved_ + records : kEverything;
    if (!IsDue()) return;
  }
  wake_.notify_all();
}

void ImageKeeper::GiveUp() {
  const std::lock_guard lock(mutex_);
  given_up_ = true;
  kept_.notify_all();
}

size_t ImageKeeper::written() const {
  const std::lock_guard lock(mutex_);
  return written_;
}

bool ImageKeeper::IsDue() const {
  if (given_up_ || unsaved_ == 0) return false;
  const size_t records = RecordsIn(*source_.snapshot());
  return records >= options_.least_records && unsaved_ >= records / kUnsavedShare;
}

void ImageKeeper::WaitUntilKept() const {
  std::unique_lock lock(mutex_);
  kept_.wait(lock, [this] { return !writing_ && !IsDue(); });
}

void ImageKeeper::Loop() {
  std::unique_lock lock(mutex_);
  absl::Duration wait = options_.settling;
  while (true) {
    wake_.wait_for(lock, absl::ToChronoNanoseconds(wait), [this] { return stopping_.load(); });
    wake_.wait(lock, [this] { return stopping_ || IsDue(); });
    if (stopping_) return;
    const size_t unsaved = std::exchange(unsaved_, 0);
    writing_ = true;
    lock.unlock();
    const absl::Time begun = absl::Now();
    const absl::Status written = Write();
    lock.lock();
    writing_ = false;
    if (written.ok()) {
      ++written_;
      spdlog::info("the pool's image is written in {:.1f} s",
                   absl::ToDoubleSeconds(absl::Now() - begun));
    } else {
      unsaved_ = unsaved < kEverything - unsaved_ ? unsaved + unsaved_ : kEverything;
      if (!stopping_) {
        spdlog::warn("the pool's image cannot be written, the next start takes longer: {}",
                     written.ToString());
      }
    }
    kept_.notify_all();
    wait = options_.pause;
  }
}

absl::Status ImageKeeper::Write() {
  const std::shared_ptr<const matcher::PoolSnapshot> snapshot = source_.snapshot();
  ImageFacts facts{.position = snapshot->version(),
                   .taxonomy_number = snapshot->taxonomy().number(),
                   .basis = options_.basis,
                   .unknown_codes = source_.unknown_codes(),
                   .organisations = source_.organisations()};
  const absl::StatusOr<uint64_t> chain = options_.log->ChainAt(facts.position);
  if (!chain.ok()) return chain.status();
  facts.chain = *chain;
  {
    // What is missing in the snapshot was told before the next one was shown.
    const std::lock_guard lock(mutex_);
    if (given_up_) return absl::CancelledError("the pool lacks changes that the log has");
  }
  return WriteImage(options_.folder, std::move(facts), *snapshot, keys_, stopping_);
}

}  // namespace overstap::pool
