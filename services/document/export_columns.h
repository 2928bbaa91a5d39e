// The columns of each export: ids that never change, for programs, and headings in a language, for
// people.
//
//   const std::vector<Column> columns = ColumnsOf(v1::EXPORT_SUBJECT_PROGRESS, language);
//
// The rows of export_table.h have a cell for each, in the same order. Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_DOCUMENT_EXPORT_COLUMNS_H_
#define OVERSTAP_SERVICES_DOCUMENT_EXPORT_COLUMNS_H_

#include <vector>

#include "matcher/taxonomy/taxonomy.h"
#include "overstap/v1/document_service.pb.h"
#include "services/document/table.h"

namespace overstap::document {

// Empty for a subject that there is not.
std::vector<Column> ColumnsOf(v1::ExportSubject subject, matcher::Language language);

}  // namespace overstap::document

#endif  // OVERSTAP_SERVICES_DOCUMENT_EXPORT_COLUMNS_H_
