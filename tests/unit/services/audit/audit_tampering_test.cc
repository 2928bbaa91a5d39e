// What an auditor finds when somebody had their hands in the audit log, and what stays hidden.
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/audit/anchor_key.h"
#include "services/audit/audit_log.h"
#include "services/audit/statement.h"
#include "tests/unit/services/audit/audit_world.h"

namespace overstap::audit {
namespace {

using overstap::testing::AppendTo;
using overstap::testing::AuditWorld;
using overstap::testing::Forgery;
using overstap::testing::ReadBytes;
using overstap::testing::Rechain;
using overstap::testing::WriteBytes;

// Three segments of ten records and a few anchors each, closed in good order.
class AuditTampering : public ::testing::Test {
 protected:
  AuditTampering() {
    for (int start = 0; start < 3; ++start) {
      const std::unique_ptr<AuditLog> log = world_.Open();
      for (int i = 0; i < 10; ++i) {
        AppendTo(*log, absl::StrCat("p-", 10 * start + i));
        if (i == 4) {
          EXPECT_TRUE(log->Anchor().ok());
        }
      }
    }
    EXPECT_TRUE(world_.Verify().ok()) << world_.Verify().status();
  }

  // Each of them in the message.
  void ExpectFound(const std::vector<std::string>& parts, const std::string& copy = "") {
    const absl::Status status = world_.Verify(copy).status();
    EXPECT_TRUE(absl::IsDataLoss(status)) << status;
    for (const std::string& part : parts) {
      EXPECT_TRUE(absl::StrContains(status.message(), part)) << part << " in " << status;
    }
  }

  AuditWorld world_;
};

TEST_F(AuditTampering, AnUntouchedLogHasAllItsParts) {
  const AuditReport report = *world_.Verify();
  EXPECT_EQ(report.records, 30);
  EXPECT_EQ(report.segments, 3);
  // At each start, in the middle, and at each close.
  EXPECT_EQ(report.anchors, 9);
  EXPECT_EQ(report.entries, 3 + 9 + 30);
  EXPECT_EQ(report.first_sequence, 1);
  EXPECT_EQ(report.last_sequence, report.entries);
  EXPECT_EQ(report.last_anchored_sequence, report.last_sequence - 1);
  EXPECT_EQ(report.purges, 0);
  EXPECT_TRUE(report.cuts.empty());
}

// A log of one segment that is small enough to try everything: head, anchor, two records, anchor.
class SmallLogTampering : public ::testing::Test {
 protected:
  SmallLogTampering() {
    const std::unique_ptr<AuditLog> log = world_.Open();
    AppendTo(*log, "p-1");
    AppendTo(*log, "p-2");
  }
  void SetUp() override {
    ASSERT_TRUE(world_.Verify().ok());
    path_ = world_.SegmentPaths()[0];
    bytes_ = ReadBytes(path_);
  }

  AuditWorld world_;
  std::string path_;
  std::string bytes_;
};

// Header, length, checksum, sequence, durable sequence, chain and payload of entries of every kind.
TEST_F(SmallLogTampering, EveryFlippedByteIsFound) {
  for (size_t at = 0; at < bytes_.size(); ++at) {
    std::string flipped = bytes_;
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << at % 8));
    WriteBytes(path_, flipped);
    const absl::Status status = world_.Verify().status();
    ASSERT_TRUE(absl::IsDataLoss(status)) << "byte " << at << ": " << status;
    ASSERT_TRUE(absl::StrContains(status.message(), "offset")) << status;
    ASSERT_TRUE(absl::StrContains(status.message(), "sequence")) << status;
  }
}

TEST_F(AuditTampering, ADamagedRecordIsNamedWithItsPlaceAndItsAnchor) {
  Forgery forgery(world_.audit());
  const size_t at = Forgery::RecordAt(forgery.segments[1], 2);
  const uint64_t sequence = forgery.segments[1].entries[at].header.sequence;
  size_t offset = 0;
  for (size_t i = 0; i < at; ++i) {
    offset += kFrameHeaderSize + forgery.segments[1].entries[i].payload.size();
  }
  std::string bytes = ReadBytes(world_.SegmentPaths()[1]);
  ++bytes[offset + kFrameHeaderSize];
  WriteBytes(world_.SegmentPaths()[1], bytes);
  ExpectFound({AuditFolder::SegmentName(forgery.segments[1].entries[0].header.sequence),
               absl::StrCat("offset ", offset, ","), absl::StrCat("sequence ", sequence, ":"),
               "changed", "contradicts anchor 5"});
}

