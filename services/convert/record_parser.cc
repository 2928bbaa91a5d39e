#include "services/convert/record_parser.h"

#include <cstdint>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "overstap/store/v1/log.pb.h"

namespace overstap::convert {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

constexpr uint32_t SpanTag(int field) {
  return WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
}
constexpr uint32_t kJobSeekerSkills = SpanTag(store::v1::JobSeeker::kSkillsFieldNumber);
constexpr uint32_t kSkillItems = SpanTag(store::v1::SkillList::kItemsFieldNumber);
constexpr uint32_t kVacancySkills = SpanTag(store::v1::Vacancy::kSkillsFieldNumber);
constexpr uint32_t kVacancyDescription = SpanTag(store::v1::Vacancy::kDescriptionFieldNumber);
constexpr uint32_t kItemSkill = SpanTag(store::v1::PersonSkill::kSkillFieldNumber);
constexpr uint32_t kItemValue = WireFormatLite::MakeTag(
    store::v1::PersonSkill::kProficiencyFieldNumber, WireFormatLite::WIRETYPE_VARINT);
constexpr uint32_t kStoredHead = SpanTag(store::v1::VacancyStored::kHeadFieldNumber);
constexpr uint32_t kStoredVacancy = SpanTag(store::v1::VacancyStored::kVacancyFieldNumber);
constexpr uint32_t kCode = SpanTag(store::v1::Code::kCodeFieldNumber);
constexpr uint32_t kPersonSkillSource = WireFormatLite::MakeTag(
    store::v1::PersonSkill::kSourceFieldNumber, WireFormatLite::WIRETYPE_VARINT);
constexpr uint32_t kPersonSkillLink = SpanTag(store::v1::PersonSkill::kTextLinkFieldNumber);
constexpr uint32_t kSkillDemandLink = SpanTag(store::v1::SkillDemand::kTextLinkFieldNumber);
constexpr uint32_t kLinkState = WireFormatLite::MakeTag(store::v1::TextLink::kStateFieldNumber,
                                                        WireFormatLite::WIRETYPE_VARINT);
static_assert(kItemSkill == SpanTag(store::v1::SkillDemand::kSkillFieldNumber) &&
              kItemValue == WireFormatLite::MakeTag(store::v1::SkillDemand::kImportanceFieldNumber,
                                                    WireFormatLite::WIRETYPE_VARINT));

// A length-delimited field's content.
bool ReadSpan(CodedInputStream* in, std::string_view bytes, std::string_view* span) {
  uint32_t size = 0;
  if (!in->ReadVarint32(&size)) return false;
  const auto at = static_cast<size_t>(in->CurrentPosition());
  if (size > bytes.size() - at) return false;
  *span = bytes.substr(at, size);
  return in->Skip(static_cast<int>(size));
}

// Calls visit(tag, in) for each field until it returns false, which is an error.
template <typename Visit>
bool ForEachField(std::string_view bytes, const Visit& visit) {
  CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                      static_cast<int>(bytes.size()));
  while (const uint32_t tag = in.ReadTag()) {
    if (!visit(tag, &in)) return false;
  }
  return in.ConsumedEntireMessage();
}

// Appends to `rest` every field but those that take(tag, in) has read, which says so by true.
template <typename Take>
bool SplitFields(std::string_view bytes, std::string* rest, const Take& take) {
  rest->clear();
  size_t begin = 0;
  return ForEachField(bytes, [&](uint32_t tag, CodedInputStream* in) {
    const std::optional<bool> taken = take(tag, in);
    if (taken.has_value() && !*taken) return false;
    if (!taken.has_value()) {
      if (!WireFormatLite::SkipField(in, tag)) return false;
      rest->append(bytes.substr(begin, static_cast<size_t>(in->CurrentPosition()) - begin));
    }
    begin = static_cast<size_t>(in->CurrentPosition());
    return true;
  });
}

bool ReadCode(std::string_view code, std::string_view* out) {
  return ForEachField(code, [&](uint32_t tag, CodedInputStream* in) {
    return tag == kCode ? ReadSpan(in, code, out) : WireFormatLite::SkipField(in, tag);
  });
}

bool ReadEnum(CodedInputStream* in, int* value) {
  uint32_t number = 0;
  if (!in->ReadVarint32(&number)) return false;
  *value = static_cast<int>(number);
  return true;
}

bool ReadLinkState(std::string_view link, int* state) {
  return ForEachField(link, [&](uint32_t tag, CodedInputStream* in) {
    return tag == kLinkState ? ReadEnum(in, state) : WireFormatLite::SkipField(in, tag);
  });
}

}  // namespace

