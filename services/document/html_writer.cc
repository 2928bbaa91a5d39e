#include "services/document/html_writer.h"

#include <cstddef>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace overstap::document {
namespace {

// What the page may do, said to the browser too: nothing but its own styles.
constexpr char kContentPolicy[] = "default-src 'none'; style-src 'unsafe-inline'";

constexpr char kStyle[] = R"(
body { font: 11pt/1.45 "Segoe UI", Arial, sans-serif; color: #1a1a1a; background: #fff;
  max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7em; } h2 { font-size: 1.3em; margin-top: 2em; } h3 { font-size: 1.1em; }
h1, h2, h3 { color: #12395b; line-height: 1.2; }
p.stamp, p.note { color: #444; font-size: .9em; }
table { border-collapse: collapse; width: 100%; margin: 1em 0 .3em; }
caption { text-align: left; font-weight: 600; padding: .2em 0; }
th, td { text-align: left; vertical-align: top; padding: .25em .5em;
  border-bottom: 1px solid #b5b5b5; overflow-wrap: anywhere; }
thead th { border-bottom: 2px solid #12395b; }
tbody th { font-weight: normal; }
dt { font-weight: 600; } dd { margin: 0 0 .4em 0; overflow-wrap: anywhere; }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  body { font-size: 10pt; max-width: none; margin: 0; padding: 0; }
  thead { display: table-header-group; }
  tr, dl, article { break-inside: avoid; }
  h1, h2, h3, caption { break-after: avoid; }
  section.part { break-before: page; }
  a { color: inherit; text-decoration: none; }
}
)";

bool IsWebAddress(absl::string_view address) {
  return absl::StartsWithIgnoreCase(address, "https://") ||
         absl::StartsWithIgnoreCase(address, "http://");
}

// Space is the first character that is no control character.
constexpr unsigned char kFirstPrintable = 0x20;
constexpr unsigned char kDelete = 0x7F;

bool IsControl(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return (byte < kFirstPrintable && character != '\n' && character != '\t') || byte == kDelete;
}

}  // namespace

std::string EscapeHtml(absl::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char character : text) {
    switch (character) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        if (!IsControl(character)) escaped += character;
    }
  }
  return escaped;
}

HtmlElement::~HtmlElement() { absl::StrAppend(out_, "</", tag_, ">\n"); }

HtmlElement HtmlWriter::Open(const char* tag, const HtmlAttributes& attributes) {
  absl::StrAppend(out_, "<", tag);
  for (const auto& [name, value] : attributes) {
    absl::StrAppend(out_, " ", name, "=\"", EscapeHtml(value), "\"");
  }
  absl::StrAppend(out_, ">");
  return {out_, tag};
}

void HtmlWriter::Text(absl::string_view text) { out_->append(EscapeHtml(text)); }

void HtmlWriter::Leaf(const char* tag, absl::string_view text, const HtmlAttributes& attributes) {
  const HtmlElement element = Open(tag, attributes);
  Text(text);
}

void HtmlWriter::Paragraphs(absl::string_view text) {
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipWhitespace())) {
    Leaf("p", line);
  }
}

void HtmlWriter::List(const std::vector<std::string>& items) {
  if (items.empty()) return;
  const HtmlElement list = Open("ul");
  for (const std::string& item : items) Leaf("li", item);
}

void HtmlWriter::Row(const char* tag, const std::vector<std::string>& cells,
                     const char* first_scope) {
  const HtmlElement row = Open("tr");
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i == 0) {
      Leaf("th", cells[i], {{"scope", first_scope}});
    } else if (tag == absl::string_view("th")) {
      Leaf("th", cells[i], {{"scope", "col"}});
    } else {
      Leaf("td", cells[i]);
    }
  }
}

void HtmlWriter::Table(const HtmlTable& table) {
  if (table.rows.empty()) return;
  {
    const HtmlElement element = Open("table");
    Leaf("caption", table.caption);
    {
      const HtmlElement head = Open("thead");
      Row("th", table.headings, "col");
    }
    const HtmlElement body = Open("tbody");
    for (const auto& row : table.rows) Row("td", row, "row");
  }
  if (!table.note.empty()) Leaf("p", table.note, {{"class", "note"}});
}

void HtmlWriter::Link(const std::string& address, absl::string_view text) {
  if (IsWebAddress(address)) {
    Leaf("a", text, {{"href", address}, {"rel", "noopener noreferrer"}});
  } else if (absl::StrContains(address, '@') && !absl::StrContains(address, ':')) {
    Leaf("a", text, {{"href", absl::StrCat("mailto:", address)}});
  } else {
    Text(text);
  }
}

std::string HtmlPage(absl::string_view language_code, absl::string_view title,
                     const std::function<void(HtmlWriter&)>& body) {
  std::string page = absl::StrCat("<!DOCTYPE html>\n<html lang=\"", EscapeHtml(language_code),
                                  "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                                  "content=\"width=device-width, initial-scale=1\">\n<meta "
                                  "http-equiv=\"Content-Security-Policy\" content=\"",
                                  EscapeHtml(kContentPolicy), "\">\n<title>", EscapeHtml(title),
                                  "</title>\n<style>", kStyle, "</style>\n</head>\n<body>\n");
  {
    HtmlWriter writer(&page);
    const HtmlElement main = writer.Open("main");
    body(writer);
  }
  absl::StrAppend(&page, "</body>\n</html>\n");
  return page;
}

}  // namespace overstap::document
