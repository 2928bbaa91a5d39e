// The finder of concepts over the taxonomy in use: worked out once per taxonomy, from its labels.
//
//   ConceptSource concepts(config);
//   concepts.Over(snapshot->shared_taxonomy())->LinkOccupation(title, {.places = …});
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_CONCEPT_SOURCE_H_
#define OVERSTAP_SERVICES_API_CONCEPT_SOURCE_H_

#include <memory>
#include <mutex>

#include "matcher/text/title_noise.h"
#include "overstap/region/v1/region.pb.h"

namespace overstap::matcher {
class ConceptFinder;
class Taxonomy;
}  // namespace overstap::matcher

namespace overstap::api {

class ConceptSource {
 public:
  explicit ConceptSource(const region::v1::RegionConfig& config);

  // Waits while it is worked out: some seconds for full ESCO. That of the taxonomy which was asked
  // for last is kept.
  std::shared_ptr<const matcher::ConceptFinder> Over(
      const std::shared_ptr<const matcher::Taxonomy>& taxonomy);
  // The region's municipalities, as titles name them.
  const matcher::PlaceNames& places() const { return places_; }

 private:
  const matcher::PlaceNames places_;
  std::mutex mutex_;
  std::shared_ptr<const matcher::ConceptFinder> finder_;  // guarded by mutex_
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_CONCEPT_SOURCE_H_
