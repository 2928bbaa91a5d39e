#include "services/api/text_links.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "matcher/taxonomy/concept_finder.h"
#include "matcher/text/title_noise.h"
#include "services/api/text/language.h"
#include "services/api/text_reading.h"
#include "services/api/validation_common.h"

namespace overstap::api {
namespace {

using matcher::FoundOccupation;
using matcher::FoundSkill;

constexpr int kMostPersonSkills = 500;
constexpr int kMostVacancySkills = 200;
constexpr double kMostYears = 70;
constexpr char kEsco[] = "ESCO";
constexpr unsigned char kContinues = 0x80;  // a byte of UTF-8 that goes on with a character
constexpr unsigned char kContinuesMask = 0xC0;

// At most as many bytes as a link may quote, whole characters.
std::string Quoted(std::string_view words) {
  size_t size = std::min(words.size(), kMaxTitleBytes);
  while (size < words.size() && size > 0 &&
         (static_cast<unsigned char>(words[size]) & kContinuesMask) == kContinues) {
    --size;
  }
  return std::string(words.substr(0, size));
}

v1::TextLink LinkOf(double score, double sure) {
  v1::TextLink link;
  link.set_state(score >= sure ? v1::TEXT_LINK_STATE_DERIVED : v1::TEXT_LINK_STATE_OPEN);
  link.set_score(score);
  return link;
}

void SetCode(const std::string& uri, v1::Code* code) {
  code->set_scheme(kEsco);
  code->set_code(uri);
}

bool IsUnlinked(const v1::PersonOccupation& item) {
  return !item.has_occupation() && !item.has_text_link() && !item.title().empty();
}

bool AnyUnlinked(const v1::OccupationList& list) {
  return std::any_of(list.items().begin(), list.items().end(), IsUnlinked);
}

// Reads titles and texts of one item.
class Links {
 public:
  Links(const matcher::ConceptFinder& finder, const matcher::PlaceNames& places,
        const std::string& language_code)
      : finder_(finder), places_(places), language_(matcher::ParseLanguage(language_code)) {}

  // The best occupation goes to `code`, unless the title is like none; returns how it was found.
  v1::TextLink Occupation(std::string_view title, v1::Code* code) const {
    if (title.size() > kMaxTitleBytes) return LinkOf(0, kSureTitle);  // refused for it afterwards
    const matcher::FoundOccupations found =
        finder_.LinkOccupation(title, {.language = language_, .limit = 1, .places = &places_});
    if (found.occupations.empty()) return LinkOf(0, kSureTitle);
    const FoundOccupation& best = found.occupations.front();
    SetCode(finder_.taxonomy().occupation(best.occupation).code, code);
    return LinkOf(best.score, kSureTitle);
  }

  // Calls add(code, found, link) for each skill that the text says is there, the surest first.
  template <typename Add>
  void Skills(std::string_view text, int most, const Add& add) const {
    matcher::FoundSkills found = finder_.ExtractSkills(text, language_);
    std::erase_if(found.skills, [](const FoundSkill& skill) {
      return skill.polarity != matcher::SkillPolarity::kHas || skill.score < kLeastOpenSkill;
    });
    std::ranges::stable_sort(found.skills, std::ranges::greater(), &FoundSkill::score);
    if (found.skills.size() > static_cast<size_t>(most)) {
      found.skills.resize(static_cast<size_t>(most));
    }
    for (const FoundSkill& skill : found.skills) {
      v1::TextLink link = LinkOf(skill.score, kSureSkill);
      link.set_text(Quoted(text.substr(skill.begin, skill.end - skill.begin)));
      add(finder_.taxonomy().skill(skill.skill).code, skill, std::move(link));
    }
  }

