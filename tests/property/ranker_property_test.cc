// The ranker against the plainest one that there is: evaluate every pair, sort, cut.

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "matcher/ranker.h"
#include "tests/property/random_population.h"

namespace overstap::matcher {
namespace {

template <typename Record>
struct Created {
  CreationNumber creation;
  Record record;
};

// What a page says of one result, in full.
std::string LineOf(std::string_view id, Score score, const Eligibility& eligibility) {
  std::string line = absl::StrCat(absl::string_view(id.data(), id.size()), " ", score);
  for (const auto* reasons : {&eligibility.reasons, &eligibility.unknowns}) {
    line.append(" |");
    for (const Reason& reason : *reasons) {
      absl::StrAppend(&line, " ", static_cast<int>(reason.rule), ":", reason.subject, ":",
                      reason.person_value, ":", reason.demand_value, ":", std::string(reason.unit),
                      ":", std::string(reason.missing_field));
    }
  }
  return line;
}

template <typename Record>
std::vector<std::string> LinesOf(const Ranking<Record>& ranking) {
  std::vector<std::string> lines;
  for (const Match<Record>& match : ranking.matches) {
    lines.push_back(LineOf(match.entry->record.id, match.fit.score, match.eligibility));
  }
  return lines;
}

// What covers each part, and how far.
std::string CoversOf(const Fit& fit) {
  std::string covers;
  for (const FitPart& part : fit.parts) {
    absl::StrAppend(&covers, part.term.value(), ":", part.contribution, ":", part.cover.units(),
                    ":", part.covered_by ? absl::StrCat(part.covered_by->value()) : "-", ":",
                    part.level.units(), ":", part.similarity.units(), ":", part.derived ? 1 : 0,
                    ":", part.from_text ? 1 : 0, ":", part.demand_from_text ? 1 : 0, " ");
  }
  return covers;
}

// A line and what it ranks by.
struct Candidate {
  Score score = 0;
  CreationNumber creation;
  std::string line;
};

bool IsShown(const Eligibility& eligibility, const MatchOptions& options) {
  if (options.view == MatchView::kExcluded) return !eligibility.eligible();
  return eligibility.eligible() && (eligibility.certain() || !options.certain_only);
}

class RankerProperty : public testing::TestWithParam<uint32_t> {
 protected:
  RankerProperty() {
    for (uint64_t i = 0; i < 150; ++i) {
      people_.push_back({CreationNumber(3 * i + 1), random_.Person(absl::StrCat("p-", i))});
      jobs_.push_back({CreationNumber(3 * i + 2), random_.Job(absl::StrCat("v-", i))});
    }
    snapshot_ = InBatches({people_.size()});
  }

  // The whole population, stored in batches of these sizes, over and over.
  std::shared_ptr<const PoolSnapshot> InBatches(std::vector<size_t> sizes) const {
    auto snapshot = std::make_shared<const PoolSnapshot>(0, random_.taxonomy(), random_.region(),
                                                         random_.travel());
    size_t next = 0;
    for (size_t batch = 0; next < people_.size(); ++batch) {
      PoolChanges changes;
      const size_t end = std::min(next + sizes[batch % sizes.size()], people_.size());
      for (; next < end; ++next) {
        changes.job_seekers.push_back({people_[next].creation, people_[next].record});
        changes.vacancies.push_back({jobs_[next].creation, jobs_[next].record});
      }
      snapshot = snapshot->With(snapshot->version() + 1, std::move(changes));
    }
    return snapshot;
  }

  MatchOptions RandomOptions() {
    MatchOptions options;
    options.today = random_.today();
    options.view = random_.Chance(30) ? MatchView::kExcluded : MatchView::kEligible;
    options.certain_only = random_.Chance(30);
    options.page_size = 1 + random_.Below(30);
    if (random_.Chance(30)) options.min_score = random_.Below(kFullScore / 2);
    return options;
  }

  // Sorts by score, then creation, and cuts to a page.
  static std::vector<std::string> Page(std::vector<Candidate> all, size_t size) {
    std::sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) {
      return a.score != b.score ? a.score > b.score : a.creation < b.creation;
    });
    std::vector<std::string> page;
    for (size_t i = 0; i < std::min(size, all.size()); ++i) page.push_back(all[i].line);
    return page;
  }

  std::vector<std::string> NaiveVacancies(const JobSeeker& person,
                                          const MatchOptions& options) const {
    std::vector<Candidate> all;
    for (const auto& job : jobs_) {
      AddCandidate(person, job.record, job.record.id, job.creation, options, &all);
    }
    return Page(std::move(all), options.page_size);
  }
  std::vector<std::string> NaiveJobSeekers(const Vacancy& vacancy,
                                           const MatchOptions& options) const {
    std::vector<Candidate> all;
    for (const auto& person : people_) {
      AddCandidate(person.record, vacancy, person.record.id, person.creation, options, &all);
    }
    return Page(std::move(all), options.page_size);
  }

