// A folder with an audit log and its keys, and the hands of somebody who can write files there.
//
//   AuditWorld world;
//   world.Append(*world.Open(), "p-1");
//   Forgery forgery(world.audit());
//   forgery.segments[0].entries.erase(...);
//   forgery.Save(Rechain::kYes);
#ifndef OVERSTAP_TESTS_UNIT_SERVICES_AUDIT_AUDIT_WORLD_H_
#define OVERSTAP_TESTS_UNIT_SERVICES_AUDIT_AUDIT_WORLD_H_

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/audit/audit_folder.h"
#include "services/audit/audit_log.h"
#include "services/audit/entry_frame.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::testing {

inline std::string ReadBytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void WriteBytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

class AuditWorld {
 public:
  std::string audit() const { return dir_ / "audit"; }
  std::string anchors() const { return audit() + "/" + audit::kAnchorsFile; }
  std::string key() const { return dir_ / "keys/audit_anchor"; }
  std::string public_key() const { return key() + ".pub"; }
  std::string operator/(const std::string& name) const { return dir_ / name; }

  std::unique_ptr<audit::AuditLog> Open(audit::AuditOptions options = {}) const {
    auto log = audit::OpenAuditLog(audit(), key(), std::move(options));
    EXPECT_TRUE(log.ok()) << log.status();
    return log.ok() ? *std::move(log) : nullptr;
  }
  absl::Status OpenStatus() const { return audit::OpenAuditLog(audit(), key(), {}).status(); }
  absl::StatusOr<audit::AuditReport> Verify(const std::string& copy = "") const {
    audit::VerifyOptions options;
    options.anchors_copy_file = copy;
    return audit::VerifyAudit(audit(), public_key(), options);
  }
  // Ids of the first persons of the records that pass, in order.
  std::vector<std::string> Persons(const audit::AuditFilter& filter = {}) const {
    std::vector<std::string> persons;
    const absl::Status read =
        audit::ReadAudit(audit(), filter, [&persons](const store::v1::AuditRecord& record) {
          persons.push_back(record.persons_size() > 0 ? record.persons(0) : "");
          return true;
        });
    EXPECT_TRUE(read.ok()) << read;
    return persons;
  }
  std::vector<std::string> SegmentPaths() const {
    std::vector<std::string> paths;
    const auto segments = audit::AuditFolder(audit(), nullptr).Segments();
    for (const auto& segment : *segments) {
      paths.push_back(audit() + "/" + segment.name);
    }
    return paths;
  }
  // The whole audit folder, to put it back.
  void Keep() const { Copy(audit(), dir_ / "kept"); }
  void PutBack() const { Copy(dir_ / "kept", audit()); }

 private:
  static void Copy(const std::string& from, const std::string& to) {
    std::filesystem::remove_all(to);
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
  }

  TempDir dir_;
};

inline store::v1::AuditRecord RecordOf(const std::string& person) {
  store::v1::AuditRecord record;
  record.set_principal("caseworker-1");
  record.set_organisation("arnhem");
  record.set_purpose("guidance");
  record.set_method("overstap.v1.MatchService/MatchJobSeekers");
  record.add_persons(person);
  record.set_trace_id("0af7651916cd43dd8448eb211c80319c");
  return record;
}

inline void AppendTo(audit::AuditLog& log, const std::string& person) {
  const absl::Status appended = log.Append(RecordOf(person));
  EXPECT_TRUE(appended.ok()) << appended;
}

enum class Rechain { kNo, kYes };

// The entries of a log, to be changed as somebody without the private key could.
struct Forgery {
  struct Entry {
    audit::EntryHeader header;
    std::string payload;
  };
  struct Segment {
    std::string path;
    std::vector<Entry> entries;
  };

  explicit Forgery(std::string audit_dir) : dir(std::move(audit_dir)) {
    const auto files = audit::AuditFolder(dir, nullptr).Segments();
    for (const auto& file : *files) {
      Segment& segment = segments.emplace_back();
      segment.path = dir + "/" + file.name;
      const std::string bytes = ReadBytes(segment.path);
      for (size_t at = 0; at < bytes.size();) {
        const auto frame = audit::ParseFrame(std::string_view(bytes).substr(at));
        if (!frame.ok()) break;
        segment.entries.push_back({frame->header, std::string(frame->payload)});
        at += frame->size;
      }
    }
  }

  // Writes all anew with right checksums. kYes: with right sequence numbers, chains, heads and
  // names of files too, which needs no key.
  void Save(Rechain rechain) {
    audit::ChainHasher hasher;
    audit::Chain chain{};
    uint64_t last = segments.front().entries.front().header.sequence - 1;
    if (last > 0) {
      chain = *audit::ToChain(HeadOf(segments.front()).continued_chain());
    }
    for (const Segment& segment : segments) std::filesystem::remove(segment.path);
    for (Segment& segment : segments) {
      if (rechain == Rechain::kYes) {
        segment.path = dir + "/" + audit::AuditFolder::SegmentName(last + 1);
      }
      std::string bytes;
      for (Entry& entry : segment.entries) {
        if (rechain == Rechain::kYes) {
          if (entry.header.kind == audit::EntryKind::kHead) {
            store::v1::AuditSegmentHead head = HeadOf(segment);
            head.set_continued_sequence(last);
            head.set_continued_chain(std::string(audit::AsBytes(chain)));
            entry.payload = head.SerializeAsString();
          }
          entry.header.sequence = last + 1;
          entry.header.chain = hasher.Next(chain, entry.header, entry.payload);
        }
        audit::AppendFrame(entry.header, entry.payload, &bytes);
        last = entry.header.sequence;
        chain = entry.header.chain;
      }
      WriteBytes(segment.path, bytes);
    }
  }

  static store::v1::AuditSegmentHead HeadOf(const Segment& segment) {
    store::v1::AuditSegmentHead head;
    EXPECT_TRUE(head.ParseFromString(segment.entries.front().payload));
    return head;
  }

  // Place in `segment` of its n-th record, from 0.
  static size_t RecordAt(const Segment& segment, int n) {
    for (size_t i = 0; i < segment.entries.size(); ++i) {
      if (segment.entries[i].header.kind == audit::EntryKind::kRecord && n-- == 0) return i;
    }
    ADD_FAILURE() << "no such record in " << segment.path;
    return 0;
  }

  std::string dir;
  std::vector<Segment> segments;
};

}  // namespace overstap::testing

#endif  // OVERSTAP_TESTS_UNIT_SERVICES_AUDIT_AUDIT_WORLD_H_