 private:
  const matcher::ConceptFinder& finder_;
  const matcher::PlaceNames& places_;
  const std::optional<matcher::Language> language_;
};

template <typename Item>
bool IsOpenItem(const Item& item) {
  return static_cast<int>(item.text_link().state()) == v1::TEXT_LINK_STATE_OPEN;
}

// No occupation stands twice in a list: a title that surely means one which the list has already
// becomes one with it; one that perhaps does keeps its title alone, for a person to decide.
template <typename List>
void MergeRepeats(List* list) {
  auto& items = *list->mutable_items();
  const auto find_same = [&items](int of) {
    for (int i = 0; i < items.size(); ++i) {
      const bool is_rival = i < of || !items.Get(i).has_text_link();
      if (i != of && is_rival && items.Get(i).has_occupation() &&
          items.Get(i).occupation().code() == items.Get(of).occupation().code()) {
        return i;
      }
    }
    return -1;
  };
  for (int i = items.size() - 1; i >= 0; --i) {
    if (!items.Get(i).has_text_link() || !items.Get(i).has_occupation()) continue;
    int same = find_same(i);
    for (; same >= 0 && IsOpenItem(items.Get(same)) && !IsOpenItem(items.Get(i));
         same = find_same(i)) {
      items.Mutable(same)->clear_occupation();
    }
    if (same < 0) continue;
    if (IsOpenItem(items.Get(i))) {
      items.Mutable(i)->clear_occupation();
      continue;
    }
    auto& kept = *items.Mutable(same);
    if (items.Get(i).has_years()) {
      kept.set_years(std::min(kMostYears, kept.years() + items.Get(i).years()));
    }
    items.DeleteSubrange(i, 1);
  }
}

void LinkTitles(const Links& links, v1::OccupationList* list) {
  for (v1::PersonOccupation& item : *list->mutable_items()) {
    if (!IsUnlinked(item)) continue;
    *item.mutable_text_link() = links.Occupation(item.title(), item.mutable_occupation());
    if (item.occupation().code().empty()) item.clear_occupation();
  }
  MergeRepeats(list);
}

template <typename List>
bool AnyOpen(const List& items) {
  return std::any_of(items.begin(), items.end(), [](const auto& item) { return IsOpenItem(item); });
}

void KeepOccupations(const store::v1::OccupationList& stored, store::v1::OccupationList* next) {
  for (store::v1::PersonOccupation& item : *next->mutable_items()) {
    if (!item.has_text_link()) continue;
    const auto same =
        std::find_if(stored.items().begin(), stored.items().end(),
                     [&item](const auto& other) { return other.title() == item.title(); });
    if (same == stored.items().end()) continue;
    item.clear_occupation();
    item.clear_text_link();
    if (same->has_occupation()) *item.mutable_occupation() = same->occupation();
    if (same->has_text_link()) *item.mutable_text_link() = same->text_link();
  }
  MergeRepeats(next);
}

}  // namespace

bool LacksConcepts(const v1::ImportJobSeekersRequest& request) {
  const v1::JobSeeker& person = request.job_seeker();
  return AnyUnlinked(person.past_occupations()) || AnyUnlinked(person.wished_occupations()) ||
         (!person.has_skills() && !request.text().empty());
}

bool LacksConcepts(const v1::ImportVacanciesRequest& request) {
  const v1::Vacancy& vacancy = request.vacancy();
  return !vacancy.has_occupation() && !vacancy.has_occupation_text_link() &&
         vacancy.skills().empty() && !vacancy.title().empty();
}

void CheckTexts(const v1::ImportJobSeekersRequest& request, FieldChecker& check) {
  check.Text("text", request.text(), 0, kMaxTextBytes);
  CheckLanguage(request.language_code(), check);
}

void CheckTexts(const v1::ImportVacanciesRequest& request, FieldChecker& check) {
  CheckLanguage(request.language_code(), check);
}

void AddLinks(const matcher::ConceptFinder& finder, const matcher::PlaceNames& places,
              v1::ImportJobSeekersRequest* request) {
  const Links links(finder, places, request->language_code());
  v1::JobSeeker& person = *request->mutable_job_seeker();
  if (AnyUnlinked(person.past_occupations())) {
    LinkTitles(links, person.mutable_past_occupations());
  }
  if (AnyUnlinked(person.wished_occupations())) {
    LinkTitles(links, person.mutable_wished_occupations());
  }
  if (person.has_skills() || request->text().empty() || request->text().size() > kMaxTextBytes) {
    return;
  }
  v1::SkillList& list = *person.mutable_skills();
  links.Skills(request->text(), kMostPersonSkills,
               [&list](const std::string& uri, const FoundSkill& skill, v1::TextLink link) {
                 v1::PersonSkill& item = *list.add_items();
                 SetCode(uri, item.mutable_skill());
                 item.set_proficiency(static_cast<v1::Proficiency>(skill.proficiency));
                 item.set_source(v1::SKILL_SOURCE_DERIVED_FROM_TEXT);
                 *item.mutable_text_link() = std::move(link);
               });
}

void AddLinks(const matcher::ConceptFinder& finder, const matcher::PlaceNames& places,
              v1::ImportVacanciesRequest* request) {
  const Links links(finder, places, request->language_code());
  v1::Vacancy& vacancy = *request->mutable_vacancy();
  *vacancy.mutable_occupation_text_link() =
      links.Occupation(vacancy.title(), vacancy.mutable_occupation());
  if (vacancy.occupation().code().empty()) vacancy.clear_occupation();
  // An occupation says more of the demand than the few skills that an advertisement names.
  if (!IsOpen(vacancy.occupation_text_link())) return;
  if (vacancy.description().size() > kMaxDescriptionBytes) return;
  links.Skills(vacancy.description(), kMostVacancySkills,
               [&vacancy](const std::string& uri, const FoundSkill&, v1::TextLink link) {
                 v1::SkillDemand& demand = *vacancy.add_skills();
                 SetCode(uri, demand.mutable_skill());
                 demand.set_importance(v1::IMPORTANCE_ESSENTIAL);
                 *demand.mutable_text_link() = std::move(link);
               });
}

void KeepDecisions(const store::v1::JobSeeker& stored, store::v1::JobSeeker* next) {
  if (next->has_past_occupations()) {
    KeepOccupations(stored.past_occupations(), next->mutable_past_occupations());
  }
  if (next->has_wished_occupations()) {
    KeepOccupations(stored.wished_occupations(), next->mutable_wished_occupations());
  }
  const auto& found = next->skills().items();
  const bool is_from_text = std::any_of(found.begin(), found.end(),
                                        [](const auto& item) { return item.has_text_link(); });
  if (!is_from_text) return;
  store::v1::SkillList kept;
  for (const store::v1::PersonSkill& item : stored.skills().items()) {
    if (item.source() != store::v1::SKILL_SOURCE_DERIVED_FROM_TEXT) *kept.add_items() = item;
  }
  const int stated = kept.items_size();
  for (const store::v1::PersonSkill& item : found) {
    const auto end = kept.items().begin() + stated;
    const bool is_stated = std::any_of(kept.items().begin(), end, [&item](const auto& other) {
      return other.skill().code() == item.skill().code();
    });
    if (!is_stated && kept.items_size() < kMostPersonSkills) *kept.add_items() = item;
  }
  *next->mutable_skills() = std::move(kept);
}

void KeepDecisions(const store::v1::Vacancy& stored, store::v1::Vacancy* next) {
  if (!next->has_occupation_text_link()) return;
  if (stored.title() != next->title() || stored.description() != next->description()) return;
  next->clear_occupation();
  next->clear_occupation_text_link();
  if (stored.has_occupation()) *next->mutable_occupation() = stored.occupation();
  if (stored.has_occupation_text_link()) {
    *next->mutable_occupation_text_link() = stored.occupation_text_link();
  }
  *next->mutable_skills() = stored.skills();
}

bool HasOpenLinks(const store::v1::JobSeeker& record) {
  return AnyOpen(record.skills().items()) || AnyOpen(record.past_occupations().items()) ||
         AnyOpen(record.wished_occupations().items());
}

store::v1::JobSeeker WithoutOpenLinks(store::v1::JobSeeker record) {
  const auto leave_out = [](auto* items) {
    const auto is_open = [](const auto& item) { return IsOpenItem(item); };
    items->erase(std::remove_if(items->begin(), items->end(), is_open), items->end());
  };
  if (record.has_skills()) leave_out(record.mutable_skills()->mutable_items());
  if (record.has_past_occupations()) {
    leave_out(record.mutable_past_occupations()->mutable_items());
  }
  if (record.has_wished_occupations()) {
    leave_out(record.mutable_wished_occupations()->mutable_items());
  }
  return record;
}

bool HasOpenLinks(const store::v1::Vacancy& record) {
  return record.occupation_text_link().state() == store::v1::TEXT_LINK_STATE_OPEN ||
         AnyOpen(record.skills());
}

}  // namespace overstap::api
