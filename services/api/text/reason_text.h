// One sentence for a reason, an unknown, a note or a route's rank.
//
//   reason.set_text(ReasonText(reason, words));
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_TEXT_REASON_TEXT_H_
#define OVERSTAP_SERVICES_API_TEXT_REASON_TEXT_H_

#include <string>
#include <string_view>

#include "matcher/eligibility/eligibility.h"
#include "matcher/route/route_planner.h"
#include "services/api/text/words.h"

namespace overstap::api {

// Why a rule fails, or what is missing to decide it.
std::string ReasonText(const matcher::Reason& reason, const Words& words);

// For a note of matcher::Notes, e.g. "credential-by-employer:vca-basic".
std::string NoteText(std::string_view note, const Words& words);

// Why a route ranks where it does; `previous` is null for the first.
std::string RankText(const matcher::Route& route, const matcher::Route* previous,
                     matcher::RouteOrder order, const Words& words);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_TEXT_REASON_TEXT_H_