TEST_F(AuditTampering, AChangedRecordWithARightChecksumIsFound) {
  Forgery forgery(world_.audit());
  auto& entry = forgery.segments[1].entries[Forgery::RecordAt(forgery.segments[1], 7)];
  entry.payload = absl::StrReplaceAll(entry.payload, {{"p-17", "p-99"}});
  forgery.Save(Rechain::kNo);
  ExpectFound({absl::StrCat("sequence ", entry.header.sequence), "changed", "anchor 6"});
}

TEST_F(AuditTampering, AChangedRecordThatIsChainedAnewContradictsAnAnchor) {
  Forgery forgery(world_.audit());
  auto& entry = forgery.segments[1].entries[Forgery::RecordAt(forgery.segments[1], 7)];
  entry.payload = absl::StrReplaceAll(entry.payload, {{"p-17", "p-99"}});
  forgery.Save(Rechain::kYes);
  ExpectFound({"chained anew", "contradicts anchor 6"});
}

TEST_F(AuditTampering, ARemovedRecordIsFound) {
  Forgery forgery(world_.audit());
  auto& entries = forgery.segments[0].entries;
  entries.erase(entries.begin() + Forgery::RecordAt(forgery.segments[0], 1));
  forgery.Save(Rechain::kNo);
  ExpectFound({"removed", "sequence 4:", "contradicts anchor 2"});
}

TEST_F(AuditTampering, ARemovedRecordIsFoundWhenAllIsChainedAnew) {
  Forgery forgery(world_.audit());
  auto& entries = forgery.segments[0].entries;
  entries.erase(entries.begin() + Forgery::RecordAt(forgery.segments[0], 1));
  forgery.Save(Rechain::kYes);
  ExpectFound({"contradicts anchor 2"});
}

TEST_F(AuditTampering, AnInsertedRecordIsFound) {
  for (const Rechain rechain : {Rechain::kNo, Rechain::kYes}) {
    world_.Keep();
    Forgery forgery(world_.audit());
    auto& entries = forgery.segments[2].entries;
    const auto entry = entries[Forgery::RecordAt(forgery.segments[2], 1)];
    entries.insert(entries.begin() + Forgery::RecordAt(forgery.segments[2], 3), entry);
    forgery.Save(rechain);
    ExpectFound({"inserted", "contradicts anchor 8"});
    world_.PutBack();
  }
}

TEST_F(AuditTampering, TwoExchangedRecordsAreFound) {
  for (const Rechain rechain : {Rechain::kNo, Rechain::kYes}) {
    world_.Keep();
    Forgery forgery(world_.audit());
    auto& entries = forgery.segments[0].entries;
    std::swap(entries[Forgery::RecordAt(forgery.segments[0], 1)],
              entries[Forgery::RecordAt(forgery.segments[0], 2)]);
    forgery.Save(rechain);
    ExpectFound({"reordered", "contradicts anchor 2"});
    world_.PutBack();
  }
}

TEST_F(AuditTampering, TwoExchangedSegmentsAreFound) {
  const auto paths = world_.SegmentPaths();
  const std::string one = ReadBytes(paths[0]);
  WriteBytes(paths[0], ReadBytes(paths[1]));
  WriteBytes(paths[1], one);
  ExpectFound({"reordered", "contradicts anchor 1 "});
}

TEST_F(AuditTampering, TwoExchangedSegmentsAreFoundWhenAllIsChainedAnew) {
  Forgery forgery(world_.audit());
  std::swap(forgery.segments[1].entries, forgery.segments[2].entries);
  forgery.Save(Rechain::kYes);
  ExpectFound({"contradicts anchor"});
}

