// Records as people read them: fields by their names and values in the language's words.
//
//   RecordText text(locale, labels);
//   text.Field(vacancy, "hours_per_week")   // "24–32"
//   text.Record(JobSeekerKind(), person)    // every field that is set, one below the other
//
// Not shared between threads.
#ifndef OVERSTAP_CLIENTS_CLI_RECORD_RECORD_TEXT_H_
#define OVERSTAP_CLIENTS_CLI_RECORD_RECORD_TEXT_H_

#include <string>

#include "clients/cli/record/concept_labels.h"
#include "clients/cli/record/record_kind.h"
#include "clients/cli/text/locale.h"
#include "google/protobuf/message.h"

namespace overstap::cli {

class RecordText {
 public:
  // Both must outlive it.
  RecordText(const Locale& locale, ConceptLabels& labels) : locale_(locale), labels_(labels) {}

  // The field at `path` (dots between fields; a oneof by its name: which of it is set); a dash
  // where it is not set.
  std::string Field(const google::protobuf::Message& message, const std::string& path);

  // A message in one line: what its type is mainly about, the rest in parentheses.
  std::string Line(const google::protobuf::Message& message);

  // A table of the record's fields that are set, and the names of those that are unknown.
  std::string Record(const RecordKind& kind, const google::protobuf::Message& record, int width);

  // A table of the reply's records, with the kind's columns.
  std::string Rows(const RecordKind& kind, const google::protobuf::Message& reply, int width);

 private:
  std::string Values(const google::protobuf::Message& message,
                     const google::protobuf::FieldDescriptor& field, const std::string& separator);
  std::string Value(const google::protobuf::Message& message,
                    const google::protobuf::FieldDescriptor& field, int index);
  std::string Number(const google::protobuf::FieldDescriptor& field, double number) const;

  const Locale& locale_;
  ConceptLabels& labels_;
};

}  // namespace overstap::cli

#endif  // OVERSTAP_CLIENTS_CLI_RECORD_RECORD_TEXT_H_
