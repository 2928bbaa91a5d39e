#include "services/api/update_mask.h"

#include "gtest/gtest.h"
#include "overstap/v1/job_seeker.pb.h"

namespace overstap::api {
namespace {

v1::JobSeeker Stored() {
  v1::JobSeeker person;
  person.set_working_level_eqf(3);
  person.mutable_sectors()->add_items("energy");
  person.set_own_money_eur_cents(100);
  return person;
}

google::protobuf::FieldMask Mask(std::initializer_list<const char*> paths) {
  google::protobuf::FieldMask mask;
  for (const char* path : paths) mask.add_paths(path);
  return mask;
}

TEST(UpdateMask, ReplacesMaskedFieldsAndClearsUnsetOnes) {
  v1::JobSeeker person = Stored();
  v1::JobSeeker update;
  update.mutable_sectors()->add_items("health");
  ApplyMask(Mask({"sectors", "working_level_eqf"}), update, &person);
  ASSERT_EQ(person.sectors().items_size(), 1);
  EXPECT_EQ(person.sectors().items(0), "health");
  EXPECT_FALSE(person.has_working_level_eqf());
  EXPECT_EQ(person.own_money_eur_cents(), 100);
}

TEST(UpdateMask, TakesAPathThatStandsTwiceOnce) {
  v1::JobSeeker person = Stored();
  v1::JobSeeker update;
  update.set_working_level_eqf(4);
  ApplyMask(Mask({"working_level_eqf", "working_level_eqf"}), update, &person);
  EXPECT_EQ(person.working_level_eqf(), 4);
}

TEST(UpdateMask, EmptyAndStarMeanAll) {
  v1::JobSeeker update;
  update.set_working_level_eqf(4);
  for (const auto& mask : {Mask({}), Mask({"*"}), Mask({"sectors", "*"})}) {
    v1::JobSeeker person = Stored();
    ApplyMask(mask, update, &person);
    EXPECT_EQ(person.DebugString(), update.DebugString());
  }
}

TEST(UpdateMask, NamesOnlyTopLevelFields) {
  FieldChecker check;
  CheckMask(Mask({"sectors", "*"}), *v1::JobSeeker::descriptor(), check);
  EXPECT_TRUE(check.ok());
  CheckMask(Mask({"home.postcode", "name_of_the_person"}), *v1::JobSeeker::descriptor(), check);
  EXPECT_EQ(check.violations().field_violations_size(), 2);
}

}  // namespace
}  // namespace overstap::api
