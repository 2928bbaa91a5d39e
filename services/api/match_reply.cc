#include "services/api/match_reply.h"

#include <algorithm>
#include <array>
#include <utility>

#include "overstap/v1/match_service.pb.h"
#include "services/api/request_hash.h"

namespace overstap::api {
namespace {

using Form = MatchEncoder::Form;
using Message = v1::MatchVacanciesResponse;

template <typename Reply>
constexpr std::array<int, 5> kFieldsOf = {
    Reply::kMatchesFieldNumber, Reply::kNextPageTokenFieldNumber, Reply::kVersionsFieldNumber,
    Reply::kMissingFieldsFieldNumber, Reply::kAnswerHashFieldNumber};
static_assert(kFieldsOf<Message> == kFieldsOf<v1::MatchJobSeekersResponse>);

template <typename Record>
bool HasTexts(const matcher::Match<Record>& match) {
  return !match.eligibility.unknowns.empty() || !match.eligibility.reasons.empty() ||
         !match.notes.empty();
}

}  // namespace

std::unique_ptr<MatchReply::Memory>& MatchReply::Spare() {
  thread_local std::unique_ptr<Memory> spare;
  return spare;
}

MatchReply::MatchReply(const MatchEncoder& encoder, WireWriter* out)
    : encoder_(encoder),
      sent_(*out),
      memory_(Spare() != nullptr ? std::move(Spare()) : std::make_unique<Memory>()) {
  memory_->canonical.Clear();
}

MatchReply::~MatchReply() { Spare() = std::move(memory_); }

template <typename Record>
void MatchReply::AddIn(Form form, const matcher::Match<Record>& match, const Record& record,
                       WireWriter* out) {
  out->Message(Message::kMatchesFieldNumber,
               [&] { encoder_.Encode(match, record, memory_->fit.bytes(), form, out); });
}

template <typename Record>
void MatchReply::Add(const matcher::Match<Record>& match, const Record& record) {
  CountMissingFields(match.eligibility.unknowns);
  memory_->fit.Clear();
  encoder_.Encode(match.fit, Form::kCanonical, &memory_->fit);
  const size_t begin = memory_->canonical.size();
  AddIn(Form::kCanonical, match, record, &memory_->canonical);
  if (!encoder_.labels() && !HasTexts(match)) {
    sent_.Append(memory_->canonical.bytes().substr(begin));
    return;
  }
  if (encoder_.labels()) {
    memory_->fit.Clear();
    encoder_.Encode(match.fit, Form::kFull, &memory_->fit);
  }
  AddIn(Form::kFull, match, record, &sent_);
}

template void MatchReply::Add(const matcher::Match<matcher::Vacancy>&, const matcher::Vacancy&);
template void MatchReply::Add(const matcher::Match<matcher::JobSeeker>&, const matcher::JobSeeker&);

void MatchReply::Finish(const v1::AnswerVersions& versions, std::string_view next_page_token) {
  // Most frequent first.
  std::sort(missing_.begin(), missing_.end(), [](const MissingField& a, const MissingField& b) {
    return a.result_count != b.result_count ? a.result_count > b.result_count : a.field < b.field;
  });
  EncodeMissingFields(&memory_->canonical);
  sent_.String(Message::kNextPageTokenFieldNumber, next_page_token);
  sent_.PresentString(Message::kVersionsFieldNumber, Serialized(versions));
  EncodeMissingFields(&sent_);
  sent_.String(Message::kAnswerHashFieldNumber, Sha256(memory_->canonical.bytes()));
}

void MatchReply::CountMissingFields(const std::vector<matcher::Reason>& unknowns) {
  for (auto unknown = unknowns.begin(); unknown != unknowns.end(); ++unknown) {
    const std::string_view field = unknown->missing_field;
    // A few reasons: sooner compared with those before than put into a set.
    if (std::any_of(unknowns.begin(), unknown, [field](const matcher::Reason& before) {
          return before.missing_field == field;
        })) {
      continue;
    }
    auto found =
        std::find_if(missing_.begin(), missing_.end(),
                     [field](const MissingField& missing) { return missing.field == field; });
    if (found == missing_.end()) found = missing_.insert(missing_.end(), {field, 0});
    ++found->result_count;
  }
}

void MatchReply::EncodeMissingFields(WireWriter* out) const {
  for (const MissingField& missing : missing_) {
    out->Message(Message::kMissingFieldsFieldNumber, [&] {
      out->String(v1::MissingFieldCount::kFieldFieldNumber, missing.field);
      out->Int32(v1::MissingFieldCount::kResultCountFieldNumber, missing.result_count);
    });
  }
}

}  // namespace overstap::api
