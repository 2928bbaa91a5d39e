// For every rpc: wrong requests, the error that they get, the fields that it names, and that
// nothing stored changes.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "overstap/v1/common.pb.h"
#include "overstap/v1/vacancy_service.pb.h"
#include "tests/contract/services/api/api_server.h"

namespace overstap {
namespace {

using grpc::StatusCode;
using testing::ElementsAreArray;

// One wrong request. Imports answer OK and name the wrong fields of the rejected item.
struct BadRequestCase {
  std::string what;
  std::string method;
  std::string request;
  StatusCode code = StatusCode::INVALID_ARGUMENT;
  std::vector<std::string> fields = {};
  std::string reason = {};
};

[[maybe_unused]] void PrintTo(const BadRequestCase& bad, std::ostream* out) {
  *out << bad.method << ": " << bad.what;
}

std::string Times(int count, const std::string& text) {
  std::string result;
  for (int i = 0; i < count; ++i) absl::StrAppend(&result, text);
  return result;
}

std::string Long(size_t bytes) { return std::string(bytes, 'x'); }

// The same wrong values, in every request that carries the resource.
struct WrongResource {
  std::string what;
  std::string text;  // beside a valid resource's
  std::vector<std::string> fields;
};

const std::vector<WrongResource>& WrongPeople() {
  static const std::vector<WrongResource>& wrong = *new std::vector<WrongResource>{
      {"unknown skill",
       "skills { items { skill { scheme: 'ESCO' code: 'urn:s:99' } } }",
       {"skills.items[2].skill.code"}},
      {"wrong code scheme",
       "skills { items { skill { scheme: 'ISCO-08' code: '2221' } } }",
       {"skills.items[2].skill.scheme"}},
      {"skill twice",
       "skills { items { skill { scheme: 'ESCO' code: 'urn:s:0' } } }",
       {"skills.items[2].skill.code"}},
      {"unknown enum values",
       "skills { items { skill { scheme: 'ESCO' code: 'urn:s:2' } "
       "proficiency: 9 source: 9 } }",
       {"skills.items[2].proficiency", "skills.items[2].source"}},
      {"diploma of a scheme that is not known",
       "qualifications { items { qualification { code { scheme: 'X' code: '1' } level_eqf: 3 } } }",
       {"qualifications.items[0].qualification.code.scheme"}},
      {"diploma without a level",
       "qualifications { items { qualification { code { scheme: 'CREBO' code: '11111' } } } }",
       {"qualifications.items[0].qualification.level_eqf"}},
      {"level out of range", "working_level_eqf: 9", {"working_level_eqf"}},
      {"unknown credential",
       "credentials { items { credential: 'none-such' } }",
       {"credentials.items[0].credential"}},
      {"no such day",
       "credentials { items { credential: 'vca-basic' valid_until_date { year: 2026 month: 2 day: "
       "30 } } }",
       {"credentials.items[0].valid_until_date"}},
      {"unknown occupation",
       "past_occupations { items { occupation { scheme: 'ESCO' code: 'urn:s:0' } years: 71 } }",
       {"past_occupations.items[0].occupation.code", "past_occupations.items[0].years"}},
      {"text link of what is stated",
       "skills { items { skill { scheme: 'ESCO' code: 'urn:s:2' } text_link { score: 2 } } }",
       {"skills.items[2].text_link.state", "skills.items[2].text_link.score",
        "skills.items[2].text_link"}},
      {"occupation that no title has",
       "past_occupations { items { text_link { state: TEXT_LINK_STATE_OPEN } } }",
       {"past_occupations.items[0].title"}},
      {"unknown sector", "sectors { items: 'fishing' }", {"sectors.items[0]"}},
      {"postcode format", "home { postcode: '68111' }", {"home.postcode"}},
      {"unknown country", "home { country_code: 'FR' postcode: '75001' }", {"home.country_code"}},
      {"unknown municipality", "home { municipality: 'GM9999' }", {"home.municipality"}},
      {"travel not a number", "travel { max_km: nan }", {"travel.max_km"}},
      {"travel without end", "travel { max_km: inf }", {"travel.max_km"}},
      {"means of travel",
       "travel { modes { max_minutes: 301 } }",
       {"travel.modes[0].mode", "travel.modes[0].max_minutes"}},
      {"hours out of range", "hours_per_week_now: 61", {"hours_per_week_now"}},
      {"hours upside down",
       "hours_per_week_wanted { min_hours_per_week: 41 }",
       {"hours_per_week_wanted.max_hours_per_week"}},
      {"weekday twice",
       "availability { days { weekday: WEEKDAY_MONDAY } days { weekday: WEEKDAY_MONDAY } }",
       {"availability.days[1].weekday"}},
      {"language",
       "languages { items { language_code: 'xx' } }",
       {"languages.items[1].language_code", "languages.items[1].level"}},
      {"driving licence", "driving_licences { items: 'Z' }", {"driving_licences.items[0]"}},
      {"no such day to start",
       "available_from_date { year: 2026 month: 13 day: 1 }",
       {"available_from_date"}},
      {"negative money", "own_money_eur_cents: -1", {"own_money_eur_cents"}},
      {"too long a training",
       "training_weeks_max: 521 training_hours_per_week_max: 61",
       {"training_weeks_max", "training_hours_per_week_max"}},
      {"too many languages",
       absl::StrCat("languages {", Times(50, "items { language_code: 'en' level: CEFR_LEVEL_A1 }"),
                    "}"),
       {}},
  };
  return wrong;
}

const std::vector<WrongResource>& WrongVacancies() {
  static const std::vector<WrongResource>& wrong = *new std::vector<WrongResource>{
      {"too long",
       absl::StrCat("employer: '", Long(201), "' establishment: '", Long(201), "'"),
       {"employer", "establishment"}},
      {"missing texts", "employer: '' title: ''", {"employer", "title"}},
      {"description too long", absl::StrCat("description: '", Long(20'001), "'"), {"description"}},
      {"unknown occupation", "occupation { code: 'urn:o:pilot' }", {"occupation.code"}},
      {"unknown skill",
       "skills { skill { scheme: 'ESCO' code: 'urn:s:99' } }",
       {"skills[0].skill.code"}},
      {"skill twice",
       "skills { skill { scheme: 'ESCO' code: 'urn:s:1' } } "
       "skills { skill { scheme: 'ESCO' code: 'urn:s:1' } }",
       {"skills[1].skill.code"}},
      {"qualification that the region does not know",
       "qualification { qualification { code { scheme: 'CREBO' code: '00000' } } }",
       {"qualification.qualification.code.code"}},
      {"level out of range", "min_level_eqf: 0", {"min_level_eqf"}},
      {"credential",
       "credentials { credential: 'none' within_weeks: 3 }",
       {"credentials[0].credential", "credentials[0].within_weeks"}},
      {"weeks of a credential",
       "credentials { credential: 'vca-basic' timing: CREDENTIAL_TIMING_WITHIN_WEEKS }",
       {"credentials[0].within_weeks"}},
      {"unknown sector", "sector: 'fishing'", {"sector"}},
      {"place", "place { country_code: 'DE' }", {"place.postcode"}},
      {"hours", "hours_per_week { min_hours_per_week: -1 }", {"hours_per_week.min_hours_per_week"}},
      {"shifts",
       "shifts { start_minute_of_day: 1440 end_minute_of_day: -1 }",
       {"shifts[0].start_minute_of_day", "shifts[0].end_minute_of_day"}},
      {"language",
       "languages { language_code: 'NL' level: CEFR_LEVEL_B1 }",
       {"languages[0].language_code"}},
      {"driving licence", "driving_licences: 'B' driving_licences: 'B'", {"driving_licences[1]"}},
      {"contract", "contract_kind: CONTRACT_KIND_UNSPECIFIED", {"contract_kind"}},
      {"learn-work without its facts", "contract_kind: CONTRACT_KIND_LEARN_WORK", {"learn_work"}},
      {"learn-work facts",
       "contract_kind: CONTRACT_KIND_LEARN_WORK learn_work { months: 61 education_hours_per_week: "
       "33 tuition_eur_cents_per_year: -1 }",
       {"learn_work.education_hours_per_week", "learn_work.months",
        "learn_work.tuition_eur_cents_per_year"}},
      {"what the employer offers",
       "employer_offers { trial_placement_weeks: 27 reserved_places: -1 }",
       {"employer_offers.trial_placement_weeks", "employer_offers.reserved_places"}},
      {"checks", "checks: CHECK_UNSPECIFIED", {"checks[0]"}},
      {"pay",
       "pay { min_eur_cents_per_month: 2 max_eur_cents_per_month: 1 "
       "full_time_hours_per_week: 20 }",
       {"pay.max_eur_cents_per_month", "pay.full_time_hours_per_week"}},
      {"days",
       "start_date { year: 0 } closing_date { year: 2026 month: 4 day: 31 }",
       {"start_date", "closing_date"}},
      {"openings", "openings: 1001", {"openings"}},
  };
  return wrong;
}

const std::vector<WrongResource>& WrongOffers() {
  static const std::vector<WrongResource>& wrong = *new std::vector<WrongResource>{
      {"missing texts", "provider: '' title: ''", {"provider", "title"}},
      {"unknown skill",
       "taught_skills { skill { scheme: 'ESCO' code: 'urn:s:99' } }",
       {"taught_skills[1].skill.code"}},
      {"qualification",
       "qualifications { code { scheme: 'CREBO' code: '00000' } level_eqf: 9 }",
       {"qualifications[0].level_eqf", "qualifications[0].code.code"}},
      {"credential",
       "credentials { credential: 'none' validity_months: -1 }",
       {"credentials[0].credential", "credentials[0].validity_months"}},
      {"entry demands",
       "entry_demands { min_level_eqf: 9 skills { scheme: 'ESCO' code: 'x' } }",
       {"entry_demands.min_level_eqf", "entry_demands.skills[0].code"}},
      {"unknown sector", "sectors: 'fishing'", {"sectors[0]"}},
      {"form", "form: TRAINING_FORM_UNSPECIFIED", {"form"}},
      {"load", "hours_per_week: 0 weeks: 261", {"hours_per_week", "weeks"}},
      {"prices",
       "price_person_eur_cents: -1 price_funds_eur_cents: -1",
       {"price_person_eur_cents", "price_funds_eur_cents"}},
      {"unknown scheme", "funding_schemes: 'lottery'", {"funding_schemes[0]"}},
      {"run twice",
       "runs { run_id: 'r1' start_date { year: 2027 month: 1 day: 1 } }",
       {"runs[1].run_id"}},
      {"run",
       "runs { run_id: 'R!' seats: 5 seats_taken_elsewhere: 6 }",
       {"runs[1].run_id", "runs[1].start_date", "runs[1].seats_taken_elsewhere"}},
  };
  return wrong;
}

std::vector<std::string> Below(const std::string& prefix, const std::vector<std::string>& fields) {
  std::vector<std::string> result;
  result.reserve(fields.size());
  for (const std::string& field : fields) result.push_back(prefix + field);
  return result;
}

// Create, update and import of a kind: the same validator behind each.
void AddKind(const std::string& one, const std::string& many, const std::string& field,
             const std::string& name, const std::string& valid,
             const std::vector<WrongResource>& wrong, std::vector<BadRequestCase>* cases) {
  const std::string service = one + "Service.";
  const std::string collection = name.substr(0, name.find('/') + 1);
  for (const WrongResource& each : wrong) {
    const std::string resource = absl::StrCat(field, " { ", valid, each.text);
    cases->push_back({each.what, absl::StrCat(service, "Create", one), resource + " }",
                      StatusCode::INVALID_ARGUMENT, Below(field + ".", each.fields)});
    cases->push_back({each.what, absl::StrCat(service, "Update", one),
                      absl::StrCat(resource, " name: '", name, "' }"), StatusCode::INVALID_ARGUMENT,
                      Below(field + ".", each.fields)});
    cases->push_back({each.what, absl::StrCat(service, "Import", many),
                      absl::StrCat(resource, " name: '", collection, "imported' }"), StatusCode::OK,
                      each.fields});
  }
  const std::string create = absl::StrCat(service, "Create", one);
  const std::string update = absl::StrCat(service, "Update", one);
  const std::string valid_named = absl::StrCat(field, " { ", valid, " name: '", name, "'");
  cases->push_back({"missing", create, "", StatusCode::INVALID_ARGUMENT, {field}});
  cases->push_back({"bad name and request id, at once",
                    create,
                    absl::StrCat(field, " { ", valid, " name: 'x/y' } request_id: 'no'"),
                    StatusCode::INVALID_ARGUMENT,
                    {field + ".name", "request_id"}});
  cases->push_back({"taken", create, valid_named + " }", StatusCode::ALREADY_EXISTS});
  cases->push_back({"stale etag",
                    update,
                    valid_named + " etag: 'stale' }",
                    StatusCode::ABORTED,
                    {},
                    "ETAG_MISMATCH"});
  cases->push_back({"unknown", update,
                    absl::StrCat(field, " { ", valid, " name: '", collection, "none' }"),
                    StatusCode::NOT_FOUND});
  cases->push_back({"no such field in the mask",
                    update,
                    valid_named + " } update_mask { paths: 'nonsense' }",
                    StatusCode::INVALID_ARGUMENT,
                    {"update_mask"}});
  cases->push_back({"without a name",
                    update,
                    absl::StrCat(field, " { ", valid, " }"),
                    StatusCode::INVALID_ARGUMENT,
                    {field + ".name"}});
  for (const std::string verb : {"Get", "Delete"}) {
    cases->push_back({"without a name",
                      absl::StrCat(service, verb, one),
                      "",
                      StatusCode::INVALID_ARGUMENT,
                      {"name"}});
    cases->push_back({"malformed name",
                      absl::StrCat(service, verb, one),
                      "name: 'vacancies/UPPER'",
                      StatusCode::INVALID_ARGUMENT,
                      {"name"}});
    cases->push_back({"unknown", absl::StrCat(service, verb, one),
                      absl::StrCat("name: '", collection, "none'"), StatusCode::NOT_FOUND});
  }
  cases->push_back({"stale etag",
                    service + "Delete" + one,
                    absl::StrCat("name: '", name, "' etag: 'stale'"),
                    StatusCode::ABORTED,
                    {},
                    "ETAG_MISMATCH"});
  const std::string list = service + "List" + many;
  cases->push_back({"malformed page token",
                    list,
                    "page_token: 'not a token'",
                    StatusCode::INVALID_ARGUMENT,
                    {"page_token"}});
  cases->push_back({"damaged page token",
                    list,
                    "page_token: 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY'",
                    StatusCode::INVALID_ARGUMENT,
                    {"page_token"}});
  cases->push_back(
      {"negative page size", list, "page_size: -1", StatusCode::INVALID_ARGUMENT, {"page_size"}});
  const std::string import = absl::StrCat(service, "Import", many);
  cases->push_back({"without a name",
                    import,
                    absl::StrCat(field, " { ", valid, " }"),
                    StatusCode::OK,
                    {"name"}});
  cases->push_back({"stale etag", import, valid_named + " etag: 'stale' }", StatusCode::OK});
}

void AddQueries(std::vector<BadRequestCase>* cases) {
  for (const std::string method :
       {"MatchService.MatchVacancies", "RouteService.RankRoutes", "MatchService.ExplainMatch"}) {
    const std::string rest =
        method == "MatchService.ExplainMatch" ? " vacancy: 'vacancies/v-1'" : "";
    cases->push_back({"nobody named", method, rest, StatusCode::INVALID_ARGUMENT, {"job_seeker"}});
    cases->push_back(
        {"unknown person", method, "job_seeker: 'jobSeekers/none'" + rest, StatusCode::NOT_FOUND});
    cases->push_back({"language and day",
                      method,
                      "job_seeker: 'jobSeekers/p-1' language_code: 'fr'" + rest,
                      StatusCode::INVALID_ARGUMENT,
                      {"language_code"}});
    cases->push_back(
        {"no such day",
         method,
         "job_seeker: 'jobSeekers/p-1' as_of_date { year: 2026 month: 2 day: 29 }" + rest,
         StatusCode::INVALID_ARGUMENT,
         {"as_of_date"}});
    for (const WrongResource& wrong : WrongPeople()) {
      cases->push_back({"inline: " + wrong.what, method,
                        absl::StrCat("inline_job_seeker { ", kPerson, wrong.text, " }", rest),
                        StatusCode::INVALID_ARGUMENT, Below("inline_job_seeker.", wrong.fields)});
    }
  }
  const std::string person = "job_seeker: 'jobSeekers/p-1' ";
  cases->push_back({"unknown vacancy", "MatchService.ExplainMatch",
                    person + "vacancy: 'vacancies/none'", StatusCode::NOT_FOUND});
  cases->push_back({"all at once",
                    "MatchService.MatchVacancies",
                    "job_seeker: 'jobSeekers/P' filter { sectors: 'fishing' municipalities: 'GM1' "
                    "contract_kinds: 99 } min_score: 2 view: 7 page_size: -1",
                    StatusCode::INVALID_ARGUMENT,
                    {"job_seeker", "filter.sectors[0]", "filter.municipalities[0]",
                     "filter.contract_kinds[0]", "min_score", "view", "page_size"}});
  cases->push_back({"malformed page token",
                    "MatchService.MatchVacancies",
                    person + "page_token: '%%%'",
                    StatusCode::INVALID_ARGUMENT,
                    {"page_token"}});
  const std::string people = "MatchService.MatchJobSeekers";
  cases->push_back({"no vacancy named", people, "", StatusCode::INVALID_ARGUMENT, {"vacancy"}});
  cases->push_back({"unknown vacancy", people, "vacancy: 'vacancies/none'", StatusCode::NOT_FOUND});
  cases->push_back({"filter",
                    people,
                    "vacancy: 'vacancies/v-1' filter { past_occupations { scheme: 'ESCO' code: "
                    "'urn:o:x' } } min_score: nan",
                    StatusCode::INVALID_ARGUMENT,
                    {"filter.past_occupations[0].code", "min_score"}});
  for (const WrongResource& wrong : WrongVacancies()) {
    cases->push_back({"inline: " + wrong.what, people,
                      absl::StrCat("inline_vacancy { ", kVacancy, wrong.text, " }"),
                      StatusCode::INVALID_ARGUMENT, Below("inline_vacancy.", wrong.fields)});
  }
  const std::string routes = "RouteService.RankRoutes";
  cases->push_back(
      {"unknown vacancy", routes, person + "vacancy: 'vacancies/none'", StatusCode::NOT_FOUND});
  cases->push_back({"unknown occupation",
                    routes,
                    person + "occupation { scheme: 'ESCO' code: 'urn:o:pilot' }",
                    StatusCode::INVALID_ARGUMENT,
                    {"occupation.code"}});
  cases->push_back({"bounds",
                    routes,
                    person + "min_score_after: 1.5 max_steps: 3 min_score_gain: -1 "
                             "max_cost_person_eur_cents: -1 funding_scheme: 'lottery' order: 9",
                    StatusCode::INVALID_ARGUMENT,
                    {"min_score_after", "max_steps", "min_score_gain", "max_cost_person_eur_cents",
                     "funding_scheme", "order"}});
}

void AddPlacements(std::vector<BadRequestCase>* cases) {
  const std::string create = "PlacementService.CreatePlacement";
  const std::string valid =
      "job_seeker: 'jobSeekers/p-1' vacancy: 'vacancies/v-1' "
      "start_date { year: 2026 month: 12 day: 1 } ";
  cases->push_back({"missing", create, "", StatusCode::INVALID_ARGUMENT, {"placement"}});
  cases->push_back({"empty",
                    create,
                    "placement {}",
                    StatusCode::INVALID_ARGUMENT,
                    {"placement.job_seeker", "placement.job", "placement.start_date"}});
  cases->push_back(
      {"job",
       create,
       "placement { job_seeker: 'jobSeekers/p-1' start_date { year: 2026 month: 12 "
       "day: 1 } end_date { year: 2026 month: 1 day: 1 } job { sector: 'x' } "
       "run_id: 'r' }",
       StatusCode::INVALID_ARGUMENT,
       {"placement.job.employer", "placement.job.sector", "placement.job.contract_kind",
        "placement.job.hours_per_week", "placement.run_id", "placement.end_date"}});
  cases->push_back({"unknown person", create,
                    absl::StrCat("placement { ", valid, " job_seeker: 'jobSeekers/none' }"),
                    StatusCode::NOT_FOUND});
  cases->push_back({"unknown vacancy", create,
                    absl::StrCat("placement { ", valid, " vacancy: 'vacancies/none' }"),
                    StatusCode::NOT_FOUND});
  cases->push_back({"unknown run", create,
                    absl::StrCat("placement { ", valid,
                                 " training_offer: 'trainingOffers/o-1' run_id: 'none' }"),
                    StatusCode::NOT_FOUND});
  cases->push_back({"taken", create,
                    absl::StrCat("placement { ", valid, " name: 'placements/pl-1' }"),
                    StatusCode::ALREADY_EXISTS});
  cases->push_back({"unknown", "PlacementService.GetPlacement", "name: 'placements/none'",
                    StatusCode::NOT_FOUND});
  cases->push_back({"malformed name",
                    "PlacementService.GetPlacement",
                    "name: 'reports/r'",
                    StatusCode::INVALID_ARGUMENT,
                    {"name"}});
  cases->push_back({"page",
                    "PlacementService.ListPlacements",
                    "page_size: -1",
                    StatusCode::INVALID_ARGUMENT,
                    {"page_size"}});
  const std::string move = "PlacementService.TransitionPlacement";
  cases->push_back({"empty",
                    move,
                    "request_id: 'x'",
                    StatusCode::INVALID_ARGUMENT,
                    {"name", "state", "request_id"}});
  cases->push_back({"end without a day or a reason",
                    move,
                    "name: 'placements/pl-1' state: PLACEMENT_STATE_ENDED",
                    StatusCode::INVALID_ARGUMENT,
                    {"end_date", "end_reason"}});
  cases->push_back({"unknown", move, "name: 'placements/none' state: PLACEMENT_STATE_ACCEPTED",
                    StatusCode::NOT_FOUND});
  cases->push_back({"leap",
                    move,
                    "name: 'placements/pl-1' state: PLACEMENT_STATE_SUSTAINED",
                    StatusCode::FAILED_PRECONDITION,
                    {},
                    "ILLEGAL_TRANSITION"});
  cases->push_back({"stale etag",
                    move,
                    "name: 'placements/pl-1' state: PLACEMENT_STATE_ACCEPTED etag: 'stale'",
                    StatusCode::ABORTED,
                    {},
                    "ETAG_MISMATCH"});
  const std::string report = "PlacementService.ReportPlacement";
  cases->push_back({"all at once",
                    report,
                    absl::StrCat("name: 'x' work_table: 'workTables/none' linkage_key: '",
                                 Long(129), "' sector_day_before: 'fishing' evidence { kind: '",
                                 Long(65), "' } programmes: 'p' funding_sources: 'f'"),
                    StatusCode::INVALID_ARGUMENT,
                    {"name", "work_table", "linkage_key", "sector_day_before", "evidence.kind",
                     "programmes[0]", "funding_sources[0]"}});
  cases->push_back({"unknown", report,
                    "name: 'placements/none' work_table: 'workTables/activering'",
                    StatusCode::NOT_FOUND});
}

void AddLedger(std::vector<BadRequestCase>* cases) {
  const std::string create = "LedgerService.CreateReport";
  cases->push_back({"missing", create, "", StatusCode::INVALID_ARGUMENT, {"report"}});
  cases->push_back({"empty",
                    create,
                    "report {}",
                    StatusCode::INVALID_ARGUMENT,
                    {"report.work_table", "report.subject"}});
  cases->push_back({"placement facts",
                    create,
                    "report { work_table: 'workTables/activering' placement { sector: 'x' "
                    "municipality: 'GM1' hours_per_week_after: nan } }",
                    StatusCode::INVALID_ARGUMENT,
                    {"report.placement.sector", "report.placement.municipality",
                     "report.placement.contract_kind", "report.placement.hours_per_week_after",
                     "report.placement.start_date"}});
  cases->push_back(
      {"training facts",
       create,
       "report { work_table: 'workTables/activering' training_completion { } }",
       StatusCode::INVALID_ARGUMENT,
       {"report.training_completion.training_hours", "report.training_completion.start_date",
        "report.training_completion.completion_date"}});
  cases->push_back(
      {"event facts",
       create,
       "report { work_table: 'workTables/talent' contact_event { event_id: 'e' "
       "event_date { year: 2026 month: 9 day: 1 } bands { age_band: 'ancient' "
       "head_count: -1 } } }",
       StatusCode::INVALID_ARGUMENT,
       {"report.contact_event.bands[0].age_band", "report.contact_event.bands[0].head_count",
        "report.contact_event.count_basis"}});
  cases->push_back({"project facts",
                    create,
                    "report { work_table: 'workTables/talent' student_project { } }",
                    StatusCode::INVALID_ARGUMENT,
                    {"report.student_project.cohort", "report.student_project.employer",
                     "report.student_project.start_date", "report.student_project.student_count"}});
  cases->push_back(
      {"in kind",
       create,
       "report { work_table: 'workTables/talent' in_kind { } }",
       StatusCode::INVALID_ARGUMENT,
       {"report.in_kind.partner", "report.in_kind.hours", "report.in_kind.contribution_date"}});
  cases->push_back({"aggregate",
                    create,
                    "report { work_table: 'workTables/talent' aggregate { employer: 'E' target: "
                    "'targets/none' low_count: 2 high_count: 1 } }",
                    StatusCode::INVALID_ARGUMENT,
                    {"report.aggregate.target", "report.aggregate.high_count"}});
  cases->push_back(
      {"unknown corrected report", create,
       "report { work_table: 'workTables/talent' corrects: 'reports/none' correction_reason: 'x' "
       "in_kind { "
       "partner: 'P' hours: 2 contribution_date { year: 2026 month: 9 day: 1 } } }",
       StatusCode::NOT_FOUND});
  cases->push_back(
      {"unknown", "LedgerService.GetReport", "name: 'reports/none'", StatusCode::NOT_FOUND});
  cases->push_back({"filter",
                    "LedgerService.ListReports",
                    "work_table: 'workTables/none' state: 9",
                    StatusCode::INVALID_ARGUMENT,
                    {"work_table", "state"}});
  cases->push_back({"malformed page token",
                    "LedgerService.ListReports",
                    "page_token: 'x'",
                    StatusCode::INVALID_ARGUMENT,
                    {"page_token"}});
  cases->push_back({"unknown", "LedgerService.AcknowledgeReport", "name: 'reports/none'",
                    StatusCode::NOT_FOUND});
  cases->push_back({"malformed",
                    "LedgerService.AcknowledgeReport",
                    "request_id: '1'",
                    StatusCode::INVALID_ARGUMENT,
                    {"name", "request_id"}});
  cases->push_back({"without a reason",
                    "LedgerService.RejectReport",
                    "name: 'reports/none'",
                    StatusCode::INVALID_ARGUMENT,
                    {"reason"}});
  cases->push_back({"too long a reason",
                    "LedgerService.RejectReport",
                    absl::StrCat("name: 'reports/none' reason: '", Long(1'001), "'"),
                    StatusCode::INVALID_ARGUMENT,
                    {"reason"}});
  cases->push_back({"page",
                    "LedgerService.ListWorkTables",
                    "page_token: 'x'",
                    StatusCode::INVALID_ARGUMENT,
                    {"page_token"}});
  cases->push_back({"language",
                    "LedgerService.ListTargets",
                    "language_code: 'fr'",
                    StatusCode::INVALID_ARGUMENT,
                    {"language_code"}});
  const std::string progress = "LedgerService.GetProgress";
  cases->push_back({"unknown", progress, "name: 'targets/none'", StatusCode::NOT_FOUND});
  cases->push_back({"no such day",
                    progress,
                    "name: 'targets/activation' as_of_date { year: 1 }",
                    StatusCode::INVALID_ARGUMENT,
                    {"as_of_date"}});
  cases->push_back(
      {"nothing to file",
       "LedgerService.BatchCreateReports",
       "request_id: 'x' reports { line_number: -1 problems { field: 'a' } }",
       StatusCode::INVALID_ARGUMENT,
       {"request_id", "reports[0].line_number", "reports[0].problems[0].description"}});
  cases->push_back({"no reason",
                    "LedgerService.WithdrawReport",
                    "name: 'reports/none' request_id: 'x'",
                    StatusCode::INVALID_ARGUMENT,
                    {"reason", "request_id"}});
  cases->push_back({"unknown", "LedgerService.WithdrawReport", "name: 'reports/none' reason: 'x'",
                    StatusCode::NOT_FOUND});
  cases->push_back({"page size",
                    "LedgerService.ListReportDrafts",
                    "page_size: -1",
                    StatusCode::INVALID_ARGUMENT,
                    {"page_size"}});
  cases->push_back({"nothing to mend",
                    "LedgerService.MendReport",
                    "name: 'drafts/x'",
                    StatusCode::INVALID_ARGUMENT,
                    {"name", "report"}});
  cases->push_back({"unknown", "LedgerService.DeleteReportDraft", "name: 'reportDrafts/none'",
                    StatusCode::NOT_FOUND});
  cases->push_back({"not a draft",
                    "LedgerService.DeleteReportDraft",
                    "name: 'reports/r' request_id: 'x'",
                    StatusCode::INVALID_ARGUMENT,
                    {"name", "request_id"}});
  cases->push_back({"nothing to judge",
                    "LedgerService.JudgeReports",
                    "acknowledge: true reason: 'x'",
                    StatusCode::INVALID_ARGUMENT,
                    {"names", "reason"}});
  cases->push_back({"two beginnings",
                    "LedgerService.WatchReports",
                    "from_start: true resume_token: '1.0' work_table: 'workTables/none'",
                    StatusCode::INVALID_ARGUMENT,
                    {}});
  cases->push_back({"figure",
                    "LedgerService.ListCountedReports",
                    "target: 'targets/activation' part: 9 dimension: 9 page_size: -1",
                    StatusCode::INVALID_ARGUMENT,
                    {"page_size", "part", "dimension"}});
  cases->push_back({"future",
                    "LedgerService.ClosePeriod",
                    "target: 'x' as_of_date { year: 2027 month: 1 day: 1 } request_id: 'x'",
                    StatusCode::INVALID_ARGUMENT,
                    {"target", "request_id", "as_of_date"}});
  cases->push_back(
      {"unknown", "LedgerService.GetClosing", "name: 'closings/none'", StatusCode::NOT_FOUND});
  cases->push_back({"not a target",
                    "LedgerService.ListClosings",
                    "target: 'x'",
                    StatusCode::INVALID_ARGUMENT,
                    {"target"}});
  cases->push_back({"not a closing",
                    "LedgerService.VerifyClosing",
                    "name: 'x'",
                    StatusCode::INVALID_ARGUMENT,
                    {"name"}});
  cases->push_back({"check without an answer",
                    "PlacementService.RecordPlacementCheck",
                    "name: 'x' weeks: 7 request_id: 'x'",
                    StatusCode::INVALID_ARGUMENT,
                    {}});
  cases->push_back({"no such day",
                    "PlacementService.ListPlacementChecksDue",
                    "as_of_date { year: 1 }",
                    StatusCode::INVALID_ARGUMENT,
                    {"as_of_date"}});
  cases->push_back({"no answer to record",
                    "IntroductionService.RecordEmployerAnswer",
                    "name: 'x' answer: EMPLOYER_ANSWER_NO_ANSWER",
                    StatusCode::INVALID_ARGUMENT,
                    {"name", "answer"}});
  cases->push_back(
      {"period backwards",
       "IntroductionService.ListEmployerAnswering",
       "from_date { year: 2026 month: 2 day: 1 } to_date { year: 2026 month: 1 day: 1 }",
       StatusCode::INVALID_ARGUMENT,
       {"to_date"}});
  cases->push_back({"small counts",
                    progress,
                    "name: 'targets/activation' unsuppressed: true",
                    StatusCode::PERMISSION_DENIED,
                    {},
                    "SUPPRESSED"});
}

void AddTaxonomy(std::vector<BadRequestCase>* cases) {
  const std::string import = "TaxonomyService.ImportTaxonomy";
  cases->push_back({"no header", import, "concepts {}", StatusCode::INVALID_ARGUMENT, {"header"}});
  cases->push_back({"empty header",
                    import,
                    "header { request_id: 'x' }",
                    StatusCode::INVALID_ARGUMENT,
                    {"header.source_version", "header.request_id"}});
  cases->push_back({"no concepts",
                    import,
                    "header { source_version: 'v' }",
                    StatusCode::INVALID_ARGUMENT,
                    {"concepts"}});
  cases->push_back({"malformed name",
                    "TaxonomyService.GetTaxonomy",
                    "name: 'active'",
                    StatusCode::INVALID_ARGUMENT,
                    {"name"}});
  cases->push_back({"unknown", "TaxonomyService.GetTaxonomy", "name: 'taxonomies/999999'",
                    StatusCode::NOT_FOUND});
  cases->push_back({"malformed page token",
                    "TaxonomyService.ListTaxonomies",
                    "page_token: 'x'",
                    StatusCode::INVALID_ARGUMENT,
                    {"page_token"}});
  cases->push_back({"a skill",
                    "TaxonomyService.ListSimilarOccupations",
                    "name: 'skills/1'",
                    StatusCode::INVALID_ARGUMENT,
                    {"name"}});
  for (const std::string method : {"TaxonomyService.GetConcept", "TaxonomyService.ListRelations",
                                   "TaxonomyService.ListSimilarOccupations"}) {
    cases->push_back({"neither", method, "", StatusCode::INVALID_ARGUMENT, {"name"}});
    cases->push_back({"both",
                      method,
                      "name: 'skills/1' code { scheme: 'ESCO' code: 'urn:s:1' }",
                      StatusCode::INVALID_ARGUMENT,
                      {"name"}});
    cases->push_back({"unknown number", method, "name: 'skills/10'", StatusCode::NOT_FOUND});
    cases->push_back({"unknown code", method, "code { scheme: 'ESCO' code: 'urn:s:99' }",
                      StatusCode::NOT_FOUND});
  }
  cases->push_back({"kind",
                    "TaxonomyService.ListConcepts",
                    "kind: CONCEPT_KIND_ISCO_GROUP",
                    StatusCode::INVALID_ARGUMENT,
                    {"kind"}});
  cases->push_back({"all at once",
                    "TaxonomyService.SearchConcepts",
                    "language_code: 'fr' kind: 9 page_size: -1",
                    StatusCode::INVALID_ARGUMENT,
                    {"prefix", "language_code", "kind", "page_size"}});
  cases->push_back({"too long",
                    "TaxonomyService.SearchConcepts",
                    absl::StrCat("prefix: '", Long(201), "'"),
                    StatusCode::INVALID_ARGUMENT,
                    {"prefix"}});
}

void AddTexts(std::vector<BadRequestCase>* cases) {
  struct Method {
    std::string single;
    std::string batch;
    std::string wrong;
    std::vector<std::string> fields;
  };
  for (const Method& method : std::vector<Method>{
           {"LinkOccupation",
            "BatchLinkOccupations",
            "language_code: 'fr' max_link_count: 51",
            {"text", "language_code", "max_link_count"}},
           {"ExtractSkills",
            "BatchExtractSkills",
            "language_code: 'fr'",
            {"text", "language_code"}},
           {"Suggest",
            "BatchSuggest",
            "language_code: 'fr' kind: CONCEPT_KIND_SKILL_GROUP max_suggestion_count: -1",
            {"prefix", "language_code", "kind", "max_suggestion_count"}}}) {
    std::vector<std::string> in_batch;
    for (const std::string& field : method.fields) in_batch.push_back("requests[0]." + field);
    cases->push_back({"all at once", "TextService." + method.single, method.wrong,
                      StatusCode::INVALID_ARGUMENT, method.fields});
    cases->push_back({"in a batch", "TextService." + method.batch,
                      absl::StrCat("requests { ", method.wrong, " }"), StatusCode::INVALID_ARGUMENT,
                      in_batch});
    cases->push_back({"an empty batch",
                      "TextService." + method.batch,
                      "",
                      StatusCode::INVALID_ARGUMENT,
                      {"requests"}});
  }
  cases->push_back({"too long",
                    "TextService.LinkOccupation",
                    absl::StrCat("text: '", Long(501), "'"),
                    StatusCode::INVALID_ARGUMENT,
                    {"text"}});
  cases->push_back({"too long",
                    "TextService.ExtractSkills",
                    absl::StrCat("text: '", Long(65'537), "'"),
                    StatusCode::INVALID_ARGUMENT,
                    {"text"}});
  cases->push_back({"too many",
                    "TextService.BatchSuggest",
                    Times(101, "requests { prefix: 'a' } "),
                    StatusCode::INVALID_ARGUMENT,
                    {"requests"}});
  cases->push_back({"text beside a person",
                    "JobSeekerService.ImportJobSeekers",
                    absl::StrCat("job_seeker { ", kPerson, " name: 'jobSeekers/texts' } text: '",
                                 Long(65'537), "' language_code: 'fr'"),
                    StatusCode::OK,
                    {"text", "language_code"}});
}

// Sharing a person, and introducing one.
void AddDisclosure(std::vector<BadRequestCase>* cases) {
  const std::string share = "JobSeekerService.ShareJobSeeker";
  const std::string unshare = "JobSeekerService.UnshareJobSeeker";
  const std::string until = " until_date { year: 2026 month: 12 day: 1 }";
  const StatusCode invalid = StatusCode::INVALID_ARGUMENT;
  const StatusCode none = StatusCode::NOT_FOUND;
  for (const BadRequestCase& bad : std::vector<BadRequestCase>{
           {"nothing", share, "", invalid, {"organisation", "reason", "until_date", "name"}},
           {"too long, too far",
            share,
            absl::StrCat("name: 'jobSeekers/p-1' organisation: '", Long(129), "' reason: '",
                         Long(501), "' until_date { year: 2030 month: 1 day: 1 } request_id: 'x'"),
            invalid,
            {"organisation", "reason", "until_date", "request_id"}},
           {"no such day",
            share,
            "name: 'jobSeekers/p-1' organisation: 'x' reason: 'r' until_date { year: 2026 month: 2 "
            "day: 30 }",
            invalid,
            {"until_date"}},
           {"unknown person", share,
            "name: 'jobSeekers/none' organisation: 'x' reason: 'r'" + until, none},
           {"nothing", unshare, "", invalid, {"organisation", "name"}},
           {"not shared", unshare, "name: 'jobSeekers/p-1' organisation: 'x'", none}}) {
    cases->push_back(bad);
  }
  const std::string service = "IntroductionService.";
  for (const BadRequestCase& bad : std::vector<BadRequestCase>{
           {"nothing", service + "ProposeIntroduction", "", invalid, {"job_seeker", "vacancy"}},
           {"unknown person", service + "ProposeIntroduction",
            "job_seeker: 'jobSeekers/none' vacancy: 'vacancies/v-1'", none},
           {"unknown vacancy", service + "ProposeIntroduction",
            "job_seeker: 'jobSeekers/p-1' vacancy: 'vacancies/none'", none},
           {"nothing", service + "RequestIntroduction", "", invalid, {"candidate", "vacancy"}},
           {"invented", service + "RequestIntroduction",
            "candidate: 'candidates/00' vacancy: 'vacancies/v-1'", none},
           {"unknown", service + "GetIntroduction", "name: 'introductions/none'", none},
           {"wrong name", service + "GetIntroduction", "name: 'x'", invalid, {"name"}},
           {"wrong vacancy and state",
            service + "ListIntroductions",
            "vacancy: 'x' state: 99",
            invalid,
            {"vacancy", "state"}},
           {"nothing",
            service + "AcceptIntroduction",
            "",
            invalid,
            {"consent_date", "reason", "name"}},
           {"nothing", service + "DeclineIntroduction", "", invalid, {"reason", "name"}},
           {"nothing", service + "WithdrawIntroduction", "", invalid, {"name"}},
           {"unknown", service + "WithdrawIntroduction", "name: 'introductions/none'", none},
           {"not a candidate",
            service + "GetCandidate",
            "name: 'introductions/i-1'",
            invalid,
            {"name"}},
           {"unknown", service + "GetCandidate", "name: 'introductions/i-1/candidate'", none}}) {
    cases->push_back(bad);
  }
}

// Rights of the person, participation facts, decisions, retention.
void AddRights(std::vector<BadRequestCase>* cases) {
  cases->push_back({"malformed name",
                    "JobSeekerService.ExportJobSeeker",
                    "name: 'people/p-1'",
                    StatusCode::INVALID_ARGUMENT,
                    {"name"}});
  cases->push_back({"unknown", "JobSeekerService.ExportJobSeeker", "name: 'jobSeekers/none'",
                    StatusCode::NOT_FOUND});
  for (const std::string verb : {"Restrict", "Unrestrict"}) {
    cases->push_back({"everything",
                      absl::StrCat("JobSeekerService.", verb, "JobSeeker"),
                      absl::StrCat("reason: '", Long(501), "' request_id: 'x'"),
                      StatusCode::INVALID_ARGUMENT,
                      {"name", "reason", "request_id"}});
    cases->push_back({"unknown", absl::StrCat("JobSeekerService.", verb, "JobSeeker"),
                      "name: 'jobSeekers/none' reason: 'x'", StatusCode::NOT_FOUND});
  }
  cases->push_back({"not restricted",
                    "JobSeekerService.UnrestrictJobSeeker",
                    "name: 'jobSeekers/p-1' reason: 'x'",
                    StatusCode::FAILED_PRECONDITION,
                    {},
                    "NOT_RESTRICTED"});
  const std::string facts = "ParticipationFactsService.";
  for (const std::string verb : {"Get", "Delete"}) {
    cases->push_back({"name of the person",
                      absl::StrCat(facts, verb, "ParticipationFacts"),
                      "name: 'jobSeekers/p-1'",
                      StatusCode::INVALID_ARGUMENT,
                      {"name"}});
    cases->push_back({"none are kept", absl::StrCat(facts, verb, "ParticipationFacts"),
                      "name: 'jobSeekers/p-1/participationFacts'", StatusCode::NOT_FOUND});
  }
  cases->push_back({"everything",
                    facts + "UpdateParticipationFacts",
                    "participation_facts {} update_mask { paths: 'none' } request_id: 'x'",
                    StatusCode::INVALID_ARGUMENT,
                    {"participation_facts.name", "update_mask", "request_id"}});
  cases->push_back(
      {"wrong values",
       facts + "UpdateParticipationFacts",
       "participation_facts { name: 'jobSeekers/p-1/participationFacts' "
       "established_date { year: 2026 month: 2 day: 30 } benefit_scheme: 77 "
       "start_level_eqf: 0 person_age_band: 'x' }",
       StatusCode::INVALID_ARGUMENT,
       {"participation_facts.established_date", "participation_facts.benefit_scheme",
        "participation_facts.start_level_eqf", "participation_facts.person_age_band"}});
  cases->push_back({"nothing",
                    "DecisionService.CreateDecision",
                    "",
                    StatusCode::INVALID_ARGUMENT,
                    {"decision"}});
  cases->push_back({"wrong parts",
                    "DecisionService.CreateDecision",
                    "decision { name: 'x' job_seeker: 'p' vacancy: 'v' outcome: 9 reason_code: 'A "
                    "B' basis { explain_match { job_seeker: 'p' } } }",
                    StatusCode::INVALID_ARGUMENT,
                    {"decision.name", "decision.job_seeker", "decision.vacancy", "decision.outcome",
                     "decision.reason_code", "decision.basis.versions.snapshot_version",
                     "decision.basis.versions.as_of_date", "decision.basis.answer_hash"}});
  for (const std::string verb : {"Get", "Replay"}) {
    cases->push_back({"unknown", absl::StrCat("DecisionService.", verb, "Decision"),
                      "name: 'decisions/none'", StatusCode::NOT_FOUND});
    cases->push_back({"malformed name",
                      absl::StrCat("DecisionService.", verb, "Decision"),
                      "name: 'd'",
                      StatusCode::INVALID_ARGUMENT,
                      {"name"}});
  }
  cases->push_back({"filter and page",
                    "DecisionService.ListDecisions",
                    "job_seeker: 'x'",
                    StatusCode::INVALID_ARGUMENT,
                    {"job_seeker"}});
  cases->push_back({"everything",
                    "RetentionService.ListRetentionDue",
                    "kind: 99 weeks_ahead: 521 page_size: -1",
                    StatusCode::INVALID_ARGUMENT,
                    {"kind", "weeks_ahead", "page_size"}});
  cases->push_back({"request id",
                    "RetentionService.SweepRetention",
                    "request_id: 'x'",
                    StatusCode::INVALID_ARGUMENT,
                    {"request_id"}});
}

const std::vector<BadRequestCase>& Cases() {
  static const std::vector<BadRequestCase>& all = *[] {
    auto* cases = new std::vector<BadRequestCase>();
    AddDisclosure(cases);
    AddKind("JobSeeker", "JobSeekers", "job_seeker", "jobSeekers/p-1", kPerson, WrongPeople(),
            cases);
    AddKind("Vacancy", "Vacancies", "vacancy", "vacancies/v-1", kVacancy, WrongVacancies(), cases);
    AddKind("TrainingOffer", "TrainingOffers", "training_offer", "trainingOffers/o-1", kOffer,
            WrongOffers(), cases);
    AddQueries(cases);
    AddPlacements(cases);
    AddLedger(cases);
    AddTaxonomy(cases);
    AddTexts(cases);
    AddRights(cases);
    return cases;
  }();
  return all;
}

class BadRequests : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new ApiServer();
    const auto make = [](const std::string& method, const std::string& request) {
      const Outcome made = server_->Call(method, request);
      ASSERT_TRUE(made.status.ok()) << made;
    };
    make("JobSeekerService.CreateJobSeeker",
         absl::StrCat("job_seeker { name: 'jobSeekers/p-1' ", kPerson, "}"));
    make("VacancyService.CreateVacancy",
         absl::StrCat("vacancy { name: 'vacancies/v-1' ", kVacancy, "}"));
    make("TrainingOfferService.CreateTrainingOffer",
         absl::StrCat("training_offer { name: 'trainingOffers/o-1' ", kOffer, "}"));
    make("PlacementService.CreatePlacement",
         "placement { name: 'placements/pl-1' job_seeker: 'jobSeekers/p-1' "
         "vacancy: 'vacancies/v-1' start_date { year: 2026 month: 12 day: 1 } }");
  }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }

  static Outcome Send(const BadRequestCase& bad) {
    const auto request = ApiServer::Request(bad.method, bad.request);
    const bool is_stream = bad.method.find(".Import") != std::string::npos;
    return is_stream ? server_->Stream(bad.method, {request}) : server_->Call(bad.method, *request);
  }

  static ApiServer* server_;
};
ApiServer* BadRequests::server_ = nullptr;

TEST_F(BadRequests, GetTheirErrorWithAllWrongFieldsAndChangeNothing) {
  const std::string before = server_->Dump();
  for (const BadRequestCase& bad : Cases()) {
    SCOPED_TRACE(testing::PrintToString(bad));
    const Outcome outcome = Send(bad);
    EXPECT_EQ(outcome.code(), bad.code) << outcome;
    if (!bad.fields.empty()) {
      EXPECT_THAT(outcome.fields(), ElementsAreArray(bad.fields)) << outcome;
    }
    if (!bad.reason.empty()) {
      EXPECT_EQ(outcome.reason(), bad.reason) << outcome;
    }
    if (const auto* summary = dynamic_cast<const v1::ImportSummary*>(outcome.reply.get());
        summary != nullptr && outcome.status.ok()) {
      EXPECT_EQ(summary->rejected_items_size(), 1) << outcome;
    }
    EXPECT_EQ(server_->Dump(), before);
  }
}

TEST_F(BadRequests, AreTriedOnEveryRpc) {
  std::set<std::string> tried;
  for (const BadRequestCase& bad : Cases()) tried.insert(bad.method);
  for (const char* name : {"JobSeekerService", "VacancyService", "TrainingOfferService",
                           "PlacementService", "LedgerService", "TaxonomyService", "MatchService",
                           "RouteService", "ParticipationFactsService", "DecisionService",
                           "RetentionService", "IntroductionService", "TextService"}) {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
        absl::StrCat("overstap.v1.", name));
    ASSERT_NE(service, nullptr) << name;
    for (int i = 0; i < service->method_count(); ++i) {
      EXPECT_EQ(tried.count(absl::StrCat(name, ".", service->method(i)->name())), 1)
          << service->method(i)->full_name();
    }
  }
}

TEST_F(BadRequests, TooLargeAMessageIsRefused) {
  const std::string before = server_->Dump();
  v1::CreateVacancyRequest create;
  create.mutable_vacancy()->set_description(Long(size_t{100} << 20));
  EXPECT_EQ(server_->Call("VacancyService.CreateVacancy", create).code(),
            StatusCode::RESOURCE_EXHAUSTED);
  auto import = std::make_shared<v1::ImportVacanciesRequest>();
  *import->mutable_vacancy() = create.vacancy();
  EXPECT_EQ(server_->Stream("VacancyService.ImportVacancies", {import}).code(),
            StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(server_->Dump(), before);
}

TEST_F(BadRequests, SayHowManyWrongFieldsTheyLeaveOut) {
  std::string request = "job_seeker { skills {";
  for (int i = 0; i < 400; ++i) {
    absl::StrAppend(&request, "items { skill { scheme: 'ESCO' code: 'unknown ", i, "' } }");
  }
  const Outcome outcome = server_->Call("JobSeekerService.CreateJobSeeker", request + "} }");
  EXPECT_EQ(outcome.code(), StatusCode::INVALID_ARGUMENT) << outcome;
  ASSERT_FALSE(outcome.fields().empty());
  EXPECT_LT(outcome.status.error_details().size(), 7'000);
  EXPECT_EQ(outcome.fields().back(), "");
  EXPECT_THAT(outcome.details.DebugString(), testing::HasSubstr("more"));
}

TEST_F(BadRequests, MetadataThatIsWrongIsNamed) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"overstap-role", "emperor"}, {"overstap-role", Long(200)}, {"overstap-purpose", Long(200)}};
  for (const auto& [key, value] : wrong) {
    const Outcome outcome =
        server_->Call("VacancyService.GetVacancy", "name: 'vacancies/v-1'", {{key, value}});
    EXPECT_EQ(outcome.code(), StatusCode::INVALID_ARGUMENT) << key;
    EXPECT_THAT(outcome.fields(), testing::ElementsAre("metadata." + key));
  }
}

}  // namespace
}  // namespace overstap
