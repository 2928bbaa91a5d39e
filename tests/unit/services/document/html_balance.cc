#include "tests/unit/services/document/html_balance.h"

#include <cctype>
#include <set>
#include <vector>

namespace overstap::document {
namespace {

const std::set<std::string>& Void() {
  static const std::set<std::string>& tags = *new std::set<std::string>{"meta", "br", "hr"};
  return tags;
}

// Where the tag that begins at `open` ends, quoted values passed over; npos: nowhere.
size_t EndOfTag(const std::string& page, size_t open) {
  bool quoted = false;
  for (size_t i = open; i < page.size(); ++i) {
    if (page[i] == '"') quoted = !quoted;
    if (!quoted && page[i] == '>') return i;
  }
  return std::string::npos;
}

}  // namespace

std::string WrongIn(const std::string& page) {
  std::vector<std::string> open;
  for (size_t at = page.find('<'); at != std::string::npos; at = page.find('<', at)) {
    const size_t end = EndOfTag(page, at);
    if (end == std::string::npos) return "a tag does not end: " + page.substr(at, 40);
    const bool closes = page[at + 1] == '/';
    size_t name_end = at + (closes ? 2 : 1);
    const size_t name_begin = name_end;
    while (std::isalnum(static_cast<unsigned char>(page[name_end])) != 0) ++name_end;
    const std::string name = page.substr(name_begin, name_end - name_begin);
    if (name.empty() && page.compare(at, 9, "<!DOCTYPE") != 0) {
      return "not a tag: " + page.substr(at, 40);
    }
    if (closes && (open.empty() || open.back() != name)) return "closes nothing: " + name;
    if (closes) open.pop_back();
    if (!closes && !name.empty() && Void().count(name) == 0) open.push_back(name);
    at = end;
  }
  return open.empty() ? "" : "is never closed: " + open.back();
}

}  // namespace overstap::document