  RandomPopulation random_{GetParam()};
  std::vector<Created<JobSeeker>> people_;
  std::vector<Created<Vacancy>> jobs_;
  std::shared_ptr<const PoolSnapshot> snapshot_;

 private:
  void AddCandidate(const JobSeeker& person, const Vacancy& vacancy, const std::string& id,
                    CreationNumber creation, const MatchOptions& options,
                    std::vector<Candidate>* all) const {
    const FitContext fit = snapshot_->fit_context();
    const Score score = Dot(DemandOf(vacancy, fit).terms, SupplyOf(person, fit));
    const Eligibility eligibility = Evaluate(
        person, vacancy, {.fit = fit, .travel = *random_.travel(), .today = options.today});
    if (score < std::max<Score>(options.min_score, 1) || !IsShown(eligibility, options)) return;
    all->push_back({score, creation, LineOf(id, score, eligibility)});
  }
};

TEST_P(RankerProperty, VacanciesEqualTheNaiveRanking) {
  size_t shown = 0;
  for (const auto& person : people_) {
    const MatchOptions options = RandomOptions();
    const auto ranking = RankVacancies(*snapshot_, person.record, {}, options);
    ASSERT_EQ(LinesOf(ranking), NaiveVacancies(person.record, options));
    // As the snapshot's own record, of which the supply is known, and which the rest follows.
    const auto* stored = snapshot_->job_seekers().Find(person.record.id);
    ASSERT_NE(stored, nullptr);
    const auto of_stored = RankVacancies(*snapshot_, stored->record, {}, options);
    ASSERT_EQ(LinesOf(of_stored), LinesOf(ranking));
    for (size_t i = 0; i < ranking.matches.size(); ++i) {
      ASSERT_EQ(CoversOf(of_stored.matches[i].fit), CoversOf(ranking.matches[i].fit));
    }
    shown += ranking.matches.size();
  }
  EXPECT_GT(shown, people_.size());
}

TEST_P(RankerProperty, JobSeekersEqualTheNaiveRanking) {
  size_t shown = 0;
  for (const auto& job : jobs_) {
    const MatchOptions options = RandomOptions();
    const auto ranking = RankJobSeekers(*snapshot_, job.record, {}, options);
    ASSERT_EQ(LinesOf(ranking), NaiveJobSeekers(job.record, options));
    shown += ranking.matches.size();
  }
  EXPECT_GT(shown, jobs_.size());
}

// Whom an organisation may see is a filter inside the ranking: its best k are exact, page by page,
// and its people rank as they do among everyone.
TEST_P(RankerProperty, OnlyVisiblePeopleAreRankedAndExactly) {
  constexpr uint32_t kOrganisations = 4;
  for (auto& person : people_) {
    person.record.viewers.push_back({OrganisationNumber(random_.Below(kOrganisations)), {}});
    if (!random_.Chance(40)) continue;
    person.record.viewers.push_back({OrganisationNumber(random_.Below(kOrganisations)),
                                     random_.today() + static_cast<int32_t>(random_.Below(7)) - 3});
  }
  snapshot_ = InBatches({60, 7, 1});
  size_t shown = 0;
  size_t hidden = 0;
  for (size_t i = 0; i < 80; ++i) {
    const Vacancy& vacancy = jobs_[i].record;
    MatchOptions options = RandomOptions();
    const OrganisationNumber organisation(random_.Below(kOrganisations + 1));
    const Viewpoint viewpoint{organisation, random_.today()};
    std::set<std::string> visible;
    for (const auto& person : people_) {
      for (const Viewer& viewer : person.record.viewers) {
        const bool lasts = !viewer.until || *viewer.until >= viewpoint.on;
        if (viewer.organisation == organisation && lasts) visible.insert(person.record.id);
      }
    }
    // The exhaustive way: everyone, then cut.
    options.page_size = kMaxResults;
    std::vector<std::string> expected;
    for (const std::string& line : NaiveJobSeekers(vacancy, options)) {
      if (visible.count(line.substr(0, line.find(' '))) > 0) {
        expected.push_back(line);
      } else {
        ++hidden;
      }
    }
    JobSeekerFilter filter;
    filter.seen_from = viewpoint;
    std::vector<std::string> paged;
    options.page_size = 1 + random_.Below(7);
    do {
      const auto page = RankJobSeekers(*snapshot_, vacancy, filter, options);
      for (std::string& line : LinesOf(page)) paged.push_back(std::move(line));
      options.after = page.next;
    } while (options.after);
    ASSERT_EQ(paged, expected);
    shown += paged.size();
    if (organisation.value() == kOrganisations) {
      ASSERT_TRUE(paged.empty());
    }
  }
  EXPECT_GT(shown, 100U);
  EXPECT_GT(hidden, 100U);
}

