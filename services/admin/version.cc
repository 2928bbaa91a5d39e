#include "services/admin/version.h"

namespace overstap {

const char kVersion[] = OVERSTAP_VERSION;

}  // namespace overstap
