// The demonstration for machines: one JSON object.
//
//   out << DemoJson(*result);
#ifndef OVERSTAP_CLIENTS_CLI_DEMO_DEMO_JSON_H_
#define OVERSTAP_CLIENTS_CLI_DEMO_DEMO_JSON_H_

#include <string>

#include "clients/cli/demo/demo.h"

namespace overstap::cli {

// {"job_seeker":{…}, "vacancies":[{"vacancy","title","employer","score","parts":[{"skill",
// "contribution",…}…],"missing":[…]}…], "excluded":[{"vacancy","title","score","reasons":[…]}…],
// "routes":[…], "placement":{…}, "progress":{"target","before","after","goal"}}, with a line end.
// Numbers are written so that they read back as the same doubles: the contributions of a vacancy's
// parts add up to its score, exactly.
std::string DemoJson(const DemoResult& result);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_DEMO_DEMO_JSON_H_
