#include "services/access/issuer_keys.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "spdlog/spdlog.h"

namespace overstap::access {
namespace {

// Calls that wait for a fetch at the same time; more are refused at once, so that invented key ids
// cannot hold up the threads that serve.
constexpr int kMostWaiting = 4;
constexpr absl::Duration kRetry = absl::Seconds(30);  // after a fetch that failed

}  // namespace

absl::StatusOr<std::unique_ptr<IssuerKeys>> IssuerKeys::Open(std::unique_ptr<KeySource> source,
                                                             IssuerKeysOptions options) {
  std::unique_ptr<IssuerKeys> keys(new IssuerKeys(std::move(source), std::move(options)));
  keys->FetchOnce();
  if (!keys->source_->is_remote() && !keys->last_.ok()) return keys->last_;
  keys->thread_ = std::thread([raw = keys.get()] { raw->Refresh(); });
  return keys;
}

IssuerKeys::IssuerKeys(std::unique_ptr<KeySource> source, IssuerKeysOptions options)
    : source_(std::move(source)), options_(std::move(options)) {}

IssuerKeys::~IssuerKeys() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

absl::Duration IssuerKeys::Interval() const {
  if (!source_->is_remote()) return options_.file_refresh;
  return last_.ok() ? options_.refresh : std::min(options_.refresh, kRetry);
}

void IssuerKeys::Refresh() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_.wait_for(lock, absl::ToChronoNanoseconds(Interval()),
                   [this] { return stopping_ || wanted_; });
    if (stopping_) return;
    lock.unlock();
    FetchOnce();
    lock.lock();
  }
}

void IssuerKeys::FetchOnce() {
  {
    const std::lock_guard lock(mutex_);
    wanted_ = false;
    fetching_ = true;
    tried_at_ = options_.now();
  }
  absl::StatusOr<std::string> text = source_->Fetch();
  absl::StatusOr<KeySet> set = text.ok() ? ParseJwks(*text) : absl::StatusOr<KeySet>(text.status());
  if (text.ok() && !set.ok()) {
    set = absl::Status(set.status().code(),
                       absl::StrCat(source_->place(), ": ", set.status().message()));
  }
  const std::lock_guard lock(mutex_);
  fetching_ = false;
  ++fetches_;
  if (!set.ok() && last_.message() != set.status().message()) {
    spdlog::warn("keys of the token issuer: {}", std::string(set.status().message()));
  }
  last_ = set.status();
  if (set.ok()) {
    fetched_at_ = options_.now();
    if (set_ == nullptr || text_ != *text) {
      text_ = *std::move(text);
      set_ = std::make_shared<const KeySet>(*std::move(set));
      ++generation_;
      spdlog::info("keys of the token issuer: {} taken, {} left out", set_->size(),
                   set_->left_out().size());
    }
  }
  fetched_.notify_all();
}

absl::Status IssuerKeys::CheckAge() const {
  if (set_ == nullptr) {
    return absl::UnavailableError("the keys of the token issuer have not been fetched yet");
  }
  if (options_.now() - fetched_at_ > options_.max_age) {
    return absl::UnavailableError(
        "the keys of the token issuer are too old: they cannot be fetched any more");
  }
  return absl::OkStatus();
}

absl::StatusOr<IssuerKeys::Found> IssuerKeys::Look(std::string_view key_id,
                                                   Algorithm algorithm) const {
  if (absl::Status age = CheckAge(); !age.ok()) return age;
  const VerificationKey* key = set_->Find(key_id, algorithm);
  if (key != nullptr) return Found{set_, key, generation_};
  if (set_->Has(key_id)) {
    return absl::UnauthenticatedError("the token's algorithm is not the one of its key");
  }
  return absl::UnauthenticatedError(
      "the token is signed with a key (kid) that its issuer does not publish");
}

bool IssuerKeys::AskForFetch() {
  if (waiting_ >= kMostWaiting) return false;
  if (fetching_) return true;
  const absl::Duration least =
      source_->is_remote() ? options_.least_wait : options_.file_least_wait;
  if (!wanted_ && options_.now() - tried_at_ < least) return false;
  wanted_ = true;
  wake_.notify_all();
  return true;
}

absl::StatusOr<IssuerKeys::Found> IssuerKeys::Find(std::string_view key_id, Algorithm algorithm) {
  std::unique_lock lock(mutex_);
  absl::StatusOr<Found> found = Look(key_id, algorithm);
  if (found.ok() || (set_ != nullptr && set_->Has(key_id)) || !AskForFetch()) return found;
  // A fetch that runs may have begun before the key was published.
  const uint64_t enough = fetches_ + 1;
  ++waiting_;
  fetched_.wait_for(lock, absl::ToChronoNanoseconds(options_.patience),
                    [this, enough] { return fetches_ >= enough; });
  --waiting_;
  return Look(key_id, algorithm);
}

absl::StatusOr<uint64_t> IssuerKeys::generation() const {
  const std::lock_guard lock(mutex_);
  if (absl::Status age = CheckAge(); !age.ok()) return age;
  return generation_;
}

std::string IssuerKeys::Health() const {
  const std::lock_guard lock(mutex_);
  std::string text;
  if (!last_.ok()) {
    text = absl::StrCat("keys of the token issuer: ", last_.message());
    if (set_ == nullptr) {
      absl::StrAppend(&text, "; there are none, so no token is taken");
    } else if (CheckAge().ok()) {
      absl::StrAppend(&text, "; those of ", absl::FormatTime(fetched_at_, absl::UTCTimeZone()),
                      " are used until ",
                      absl::FormatTime(fetched_at_ + options_.max_age, absl::UTCTimeZone()));
    } else {
      absl::StrAppend(&text, "; those of ", absl::FormatTime(fetched_at_, absl::UTCTimeZone()),
                      " are too old, so no token is taken");
    }
  } else if (!set_->left_out().empty()) {
    text =
        absl::StrCat("keys of the token issuer: left out: ", absl::StrJoin(set_->left_out(), "; "));
  }
  return text;
}

}  // namespace overstap::access