TEST_P(RankerProperty, PagesAddUpToOneList) {
  for (size_t i = 0; i < 40; ++i) {
    MatchOptions options = RandomOptions();
    options.page_size = kMaxResults;
    const auto whole = RankVacancies(*snapshot_, people_[i].record, {}, options);
    ASSERT_FALSE(whole.next.has_value());
    std::vector<std::string> paged;
    options.page_size = 1 + random_.Below(7);
    do {
      const auto page = RankVacancies(*snapshot_, people_[i].record, {}, options);
      ASSERT_TRUE(page.next.has_value() ? page.matches.size() == options.page_size : true);
      for (std::string& line : LinesOf(page)) paged.push_back(std::move(line));
      options.after = page.next;
    } while (options.after);
    ASSERT_EQ(paged, LinesOf(whole));
  }
}

TEST_P(RankerProperty, AddingAnIneligibleVacancyChangesNothing) {
  for (size_t i = 0; i < 60; ++i) {
    const JobSeeker& person = people_[i].record;
    MatchOptions options = RandomOptions();
    options.view = MatchView::kEligible;
    const auto before = LinesOf(RankVacancies(*snapshot_, person, {}, options));
    PoolChanges changes;
    for (int added = 0; added < 5; ++added) {
      Vacancy vacancy = random_.Job(absl::StrCat("added-", added));
      (random_.Chance(50) ? vacancy.closed = true : vacancy.openings_left = 0);
      changes.vacancies.push_back({CreationNumber(random_.Below(500)), std::move(vacancy)});
    }
    const auto next = snapshot_->With(snapshot_->version() + 1, std::move(changes));
    ASSERT_EQ(LinesOf(RankVacancies(*next, person, {}, options)), before);
  }
}

TEST_P(RankerProperty, BatchesOfStoringDoNotMatter) {
  const auto one_by_one = InBatches({1});
  const auto uneven = InBatches({40, 3, 1, 17});
  for (size_t i = 0; i < 60; ++i) {
    const MatchOptions options = RandomOptions();
    const auto expected = LinesOf(RankVacancies(*snapshot_, people_[i].record, {}, options));
    ASSERT_EQ(LinesOf(RankVacancies(*one_by_one, people_[i].record, {}, options)), expected);
    ASSERT_EQ(LinesOf(RankVacancies(*uneven, people_[i].record, {}, options)), expected);
  }
}

TEST_P(RankerProperty, ExplainedPairsSayWhatTheRankingSays) {
  for (size_t i = 0; i < 30; ++i) {
    const MatchOptions options = RandomOptions();
    const auto ranking = RankVacancies(*snapshot_, people_[i].record, {}, options);
    for (const Match<Vacancy>& match : ranking.matches) {
      const Match<Vacancy> pair =
          ExplainPair(*snapshot_, people_[i].record, match.entry->record, options.today);
      ASSERT_EQ(pair.fit.score, match.fit.score);
      ASSERT_EQ(pair.eligibility.reasons, match.eligibility.reasons);
      ASSERT_EQ(pair.eligibility.unknowns, match.eligibility.unknowns);
      ASSERT_EQ(pair.distance_km, match.distance_km);
      ASSERT_EQ(pair.notes, match.notes);
      Score sum = 0;
      for (const FitPart& part : match.fit.parts) sum += part.contribution;
      ASSERT_EQ(sum, match.fit.score);
    }
  }
}

// A person's supply after an offer is the larger of the two covers, term by term.
TEST_P(RankerProperty, AnOffersVectorIsWhatItAddsToASupply) {
  const FitContext fit = snapshot_->fit_context();
  PoolChanges changes;
  for (uint64_t i = 0; i < 50; ++i) {
    changes.training_offers.push_back(
        {CreationNumber(1'000 + i), random_.Offer(absl::StrCat("o-", i))});
  }
  const auto next = snapshot_->With(snapshot_->version() + 1, std::move(changes));
  next->training_offers().ForEach([&](const PoolEntry<TrainingOffer>& offer) {
    JobSeeker person = people_[random_.Below(static_cast<uint32_t>(people_.size()))].record;
    std::vector<Share> expected(fit.term_count());
    for (const SparseVector& vector : {SupplyOf(person, fit), offer.vector}) {
      for (const WeightedTerm& weighted : vector) {
        Share& cover = expected[weighted.term.value()];
        cover = std::max(cover, weighted.value);
      }
    }
    if (!person.skills) person.skills.emplace();
    for (const OwnSkill& taught : offer.record.taught_skills) person.skills->push_back(taught);
    if (!person.qualifications) person.qualifications.emplace();
    for (const QualificationNumber number : offer.record.qualifications) {
      person.qualifications->push_back({.number = number});
    }
    std::vector<Share> actual(fit.term_count());
    for (const WeightedTerm& weighted : SupplyOf(person, fit)) {
      actual[weighted.term.value()] = weighted.value;
    }
    ASSERT_EQ(actual, expected);
  });
}

INSTANTIATE_TEST_SUITE_P(Seeds, RankerProperty, testing::Values(11, 12, 13));

}  // namespace
}  // namespace overstap::matcher
