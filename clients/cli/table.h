// A table for people: columns as wide as they need to be, wrapped to the terminal.
//
//   Table table({{"Fit", Table::kRight}, {"Titel", Table::kWraps}});
//   table.AddRow({"71,3%", "Monteur zonnepanelen"});
//   out << table.Render(100);
//
// Not shared between threads.
#ifndef OVERSTAP_CLIENTS_CLI_TABLE_H_
#define OVERSTAP_CLIENTS_CLI_TABLE_H_

#include <string>
#include <vector>

namespace overstap::cli {

class Table {
 public:
  enum Style {
    kLeft,
    kRight,
    kWraps,  // to the left, and broken over lines where the terminal is too narrow
  };
  struct Column {
    std::string title;
    Style style = kLeft;
  };

  explicit Table(std::vector<Column> columns);

  // One cell per column.
  void AddRow(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }

  // Lines with a line end each: titles, a rule, the rows. At most `width` characters wide where
  // the wrapping columns can be made as narrow as that; 0: as wide as it is.
  std::string Render(int width) const;

 private:
  std::vector<int> ColumnWidths(int width) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_TABLE_H_
