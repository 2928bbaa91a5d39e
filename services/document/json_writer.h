// A table as JSON: an array of objects, one a row, whose fields are the columns' ids in their
// order. What is hidden or not known is null.
//
//   JsonWriter writer(columns);
//   writer.Append({std::string("targets/activation"), Nothing()}, &file);
//   // {"target":"targets/activation","value":null}
//
// Of one thread at a time.
#ifndef OVERSTAP_SERVICES_DOCUMENT_JSON_WRITER_H_
#define OVERSTAP_SERVICES_DOCUMENT_JSON_WRITER_H_

#include <string>
#include <vector>

#include "services/document/table.h"

namespace overstap::document {

class JsonWriter final : public TableWriter {
 public:
  explicit JsonWriter(std::vector<Column> columns);

  void Begin(std::string* out) override;
  void Append(const Row& row, std::string* out) override;
  void End(std::string* out) override;

 private:
  const std::vector<Column> columns_;
  bool is_first_ = true;
};

}  // namespace overstap::document

#endif  // OVERSTAP_SERVICES_DOCUMENT_JSON_WRITER_H_
