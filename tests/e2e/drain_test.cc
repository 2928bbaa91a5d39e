// A server that is told to stop under load: it says so first, ends the calls that it has begun, and
// loses none.
#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's signals

#include <atomic>
#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cpp/client.h"
#include "clients/cpp/errors.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "gtest/gtest.h"
#include "overstap/v1/job_seeker_service.pb.h"
#include "tests/e2e/kill_writer.h"
#include "tests/e2e/list_all.h"
#include "tests/e2e/program.h"
#include "tests/unit/services/log/temp_dir.h"

namespace overstap::e2e {
namespace {

constexpr int kWriters = 8;
constexpr int kLeastWrites = 20;  // before the server is told to stop
constexpr auto kPatience = std::chrono::seconds(60);

// Follows grpc.health.v1.Health/Watch of the whole server; its messages are not installed with
// gRPC.
class HealthWatch {
 public:
  explicit HealthWatch(const std::string& address)
      : stub_(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())) {
    context_.set_deadline(std::chrono::system_clock::now() + kPatience);
    call_ = stub_.PrepareCall(&context_, "/grpc.health.v1.Health/Watch", &queue_);
    call_->StartCall(this);
    Await();
    call_->Write(grpc::ByteBuffer(nullptr, 0), this);
    Await();
  }
  HealthWatch(const HealthWatch&) = delete;
  HealthWatch& operator=(const HealthWatch&) = delete;
  ~HealthWatch() {
    context_.TryCancel();
    grpc::Status status;
    call_->Finish(&status, this);
    Await();
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
    }
  }

  // The next state: 1 is SERVING, 2 NOT_SERVING; -1: the stream ended.
  int Next() {
    grpc::ByteBuffer reply;
    call_->Read(&reply, this);
    if (!Await()) return -1;
    grpc::Slice bytes;
    constexpr size_t kSize = 2;  // the field's tag and its value
    if (!reply.DumpToSingleSlice(&bytes).ok() || bytes.size() != kSize) return -1;
    return bytes.begin()[1];
  }

 private:
  bool Await() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }

  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

// Writes people until there is no answer any more; those that were confirmed.
std::set<std::string> WritePeople(const std::string& address, int writer,
                                  std::atomic<int>* written) {
  const client::Client client = Reporter(address);
  std::set<std::string> confirmed;
  for (;;) {
    v1::CreateJobSeekerRequest request;
    request.mutable_job_seeker()->set_name(
        absl::StrCat("jobSeekers/w", writer, "-", confirmed.size()));
    request.mutable_job_seeker()->set_working_level_eqf(2);
    const auto reply = client.Call<v1::JobSeeker>(request);
    if (!reply.ok()) {
      // A call is either not begun, or ended: never broken off.
      EXPECT_TRUE(absl::IsUnavailable(reply.status())) << client::Describe(reply.status());
      return confirmed;
    }
    confirmed.insert(reply->name());
    ++*written;
  }
}

std::set<std::string> StoredPeople(const std::string& address) {
  std::set<std::string> names;
  for (const auto& [name, person] : ListAll<v1::ListJobSeekersRequest>(
           Reporter(address), &v1::ListJobSeekersResponse::job_seekers)) {
    names.insert(name);
  }
  return names;
}

TEST(DrainTest, UnderLoadItSaysSoEndsWhatItHasBegunAndLosesNone) {
  const testing::TempDir dir;
  const std::vector<std::string> arguments = {"--requests-per-second=0", "--drain-seconds=5"};
  std::set<std::string> confirmed;
  {
    RunningServer server(dir / "first", dir / "data", arguments);
    ASSERT_FALSE(server.address().empty());
    ASSERT_EQ(
        RunOverstap(server.address(),
                    {"taxonomy", "import", std::string(OVERSTAP_SOURCE_DIR) + "/data/taxonomy"},
                    dir / "import")
            .exit_code,
        0);
    HealthWatch health(server.address());
    EXPECT_EQ(health.Next(), 1);
    std::atomic<int> written = 0;
    std::vector<std::set<std::string>> of_writer(kWriters);
    std::vector<std::thread> writers;
    for (int i = 0; i < kWriters; ++i) {
      writers.emplace_back([&server, &of_writer, &written, i] {
        of_writer[i] = WritePeople(server.address(), i, &written);
      });
    }
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (written < kLeastWrites * kWriters && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    server.program().Signal(SIGTERM);
    EXPECT_EQ(health.Next(), 2);
    for (std::thread& writer : writers) writer.join();
    const Finished finished = server.program().Wait();
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    for (const auto& names : of_writer) confirmed.insert(names.begin(), names.end());
  }
  EXPECT_GE(confirmed.size(), static_cast<size_t>(kLeastWrites * kWriters));
  const RunningServer again(dir / "second", dir / "data", arguments);
  ASSERT_FALSE(again.address().empty());
  // All that was confirmed, and nothing beside: no call was carried out without its answer.
  EXPECT_EQ(StoredPeople(again.address()), confirmed);
}

}  // namespace
}  // namespace overstap::e2e
