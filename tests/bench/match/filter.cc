#include "tests/bench/match/filter.h"

#include "tests/bench/match/engine.h"

namespace overstap::bench {

FacetColumns::FacetColumns(const std::vector<Facets>& facets) {
  const auto fill = [&facets](auto Facets::*member, auto* column) {
    column->reserve(facets.size());
    for (const Facets& row : facets) column->push_back(row.*member);
  };
  fill(&Facets::sectors, &sectors);
  fill(&Facets::hours_min, &hours_min);
  fill(&Facets::hours_max, &hours_max);
  fill(&Facets::education, &education);
  fill(&Facets::language, &language);
  fill(&Facets::latitude, &latitude);
  fill(&Facets::longitude, &longitude);
}

size_t FacetColumns::memory_bytes() const {
  return BytesOf(sectors) + BytesOf(hours_min) + BytesOf(hours_max) + BytesOf(education) +
         BytesOf(language) + BytesOf(latitude) + BytesOf(longitude);
}

}  // namespace overstap::bench
