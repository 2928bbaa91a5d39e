// One generated record of each kind. The same (index, seed) gives the same record, however many
// others there are.
//
//   DrawContext context{world, /*seed=*/7, /*today=*/*ParseDay("2026-11-22")};
//   v1::Vacancy vacancy = DrawVacancy(context, 1);   // "vacancies/v-000001"
//
// Pure; safe from any thread.
#ifndef OVERSTAP_DATA_GENERATE_RECORDS_H_
#define OVERSTAP_DATA_GENERATE_RECORDS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "data/generate/calendar.h"
#include "data/generate/random.h"
#include "data/generate/world.h"
#include "overstap/v1/job_seeker.pb.h"
#include "overstap/v1/training_offer.pb.h"
#include "overstap/v1/vacancy.pb.h"

namespace overstap::data {

namespace v1 = ::overstap::v1;

struct DrawContext {
  const World& world;
  uint64_t seed = 0;
  Day today = 0;
};

// A person who carries most skills of an occupation and some of a former one, with facets missing
// as often as they are in files of public employment services.
v1::JobSeeker DrawJobSeeker(const DrawContext& context, int index);

// A job that asks for a part of its occupation's skills; some are learn-work jobs.
v1::Vacancy DrawVacancy(const DrawContext& context, int index);

// A course, a certificate, the school part of a learn-work job or a full qualification, with runs
// over the eighteen months after today.
v1::TrainingOffer DrawTrainingOffer(const DrawContext& context, int index);

// What the three share.

// An ESCO code.
v1::Code EscoCode(absl::string_view uri);
// A qualification of the region's list as the API has it.
v1::Qualification ToQualification(const overstap::region::v1::QualificationDefinition& definition);
// "v-000012".
std::string RecordId(char prefix, int index);
// `count` of `from`, at random, in the order that they stand there.
std::vector<size_t> DrawSome(const std::vector<size_t>& from, size_t count, Random& random);
// Adds a shift from `start` to `end` (minutes of the day) on `weekdays`, Monday 1 to Sunday 7.
void AddShift(const std::vector<int>& weekdays, int start, int end,
              google::protobuf::RepeatedPtrField<v1::Shift>& shifts);

}  // namespace overstap::data

#endif  // OVERSTAP_DATA_GENERATE_RECORDS_H_
