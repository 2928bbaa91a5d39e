// The overview of running projects for the newsletter: of each goal, target group, progress and
// contact, as text for mail or as a page.
//
//   const std::string text = NewsletterText(newsletter, labels, wording);
//
// What projects say of themselves stays as it was written. Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_DOCUMENT_NEWSLETTER_H_
#define OVERSTAP_SERVICES_DOCUMENT_NEWSLETTER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "google/type/date.pb.h"
#include "services/document/labels.h"
#include "services/document/project_text.h"
#include "services/document/wording.h"

namespace overstap::document {

struct Newsletter {
  google::type::Date as_of_date;
  int64_t ledger_position = 0;
  std::vector<ProjectEntry> projects;  // in the order of the overview
};

// Whether the project runs on the day: it has begun and has not ended.
bool Runs(const v1::Project& project, const google::type::Date& day);

// In lines of at most kLineWidth characters, no markup.
std::string NewsletterText(const Newsletter& newsletter, const Labels& labels,
                           const Wording& wording);
std::string NewsletterHtml(const Newsletter& newsletter, const Labels& labels,
                           const Wording& wording);

}  // namespace overstap::document

#endif  // OVERSTAP_SERVICES_DOCUMENT_NEWSLETTER_H_
