// A server on a temporary folder with a small taxonomy, and calls by the name of the rpc with
// requests in text format.
//
//   ApiServer server;
//   Outcome made = server.Call("VacancyService.CreateVacancy", "vacancy { … }");
//   EXPECT_EQ(made.code(), grpc::StatusCode::OK) << made;
//
// One test thread per ApiServer.
#ifndef OVERSTAP_TESTS_CONTRACT_SERVICES_API_API_SERVER_H_
#define OVERSTAP_TESTS_CONTRACT_SERVICES_API_API_SERVER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"
#include "services/config/server_config.h"
#include "services/server.h"

namespace overstap {

// What a call came to.
struct Outcome {
  grpc::Status status;
  google::rpc::Status details;
  std::shared_ptr<google::protobuf::Message> reply;

  grpc::StatusCode code() const { return status.error_code(); }
  // Paths of the wrong fields, in order; of an import: those of its rejected items.
  std::vector<std::string> fields() const;
  // Of ErrorInfo; empty: none.
  std::string reason() const;
  // The value of a top-level field as text, e.g. "name".
  std::string Field(const std::string& name) const;
  template <typename Message>
  const Message& As() const {
    return dynamic_cast<const Message&>(*reply);
  }
};
std::ostream& operator<<(std::ostream& out, const Outcome& outcome);

struct ApiServerOptions {
  bool with_taxonomy = true;
  std::function<void(config::ServerConfig*)> adjust = [](config::ServerConfig*) {};
  // In place of the real thing, beside the clock and who says who calls; at every start.
  std::function<void(ServerParts*)> adjust_parts = [](ServerParts*) {};
};

class ApiServer {
 public:
  // 2026-11-22 10:00 UTC.
  static absl::Time Beginning();

  explicit ApiServer(ApiServerOptions options = {});
  ~ApiServer();
  ApiServer(const ApiServer&) = delete;
  ApiServer& operator=(const ApiServer&) = delete;

  using Metadata = std::map<std::string, std::string>;

  // `method`: "VacancyService.GetVacancy". A request without a field may be written "". Later
  // values of a field overwrite earlier ones. A server's stream is read up to its first message.
  Outcome Call(const std::string& method, const std::string& request,
               const Metadata& metadata = {});
  Outcome Call(const std::string& method, const google::protobuf::Message& request,
               const Metadata& metadata = {});
  // A client stream.
  Outcome Stream(const std::string& method, const std::vector<std::string>& requests,
                 const Metadata& metadata = {});
  Outcome Stream(const std::string& method,
                 const std::vector<std::shared_ptr<google::protobuf::Message>>& requests,
                 const Metadata& metadata = {});
  // A client stream that the client cancels once everything is sent.
  Outcome StreamAndCancel(const std::string& method, const std::vector<std::string>& requests);
  // For calls by a generated stub: who calls, as Call says it.
  std::unique_ptr<grpc::ClientContext> ContextOf(const std::string& method,
                                                 const Metadata& metadata = {}) const;
  std::shared_ptr<grpc::Channel> channel() const { return channel_; }
  // A request of the method, from text.
  static std::shared_ptr<google::protobuf::Message> Request(const std::string& method,
                                                            const std::string& text);

  // Imports the small taxonomy (see kSmallTaxonomy), with one more skill for each of `extra`.
  Outcome ImportTaxonomy(const std::vector<std::string>& extra_skills = {});

  // Everything stored, as text: the same before and after whatever changes nothing.
  std::string Dump() const;
  void Advance(absl::Duration duration);
  // Stops the server and starts one on the same folder.
  // `while_down` has the folder to itself.
  void Restart(const std::function<void()>& while_down = [] {});
  Server& server() { return *server_; }
  const std::string& dir() const { return dir_; }

 private:
  void Start();
  Outcome RunStream(const std::string& method,
                    const std::vector<std::shared_ptr<google::protobuf::Message>>& requests,
                    const Metadata& metadata, bool cancel);

  ApiServerOptions options_;
  std::string dir_;
  std::atomic<int64_t> now_nanos_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

// URIs of the small taxonomy: occupations `urn:o:carer`, `urn:o:fitter`, `urn:o:assistant`; skills
// `urn:s:0` to `urn:s:9`. The carer needs 0 to 3 and, optionally, 4; the fitter 5 to 8; the
// assistant 4 and 9.
inline constexpr int kSmallTaxonomySkills = 10;

// Valid resources, without names, in text format.
extern const char kPerson[];
extern const char kVacancy[];
extern const char kOffer[];

}  // namespace overstap

#endif  // OVERSTAP_TESTS_CONTRACT_SERVICES_API_API_SERVER_H_
