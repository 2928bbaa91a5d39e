#include "services/access/principals.h"

#include <openssl/err.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "overstap/access/v1/access.pb.h"
#include "services/access/openssl_handles.h"
#include "services/access/token.h"

namespace overstap::access {
namespace {

using google::protobuf::TextFormat;
using v1::Principal;
using v1::PrincipalsConfig;

constexpr size_t kSha256HexDigits = 64;

// What the parser complains about, as "file:line:column: what".
class Complaints final : public google::protobuf::io::ErrorCollector {
 public:
  Complaints(std::string file, std::vector<std::string>* errors)
      : file_(std::move(file)), errors_(errors) {}
  void AddError(int line, int column, const std::string& message) override {
    errors_->push_back(absl::StrCat(
        file_, ":", line + 1, ":", column + 1, ": ",
        absl::StrReplaceAll(message, {{"has no field named", "does not know the key"}})));
  }

 private:
  std::string file_;
  std::vector<std::string>* errors_;
};

// The 32 bytes of a fingerprint; empty: it is none.
std::string Sha256Of(const std::string& text) {
  const std::string digits = absl::StrReplaceAll(text, {{":", ""}});
  const bool is_hex = std::all_of(digits.begin(), digits.end(), [](char c) {
    return absl::ascii_isxdigit(static_cast<unsigned char>(c));
  });
  return is_hex && digits.size() == kSha256HexDigits ? absl::HexStringToBytes(digits) : "";
}

bool IsAlternativeName(const std::string& name) {
  constexpr size_t kPrefix = 4;
  return (absl::StartsWith(name, "URI:") || absl::StartsWith(name, "DNS:")) &&
         name.size() > kPrefix && !absl::StrContains(name, '*');
}

// What is wrong with an entry; empty: nothing.
std::string Check(const Principal& entry) {
  if (entry.certificate_case() == Principal::CERTIFICATE_NOT_SET) {
    return "certificate_sha256 or subject_alternative_name is required";
  }
  if (entry.has_certificate_sha256() && Sha256Of(entry.certificate_sha256()).empty()) {
    return "certificate_sha256: 64 hexadecimal digits are expected";
  }
  if (entry.has_subject_alternative_name() &&
      !IsAlternativeName(entry.subject_alternative_name())) {
    return "subject_alternative_name: URI:… or DNS:… without wildcards is expected";
  }
  if (!IsName(entry.principal())) return "principal: 1 to 128 bytes are expected";
  if (!IsName(entry.organisation())) return "organisation: 1 to 128 bytes are expected";
  if (entry.roles().empty()) return "roles: at least one is required";
  for (const int role : entry.roles()) {
    if (role == overstap::v1::ROLE_UNSPECIFIED) return "roles: ROLE_UNSPECIFIED is no role";
  }
  return "";
}

Identity IdentityOf(const Principal& entry) {
  Identity identity{.principal = entry.principal(), .organisation = entry.organisation()};
  for (const int role : entry.roles()) {
    identity.roles.push_back(static_cast<overstap::v1::Role>(role));
  }
  return identity;
}

std::string TextOf(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<size_t>(ASN1_STRING_length(text))};
}

// `URI:…` and `DNS:…` of the certificate.
std::set<std::string> AlternativeNames(const X509* certificate) {
  std::set<std::string> names;
  const GeneralNames all(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; all != nullptr && i < sk_GENERAL_NAME_num(all.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(all.get(), i);
    if (name->type == GEN_URI) {
      names.insert("URI:" + TextOf(name->d.uniformResourceIdentifier));
    } else if (name->type == GEN_DNS) {
      names.insert("DNS:" + TextOf(name->d.dNSName));
    }
  }
  return names;
}

std::string DerOf(X509* certificate) {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(certificate, &bytes);
  std::string der;
  if (size > 0) der.assign(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

absl::Status CheckDates(const X509* certificate, absl::Time now) {
  time_t seconds = absl::ToTimeT(now);
  if (X509_cmp_time(X509_get0_notAfter(certificate), &seconds) < 0) {
    return absl::UnauthenticatedError("the client certificate has expired");
  }
  if (X509_cmp_time(X509_get0_notBefore(certificate), &seconds) > 0) {
    return absl::UnauthenticatedError("the client certificate is not valid yet");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Identity> Principals::Identify(std::string_view pem, absl::Time now) const {
  const Bio bio = BioOf(pem);
  const Certificate certificate(
      bio == nullptr ? nullptr : PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  if (certificate == nullptr) {
    return absl::UnauthenticatedError("the client certificate cannot be read");
  }
  if (absl::Status dates = CheckDates(certificate.get(), now); !dates.ok()) return dates;
  const auto exact = by_sha256_.find(Sha256(DerOf(certificate.get())));
  if (exact != by_sha256_.end()) return exact->second;
  const Identity* found = nullptr;
  for (const std::string& name : AlternativeNames(certificate.get())) {
    const auto mapped = by_name_.find(name);
    if (mapped == by_name_.end()) continue;
    if (found != nullptr) {
      return absl::UnauthenticatedError("the client certificate is mapped to several principals");
    }
    found = &mapped->second;
  }
  if (found == nullptr) {
    return absl::UnauthenticatedError("the client certificate is mapped to no principal");
  }
  return *found;
}

absl::StatusOr<Principals> ReadPrincipals(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  std::vector<std::string> errors;
  Complaints complaints(path, &errors);
  TextFormat::ParseInfoTree places;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&complaints);
  parser.WriteLocationsTo(&places);
  PrincipalsConfig config;
  Principals principals;
  if (parser.ParseFromString(text, &config)) {
    const auto* field =
        PrincipalsConfig::descriptor()->FindFieldByNumber(PrincipalsConfig::kPrincipalsFieldNumber);
    for (int i = 0; i < config.principals_size(); ++i) {
      const Principal& entry = config.principals(i);
      std::string wrong = Check(entry);
      if (wrong.empty()) {
        const bool is_new =
            entry.has_certificate_sha256()
                ? principals.by_sha256_
                      .emplace(Sha256Of(entry.certificate_sha256()), IdentityOf(entry))
                      .second
                : principals.by_name_.emplace(entry.subject_alternative_name(), IdentityOf(entry))
                      .second;
        if (!is_new) wrong = "its certificate is mapped above already";
      }
      if (!wrong.empty()) {
        errors.push_back(absl::StrCat(path, ":", places.GetLocation(field, i).line + 1,
                                      ": principals: ", wrong));
      }
    }
    if (config.principals().empty()) errors.push_back(absl::StrCat(path, ": has no principals"));
  }
  if (!errors.empty()) return absl::InvalidArgumentError(absl::StrJoin(errors, "\n"));
  return principals;
}

}  // namespace overstap::access
