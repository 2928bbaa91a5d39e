// A table on its way into a file: columns with stable ids and headings in a language, and rows of
// cells that know what they hold. What a cell looks like is the writer's business.
//
//   const std::vector<Column> columns = {{"target", "Doelstelling"}, {"value", "Stand"}};
//   writer->Row({std::string("targets/activation"), 640.5});
//
// Values; safe to share between threads.
#ifndef OVERSTAP_SERVICES_DOCUMENT_TABLE_H_
#define OVERSTAP_SERVICES_DOCUMENT_TABLE_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "google/type/date.pb.h"

namespace overstap::document {

// Nothing: hidden, or not known. Never the same as 0.
using Nothing = std::monostate;
// Whole numbers and others apart: a count is never written with a decimal.
using Cell = std::variant<Nothing, std::string, int64_t, double, bool, google::type::Date>;
using Row = std::vector<Cell>;

struct Column {
  std::string id;       // of a JSON field; never changes
  std::string heading;  // for people
};

// Writes a table piece by piece: each call appends to `out`, which the caller may empty between
// calls. Of one thread at a time.
class TableWriter {
 public:
  virtual ~TableWriter() = default;
  virtual void Begin(std::string* out) = 0;
  // One cell for each column.
  virtual void Append(const Row& row, std::string* out) = 0;
  virtual void End(std::string* out) = 0;
};

}  // namespace overstap::document

#endif  // OVERSTAP_SERVICES_DOCUMENT_TABLE_H_
