// Options that say who a question is about: a stored person, or one in a file.
//
//   auto person = AddPersonOptions(command);
//   absl::Status status = person->Fill(context, request);   // MatchVacanciesRequest and the like
#ifndef OVERSTAP_CLIENTS_CLI_COMMAND_PERSON_H_
#define OVERSTAP_CLIENTS_CLI_COMMAND_PERSON_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command/commands.h"
#include "clients/cli/json.h"

namespace overstap::cli {

struct Person {
  std::string job_seeker;
  std::string file;

  bool given() const { return !job_seeker.empty() || !file.empty(); }

  // Sets the oneof `person` of the request. Reads the file.
  template <typename Request>
  absl::Status Fill(Context& context, Request& request) const {
    if (!file.empty()) {
      return ReadJson(file, context.streams.in, *request.mutable_inline_job_seeker());
    }
    request.set_job_seeker(FullName("jobSeekers", job_seeker));
    return absl::OkStatus();
  }
};

// --job-seeker and --file, of which at most one may be given.
inline std::shared_ptr<Person> AddPersonOptions(CLI::App* command) {
  auto person = std::make_shared<Person>();
  CLI::Option* stored =
      command->add_option("person,--job-seeker", person->job_seeker, "A stored person: id or name");
  command
      ->add_option("--file", person->file,
                   "A person who is not stored: JSON file; - reads standard input")
      ->excludes(stored);
  return person;
}

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_COMMAND_PERSON_H_
