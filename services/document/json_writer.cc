#include "services/document/json_writer.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "nlohmann/json.hpp"
#include "services/document/wording.h"

namespace overstap::document {
namespace {

using nlohmann::ordered_json;

// Beyond it not every whole number is a double.
constexpr double kMostExactWhole = 9'007'199'254'740'992;

ordered_json ValueOf(double number) {
  if (!std::isfinite(number)) return nullptr;
  if (number == std::floor(number) && std::abs(number) <= kMostExactWhole) {
    return static_cast<int64_t>(number);
  }
  return number;
}

ordered_json ValueOf(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* whole = std::get_if<int64_t>(&cell)) return *whole;
  if (const auto* number = std::get_if<double>(&cell)) return ValueOf(*number);
  if (const auto* yes = std::get_if<bool>(&cell)) return *yes;
  if (const auto* date = std::get_if<google::type::Date>(&cell)) {
    return date->year() == 0 ? ordered_json(nullptr) : ordered_json(IsoDate(*date));
  }
  return nullptr;
}

}  // namespace

JsonWriter::JsonWriter(std::vector<Column> columns) : columns_(std::move(columns)) {}

void JsonWriter::Begin(std::string* out) { out->append("["); }

void JsonWriter::Append(const Row& row, std::string* out) {
  ordered_json object = ordered_json::object();
  const size_t count = std::min(row.size(), columns_.size());
  for (size_t i = 0; i < count; ++i) object[columns_[i].id] = ValueOf(row[i]);
  out->append(is_first_ ? "\n" : ",\n");
  is_first_ = false;
  // What is stored is UTF-8; a stray byte must not end the export.
  out->append(object.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
}

void JsonWriter::End(std::string* out) { out->append("\n]\n"); }

}  // namespace overstap::document
