// Whatever was appended, anchored, purged and restarted: it verifies; and whatever somebody without
// the key then does to what the last anchor covers is found.
#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/audit/audit_log.h"
#include "services/audit/statement.h"
#include "tests/unit/services/audit/audit_world.h"

namespace overstap::audit {
namespace {

using overstap::testing::AuditWorld;
using overstap::testing::Forgery;
using overstap::testing::ReadBytes;
using overstap::testing::Rechain;
using overstap::testing::RecordOf;
using overstap::testing::WriteBytes;

constexpr int kLogs = 12;
constexpr int kTamperings = 30;

class Operations {
 public:
  Operations(const AuditWorld& world, std::mt19937& random) : world_(world), random_(random) {}

  void Run() {
    for (int restarts = Below(3) + 1; restarts > 0; --restarts) {
      AuditOptions options;
      options.now = [this] { return now_; };
      options.max_segment_bytes = 800 + Below(4'000);
      options.anchor_records = 5 + Below(20);
      const std::unique_ptr<AuditLog> log = world_.Open(options);
      for (int steps = 5 + Below(30); steps > 0; --steps) Step(*log);
    }
  }

 private:
  int Below(int bound) { return static_cast<int>(random_() % bound); }

  void Step(AuditLog& log) {
    now_ += absl::Minutes(Below(300));
    const int choice = Below(20);
    if (choice == 0) {
      ASSERT_TRUE(log.Anchor().ok());
    } else if (choice == 1) {
      const auto purged = log.Purge(now_ - absl::Hours(Below(100)));
      ASSERT_TRUE(purged.ok()) << purged.status();
    } else {
      store::v1::AuditRecord record = RecordOf(absl::StrCat("p-", number_++));
      for (int more = Below(5); more > 0; --more) record.add_persons(absl::StrCat("q-", more));
      ASSERT_TRUE(log.Append(record).ok());
    }
  }

  const AuditWorld& world_;
  std::mt19937& random_;
  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  int number_ = 0;
};

// One thing that somebody may do to the files. False: it would have changed nothing.
class Tampering {
 public:
  Tampering(const AuditWorld& world, std::mt19937& random) : world_(world), random_(random) {}

  // What was done, for the message.
  std::string Do() {
    switch (Below(8)) {
      case 0:
        return FlipByte();
      case 1:
        return CutSegment();
      case 2:
        return RemoveSegment();
      case 3:
        return SwapSegments();
      case 4:
        return EditAnchors();
      default:
        return Forge();
    }
  }

 private:
  size_t Below(size_t bound) { return random_() % bound; }

  std::string AnySegment() {
    const std::vector<std::string> paths = world_.SegmentPaths();
    return paths[Below(paths.size())];
  }

  std::string FlipByte() {
    const std::string path = AnySegment();
    std::string bytes = ReadBytes(path);
    const size_t at = Below(bytes.size());
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << Below(8)));
    WriteBytes(path, bytes);
    return absl::StrCat("flip byte ", at, " of ", path);
  }

  std::string CutSegment() {
    const std::string path = AnySegment();
    const size_t size = Below(std::filesystem::file_size(path));
    std::filesystem::resize_file(path, size);
    return absl::StrCat("cut ", path, " to ", size);
  }

  std::string RemoveSegment() {
    const std::string path = AnySegment();
    std::filesystem::remove(path);
    return absl::StrCat("remove ", path);
  }

  std::string SwapSegments() {
    const std::vector<std::string> paths = world_.SegmentPaths();
    if (paths.size() < 2) return FlipByte();
    const size_t one = Below(paths.size() - 1);
    const std::string bytes = ReadBytes(paths[one]);
    WriteBytes(paths[one], ReadBytes(paths[one + 1]));
    WriteBytes(paths[one + 1], bytes);
    return absl::StrCat("swap ", paths[one], " with the next");
  }

  std::string EditAnchors() {
    std::string text = ReadBytes(world_.anchors());
    const size_t at = Below(text.size() - 1);
    text[at] = text[at] == '7' ? '8' : '7';
    WriteBytes(world_.anchors(), text);
    return absl::StrCat("edit byte ", at, " of the anchors");
  }

  std::string Forge() {
    Forgery forgery(world_.audit());
    auto& entries = forgery.segments[Below(forgery.segments.size())].entries;
    if (entries.size() == 1) return FlipByte();
    // The head stays; records and statements may go.
    const size_t at = 1 + Below(entries.size() - 1);
    const auto place = entries.begin() + static_cast<std::ptrdiff_t>(at);
    std::string what;
    switch (Below(4)) {
      case 0:
        entries.erase(place);
        what = "remove";
        break;
      case 1:
        entries.insert(place, entries[Below(entries.size())]);
        what = "insert";
        break;
      case 2:
        if (at + 1 < entries.size()) {
          std::swap(entries[at], entries[at + 1]);
          what = "swap";
          break;
        }
        [[fallthrough]];
      default:
        entries[at].payload += "\x9a\x01\x01x";  // a field more
        what = "change";
    }
    const Rechain rechain = Below(3) == 0 ? Rechain::kNo : Rechain::kYes;
    forgery.Save(rechain);
    return absl::StrCat(what, " entry ", at, rechain == Rechain::kYes ? ", chained anew" : "");
  }

  const AuditWorld& world_;
  std::mt19937& random_;
};

TEST(AuditProperty, WhateverHappenedVerifiesAndWhateverIsDoneToItIsFound) {
  std::mt19937 random(20'240'501);
  int purges = 0;
  for (int number = 0; number < kLogs; ++number) {
    const AuditWorld world;
    Operations(world, random).Run();
    const auto report = world.Verify();
    ASSERT_TRUE(report.ok()) << "log " << number << ": " << report.status();
    purges += static_cast<int>(report->purges);
    // All but the last statement itself is covered.
    ASSERT_EQ(report->last_anchored_sequence + 1, report->last_sequence);
    world.Keep();
    for (int i = 0; i < kTamperings; ++i) {
      const std::string what = Tampering(world, random).Do();
      const absl::Status status = world.Verify().status();
      ASSERT_TRUE(absl::IsDataLoss(status)) << "log " << number << ": " << what << ": " << status;
      world.PutBack();
    }
    ASSERT_TRUE(world.Verify().ok());
  }
  EXPECT_GT(purges, kLogs / 6) << "the operations purged too little";
}

}  // namespace
}  // namespace overstap::audit
