// Invented names of employers and providers. Any likeness to an existing one is chance.
//
//   vacancy.set_employer(EmployerName("energy", random));   // "Kestrum Installatietechniek"
//
// Safe from any thread.
#ifndef OVERSTAP_DATA_GENERATE_NAMES_H_
#define OVERSTAP_DATA_GENERATE_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "data/generate/random.h"

namespace overstap::data {

std::string EmployerName(absl::string_view sector, Random& random);
std::string ProviderName(Random& random);

// At most `bytes` bytes of `text`, cut between characters.
std::string Shortened(absl::string_view text, size_t bytes);

}  // namespace overstap::data

#endif  // OVERSTAP_DATA_GENERATE_NAMES_H_
