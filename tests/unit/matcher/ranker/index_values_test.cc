#include "matcher/index_values.h"

#include <optional>
#include <string>
#include <utility>

#include "gtest/gtest.h"

namespace overstap::matcher {
namespace {

constexpr Date kToday(20'000);

// 40 credentials, more than a column has bits; each odd one implies the one before.
std::shared_ptr<const Region> RegionWithCredentials() {
  Region::Parts parts;
  for (int i = 0; i < 40; ++i) {
    CredentialEntry entry{.id = "c" + std::to_string(i)};
    entry.title = entry.id;
    if (i % 2 == 1) entry.implies = {"c" + std::to_string(i - 1)};
    parts.credentials.push_back(std::move(entry));
  }
  auto region = Region::Build(std::move(parts));
  EXPECT_TRUE(region.ok()) << region.status();
  return *std::move(region);
}

CredentialNumber Credential(uint16_t number) { return CredentialNumber(number); }

TEST(IndexValuesTest, ACredentialCountsWithWhatItImpliesWhileItIsValid) {
  const auto region = RegionWithCredentials();
  const std::vector<OwnCredential> own = {
      {.credential = Credential(3), .valid_until = kToday},
      {.credential = Credential(5), .valid_until = kToday - 1},
      {.credential = Credential(38), .valid_until = std::nullopt}};
  EXPECT_EQ(CredentialsOf(own, *region, kToday), SharedBit(2) | SharedBit(3) | SharedBit(38));
  EXPECT_EQ(CredentialsOf(own, *region, std::nullopt),
            SharedBit(2) | SharedBit(3) | SharedBit(4) | SharedBit(5) | SharedBit(38));
  EXPECT_EQ(SharedBit(38), SharedBit(6));  // of the two, whoever has one may have the other
}

TEST(IndexValuesTest, OnlyCredentialsOfTheFirstDayAreDemanded) {
  Vacancy vacancy;
  vacancy.credentials = {
      {.credential = Credential(1), .timing = CredentialTiming::kAtStart},
      {.credential = Credential(2), .timing = CredentialTiming::kWithinWeeks},
      {.credential = Credential(3), .timing = CredentialTiming::kEmployerProvides}};
  EXPECT_EQ(CredentialsDemanded(vacancy), SharedBit(1));
  vacancy.learn_work.emplace().entry_demands.credentials = {Credential(36)};
  EXPECT_EQ(CredentialsDemanded(vacancy), SharedBit(1) | SharedBit(4));
}

TEST(IndexValuesTest, ADemandWithoutAnActivityIsOneInEach) {
  Vacancy vacancy;
  vacancy.languages = {
      {.language = kDutch, .level = CefrLevel::kA2},
      {.language = kDutch, .activity = LanguageActivity::kWriting, .level = CefrLevel::kB2},
      {.language = kEnglish, .activity = LanguageActivity::kReading, .level = CefrLevel::kB1}};
  vacancy.learn_work.emplace().entry_demands.languages = {
      {.language = kDutch, .activity = LanguageActivity::kReading, .level = CefrLevel::kB1}};
  EXPECT_EQ(LanguageDemanded(vacancy, kDutch, LanguageActivity::kListening), 2);
  EXPECT_EQ(LanguageDemanded(vacancy, kDutch, LanguageActivity::kSpeaking), 2);
  EXPECT_EQ(LanguageDemanded(vacancy, kDutch, LanguageActivity::kReading), 3);
  EXPECT_EQ(LanguageDemanded(vacancy, kDutch, LanguageActivity::kWriting), 4);
  EXPECT_EQ(LanguageDemanded(vacancy, kEnglish), 3);
  EXPECT_EQ(LanguageDemanded(vacancy, kGerman), 0);
}

TEST(IndexValuesTest, WhatIsNotKnownOfALanguageMayBeAnything) {
  JobSeeker person;
  EXPECT_EQ(LanguageOf(person, kDutch), std::nullopt);
  EXPECT_EQ(LanguageOf(person, kDutch, LanguageActivity::kWriting), std::nullopt);
  OwnLanguage dutch{.language = kDutch};
  dutch.levels[static_cast<int>(LanguageActivity::kWriting)] = CefrLevel::kB1;
  person.languages.emplace().push_back(dutch);
  EXPECT_EQ(LanguageOf(person, kDutch, LanguageActivity::kWriting), 3);
  EXPECT_EQ(LanguageOf(person, kDutch, LanguageActivity::kReading), std::nullopt);
  EXPECT_EQ(LanguageOf(person, kDutch), std::nullopt);  // reading may be higher
  EXPECT_EQ(LanguageOf(person, kGerman), 0);            // what is known names no German
}

}  // namespace
}  // namespace overstap::matcher
