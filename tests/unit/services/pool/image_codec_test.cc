#include "services/pool/image_codec.h"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace overstap::pool {
namespace {

using matcher::Date;
using matcher::HoursPerWeek;

constexpr ImageLimits kLimits{.skills = 20'000,
                              .occupations = 3'000,
                              .places = 5'000,
                              .sectors = 10,
                              .qualifications = 50,
                              .credentials = 50,
                              .organisations = 100};

matcher::JobSeeker FullPerson() {
  matcher::JobSeeker person;
  person.viewers = {{matcher::OrganisationNumber(7), Date(-3)},
                    {matcher::OrganisationNumber(99), std::nullopt}};
  person.skills = {{matcher::SkillNumber(19'999), matcher::Proficiency::kExpert},
                   {matcher::SkillNumber(0), matcher::Proficiency::kUnknown}};
  person.qualifications = {{matcher::QualificationNumber(49), 4, false}, {std::nullopt, 8, true}};
  person.working_level = 3;
  person.credentials = {{matcher::CredentialNumber(1), Date(20'000)},
                        {matcher::CredentialNumber(2), std::nullopt}};
  person.past_occupations = {{matcher::OccupationNumber(2'999), true}};
  person.wished_occupations.emplace();
  person.sectors = ~matcher::SectorSet{0};
  person.home = matcher::PlaceNumber(4'999);
  person.travel = {.max_km = 12.75, .modes = {{matcher::TravelMode::kBicycle, 45}}};
  person.hours_now = HoursPerWeek();
  person.hours_wanted = {HoursPerWeek::FromDouble(0.01), HoursPerWeek::FromDouble(40)};
  person.keeps_present_job = false;
  person.availability = matcher::WeekParts::Of(matcher::Weekday::kSunday, matcher::DayPart::kNight);
  person.languages.emplace().emplace_back().language = matcher::MakeLanguageCode('n', 'l');
  person.languages->front().levels[2] = matcher::CefrLevel::kB2;
  person.driving_licences = 0x7FF;
  person.available_from = Date(20'454);
  person.own_money = -1;
  person.training_weeks_max = 52;
  person.training_hours_max = HoursPerWeek::FromDouble(8);
  return person;
}

matcher::Vacancy FullVacancy() {
  matcher::Vacancy vacancy;
  vacancy.owner = matcher::OrganisationNumber(3);
  vacancy.title = "Verzorgende";
  vacancy.employer = "Zorg aan huis";
  vacancy.occupation = matcher::OccupationNumber(5);
  vacancy.skills = {{matcher::SkillNumber(9), true}, {matcher::SkillNumber(300), false}};
  vacancy.qualification = {matcher::QualificationNumber(3), true};
  vacancy.min_level = 2;
  vacancy.credentials = {
      {matcher::CredentialNumber(4), matcher::CredentialTiming::kWithinWeeks, 6}};
  vacancy.sector = matcher::SectorNumber(9);
  vacancy.place = matcher::PlaceNumber(1);
  vacancy.hours = {HoursPerWeek::FromDouble(16), HoursPerWeek::FromDouble(36)};
  vacancy.shifts = {{{matcher::Weekday::kMonday, matcher::Weekday::kFriday}, 420, 1'020}};
  vacancy.all_shifts_required = true;
  vacancy.languages = {{matcher::MakeLanguageCode('d', 'e'), matcher::LanguageActivity::kWriting,
                        matcher::CefrLevel::kC1}};
  vacancy.driving_licences = 5;
  vacancy.contract_kind = matcher::ContractKind::kLearnWork;
  auto& learn_work = vacancy.learn_work.emplace();
  learn_work.qualification = matcher::QualificationNumber(2);
  learn_work.entry_demands.min_level = 1;
  learn_work.entry_demands.skills = {matcher::SkillNumber(8)};
  learn_work.recognised_learning_company = false;
  learn_work.months = 24;
  learn_work.tuition_per_year = 123'456;
  vacancy.employer_offers = {true, true, 4, true, 1};
  vacancy.certificate_of_conduct = true;
  vacancy.medical_check = true;
  vacancy.start_date = Date(20'500);
  vacancy.closing_date = Date(20'480);
  vacancy.closed = true;
  vacancy.openings_left = 3;
  return vacancy;
}

template <typename Record>
std::string BytesOf(const Record& record) {
  std::string bytes;
  AppendRecord(record, &bytes);
  return bytes;
}

TEST(ImageCodec, GivesBackEveryFieldOfAPerson) {
  const std::string bytes = BytesOf(FullPerson());
  matcher::JobSeeker read;
  ASSERT_TRUE(ReadRecord(bytes, kLimits, &read));
  EXPECT_EQ(BytesOf(read), bytes);
  EXPECT_EQ(read.viewers[0].until, Date(-3));
  EXPECT_EQ((*read.skills)[0].skill, matcher::SkillNumber(19'999));
  EXPECT_EQ((*read.skills)[0].proficiency, matcher::Proficiency::kExpert);
  EXPECT_FALSE((*read.qualifications)[0].counts);
  EXPECT_EQ((*read.qualifications)[1].number, std::nullopt);
  EXPECT_EQ(read.wished_occupations->size(), 0);
  EXPECT_EQ(read.sectors, ~matcher::SectorSet{0});
  EXPECT_EQ(read.travel->max_km, 12.75);
  EXPECT_EQ(read.hours_wanted->min, HoursPerWeek::FromDouble(0.01));
  EXPECT_EQ(read.keeps_present_job, false);
  EXPECT_EQ(read.availability, FullPerson().availability);
  EXPECT_EQ(read.languages->front().levels[2], matcher::CefrLevel::kB2);
  EXPECT_EQ(read.languages->front().levels[1], std::nullopt);
  EXPECT_EQ(read.own_money, -1);
}

TEST(ImageCodec, GivesBackEveryFieldOfAVacancy) {
  const std::string bytes = BytesOf(FullVacancy());
  matcher::Vacancy read;
  ASSERT_TRUE(ReadRecord(bytes, kLimits, &read));
  EXPECT_EQ(BytesOf(read), bytes);
  EXPECT_EQ(read.title, "Verzorgende");
  EXPECT_EQ(read.sector, matcher::SectorNumber(9));
  EXPECT_EQ(read.shifts[0].weekdays.size(), 2);
  EXPECT_EQ(read.learn_work->tuition_per_year, 123'456);
  EXPECT_EQ(read.learn_work->recognised_learning_company, false);
  EXPECT_EQ(read.employer_offers.trial_placement_weeks, 4);
  EXPECT_EQ(read.closing_date, Date(20'480));
  EXPECT_EQ(read.openings_left, 3);
}

TEST(ImageCodec, TellsUnsetFromEmpty) {
  matcher::JobSeeker unset;
  matcher::JobSeeker empty;
  empty.skills.emplace();
  matcher::JobSeeker read;
  ASSERT_TRUE(ReadRecord(BytesOf(unset), kLimits, &read));
  EXPECT_FALSE(read.skills.has_value());
  ASSERT_TRUE(ReadRecord(BytesOf(empty), kLimits, &read));
  EXPECT_TRUE(read.skills.has_value());
}

TEST(ImageCodec, RefusesNumbersBeyondTheLimits) {
  const auto reads = [](auto change) {
    ImageLimits limits = kLimits;
    change(&limits);
    matcher::JobSeeker person;
    return ReadRecord(BytesOf(FullPerson()), limits, &person);
  };
  EXPECT_TRUE(reads([](ImageLimits*) {}));
  EXPECT_FALSE(reads([](ImageLimits* limits) { limits->skills = 19'999; }));
  EXPECT_FALSE(reads([](ImageLimits* limits) { limits->occupations = 2'999; }));
  EXPECT_FALSE(reads([](ImageLimits* limits) { limits->places = 4'999; }));
  EXPECT_FALSE(reads([](ImageLimits* limits) { limits->qualifications = 49; }));
  EXPECT_FALSE(reads([](ImageLimits* limits) { limits->credentials = 2; }));
  EXPECT_FALSE(reads([](ImageLimits* limits) { limits->organisations = 99; }));
}

TEST(ImageCodec, RefusesWhatIsCutOffOrLonger) {
  const std::string bytes = BytesOf(FullPerson());
  for (size_t size = 0; size < bytes.size(); ++size) {
    matcher::JobSeeker person;
    EXPECT_FALSE(ReadRecord(bytes.substr(0, size), kLimits, &person)) << size;
  }
  matcher::JobSeeker person;
  EXPECT_FALSE(ReadRecord(bytes + '\0', kLimits, &person));
}

// Whatever is read of damaged bytes names nothing beyond the limits, and nothing breaks.
TEST(ImageCodec, StandsDamage) {
  std::mt19937 random(1);
  const std::string whole = BytesOf(FullVacancy());
  int refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = whole;
    for (auto flips = 1 + random() % 3; flips > 0; --flips) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    matcher::Vacancy vacancy;
    if (!ReadRecord(bytes, kLimits, &vacancy)) {
      ++refused;
      continue;
    }
    for (const matcher::SkillDemand& demand : vacancy.skills) {
      EXPECT_LT(demand.skill.value(), kLimits.skills);
    }
    EXPECT_LT(vacancy.occupation.value_or(matcher::OccupationNumber()).value(),
              kLimits.occupations);
    EXPECT_EQ(BytesOf(vacancy), bytes);
  }
  EXPECT_GT(refused, 1'000);
}

TEST(ImageCodec, VarintsHoldAnyNumber) {
  for (const uint64_t value : {uint64_t{0}, uint64_t{127}, uint64_t{128}, ~uint64_t{0}}) {
    std::string bytes;
    AppendVarint(value, &bytes);
    std::string_view left = bytes;
    uint64_t read = 1;
    EXPECT_TRUE(ReadVarint(&left, &read));
    EXPECT_EQ(read, value);
    EXPECT_TRUE(left.empty());
  }
}

TEST(ImageCodec, RefusesNumbersThatWereNotWrittenSo) {
  const auto reads = [](std::string_view bytes) {
    uint64_t value = 0;
    return ReadVarint(&bytes, &value);
  };
  EXPECT_TRUE(reads("\x81\x01"));
  EXPECT_FALSE(reads(std::string_view("\x81\x00", 2))) << "longer than it need be";
  const std::string most(9, '\xFF');
  EXPECT_TRUE(reads(most + '\x01'));
  EXPECT_FALSE(reads(most + '\x02')) << "more than 64 bits";
  EXPECT_FALSE(reads(most + '\xFF')) << "without an end";
  // A truth value of 2: the flag of a vacancy without an owner, which comes first.
  std::string bytes = BytesOf(matcher::Vacancy());
  matcher::Vacancy vacancy;
  EXPECT_TRUE(ReadRecord(bytes, kLimits, &vacancy));
  bytes.front() = 2;
  EXPECT_FALSE(ReadRecord(bytes, kLimits, &vacancy));
}

}  // namespace
}  // namespace overstap::pool
