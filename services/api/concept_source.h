// The finder of concepts over the taxonomy in use: worked out once per taxonomy, from its labels.
//
//   ConceptSource concepts(config);
//   concepts.Over(snapshot->shared_taxonomy())->LinkOccupation(title, {});
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_CONCEPT_SOURCE_H_
#define OVERSTAP_SERVICES_API_CONCEPT_SOURCE_H_

#include <memory>
#include <mutex>

#include "matcher/text/qualification_titles.h"
#include "matcher/text/title_noise.h"
#include "overstap/region/v1/region.pb.h"

namespace overstap::matcher {
class ConceptFinder;
class Taxonomy;
}  // namespace overstap::matcher

namespace overstap::api {

// What titles say beside the occupation, in the words of the region.
struct RegionWords {
  explicit RegionWords(const region::v1::RegionConfig& region);

  const region::v1::RegionConfig& config;
  const matcher::PlaceNames places;           // municipalities
  const matcher::QualificationTitles titles;  // rows as in the configuration
};

class ConceptSource {
 public:
  // `config` outlives it.
  explicit ConceptSource(const region::v1::RegionConfig& config) : words_(config) {}

  // Waits while it is worked out: some seconds for full ESCO. That of the taxonomy which was asked
  // for last is kept.
  std::shared_ptr<const matcher::ConceptFinder> Over(
      const std::shared_ptr<const matcher::Taxonomy>& taxonomy);
  const RegionWords& words() const { return words_; }

 private:
  const RegionWords words_;
  std::mutex mutex_;
  std::shared_ptr<const matcher::ConceptFinder> finder_;  // guarded by mutex_
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_CONCEPT_SOURCE_H_
