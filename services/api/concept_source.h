// What is worked out once per taxonomy, when it is first asked for: the finder of concepts, from
// the labels, and the likeness of occupations.
//
//   ConceptSource concepts(config, store);
//   concepts.Over(snapshot->shared_taxonomy())->LinkOccupation(title, {});
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_CONCEPT_SOURCE_H_
#define OVERSTAP_SERVICES_API_CONCEPT_SOURCE_H_

#include <cstdint>
#include <memory>
#include <mutex>

#include "absl/status/statusor.h"
#include "matcher/text/qualification_titles.h"
#include "matcher/text/title_noise.h"
#include "overstap/region/v1/region.pb.h"

namespace overstap::matcher {
class ConceptFinder;
class OccupationSimilarity;
class Taxonomy;
}  // namespace overstap::matcher

namespace overstap::store {
class Store;
}  // namespace overstap::store

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
  // Both outlive it. `store`: has the relations of the taxonomies that it is asked about.
  ConceptSource(const region::v1::RegionConfig& config, const store::Store& store)
      : words_(config), store_(store) {}

  // Waits while it is worked out: some seconds for full ESCO. That of the taxonomy which was asked
  // for last is kept.
  std::shared_ptr<const matcher::ConceptFinder> Over(
      const std::shared_ptr<const matcher::Taxonomy>& taxonomy);
  // The same for how near occupations are to each other.
  absl::StatusOr<std::shared_ptr<const matcher::OccupationSimilarity>> SimilarityOver(
      const matcher::Taxonomy& taxonomy);
  const RegionWords& words() const { return words_; }

 private:
  const RegionWords words_;
  const store::Store& store_;
  std::mutex mutex_;
  std::shared_ptr<const matcher::ConceptFinder> finder_;  // guarded by mutex_
  std::mutex similarity_mutex_;
  std::shared_ptr<const matcher::OccupationSimilarity> similarity_;  // guarded by similarity_mutex_
  uint64_t similarity_taxonomy_ = 0;  // number of its taxonomy; guarded by similarity_mutex_
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_CONCEPT_SOURCE_H_
