// HTML that is escaped and balanced by construction: text and attribute values go through the
// writer, and an element ends with its scope.
//
//   const HtmlElement section = html.Open("section");
//   html.Leaf("h2", project.display_name());
//   html.Table({.caption = "Stand per 22 november 2026", .headings = headings, .rows = rows});
//
// Names of tags and attributes are literals of ours. Of one thread at a time.
#ifndef OVERSTAP_SERVICES_DOCUMENT_HTML_WRITER_H_
#define OVERSTAP_SERVICES_DOCUMENT_HTML_WRITER_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace overstap::document {

// Name and value.
using HtmlAttributes = std::vector<std::pair<const char*, std::string>>;

// For text and for attribute values: markup becomes text. Control characters, which HTML has no
// place for, are left out.
std::string EscapeHtml(absl::string_view text);

// An open element: it closes when it goes out of scope.
class HtmlElement {
 public:
  HtmlElement(std::string* out, const char* tag) : out_(out), tag_(tag) {}
  ~HtmlElement();
  HtmlElement(const HtmlElement&) = delete;
  HtmlElement& operator=(const HtmlElement&) = delete;

 private:
  std::string* const out_;
  const char* const tag_;
};

// A table: the first cell of each row heads it.
struct HtmlTable {
  std::string caption;
  std::vector<std::string> headings;
  std::vector<std::vector<std::string>> rows;
  std::string note;  // below it; may be empty
};

class HtmlWriter {
 public:
  explicit HtmlWriter(std::string* out) : out_(out) {}

  [[nodiscard]] HtmlElement Open(const char* tag, const HtmlAttributes& attributes = {});
  void Text(absl::string_view text);
  // An element that holds a text alone.
  void Leaf(const char* tag, absl::string_view text, const HtmlAttributes& attributes = {});
  // A paragraph for each line of the text that is not empty.
  void Paragraphs(absl::string_view text);
  // A list of texts; nothing when there are none.
  void List(const std::vector<std::string>& items);
  // Nothing when it has no rows.
  void Table(const HtmlTable& table);
  // A link where the address is one of the web (http, https) or of mail; else its text alone, so
  // that no address can run a script.
  void Link(const std::string& address, absl::string_view text);

 private:
  void Row(const char* tag, const std::vector<std::string>& cells, const char* first_scope);

  std::string* const out_;
};

// A whole page with its styles in it, which loads nothing from anywhere and prints on A4 with
// tables' headings on each page. `language_code`: ISO 639-1.
std::string HtmlPage(absl::string_view language_code, absl::string_view title,
                     const std::function<void(HtmlWriter&)>& body);

}  // namespace overstap::document

#endif  // OVERSTAP_SERVICES_DOCUMENT_HTML_WRITER_H_
