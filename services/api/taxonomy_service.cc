#include <algorithm>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/numbers.h"
#include "matcher/taxonomy/occupation_similarity.h"
#include "overstap/v1/taxonomy_service.grpc.pb.h"
#include "services/api/concept_source.h"
#include "services/api/names.h"
#include "services/api/paging.h"
#include "services/api/request_hash.h"
#include "services/api/services.h"
#include "services/api/taxonomy_import.h"
#include "services/api/taxonomy_render.h"
#include "services/api/text/language.h"
#include "services/api/unary.h"
#include "services/api/validation_common.h"
#include "services/write/errors.h"

namespace overstap::api {
namespace {

constexpr char kTaxonomyType[] = "overstap.v1.Taxonomy";
constexpr char kConceptType[] = "overstap.v1.Concept";
constexpr char kActive[] = "active";
constexpr size_t kMaxPrefixBytes = 200;
constexpr int kUsualHits = 10;
constexpr int kMostHits = 100;
constexpr int kUsualSimilar = 12;
constexpr int kMostSimilar = 100;

using ConceptNumber = std::variant<matcher::SkillNumber, matcher::OccupationNumber>;

v1::Concept ToApi(const matcher::Taxonomy& taxonomy, ConceptNumber number) {
  return std::visit([&](auto each) { return ConceptToApi(taxonomy, each); }, number);
}

// A number of the collection below `count`.
template <typename Number>
std::optional<ConceptNumber> Numbered(std::string_view collection, const std::string& name,
                                      size_t count) {
  const std::optional<std::string> id = ParseName(collection, name);
  uint32_t value = 0;
  if (!id.has_value() || !absl::SimpleAtoi(*id, &value) || value >= count) return std::nullopt;
  return Number(value);
}

// The concept that a request names, by exactly one of name and code.
template <typename Request>
absl::StatusOr<ConceptNumber> FindConcept(const Request& request,
                                          const matcher::Taxonomy& taxonomy) {
  if (request.name().empty() != request.has_code()) {
    FieldChecker check;
    check.Fail("name", "exactly one of name and code is required");
    return check.status();
  }
  std::optional<ConceptNumber> found;
  if (request.has_code()) {
    if (const auto skill = taxonomy.FindSkill(request.code().code())) found = *skill;
    if (const auto occupation = taxonomy.FindOccupation(request.code().code())) found = *occupation;
  } else {
    found = Numbered<matcher::SkillNumber>(kSkills, request.name(), taxonomy.skill_count());
    if (!found.has_value()) {
      found = Numbered<matcher::OccupationNumber>(kOccupations, request.name(),
                                                  taxonomy.occupation_count());
    }
  }
  if (!found.has_value()) {
    return write::ResourceNotFound(kConceptType,
                                   request.has_code() ? request.code().code() : request.name());
  }
  return *found;
}

// Occupations first.
std::vector<ConceptNumber> ConceptsOf(const matcher::Taxonomy& taxonomy, v1::ConceptKind kind) {
  std::vector<ConceptNumber> concepts;
  if (kind == v1::CONCEPT_KIND_UNSPECIFIED || kind == v1::CONCEPT_KIND_OCCUPATION) {
    for (uint32_t i = 0; i < taxonomy.occupation_count(); ++i) {
      concepts.emplace_back(matcher::OccupationNumber(i));
    }
  }
  if (kind == v1::CONCEPT_KIND_OCCUPATION) return concepts;
  for (uint32_t i = 0; i < taxonomy.skill_count(); ++i) {
    const auto own_kind = static_cast<int>(taxonomy.skill(matcher::SkillNumber(i)).kind);
    if (kind == v1::CONCEPT_KIND_UNSPECIFIED || static_cast<int>(kind) == own_kind) {
      concepts.emplace_back(matcher::SkillNumber(i));
    }
  }
  return concepts;
}

struct Related {
  v1::RelationKind kind;
  ConceptNumber concept_number;
};

std::vector<Related> RelationsOf(const matcher::Taxonomy& taxonomy, ConceptNumber number) {
  std::vector<Related> relations;
  if (const auto* occupation = std::get_if<matcher::OccupationNumber>(&number)) {
    for (const matcher::OccupationSkill& skill : taxonomy.SkillsOf(*occupation)) {
      relations.push_back(
          {skill.essential ? v1::RELATION_KIND_ESSENTIAL_SKILL : v1::RELATION_KIND_OPTIONAL_SKILL,
           skill.skill});
    }
  } else {
    for (const matcher::RelatedSkill& related :
         taxonomy.RelatedTo(std::get<matcher::SkillNumber>(number))) {
      relations.push_back({related.essential ? v1::RELATION_KIND_RELATED_ESSENTIAL
                                             : v1::RELATION_KIND_RELATED_OPTIONAL,
                           related.other});
    }
  }
  return relations;
}

// The other occupations, of equal scores the lower number first.
std::vector<uint32_t> NearestFirst(const std::vector<matcher::OccupationLikeness>& likeness,
                                   matcher::OccupationNumber source) {
  std::vector<uint32_t> order;
  for (uint32_t i = 0; i < likeness.size(); ++i) {
    if (i != source.value()) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&likeness](uint32_t a, uint32_t b) {
    return likeness[a].score > likeness[b].score;
  });
  return order;
}

void SetLikeness(const matcher::OccupationLikeness& likeness, v1::SimilarOccupation* message) {
  message->set_score(likeness.score);
  message->set_skills_score(likeness.skills);
  message->set_words_score(likeness.words);
  message->set_titles_score(likeness.titles);
  message->set_field_score(likeness.field);
  message->set_breadth_score(likeness.breadth);
}

class TaxonomyService final : public v1::TaxonomyService::CallbackService {
 public:
  explicit TaxonomyService(const Backend& backend) : backend_(backend) {}