TEST_F(AuditTampering, ARemovedSegmentIsFoundWhereverItWas) {
  const std::vector<std::string> found[] = {{"sequence 1:", "no signed purge", "anchor 1 "},
                                            {"sequence 15:", "removed", "anchor 4"},
                                            {"sequence 29:", "removed", "beyond the end"}};
  for (int i = 0; i < 3; ++i) {
    world_.Keep();
    std::filesystem::remove(world_.SegmentPaths()[i]);
    ExpectFound(found[i]);
    world_.PutBack();
  }
}

TEST_F(AuditTampering, ARemovedSegmentIsFoundWhenAllIsChainedAnew) {
  for (int i = 0; i < 3; ++i) {
    world_.Keep();
    Forgery forgery(world_.audit());
    std::filesystem::remove(forgery.segments[i].path);
    forgery.segments.erase(forgery.segments.begin() + i);
    forgery.Save(Rechain::kYes);
    ExpectFound({"contradicts anchor"});
    world_.PutBack();
  }
}

TEST_F(AuditTampering, AllSegmentsRemovedIsFound) {
  for (const std::string& path : world_.SegmentPaths()) std::filesystem::remove(path);
  ExpectFound({"removed", "contradicts anchor 9"});
}

TEST_F(SmallLogTampering, EveryCutOfTheEndIsFound) {
  for (size_t size = 0; size < bytes_.size(); ++size) {
    WriteBytes(path_, bytes_.substr(0, size));
    const absl::Status status = world_.Verify().status();
    ASSERT_TRUE(absl::IsDataLoss(status)) << size << ": " << status;
  }
}

// A truncation that a server would take for a torn end is refused by it all the same.
TEST_F(AuditTampering, AServerDoesNotContinueALogThatIsNotWhatWasSigned) {
  const std::string path = world_.SegmentPaths()[2];
  const std::string bytes = ReadBytes(path);
  for (const size_t size : {size_t{0}, size_t{100}, bytes.size() / 2, bytes.size() - 1}) {
    WriteBytes(path, bytes.substr(0, size));
    EXPECT_TRUE(absl::IsDataLoss(world_.OpenStatus())) << size << ": " << world_.OpenStatus();
  }
  std::filesystem::remove(path);
  EXPECT_TRUE(absl::IsDataLoss(world_.OpenStatus())) << world_.OpenStatus();
}

TEST_F(SmallLogTampering, EveryEditOfAnAnchorIsFound) {
  const std::string text = ReadBytes(world_.anchors());
  // The newline of the last line alone may be missing: its write may have been cut off.
  for (size_t at = 0; at + 1 < text.size(); ++at) {
    std::string edited = text;
    edited[at] = edited[at] == '0' ? '1' : '0';
    WriteBytes(world_.anchors(), edited);
    ASSERT_TRUE(absl::IsDataLoss(world_.Verify().status())) << at;
  }
}

TEST_F(AuditTampering, AnAnchorThatIsSignedWithAnotherKeyIsFound) {
  const auto other = SigningKey::Open(world_ / "other/key", MissingKey::kMake);
  ASSERT_TRUE(other.ok()) << other.status();
  StatementLines lines = *ParseStatementLines(ReadBytes(world_.anchors()), kAnchorsFile);
  std::string text;
  for (auto& statement : lines.statements) {
    ASSERT_TRUE(SignStatement(*other, &statement).ok());
    text += StatementLine(statement) + "\n";
  }
  WriteBytes(world_.anchors(), text);
  ExpectFound({"anchors.log, line 1", "signature of anchor 1 ", "does not hold"});
}

TEST_F(AuditTampering, RemovedAnchorsAreFound) {
  const std::string text = ReadBytes(world_.anchors());
  const size_t first_line = text.find('\n') + 1;
  WriteBytes(world_.anchors(), text.substr(first_line));
  ExpectFound({"anchors.log, line 1", "statement 2 stands in the place of 1"});
  const size_t last_but_one = text.rfind('\n', text.size() - 2);
  const size_t last_but_two = text.rfind('\n', last_but_one - 1);
  WriteBytes(world_.anchors(), text.substr(0, last_but_two + 1));
  ExpectFound({"anchors.log, line 8", "removed", "anchor 8"});
  std::filesystem::remove(world_.anchors());
  ExpectFound({"anchors.log, line 1", "removed"});
}