std::optional<StoredVacancyBytes> SplitStoredVacancy(std::string_view bytes) {
  StoredVacancyBytes parts;
  const bool split = ForEachField(bytes, [&](uint32_t tag, CodedInputStream* in) {
    if (tag == kStoredHead) return parts.head.empty() && ReadSpan(in, bytes, &parts.head);
    if (tag == kStoredVacancy) return parts.vacancy.empty() && ReadSpan(in, bytes, &parts.vacancy);
    return WireFormatLite::SkipField(in, tag);
  });
  if (!split) return std::nullopt;
  return parts;
}

// `link_tag`: of the field that says how it was found in a text.
bool RecordParser::ReadItem(std::string_view item, uint32_t link_tag) {
  SkillItem& skill = skills_.emplace_back();
  return ForEachField(item, [&](uint32_t tag, CodedInputStream* in) {
    std::string_view span;
    if (tag == link_tag) return ReadSpan(in, item, &span) && ReadLinkState(span, &skill.link_state);
    switch (tag) {
      case kItemSkill:
        return ReadSpan(in, item, &span) && ReadCode(span, &skill.code);
      case kItemValue:
        return ReadEnum(in, &skill.value);
      case kPersonSkillSource:
        return ReadEnum(in, &skill.source);
      default:
        return WireFormatLite::SkipField(in, tag);
    }
  });
}

bool RecordParser::SplitSkills(std::string_view list) {
  return ForEachField(list, [&](uint32_t tag, CodedInputStream* in) {
    if (tag != kSkillItems) return WireFormatLite::SkipField(in, tag);
    std::string_view item;
    return ReadSpan(in, list, &item) && ReadItem(item, kPersonSkillLink);
  });
}

std::optional<matcher::JobSeeker> RecordParser::ParseJobSeeker(std::string_view id,
                                                               std::string_view bytes,
                                                               UnknownCodes* unknown) {
  skills_.clear();
  bool has_skills = false;
  const bool split =
      SplitFields(bytes, &rest_, [&](uint32_t tag, CodedInputStream* in) -> std::optional<bool> {
        if (tag != kJobSeekerSkills) return std::nullopt;
        std::string_view list;
        has_skills = true;
        return ReadSpan(in, bytes, &list) && SplitSkills(list);
      });
  if (!split || !job_seeker_.ParseFromString(rest_)) return std::nullopt;
  matcher::JobSeeker person = ToModel(id, job_seeker_, context_, unknown);
  if (!has_skills) return person;
  auto& skills = person.skills.emplace();
  skills.reserve(skills_.size());
  for (const SkillItem& item : skills_) {
    if (item.link_state == store::v1::TEXT_LINK_STATE_OPEN) continue;
    if (const auto skill = context_.taxonomy.FindSkill(item.code)) {
      skills.push_back({*skill, static_cast<matcher::Proficiency>(item.value),
                        item.source == store::v1::SKILL_SOURCE_DERIVED_FROM_TEXT});
    } else {
      ++unknown->count;
    }
  }
  return person;
}

bool RecordParser::SplitVacancy(std::string_view bytes) {
  skills_.clear();
  const bool split =
      SplitFields(bytes, &rest_, [&](uint32_t tag, CodedInputStream* in) -> std::optional<bool> {
        if (tag != kVacancySkills && tag != kVacancyDescription) return std::nullopt;
        std::string_view span;
        if (!ReadSpan(in, bytes, &span)) return false;
        if (tag == kVacancyDescription) return true;  // the matcher does not see it
        return ReadItem(span, kSkillDemandLink);
      });
  return split && vacancy_.ParseFromString(rest_);
}

std::optional<matcher::Vacancy> RecordParser::FinishVacancy(std::string_view id, int openings_left,
                                                            UnknownCodes* unknown) {
  matcher::Vacancy vacancy = ToModel(id, vacancy_, openings_left, context_, unknown);
  vacancy.skills.reserve(skills_.size());
  for (const SkillItem& item : skills_) {
    if (item.link_state == store::v1::TEXT_LINK_STATE_OPEN) continue;
    if (const auto skill = context_.taxonomy.FindSkill(item.code)) {
      vacancy.skills.push_back({*skill, item.value != store::v1::IMPORTANCE_OPTIONAL,
                                item.link_state == store::v1::TEXT_LINK_STATE_DERIVED});
    } else {
      ++unknown->count;
    }
  }
  return vacancy;
}

}  // namespace overstap::convert
