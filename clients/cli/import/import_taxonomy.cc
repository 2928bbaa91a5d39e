#include "clients/cli/import/import_taxonomy.h"

#include <filesystem>
#include <memory>
#include <utility>

#include "clients/cli/command/show.h"
#include "clients/cli/import/progress.h"
#include "clients/cpp/request_id.h"
#include "data/import/esco_pack.h"
#include "overstap/v1/taxonomy_service.pb.h"

namespace overstap::cli {
namespace {

// Hands batches to the stream; CANCELLED when the server takes no more.
class BatchSender {
 public:
  BatchSender(client::ImportStream& stream, Progress& progress)
      : stream_(stream), progress_(progress) {}

  absl::Status SendHeader(const std::string& source_version) {
    v1::ImportTaxonomyRequest request;
    request.mutable_header()->set_source_version(source_version);
    request.mutable_header()->set_request_id(client::NewRequestId());
    return Send(request, 0);
  }
  absl::Status SendConcepts(v1::ConceptBatch batch) {
    const int count = batch.concepts_size();
    v1::ImportTaxonomyRequest request;
    *request.mutable_concepts() = std::move(batch);
    return Send(request, count);
  }
  absl::Status SendRelations(v1::RelationBatch batch) {
    const int count = batch.relations_size();
    v1::ImportTaxonomyRequest request;
    *request.mutable_relations() = std::move(batch);
    return Send(request, count);
  }

 private:
  absl::Status Send(const v1::ImportTaxonomyRequest& request, int count) {
    if (!stream_.Write(request)) return absl::CancelledError("the server ended the import");
    counts_.items += count;
    progress_.Update(counts_);
    return absl::OkStatus();
  }

  client::ImportStream& stream_;
  Progress& progress_;
  ProgressCounts counts_;
};

std::string NameOf(const std::string& folder) {
  const std::filesystem::path path = std::filesystem::path(folder).lexically_normal();
  return (path.has_filename() ? path : path.parent_path()).filename().string();
}

}  // namespace

absl::StatusOr<ExitCode> ImportTaxonomy(Context& context, const TaxonomyOptions& options) {
  auto stream = context.client.OpenImport(*v1::ImportTaxonomyRequest::descriptor());
  if (!stream.ok()) return stream.status();
  Progress progress(context.locale, context.streams.err, context.streams.err_is_terminal, 0);
  BatchSender sender(**stream, progress);
  absl::Status status = sender.SendHeader(options.source_version.empty() ? NameOf(options.folder)
                                                                         : options.source_version);
  if (status.ok()) {
    data::EscoSink sink;
    sink.concepts = [&sender](v1::ConceptBatch batch) {
      return sender.SendConcepts(std::move(batch));
    };
    sink.relations = [&sender](v1::RelationBatch batch) {
      return sender.SendRelations(std::move(batch));
    };
    status = data::ReadEscoPack(options.folder, data::EscoPackOptions(), sink).status();
  }
  // Where the server ended the stream, its own error says why. An error of the reader cancels the
  // stream, which then changes nothing.
  if (!status.ok() && !absl::IsCancelled(status)) {
    progress.Clear();
    return status;
  }
  const auto reply = (*stream)->Finish<v1::ImportTaxonomyResponse>();
  progress.Clear();
  if (!reply.ok()) return reply.status();
  if (ShowJson(context, *reply)) return ExitCode::kOk;
  const Locale& locale = context.locale;
  const v1::Taxonomy& taxonomy = reply->taxonomy();
  context.out() << locale.Say(Text::kTaxonomyImported, taxonomy.name(),
                              locale.Number(taxonomy.occupation_count()),
                              locale.Number(taxonomy.skill_count()),
                              locale.Number(taxonomy.relation_count()),
                              locale.Fixed(progress.seconds(), 1))
                << "\n";
  if (reply->unknown_code_count() > 0) {
    context.out() << locale.Say(Text::kUnknownCodes,
                                locale.Number(double(reply->unknown_code_count())))
                  << "\n";
  }
  return ExitCode::kOk;
}

}  // namespace overstap::cli
