// Server streams: read to their end, broken off by either side, and how they fail.
#include <functional>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "clients/cpp/client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "overstap/v1/document_service.pb.h"
#include "overstap/v1/ledger_service.pb.h"
#include "tests/unit/clients/scripted_server.h"

namespace overstap::client {
namespace {

using testing::ElementsAre;

v1::ExportResponse Chunk(const std::string& content) {
  v1::ExportResponse chunk;
  chunk.set_content(content);
  return chunk;
}

class StreamTest : public testing::Test {
 protected:
  // Reads all of an export; `goes_on` is asked after each chunk.
  absl::Status Read(
      const std::function<bool()>& goes_on = [] { return true; },
      const StreamOptions& options = {}) {
    return client_.ReadStream<v1::ExportResponse>(
        v1::ExportRequest(),
        [this, &goes_on](const v1::ExportResponse& chunk) {
          read_.push_back(chunk.content());
          return goes_on();
        },
        options);
  }

  ScriptedServer server_;
  Client client_{server_.Channel(), ClientOptions()};
  std::vector<std::string> read_;
};

TEST_F(StreamTest, HandsOverEachMessageInOrder) {
  server_.Answer("Export", Chunk("a"), Chunk("b"), Chunk("c"));
  EXPECT_TRUE(Read().ok());
  EXPECT_THAT(read_, ElementsAre("a", "b", "c"));
}

TEST_F(StreamTest, HasNoDeadlineUnlessOneIsGiven) {
  server_.Answer("Export", Chunk("a"));
  ASSERT_TRUE(Read().ok());
  EXPECT_FALSE(server_.had_deadline());
  ASSERT_TRUE(Read([] { return true; }, {.timeout = absl::Seconds(30)}).ok());
  EXPECT_TRUE(server_.had_deadline());
}

TEST_F(StreamTest, EndsWithTheServersStatusAfterWhatCameBefore) {
  server_.AddScript("Export", {{Chunk("a").SerializeAsString()},
                               grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "not yours")});
  const absl::Status status = Read();
  EXPECT_TRUE(absl::IsPermissionDenied(status)) << status;
  EXPECT_EQ(status.message(), "not yours");
  EXPECT_THAT(read_, ElementsAre("a"));
}

TEST_F(StreamTest, IsNotTriedAgain) {
  server_.Fail("Export", grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(absl::IsUnavailable(Read()));
  EXPECT_EQ(server_.Asked<v1::ExportRequest>("Export").size(), 1);
}

TEST_F(StreamTest, AReaderThatHasEnoughEndsIt) {
  server_.AddScript("Export",
                    {{Chunk("a").SerializeAsString(), Chunk("b").SerializeAsString()}, {}, true});
  EXPECT_TRUE(Read([] { return false; }).ok());
  EXPECT_THAT(read_, ElementsAre("a"));
}

TEST_F(StreamTest, CanBeStoppedWhileNothingComes) {
  server_.AddScript("Export", {{Chunk("a").SerializeAsString()}, {}, true});
  const absl::Time start = absl::Now();
  const absl::Status status =
      Read([] { return true; },
           {.stopped = [start] { return absl::Now() > start + absl::Milliseconds(200); }});
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(read_, ElementsAre("a"));
}

TEST_F(StreamTest, ADeadlineEndsOneThatStaysOpen) {
  server_.AddScript("Export", {{}, {}, true});
  EXPECT_TRUE(
      absl::IsDeadlineExceeded(Read([] { return true; }, {.timeout = absl::Milliseconds(200)})));
}

TEST_F(StreamTest, AServerThatIsNotThereIsUnavailable) {
  ClientOptions options;
  options.server = "127.0.0.1:1";
  const Client nobody(options);
  EXPECT_TRUE(absl::IsUnavailable(nobody.ReadStream<v1::ExportResponse>(
      v1::ExportRequest(), [](const v1::ExportResponse&) { return true; })));
}

TEST_F(StreamTest, AMessageThatIsNoneIsAnError) {
  server_.AddScript("Export", {{"\xFF\xFF"}, {}, false});
  EXPECT_TRUE(absl::IsInternal(Read()));
}

TEST_F(StreamTest, OtherCallsAreNoStreams) {
  EXPECT_TRUE(absl::IsInternal(client_.ReadStream<v1::Report>(
      v1::GetReportRequest(), [](const v1::Report&) { return true; })));
  EXPECT_TRUE(absl::IsInternal(
      client_.ReadStream<v1::Report>(v1::ExportRequest(), [](const v1::Report&) { return true; })));
  EXPECT_TRUE(absl::IsInternal(client_.Call<v1::ExportResponse>(v1::ExportRequest()).status()));
}

}  // namespace
}  // namespace overstap::client
