#include "services/api/request_hash.h"

#include <openssl/evp.h>

#include <cstdint>
#include <cstdlib>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace overstap::api {
namespace {

constexpr size_t kHashBytes = 32;

// Looked up once: that costs more than a short text.
const EVP_MD* Sha256Method() {
  static const EVP_MD* const kMethod = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return kMethod;
}

// OpenSSL fails here only without memory or with a broken build.
void Require(int result) {
  if (result != 1) std::abort();
}

}  // namespace

std::string Serialized(const google::protobuf::Message& message) {
  std::string bytes(message.ByteSizeLong(), '\0');
  google::protobuf::io::ArrayOutputStream stream(bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeWithCachedSizes(&coded);
  return bytes;
}

struct RunningHash::State {
  State() { Require(EVP_DigestInit_ex(context, Sha256Method(), nullptr)); }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  EVP_MD_CTX* context = EVP_MD_CTX_new();
};

RunningHash::RunningHash() : state_(std::make_unique<State>()) {}
RunningHash::~RunningHash() = default;

void RunningHash::Add(const google::protobuf::Message& message) {
  const std::string bytes = Serialized(message);
  const uint64_t size = bytes.size();
  Require(EVP_DigestUpdate(state_->context, &size, sizeof(size)));
  Require(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()));
}

std::string RunningHash::Finish() {
  std::string hash(kHashBytes, '\0');
  Require(
      EVP_DigestFinal_ex(state_->context, reinterpret_cast<unsigned char*>(hash.data()), nullptr));
  return hash;
}

std::string Sha256(std::string_view bytes) {
  // The thread's own, made once: it is asked for often, and mostly for little.
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> kContext(
      EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  std::string hash(kHashBytes, '\0');
  Require(EVP_DigestInit_ex(kContext.get(), Sha256Method(), nullptr));
  Require(EVP_DigestUpdate(kContext.get(), bytes.data(), bytes.size()));
  Require(
      EVP_DigestFinal_ex(kContext.get(), reinterpret_cast<unsigned char*>(hash.data()), nullptr));
  return hash;
}

std::string HashWithout(const google::protobuf::Message& request,
                        std::initializer_list<const char*> fields) {
  const auto* type = request.GetDescriptor();
  const auto* reflection = request.GetReflection();
  std::unique_ptr<google::protobuf::Message> copy;  // made where there is something to leave out
  for (const char* name : fields) {
    const auto* field = type->FindFieldByName(name);
    if (field == nullptr) continue;
    const bool is_set = field->is_repeated() ? reflection->FieldSize(request, field) > 0
                                             : reflection->HasField(request, field);
    if (!is_set) continue;
    if (copy == nullptr) {
      copy.reset(request.New());
      copy->CopyFrom(request);
    }
    reflection->ClearField(copy.get(), field);
  }
  return Sha256(type->full_name() + '\0' + Serialized(copy != nullptr ? *copy : request));
}

}  // namespace overstap::api