  grpc::ServerReadReactor<v1::ImportTaxonomyRequest>* ImportTaxonomy(
      grpc::CallbackServerContext* context, v1::ImportTaxonomyResponse* reply) override {
    return StartTaxonomyImport(context, backend_, reply);
  }

  grpc::ServerUnaryReactor* GetTaxonomy(grpc::CallbackServerContext* context,
                                        const v1::GetTaxonomyRequest* request,
                                        v1::Taxonomy* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call&) {
      FieldChecker check;
      check.Name("name", request->name(), kTaxonomies, Presence::kRequired);
      if (!check.ok()) return check.status();
      const std::string id = *ParseName(kTaxonomies, request->name());
      const auto versions = backend_.store.Taxonomies();
      if (!versions.ok()) return versions.status();
      const auto snapshot = backend_.pool.Current();
      for (const store::v1::TaxonomyCommitted& version : *versions) {
        const bool is_active = version.taxonomy_number() == snapshot->taxonomy().number();
        if (std::to_string(version.taxonomy_number()) != id && !(id == kActive && is_active)) {
          continue;
        }
        *reply = TaxonomyToApi(version, snapshot->taxonomy());
        return absl::OkStatus();
      }
      return write::ResourceNotFound(kTaxonomyType, request->name());
    });
  }

  grpc::ServerUnaryReactor* ListTaxonomies(grpc::CallbackServerContext* context,
                                           const v1::ListTaxonomiesRequest* request,
                                           v1::ListTaxonomiesResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call&) {
      auto versions = backend_.store.Taxonomies();
      if (!versions.ok()) return versions.status();
      std::reverse(versions->begin(), versions->end());  // newest first
      const uint64_t newest = versions->empty() ? 0 : versions->front().taxonomy_number();
      const auto slice = PageOf(*request, versions->size(), newest, kDefaultPageSize, kMaxPageSize,
                                reply->mutable_next_page_token());
      if (!slice.ok()) return slice.status();
      const auto snapshot = backend_.pool.Current();
      for (size_t i = slice->begin; i < slice->end; ++i) {
        *reply->add_taxonomies() = TaxonomyToApi((*versions)[i], snapshot->taxonomy());
      }
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* GetConcept(grpc::CallbackServerContext* context,
                                       const v1::GetConceptRequest* request,
                                       v1::Concept* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call&) {
      const auto snapshot = backend_.pool.Current();
      if (absl::Status status = RequireTaxonomy(*snapshot); !status.ok()) return status;
      const auto number = FindConcept(*request, snapshot->taxonomy());
      if (!number.ok()) return number.status();
      *reply = ToApi(snapshot->taxonomy(), *number);
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* ListConcepts(grpc::CallbackServerContext* context,
                                         const v1::ListConceptsRequest* request,
                                         v1::ListConceptsResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call&) {
      FieldChecker check;
      CheckConceptKind(request->kind(), check);
      if (!check.ok()) return check.status();
      const auto snapshot = backend_.pool.Current();
      if (absl::Status status = RequireTaxonomy(*snapshot); !status.ok()) return status;
      const matcher::Taxonomy& taxonomy = snapshot->taxonomy();
      const std::vector<ConceptNumber> concepts = ConceptsOf(taxonomy, request->kind());
      const auto slice = PageOf(*request, concepts.size(), taxonomy.number(), kDefaultPageSize,
                                kMaxPageSize, reply->mutable_next_page_token());
      if (!slice.ok()) return slice.status();
      for (size_t i = slice->begin; i < slice->end; ++i) {
        *reply->add_concepts() = ToApi(taxonomy, concepts[i]);
      }
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* SearchConcepts(grpc::CallbackServerContext* context,
                                           const v1::SearchConceptsRequest* request,
                                           v1::SearchConceptsResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call&) {
      FieldChecker check;
      check.Text("prefix", request->prefix(), 1, kMaxPrefixBytes);
      const matcher::Language language = CheckLanguage(request->language_code(), check);
      CheckConceptKind(request->kind(), check);
      const int page_size = PageSize(request->page_size(), kUsualHits, kMostHits, check);
      if (!check.ok()) return check.status();
      const auto snapshot = backend_.pool.Current();
      if (absl::Status status = RequireTaxonomy(*snapshot); !status.ok()) return status;
      const matcher::Taxonomy& taxonomy = snapshot->taxonomy();
      const std::string hash = HashWithout(*request, {"page_size", "page_token"});
      PageToken token{.version = taxonomy.number()};
      if (!request->page_token().empty()) {
        const auto decoded = DecodePageToken(request->page_token(), hash);
        if (!decoded.ok()) return decoded.status();
        if (decoded->version != taxonomy.number()) return SnapshotGone();
        token = *decoded;
      }
      const bool all = request->kind() == v1::CONCEPT_KIND_UNSPECIFIED;
      const bool skill = request->kind() == v1::CONCEPT_KIND_SKILL;
      const std::vector<matcher::LabelHit> hits = taxonomy.label_index(language).Search(
          request->prefix(),
          {.skills = all || skill,
           .knowledge = all || skill || request->kind() == v1::CONCEPT_KIND_KNOWLEDGE,
           .occupations = all || request->kind() == v1::CONCEPT_KIND_OCCUPATION,
           .offset = token.count,
           .limit = static_cast<size_t>(page_size) + 1});  // one more tells whether more follow
      AddHits(taxonomy, hits, static_cast<size_t>(page_size), reply);
      if (hits.size() > static_cast<size_t>(page_size)) {
        token.count += static_cast<uint32_t>(page_size);
        reply->set_next_page_token(EncodePageToken(token, hash));
      }
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* ListRelations(grpc::CallbackServerContext* context,
                                          const v1::ListRelationsRequest* request,
                                          v1::ListRelationsResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call&) {
      const auto snapshot = backend_.pool.Current();
      if (absl::Status status = RequireTaxonomy(*snapshot); !status.ok()) return status;
      const matcher::Taxonomy& taxonomy = snapshot->taxonomy();
      const auto number = FindConcept(*request, taxonomy);
      if (!number.ok()) return number.status();
      const std::vector<Related> relations = RelationsOf(taxonomy, *number);
      const auto slice = PageOf(*request, relations.size(), taxonomy.number(), kDefaultPageSize,
                                kMaxPageSize, reply->mutable_next_page_token());
      if (!slice.ok()) return slice.status();
      for (size_t i = slice->begin; i < slice->end; ++i) {
        v1::RelatedConcept* related = reply->add_relations();
        related->set_kind(relations[i].kind);
        *related->mutable_related_concept() = ToApi(taxonomy, relations[i].concept_number);
      }
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* ListSimilarOccupations(
      grpc::CallbackServerContext* context, const v1::ListSimilarOccupationsRequest* request,
      v1::ListSimilarOccupationsResponse* reply) override {
    return Answer(context, backend_, reply, [this, request, reply](const Call&) {
      const auto snapshot = backend_.pool.Current();
      if (absl::Status status = RequireTaxonomy(*snapshot); !status.ok()) return status;
      const matcher::Taxonomy& taxonomy = snapshot->taxonomy();
      const auto number = FindConcept(*request, taxonomy);
      if (!number.ok()) return number.status();
      const auto* source = std::get_if<matcher::OccupationNumber>(&*number);
      if (source == nullptr) {
        FieldChecker check;
        check.Fail(request->has_code() ? "code" : "name", "must be an occupation");
        return check.status();
      }
      const auto similarity = backend_.concepts.SimilarityOver(taxonomy);
      if (!similarity.ok()) return similarity.status();
      const std::vector<matcher::OccupationLikeness> likeness = (*similarity)->From(*source);
      const std::vector<uint32_t> nearest = NearestFirst(likeness, *source);
      const auto slice = PageOf(*request, nearest.size(), taxonomy.number(), kUsualSimilar,
                                kMostSimilar, reply->mutable_next_page_token());
      if (!slice.ok()) return slice.status();
      for (size_t i = slice->begin; i < slice->end; ++i) {
        v1::SimilarOccupation* similar = reply->add_occupations();
        SetLikeness(likeness[nearest[i]], similar);
        *similar->mutable_occupation() =
            ConceptToApi(taxonomy, matcher::OccupationNumber(nearest[i]));
      }
      return absl::OkStatus();
    });
  }

 private:
  template <typename Request>
  static absl::StatusOr<Slice> PageOf(const Request& request, size_t size, uint64_t version,
                                      int usual, int most, std::string* next_page_token) {
    FieldChecker check;
    const int page_size = PageSize(request.page_size(), usual, most, check);
    if (!check.ok()) return check.status();
    return SliceOf(size, version, page_size, request.page_token(),
                   HashWithout(request, {"page_size", "page_token"}), next_page_token);
  }

  static void AddHits(const matcher::Taxonomy& taxonomy, const std::vector<matcher::LabelHit>& hits,
                      size_t count, v1::SearchConceptsResponse* reply) {
    for (size_t i = 0; i < std::min(count, hits.size()); ++i) {
      v1::ConceptHit* hit = reply->add_hits();
      hit->set_matched_label(std::string(hits[i].label));
      *hit->mutable_matched_concept() =
          hits[i].target == matcher::ConceptTarget::kOccupation
              ? ConceptToApi(taxonomy, matcher::OccupationNumber(hits[i].number))
              : ConceptToApi(taxonomy, matcher::SkillNumber(hits[i].number));
    }
  }

  const Backend& backend_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeTaxonomyService(const Backend& backend) {
  return std::make_unique<TaxonomyService>(backend);
}

}  // namespace overstap::api
