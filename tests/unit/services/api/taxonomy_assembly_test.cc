#include "services/api/taxonomy_assembly.h"

#include <string>

#include "gtest/gtest.h"

namespace overstap::api {
namespace {

v1::ImportTaxonomyRequest Header(const std::string& request_id = "") {
  v1::ImportTaxonomyRequest message;
  message.mutable_header()->set_source_version("v1");
  message.mutable_header()->set_request_id(request_id);
  return message;
}

v1::ImportTaxonomyRequest Skills(int first, int count) {
  v1::ImportTaxonomyRequest message;
  for (int i = first; i < first + count; ++i) {
    v1::Concept* skill = message.mutable_concepts()->add_concepts();
    skill->mutable_code()->set_scheme("ESCO");
    skill->mutable_code()->set_code("urn:" + std::to_string(i));
    skill->set_kind(v1::CONCEPT_KIND_SKILL);
    v1::ConceptLabels* labels = skill->add_labels();
    labels->set_language_code("nl");
    labels->set_preferred_label(std::string(900, 'x') + std::to_string(i));
  }
  return message;
}

TEST(TaxonomyAssembly, CutsAStreamIntoChunksOfAboutAMegabyte) {
  TaxonomyAssembly assembly;
  ASSERT_TRUE(assembly.Add(Header()).ok());
  ASSERT_TRUE(assembly.Add(Skills(0, 3'000)).ok());
  ASSERT_TRUE(assembly.Finish().ok());
  ASSERT_EQ(assembly.chunks().size(), 4U);
  EXPECT_EQ(assembly.chunks()[0].concepts_size(), 0);
  int count = 0;
  for (uint32_t i = 0; i < 4; ++i) {
    EXPECT_EQ(assembly.chunks()[i].chunk_index(), i);
    EXPECT_LT(assembly.chunks()[i].ByteSizeLong(), 1'100'000U);
    count += assembly.chunks()[i].concepts_size();
  }
  EXPECT_EQ(count, 3'000);
  const auto taxonomy = assembly.Build(7);
  ASSERT_TRUE(taxonomy.ok()) << taxonomy.status();
  EXPECT_EQ((*taxonomy)->number(), 7U);
  EXPECT_EQ((*taxonomy)->skill_count(), 3'000U);
}

TEST(TaxonomyAssembly, TellsARepeatFromAnotherImport) {
  const auto hash = [](const v1::ImportTaxonomyRequest& header, int count) {
    TaxonomyAssembly assembly;
    EXPECT_TRUE(assembly.Add(header).ok());
    EXPECT_TRUE(assembly.Add(Skills(0, count)).ok());
    EXPECT_TRUE(assembly.Finish().ok());
    return assembly.request_hash();
  };
  const std::string id = "7b7d9c0e-8f3b-4f5e-9d55-0123456789ab";
  EXPECT_EQ(hash(Header(), 3), hash(Header(id), 3));
  EXPECT_NE(hash(Header(), 3), hash(Header(), 4));
}

TEST(TaxonomyAssembly, NeedsOneHeaderFirstAndAConcept) {
  TaxonomyAssembly no_header;
  EXPECT_FALSE(no_header.Add(Skills(0, 1)).ok());
  TaxonomyAssembly two_headers;
  EXPECT_TRUE(two_headers.Add(Header()).ok());
  EXPECT_FALSE(two_headers.Add(Header()).ok());
  TaxonomyAssembly empty;
  EXPECT_TRUE(empty.Add(Header()).ok());
  EXPECT_FALSE(empty.Finish().ok());
}

}  // namespace
}  // namespace overstap::api
