#include "services/access/key_source.h"

#include <curl/curl.h>

#include <fstream>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/access/openssl_handles.h"
#include "services/config/listen_address.h"

namespace overstap::access {
namespace {

constexpr long kOk = 200;

class FileSource final : public KeySource {
 public:
  explicit FileSource(std::string path) : path_(std::move(path)) {}

  absl::StatusOr<std::string> Fetch() override {
    std::ifstream file(path_, std::ios::binary);
    // One byte more than is taken tells whether there is more.
    std::string text(kMostKeySetBytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.eof() && !file.good()) {
      return absl::UnavailableError(absl::StrCat("cannot read ", path_));
    }
    text.resize(static_cast<size_t>(file.gcount()));
    if (text.size() > kMostKeySetBytes) {
      return absl::ResourceExhaustedError(
          absl::StrCat(path_, " is larger than ", kMostKeySetBytes, " bytes"));
    }
    return text;
  }
  bool is_remote() const override { return false; }
  const std::string& place() const override { return path_; }

 private:
  const std::string path_;
};

// Appends what arrives; ends the transfer when it is too much.
size_t Append(char* bytes, size_t size, size_t count, void* text) {
  auto& into = *static_cast<std::string*>(text);
  if (into.size() + size * count > kMostKeySetBytes) return 0;
  into.append(bytes, size * count);
  return size * count;
}

class UrlSource final : public KeySource {
 public:
  UrlSource(std::string url, KeySourceOptions options)
      : url_(std::move(url)),
        options_(std::move(options)),
        is_plain_(absl::StartsWith(url_, "http:")) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
  }
  ~UrlSource() override { curl_global_cleanup(); }
  UrlSource(const UrlSource&) = delete;
  UrlSource& operator=(const UrlSource&) = delete;

  absl::StatusOr<std::string> Fetch() override {
    const std::unique_ptr<CURL, Freer<curl_easy_cleanup>> curl(curl_easy_init());
    if (curl == nullptr) return absl::UnavailableError("libcurl has no memory");
    std::string text;
    std::string why(CURL_ERROR_SIZE, '\0');
    Prepare(curl.get(), &text, why.data());
    const CURLcode code = curl_easy_perform(curl.get());
    if (code == CURLE_WRITE_ERROR || code == CURLE_FILESIZE_EXCEEDED) {
      return absl::ResourceExhaustedError(
          absl::StrCat(url_, " answers with more than ", kMostKeySetBytes, " bytes"));
    }
    if (code != CURLE_OK) {
      return absl::UnavailableError(absl::StrCat(
          "cannot fetch ", url_, ": ", why[0] == '\0' ? curl_easy_strerror(code) : why.c_str()));
    }
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status != kOk) {
      return absl::UnavailableError(absl::StrCat(url_, " answers with HTTP status ", status));
    }
    return text;
  }
  bool is_remote() const override { return true; }
  const std::string& place() const override { return url_; }

 private:
  void Prepare(CURL* curl, std::string* text, char* why) const {
    const auto timeout = static_cast<long>(absl::ToInt64Milliseconds(options_.timeout));
    curl_easy_setopt(curl, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, is_plain_ ? "http" : "https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!options_.ca_file.empty()) {
      curl_easy_setopt(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
    }
    // Loopback is reached directly, whatever proxy the environment names.
    if (is_plain_) curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeout);
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE, static_cast<long>(kMostKeySetBytes));
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Append);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, text);
  }

  const std::string url_;
  const KeySourceOptions options_;
  const bool is_plain_;
};

// The part of `url` that says a name, in libcurl's reading of it; empty: there is none.
std::string PartOf(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return "";
  std::string copy(text);
  curl_free(text);
  return copy;
}

}  // namespace

bool IsUrl(const std::string& place) { return absl::StrContains(place, "://"); }

absl::Status CheckKeyPlace(const std::string& place) {
  if (!IsUrl(place)) return absl::OkStatus();
  const std::unique_ptr<CURLU, Freer<curl_url_cleanup>> url(curl_url());
  if (url == nullptr || curl_url_set(url.get(), CURLUPART_URL, place.c_str(), 0) != CURLUE_OK) {
    return absl::InvalidArgumentError("the key set's URL cannot be read");
  }
  // Not repeated: it may be a password.
  if (!PartOf(url.get(), CURLUPART_USER).empty() ||
      !PartOf(url.get(), CURLUPART_PASSWORD).empty()) {
    return absl::InvalidArgumentError("the key set's URL must not carry a user or password");
  }
  const std::string scheme = PartOf(url.get(), CURLUPART_SCHEME);
  const std::string host = PartOf(url.get(), CURLUPART_HOST);
  if (scheme == "https" || (scheme == "http" && config::IsLoopbackHost(host))) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat(place,
                   " is neither https nor http on loopback: keys must not be fetched where "
                   "others can change them"));
}

absl::StatusOr<std::unique_ptr<KeySource>> MakeKeySource(const std::string& place,
                                                         const KeySourceOptions& options) {
  if (absl::Status checked = CheckKeyPlace(place); !checked.ok()) return checked;
  if (IsUrl(place)) return std::make_unique<UrlSource>(place, options);
  return std::make_unique<FileSource>(place);
}

}  // namespace overstap::access
