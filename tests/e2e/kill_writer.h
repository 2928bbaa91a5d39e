// A client of the kill test: it places people one after another, remembers every answer, and after
// a kill asks again for the one answer that it did not get.
//
//   Writer writer(1);
//   writer.Run(address);      // until the server is gone
//   writer.Settle(address);   // after the restart
//
// One thread at a time per writer.
#ifndef OVERSTAP_TESTS_E2E_KILL_WRITER_H_
#define OVERSTAP_TESTS_E2E_KILL_WRITER_H_

#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "clients/cpp/client.h"
#include "google/protobuf/message.h"
#include "overstap/v1/job_seeker_service.pb.h"
#include "overstap/v1/ledger_service.pb.h"
#include "overstap/v1/placement_service.pb.h"
#include "overstap/v1/vacancy_service.pb.h"

namespace overstap::e2e {

// What the server has confirmed, by resource name, as it last stood in a reply.
struct Confirmed {
  std::map<std::string, v1::JobSeeker> job_seekers;
  std::set<std::string> deleted_job_seekers;
  std::map<std::string, v1::Vacancy> vacancies;
  std::map<std::string, v1::Placement> placements;
  std::map<std::string, v1::Report> reports;
};

// A client of one try, in the name of the organisation that reports, or of the one that decides.
client::Client Reporter(const std::string& address);
client::Client Decider(const std::string& address);
// One that imports vacancies and taxonomies.
client::Client Importer(const std::string& address);

// No answer came, whatever became of the request.
bool IsSilence(const absl::Status& status);

class Writer {
 public:
  // Names of what it makes begin with `w<number>-`.
  explicit Writer(int number);

  // Writes until there is no answer any more.
  void Run(const std::string& address);
  // Repeats the write that got no answer: it is done now, once, or was.
  void Settle(const std::string& address);
  // Repeats the last `count` answered writes: each gets its first answer again.
  void RepeatLast(const std::string& address, size_t count) const;

  const Confirmed& confirmed() const { return confirmed_; }
  size_t answered() const { return answered_.size(); }

 private:
  struct Write {
    std::unique_ptr<google::protobuf::Message> request;
    std::unique_ptr<google::protobuf::Message> response;
    bool decides = false;
  };
  template <typename Response, typename Request>
  static Write Make(const Request& request, bool decides = false);

  Write Next();
  // The write's answer is in; false: there was none.
  static bool Send(const std::string& address, Write* write);
  void Confirm(Write write);
  std::string Id(const std::string& kind) const;
  std::string NewRequestId();

  const int number_;
  std::mt19937_64 random_;
  int person_ = 0;  // counts the people placed
  int step_ = 0;    // within one person's placement
  std::string report_;
  std::optional<Write> unanswered_;
  std::vector<Write> answered_;
  Confirmed confirmed_;
};

}  // namespace overstap::e2e

#endif  // OVERSTAP_TESTS_E2E_KILL_WRITER_H_
