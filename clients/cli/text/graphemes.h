// Text as it stands on a terminal: measured and broken in characters as a reader sees them
// (grapheme clusters), not in bytes.
//
//   Width("€ 1.250")                        // 7
//   Wrap("elektromonteur in opleiding", 15) // {"elektromonteur", "in opleiding"}
//
// Text is UTF-8. Stateless; safe from any thread.
#ifndef OVERSTAP_CLIENTS_CLI_TEXT_GRAPHEMES_H_
#define OVERSTAP_CLIENTS_CLI_TEXT_GRAPHEMES_H_

#include <string>
#include <string_view>
#include <vector>

namespace overstap::cli {

int Width(std::string_view text);

// Lines of at most `width` (at least 1), broken at blanks, and within words that are longer. At
// least one line, which may be empty. Line ends in the text are kept.
std::vector<std::string> Wrap(std::string_view text, int width);

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_TEXT_GRAPHEMES_H_
