// Stored bytes → the values that the matcher works on, without making messages of the skills: they
// are most of a record, and each would be a handful of allocations that only a number comes of.
//
//   RecordParser parser({taxonomy, region});
//   if (auto person = parser.ParseJobSeeker("p-1", bytes, &unknown)) Use(*person,
//   parser.job_seeker());
//
// The values are those that ToModel gives for the parsed message. For who reads many: one parser
// per thread.
#ifndef OVERSTAP_SERVICES_CONVERT_RECORD_PARSER_H_
#define OVERSTAP_SERVICES_CONVERT_RECORD_PARSER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/model/job_seeker.h"
#include "matcher/model/vacancy.h"
#include "overstap/store/v1/records.pb.h"
#include "services/convert/to_model.h"

namespace overstap::convert {

// A serialised VacancyStored as its two parts, each serialised. nullopt: it cannot be read.
struct StoredVacancyBytes {
  std::string_view head;
  std::string_view vacancy;
};
std::optional<StoredVacancyBytes> SplitStoredVacancy(std::string_view bytes);

class RecordParser {
 public:
  // What the context refers to outlives the parser.
  explicit RecordParser(const ModelContext& context) : context_(context) {}

  // `bytes`: a serialised store::v1::JobSeeker or Vacancy. nullopt: it cannot be read.
  std::optional<matcher::JobSeeker> ParseJobSeeker(std::string_view id, std::string_view bytes,
                                                   UnknownCodes* unknown);
  // `openings_left(vacancy)` is asked with all but the skills and the description.
  template <typename OpeningsLeft>
  std::optional<matcher::Vacancy> ParseVacancy(std::string_view id, std::string_view bytes,
                                               const OpeningsLeft& openings_left,
                                               UnknownCodes* unknown) {
    if (!SplitVacancy(bytes)) return std::nullopt;
    return FinishVacancy(id, openings_left(vacancy_), unknown);
  }

  // What was parsed last, without the skills.
  const store::v1::JobSeeker& job_seeker() const { return job_seeker_; }
  const store::v1::Vacancy& vacancy() const { return vacancy_; }

 private:
  // A PersonSkill or SkillDemand: both are a code, an enum and how they were found in a text.
  struct SkillItem {
    std::string_view code;  // views the bytes
    int value = 0;          // proficiency or importance
    int source = 0;         // of a PersonSkill
    int link_state = 0;
  };
  bool SplitVacancy(std::string_view bytes);
  std::optional<matcher::Vacancy> FinishVacancy(std::string_view id, int openings_left,
                                                UnknownCodes* unknown);
  bool SplitSkills(std::string_view list);
  bool ReadItem(std::string_view item, uint32_t link_tag);

  const ModelContext context_;
  // Used again for every record.
  std::vector<SkillItem> skills_;
  std::string rest_;
  store::v1::JobSeeker job_seeker_;
  store::v1::Vacancy vacancy_;
};

}  // namespace overstap::convert

#endif  // OVERSTAP_SERVICES_CONVERT_RECORD_PARSER_H_
