#include "clients/cli/command/show.h"

#include <string>

#include "clients/cli/json.h"
#include "clients/cli/record/concept_labels.h"
#include "clients/cli/record/messages.h"
#include "clients/cli/record/record_text.h"

namespace overstap::cli {

bool ShowJson(Context& context, const google::protobuf::Message& message) {
  if (context.json) context.out() << ToJson(message);
  return context.json;
}

ExitCode ShowRecord(Context& context, const RecordKind& kind,
                    const google::protobuf::Message& record) {
  if (ShowJson(context, record)) return ExitCode::kOk;
  ConceptLabels labels(context.client, context.locale.code());
  RecordText text(context.locale, labels);
  context.out() << text.Record(kind, record, context.streams.out_width);
  return ExitCode::kOk;
}

ExitCode ShowRecords(Context& context, const RecordKind& kind,
                     const google::protobuf::Message& reply) {
  if (ShowJson(context, reply)) return ExitCode::kOk;
  ConceptLabels labels(context.client, context.locale.code());
  RecordText text(context.locale, labels);
  context.out() << text.Rows(kind, reply, context.streams.out_width);
  const std::string token = StringOf(reply, "next_page_token");
  if (!token.empty()) context.out() << "\n" << context.locale.Say(Text::kMorePages, token) << "\n";
  return ExitCode::kOk;
}

}  // namespace overstap::cli
