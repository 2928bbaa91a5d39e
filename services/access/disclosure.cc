#include "services/access/disclosure.h"

namespace overstap::access {

void Disclose(v1::Role /*role*/, google::protobuf::Message* /*reply*/) {}

}  // namespace overstap::access
