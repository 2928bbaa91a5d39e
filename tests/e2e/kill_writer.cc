#include "tests/e2e/kill_writer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "clients/cpp/errors.h"
#include "google/protobuf/empty.pb.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "tests/e2e/local_access.h"

namespace overstap::e2e {
namespace {

using google::protobuf::util::MessageDifferencer;

// Every third person takes the linkage key of the one before: one unit for both.
constexpr int kPeoplePerDuplicate = 3;

template <typename Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

client::Client OneTry(const std::string& address, client::Caller caller) {
  return client::Client({.server = address,
                         .timeout = absl::Seconds(60),
                         .max_attempts = 1,
                         .caller = std::move(caller)});
}

}  // namespace

bool IsSilence(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsCancelled(status);
}

client::Client Reporter(const std::string& address) {
  static const std::string& token =
      *new std::string(Access().TokenFile("caseworker", "werkbedrijf-test"));
  return OneTry(address,
                {.token_file = token, .role = "caseworker", .purpose = "placement-follow-up"});
}

client::Client Decider(const std::string& address) {
  static const std::string& token =
      *new std::string(Access().TokenFile("work_table_member", "uwv"));
  return OneTry(
      address, {.token_file = token, .role = "work_table_member", .purpose = "progress-reporting"});
}

client::Client Importer(const std::string& address) {
  static const std::string& token = *new std::string(Access().TokenFile("operator", "operator"));
  return OneTry(address, {.token_file = token, .role = "operator", .purpose = "records-upkeep"});
}

Writer::Writer(int number) : number_(number), random_(static_cast<uint64_t>(number)) {}

template <typename Response, typename Request>
Writer::Write Writer::Make(const Request& request, bool decides) {
  return {std::make_unique<Request>(request), std::make_unique<Response>(), decides};
}

std::string Writer::Id(const std::string& kind) const {
  return absl::StrCat("w", number_, "-", kind, "-", person_);
}

std::string Writer::NewRequestId() {
  constexpr uint64_t kVersion = 0x4000;
  constexpr uint64_t kVariant = 0x8000'0000'0000'0000;
  const uint64_t high = (random_() & ~uint64_t{0xf000}) | kVersion;
  const uint64_t low = (random_() >> 2) | kVariant;
  return absl::StrFormat("%08x-%04x-%04x-%04x-%012x", high >> 32, high >> 16 & 0xffff,
                         high & 0xffff, low >> 48, low & 0xffff'ffff'ffff);
}

Writer::Write Writer::Next() {
  const std::string request_id = absl::StrCat("request_id: '", NewRequestId(), "' ");
  switch (step_) {
    case 0:
      return Make<v1::JobSeeker>(FromText<v1::CreateJobSeekerRequest>(absl::StrCat(
          request_id, "job_seeker { name: 'jobSeekers/", Id("p"),
          "' working_level_eqf: 3 home { postcode: '6811' } hours_per_week_now: 0 }")));
    case 1:
      return Make<v1::Vacancy>(FromText<v1::CreateVacancyRequest>(
          absl::StrCat(request_id, "vacancy { name: 'vacancies/", Id("v"),
                       "' employer: 'Zorggroep' title: 'Verzorgende' sector: 'health' openings: 2 "
                       "contract_kind: CONTRACT_KIND_PERMANENT place { postcode: '6811' } "
                       "occupation { scheme: 'ESCO' code: 'urn:o:carer' } "
                       "hours_per_week { min_hours_per_week: 24 max_hours_per_week: 32 } }")));
    case 2:
      return Make<v1::Placement>(FromText<v1::CreatePlacementRequest>(
          absl::StrCat(request_id, "placement { name: 'placements/", Id("pl"),
                       "' job_seeker: 'jobSeekers/", Id("p"), "' vacancy: 'vacancies/", Id("v"),
                       "' start_date { year: 2024 month: 3 day: 4 } }")));
    case 3:
      return Make<v1::ReportPlacementResponse>(FromText<v1::ReportPlacementRequest>(absl::StrCat(
          request_id, "name: 'placements/", Id("pl"), "' work_table: 'workTables/activering' ",
          "sector_day_before: '' linkage_key: 'w", number_, "-",
          person_ - (person_ % kPeoplePerDuplicate == 1 ? 1 : 0),
          "' evidence { kind: 'contract' holder: 'werkbedrijf-test' reference: '", Id("e"),
          "' }")));
    case 4:
      return Make<v1::AcknowledgeReportResponse>(
          FromText<v1::AcknowledgeReportRequest>(absl::StrCat(request_id, "name: '", report_, "'")),
          /*decides=*/true);
    case 5:
      return Make<v1::JobSeeker>(FromText<v1::CreateJobSeekerRequest>(absl::StrCat(
          request_id, "job_seeker { name: 'jobSeekers/", Id("gone"), "' working_level_eqf: 2 }")));
    default:
      return Make<google::protobuf::Empty>(FromText<v1::DeleteJobSeekerRequest>(
          absl::StrCat(request_id, "name: 'jobSeekers/", Id("gone"), "'")));
  }
}

bool Writer::Send(const std::string& address, Write* write) {
  const client::Client client = write->decides ? Decider(address) : Reporter(address);
  const absl::Status status = client.Call(*write->request, *write->response);
  EXPECT_TRUE(status.ok() || IsSilence(status)) << client::Describe(status) << "\n"
                                                << write->request->ShortDebugString();
  return status.ok();
}

void Writer::Confirm(Write write) {
  constexpr int kLastStep = 6;
  const google::protobuf::Message& response = *write.response;
  if (const auto* person = dynamic_cast<const v1::JobSeeker*>(&response)) {
    confirmed_.job_seekers[person->name()] = *person;
  } else if (const auto* vacancy = dynamic_cast<const v1::Vacancy*>(&response)) {
    confirmed_.vacancies[vacancy->name()] = *vacancy;
  } else if (const auto* placement = dynamic_cast<const v1::Placement*>(&response)) {
    confirmed_.placements[placement->name()] = *placement;
  } else if (const auto* reported = dynamic_cast<const v1::ReportPlacementResponse*>(&response)) {
    report_ = reported->report().name();
    confirmed_.reports[report_] = reported->report();
    confirmed_.placements[reported->placement().name()] = reported->placement();
  } else if (const auto* decided = dynamic_cast<const v1::AcknowledgeReportResponse*>(&response)) {
    confirmed_.reports[decided->report().name()] = decided->report();
  } else {
    const auto& deleted = dynamic_cast<const v1::DeleteJobSeekerRequest&>(*write.request);
    confirmed_.job_seekers.erase(deleted.name());
    confirmed_.deleted_job_seekers.insert(deleted.name());
  }
  answered_.push_back(std::move(write));
  step_ = step_ == kLastStep ? 0 : step_ + 1;
  if (step_ == 0) ++person_;
}

void Writer::Run(const std::string& address) {
  while (true) {
    Write write = Next();
    if (!Send(address, &write)) {
      unanswered_ = std::move(write);
      return;
    }
    Confirm(std::move(write));
  }
}

void Writer::Settle(const std::string& address) {
  if (!unanswered_.has_value()) return;
  Write write = *std::exchange(unanswered_, std::nullopt);
  if (Send(address, &write)) {
    Confirm(std::move(write));
  } else {
    ADD_FAILURE() << "no answer after the restart: " << write.request->ShortDebugString();
  }
}

void Writer::RepeatLast(const std::string& address, size_t count) const {
  for (size_t i = answered_.size() - std::min(count, answered_.size()); i < answered_.size(); ++i) {
    const Write& write = answered_[i];
    const client::Client client = write.decides ? Decider(address) : Reporter(address);
    const std::unique_ptr<google::protobuf::Message> again(write.response->New());
    const absl::Status status = client.Call(*write.request, *again);
    const auto* person = dynamic_cast<const v1::JobSeeker*>(write.response.get());
    if (person != nullptr && confirmed_.deleted_job_seekers.count(person->name()) > 0) {
      // The answer was about someone who is forgotten, and so is the answer.
      EXPECT_EQ(client::DetailsOf(status).reason, "PERSON_FORGOTTEN") << status;
      continue;
    }
    EXPECT_TRUE(status.ok()) << client::Describe(status) << "\n"
                             << write.request->ShortDebugString();
    EXPECT_TRUE(MessageDifferencer::Equals(*again, *write.response))
        << "first:\n"
        << write.response->DebugString() << "again:\n"
        << again->DebugString();
  }
}

}  // namespace overstap::e2e
