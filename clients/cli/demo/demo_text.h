// The demonstration for people: sections with headings, in the language of the locale.
//
//   out << DemoText(locale, labels, width, *result);
#ifndef OVERSTAP_CLIENTS_CLI_DEMO_DEMO_TEXT_H_
#define OVERSTAP_CLIENTS_CLI_DEMO_DEMO_TEXT_H_

#include <string>

#include "clients/cli/demo/demo.h"
#include "clients/cli/record/concept_labels.h"
#include "clients/cli/text/locale.h"

namespace overstap::cli {

// `width` 0: do not wrap.
std::string DemoText(const Locale& locale, ConceptLabels& labels, int width,
                     const DemoResult& result);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_DEMO_DEMO_TEXT_H_
