// The API's rpcs, found by what they take: each rpc has a request message of its own, so that a
// request says which rpc it is for.
//
//   const auto* method = MethodOf(*v1::GetVacancyRequest::descriptor());
//   MethodPath(*method)                     // "/overstap.v1.VacancyService/GetVacancy"
//
// Safe from any thread.
#ifndef OVERSTAP_CLIENTS_CPP_METHODS_H_
#define OVERSTAP_CLIENTS_CPP_METHODS_H_

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace overstap::client {

// All services of overstap.v1.
const std::vector<const google::protobuf::ServiceDescriptor*>& Services();

// The rpc that takes `request`; null: none does.
const google::protobuf::MethodDescriptor* MethodOf(const google::protobuf::Descriptor& request);

// The rpc of that name, e.g. `GetVacancy`; null: there is none.
const google::protobuf::MethodDescriptor* MethodNamed(const std::string& name);

// As gRPC names it on the wire.
std::string MethodPath(const google::protobuf::MethodDescriptor& method);

// The `request_id` of a mutation's request; null: the request has none.
const google::protobuf::FieldDescriptor* RequestIdField(
    const google::protobuf::Descriptor& request);

// Whether a call may be sent again when it is not known what became of it: it only reads, or it
// carries a request id.
bool IsSafeToRepeat(const google::protobuf::MethodDescriptor& method);

}  // namespace overstap::client

#endif  // OVERSTAP_CLIENTS_CPP_METHODS_H_