TEST_F(AuditTampering, TheAnchorsOfAnotherLogAreFound) {
  // Same key, another log.
  ASSERT_TRUE(OpenAuditLog(world_ / "another", world_.key(), {}).ok());
  WriteBytes(world_.anchors(), ReadBytes(world_ / ("another/" + std::string(kAnchorsFile))));
  ExpectFound({"another log", "anchor 1 "});
}

TEST_F(AuditTampering, AnotherPublicKeyMatchesNothing) {
  ASSERT_TRUE(SigningKey::Open(world_ / "other/key", MissingKey::kMake).ok());
  EXPECT_TRUE(absl::IsDataLoss(VerifyAudit(world_.audit(), world_ / "other/key.pub").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(VerifyAudit(world_.audit(), world_.key()).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(VerifyAudit(world_.audit(), world_ / "none").status()));
}

// What is not found, and is documented so.

TEST_F(AuditTampering, TheLastLineOfTheAnchorsMayBeMissingSinceTheLogHoldsIt) {
  const std::string text = ReadBytes(world_.anchors());
  WriteBytes(world_.anchors(), text.substr(0, text.rfind('\n', text.size() - 2) + 1));
  EXPECT_TRUE(world_.Verify().ok()) << world_.Verify().status();
}

TEST_F(AuditTampering, ALogPutBackWithItsAnchorsIsFoundByACopyOfTheAnchorsAlone) {
  world_.Keep();
  {
    const std::unique_ptr<AuditLog> log = world_.Open();
    AppendTo(*log, "p-late");
  }
  const std::string copy = world_ / "copy";
  WriteBytes(copy, ReadBytes(world_.anchors()));
  EXPECT_TRUE(world_.Verify(copy).ok()) << world_.Verify(copy).status();
  world_.PutBack();
  EXPECT_TRUE(world_.Verify().ok()) << world_.Verify().status();
  ExpectFound({"removed", "anchor 10", "earlier state"}, copy);
}

// The same with a log that is made from nothing, by somebody who has the private key too.
TEST_F(AuditTampering, ALogMadeAnewIsFoundByACopyOfTheAnchorsAlone) {
  const std::string copy = world_ / "copy";
  const std::string text = ReadBytes(world_.anchors());
  WriteBytes(copy, text.substr(0, text.find('\n')));  // one line, pasted without its end
  EXPECT_TRUE(world_.Verify(copy).ok()) << world_.Verify(copy).status();
  std::filesystem::remove_all(world_.audit());
  AppendTo(*world_.Open(), "p-0");
  EXPECT_TRUE(world_.Verify().ok()) << world_.Verify().status();
  ExpectFound({"anchor 1 ", "made anew"}, copy);
}

TEST_F(AuditTampering, AfterTheLastAnchorAnEndCanBeRemovedOrChangedUnnoticed) {
  std::unique_ptr<AuditLog> log = world_.Open();
  for (int i = 0; i < 5; ++i) AppendTo(*log, absl::StrCat("late-", i));
  // A server that runs, as somebody copies and changes its files.
  Forgery forgery(world_.audit());
  world_.Keep();
  log.reset();
  world_.PutBack();
  const uint64_t covered = world_.Verify()->last_anchored_sequence;
  EXPECT_EQ(covered, forgery.segments[3].entries[0].header.sequence);
  auto& entries = forgery.segments[3].entries;
  entries.pop_back();
  forgery.Save(Rechain::kNo);
  EXPECT_TRUE(world_.Verify().ok()) << world_.Verify().status();
  entries.back().payload = absl::StrReplaceAll(entries.back().payload, {{"late-3", "late-9"}});
  forgery.Save(Rechain::kYes);
  EXPECT_TRUE(world_.Verify().ok()) << world_.Verify().status();
  // What the anchor at the start covers is not open to it.
  forgery.segments[3].entries[0].header.durable_sequence = 0;
  forgery.Save(Rechain::kYes);
  ExpectFound({"contradicts anchor"});
}

}  // namespace
}  // namespace overstap::audit
