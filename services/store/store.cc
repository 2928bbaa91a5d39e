#include "services/store/store.h"

namespace overstap::store {

std::vector<Store::IdRange> Store::Ranges(RecordKind /*kind*/, size_t /*count*/) const {
  return {IdRange()};
}

absl::Status Store::ScanRange(
    RecordKind kind, const IdRange& range,
    absl::FunctionRef<bool(std::string_view, std::string_view)> visit) const {
  return Scan(kind, range.after, [&](std::string_view id, std::string_view bytes) {
    return (!range.last.has_value() || id <= *range.last) && visit(id, bytes);
  });
}

}  // namespace overstap::store
