// What a sentence says of the skills in it: that they are there, lacking or wished for, and how
// far.
//
//   const std::vector<TextToken> tokens = TokensOf("geen ervaring met PLC, wel met lassen");
//   ContextsOf(tokens, Language::kNl)[3].polarity == SkillPolarity::kLacks     // "plc"
//   ContextsOf(tokens, Language::kNl)[6].polarity == SkillPolarity::kHas      // "lassen"
//
// Pure; safe from any thread.
#ifndef OVERSTAP_MATCHER_TEXT_SKILL_CONTEXT_H_
#define OVERSTAP_MATCHER_TEXT_SKILL_CONTEXT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/model/job_seeker.h"
#include "matcher/text/language.h"

namespace overstap::matcher {

// Same values as overstap.v1.SkillPolarity.
enum class SkillPolarity : uint8_t { kHas = 1, kLacks = 2, kWants = 3 };

// What stands before a token.
enum class TokenGap : uint8_t {
  kNone,   // nothing that parts it from the one before
  kComma,  // the sentence goes on, perhaps about something else
  kBreak,  // another sentence or line
};

struct TextToken {
  std::string folded;  // fold.h; one word
  size_t begin = 0;    // in bytes of the text
  size_t end = 0;
  TokenGap gap = TokenGap::kNone;
};

// The words of a text of UTF-8; what is malformed parts words. A line end goes on where the next
// line begins with a small letter.
std::vector<TextToken> TokensOf(std::string_view text);

struct SkillContext {
  SkillPolarity polarity = SkillPolarity::kHas;
  Proficiency proficiency = Proficiency::kUnknown;
};

// Of each token. Negation and wish hold from their words ("geen ervaring met", "wil leren") to the
// end of the sentence or to what takes them back ("wel", "maar"), through enumerations; a plain
// "niet" also for what stands before it. A level holds for what follows its words, or, where
// nothing follows, for what stands before. Years of practice: below 2, 2 to 4, from 5 on.
std::vector<SkillContext> ContextsOf(std::span<const TextToken> tokens, Language language);

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_TEXT_SKILL_CONTEXT_H_
