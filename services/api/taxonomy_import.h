// The import of a taxonomy: a stream is read whole, judged and built beside the version in use, and
// only then written and switched to. A stream that breaks off leaves no trace.
//
//   return StartTaxonomyImport(context, backend, reply);
//
// Safe from any thread; the reactor deletes itself when gRPC is done with it.
#ifndef OVERSTAP_SERVICES_API_TAXONOMY_IMPORT_H_
#define OVERSTAP_SERVICES_API_TAXONOMY_IMPORT_H_

#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "overstap/v1/taxonomy_service.pb.h"
#include "services/api/backend.h"

namespace overstap::api {

grpc::ServerReadReactor<v1::ImportTaxonomyRequest>* StartTaxonomyImport(
    grpc::CallbackServerContext* context, const Backend& backend,
    v1::ImportTaxonomyResponse* reply);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_TAXONOMY_IMPORT_H_
