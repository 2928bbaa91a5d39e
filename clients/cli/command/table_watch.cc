#include <algorithm>
#include <cstdint>
#include <memory>
#include <random>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command/table_commands.h"
#include "clients/cli/interruption.h"
#include "clients/cpp/backoff.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"
#include "overstap/v1/ledger_service.pb.h"

namespace overstap::cli {
namespace {

constexpr absl::Duration kBetweenQuestions = absl::Milliseconds(50);

struct WatchOptions {
  std::string table, resume_token;
  bool from_start = false;
  double seconds = 0;  // 0: until it is stopped
  int64_t count = 0;   // of changes; 0: any
};

// One watch, over as many calls as it takes.
class Watch {
 public:
  Watch(Context& context, const WatchOptions& options)
      : context_(context),
        options_(options),
        end_(options.seconds > 0 ? absl::Now() + absl::Seconds(options.seconds)
                                 : absl::InfiniteFuture()),
        token_(options.resume_token),
        backoff_(client::BackoffOptions(), std::random_device()()) {}

  absl::StatusOr<ExitCode> Run() {
    absl::Status status;
    while (!IsOver()) {
      status = ReadOnce();
      // A server that never answered is not there; one that did comes back.
      if (!absl::IsUnavailable(status) || !was_connected_) break;
      context_.streams.err << context_.locale.Say(Text::kWatchBroken) << "\n" << std::flush;
      Pause();
    }
    ShowToken();
    const bool ended = status.ok() || IsOver();
    return ended ? absl::StatusOr<ExitCode>(ExitCode::kOk) : absl::StatusOr<ExitCode>(status);
  }

 private:
  bool IsOver() const {
    return Interruption::Came() || absl::Now() >= end_ ||
           (options_.count > 0 && seen_ >= options_.count);
  }

  void Pause() {
    const absl::Time until = std::min(absl::Now() + backoff_.Next(), end_);
    while (absl::Now() < until && !Interruption::Came()) absl::SleepFor(kBetweenQuestions);
  }

  absl::Status ReadOnce() {
    v1::WatchReportsRequest request;
    if (!options_.table.empty()) request.set_work_table(FullName("workTables", options_.table));
    request.set_resume_token(token_);
    request.set_from_start(options_.from_start && token_.empty());
    client::StreamOptions stream;
    stream.stopped = [this] { return IsOver(); };
    return context_.client.ReadStream<v1::WatchReportsResponse>(
        request, [this](const v1::WatchReportsResponse& message) { return Take(message); }, stream);
  }

  // All changes of a message, since its token goes on after all of them.
  bool Take(const v1::WatchReportsResponse& message) {
    if (!was_connected_ && !context_.json) {
      context_.streams.err << context_.locale.Say(Text::kWatching) << "\n" << std::flush;
    }
    was_connected_ = true;
    backoff_ = client::Backoff(client::BackoffOptions(), std::random_device()());
    for (const v1::ReportChange& change : message.changes()) Show(change);
    seen_ += message.changes_size();
    if (!message.resume_token().empty()) token_ = message.resume_token();
    context_.out().flush();
    return !IsOver();
  }

  void Show(const v1::ReportChange& change) {
    if (context_.json) {
      std::string json;
      (void)google::protobuf::util::MessageToJsonString(change, &json);
      context_.out() << json << "\n";
      return;
    }
    const Locale& locale = context_.locale;
    const v1::Report& report = change.report();
    const auto* oneof = v1::Report::descriptor()->FindOneofByName("subject");
    const auto* subject = report.GetReflection()->GetOneofFieldDescriptor(report, oneof);
    context_.out() << locale.Time(change.change_time()) << "  " << report.name() << "  "
                   << locale.ValueName(report.state()) << "  " << report.work_table() << "  "
                   << (subject == nullptr ? "–" : locale.FieldName(*subject)) << "  "
                   << report.reporting_organisation() << "\n";
  }

  void ShowToken() {
    if (token_.empty()) return;
    if (context_.json) {
      context_.out() << nlohmann::json{{"resumeToken", token_}}.dump() << "\n";
    } else {
      context_.out() << context_.locale.Say(Text::kWatchToken, token_) << "\n";
    }
  }

  Context& context_;
  const WatchOptions& options_;
  const absl::Time end_;
  std::string token_;
  client::Backoff backoff_;
  bool was_connected_ = false;
  int64_t seen_ = 0;
};

}  // namespace

void AddTableWatch(Commands& commands, CLI::App* parent) {
  CLI::App* command =
      commands.Add("watch",
                   "Shows each change to the reports as it happens, until Ctrl-C; then says from "
                   "where to go on. "
                   "A\nconnection that breaks is taken up again without loss or repeats.",
                   {"overstap table watch activering", "overstap table watch --from-start --json",
                    "overstap table watch activering --resume=\"$TOKEN\" --for=60"},
                   parent);
  auto options = std::make_shared<WatchOptions>();
  command->add_option("table", options->table, "Only this work table: id or name");
  CLI::Option* resume =
      command->add_option("--resume", options->resume_token, "From where an earlier watch ended");
  command->add_flag("--from-start", options->from_start, "From the first report on")
      ->excludes(resume);
  command->add_option("--for", options->seconds, "End after so many seconds")
      ->check(CLI::PositiveNumber);
  command->add_option("--count", options->count, "End after at least so many changes")
      ->check(CLI::PositiveNumber);
  commands.OnRun(command, [options](Context& context) {
    const Interruption interruption;
    return Watch(context, *options).Run();
  });
}

}  // namespace overstap::cli
