// Files of two tab-separated columns, as evaluation sets have them.
//
//   auto titles = ReadTsvRows("queries.tsv");
//
// Safe from any thread.
#ifndef OVERSTAP_TESTS_EVAL_TSV_ROWS_H_
#define OVERSTAP_TESTS_EVAL_TSV_ROWS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace overstap {

struct IdAndText {
  std::string id;
  std::string text;
};

// Lines that are empty are passed over; a carriage return at a line's end too. INVALID_ARGUMENT,
// with the file's name: it cannot be read, or holds no row, or a line has not two columns, or an id
// is empty or comes twice; all such lines are named.
absl::StatusOr<std::vector<IdAndText>> ReadTsvRows(const std::string& file);

}  // namespace overstap

#endif  // OVERSTAP_TESTS_EVAL_TSV_ROWS_H_
