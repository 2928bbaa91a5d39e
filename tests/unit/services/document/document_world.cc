#include "tests/unit/services/document/document_world.h"

#include <string>
#include <utility>

#include "google/protobuf/text_format.h"

namespace overstap::document {
namespace {

template <typename Message>
Message Parsed(const std::string& text) {
  Message message;
  // A text that cannot be read leaves the message empty, which every test of it sees.
  google::protobuf::TextFormat::ParseFromString(text, &message);
  return message;
}

constexpr char kSwitch[] = R"(
  name: "projects/switch" display_name: "Overstap <naar> zorg & techniek"
  goal: "Honderd mensen uit krimpsectoren begeleiden naar een leerbaan in de zorg, met een vast gezicht bij iedere werkgever en een plek in de klas.\nEn: een netwerk."
  target_group: "Werkzoekenden met een afstand tot de arbeidsmarkt"
  work_tables: "workTables/llo-health" work_tables: "workTables/activation"
  programmes: "via-t"
  funding { funding_scheme: "slim" amount_eur_cents: 12500000 is_granted: true }
  funding { funding_scheme: "regio-deal" }
  start_date { year: 2026 month: 1 day: 15 }
  contact { display_name: "Loket Overstap" email: "loket@example.org" phone: "+31 24 000 00 00"
            url: "https://example.org/overstap?a=1&b=2" }
  partners: "han" partners: "uwv"
  links { project: "projects/tech-day" description: "Dezelfde werkgevers" }
  gaps { kind: GAP_KIND_MONEY description: "Lesgeld voor een tweede groep" amount_eur_cents: 4500050 }
  targets: "targets/activation" organisation: "uwv")";

constexpr char kSwitchProgress[] = R"(
  project: "projects/switch" as_of_date { year: 2026 month: 6 day: 30 } ledger_position: 4711
  figures { kind: "placement" acknowledged_count: 37 waiting_count: 3 value: 36 }
  figures { kind: "training_completion" acknowledged_count: 4 waiting_count: 0 }
  figures { kind: "in_kind" acknowledged_count: 2 waiting_count: 1 value: 96.5 }
  targets { target: "targets/activation" value: 31 }
  targets { target: "targets/it-projects" })";

constexpr char kTechDay[] = R"(
  name: "projects/tech-day" display_name: "Techniekdag"
  goal: "Kinderen laten zien wat techniek is" target_group: "Basisschoolleerlingen"
  work_tables: "workTables/llo-health"
  start_date { year: 2025 month: 9 day: 1 } end_date { year: 2026 month: 8 day: 31 })";

constexpr char kActivation[] = R"(
  name: "targets/activation" display_name: "Meer aan de slag in Energy, Health en Hightech"
  definition_version: 3
  period { start_date { year: 2023 month: 1 day: 1 } end_date { year: 2026 month: 12 day: 31 } }
  goal: 1000 unit: TARGET_UNIT_PERSON
  counting_rule: "Een unieke persoon die de dag ervoor niet in een focussector werkte."
  source: "Human Capital Akkoord 2023-2026, hoofdstuk 2.1" counted_here: true
  assumptions: "† Een proefplaatsing telt niet."
  conflicts: "De steunbrief zegt circa 1.000.")";

constexpr char kActivationProgress[] = R"(
  target: "targets/activation" definition_version: 3 value: 640 goal: 1000 unacknowledged_value: 12
  possible_duplicate_count: 3 repeat_count: 17 ledger_position: 4711
  not_counted { condition: "sector: energy, health of hightech" report_count: 21 }
  not_counted { condition: "contract: geen proefplaatsing" report_count: 2 }
  as_of_date { year: 2026 month: 6 day: 30 } expected_value: 874.74
  period { start_date { year: 2023 month: 1 day: 1 } end_date { year: 2026 month: 12 day: 31 } }
  unit: TARGET_UNIT_PERSON
  forecast { value: 731.5 low_value: 702 high_value: 765 month_count: 42 }
  breakdowns { dimension: BREAKDOWN_DIMENSION_SECTOR adds_up: true
    cells { cell: "energy" value: 201 unacknowledged_value: 0 }
    cells { cell: "health" value: 439 unacknowledged_value: 12 }
    cells { cell: "hightech" unacknowledged_value: 0 } }
  breakdowns { dimension: BREAKDOWN_DIMENSION_MONTH adds_up: true
    cells { cell: "2026-03" value: 18 unacknowledged_value: 0 } }
  breakdowns { dimension: BREAKDOWN_DIMENSION_PROGRAMME
    cells { cell: "via-t" value: 40 unacknowledged_value: 0 }
    cells { cell: "" value: 600 unacknowledged_value: 12 } }
  shares { share: "side-entrants" display_name: "Zij-instromers" value: 180 percent: 28.125
           at_least_percent: 25 }
  shares { share: "status-holders" display_name: "Statushouders" }
  beside { figure: "at-work-26-weeks" display_name: "Nog aan het werk na 26 weken"
           unit: TARGET_UNIT_PERSON value: 402 }
  beside { figure: "aggregate" display_name: "Opgaven van werkgevers" unit: TARGET_UNIT_PERSON
           value: 1200 high_value: 1500 }
  beside { figure: "jobs" display_name: "Banen in de sector" unit: TARGET_UNIT_PERSON
           changes { baseline_date { year: 2021 month: 12 day: 31 } change: -1250 }
           changes { baseline_date { year: 2022 month: 12 day: 31 } } })";

constexpr char kTablesTarget[] = R"(
  name: "targets/work-tables" display_name: "Actieve werktafels" definition_version: 2 goal: 5
  unit: TARGET_UNIT_WORK_TABLE counted_here: true source: "Human Capital Akkoord, hoofdstuk 3"
  period { start_date { year: 2023 month: 1 day: 1 } end_date { year: 2026 month: 12 day: 31 } })";

constexpr char kTablesProgress[] = R"(
  target: "targets/work-tables" definition_version: 2 value: 1 goal: 5 expected_value: 5
  unit: TARGET_UNIT_WORK_TABLE ledger_position: 4711
  as_of_date { year: 2026 month: 6 day: 30 }
  tables { work_table: "workTables/llo-health" active: true }
  tables { work_table: "workTables/activation" lacking: "action_plan" lacking: "helix business" })";

constexpr char kClosing[] = R"(
  name: "closings/000000000042" target: "targets/activation" definition_version: 2
  organisation: "kernteam" create_time { seconds: 1775001600 }
  as_of_date { year: 2026 month: 3 day: 31 } ledger_position: 3000
  progress { target: "targets/activation" definition_version: 2 value: 611 goal: 1000
             unit: TARGET_UNIT_PERSON })";

constexpr char kRestatement[] = R"(
  name: "closings/000000000077" target: "targets/activation" definition_version: 2
  organisation: "kernteam" create_time { seconds: 1780272000 }
  as_of_date { year: 2026 month: 3 day: 31 } ledger_position: 4000
  restates: "closings/000000000042"
  changes { report: "reports/r-1" amount_before: 1 amount_after: 0
            state_before: REPORT_STATE_ACKNOWLEDGED state_after: REPORT_STATE_WITHDRAWN
            reason: "Contract ging niet door" }
  changes { report: "reports/r-2" amount_before: 1 amount_after: 0
            state_before: REPORT_STATE_ACKNOWLEDGED state_after: REPORT_STATE_WITHDRAWN
            reason: "Contract ging niet door" }
  progress { target: "targets/activation" definition_version: 2 value: 609 goal: 1000
             unit: TARGET_UNIT_PERSON })";

constexpr char kHealth[] = R"(
  work_table { name: "workTables/llo-health" display_name: "Leven Lang Ontwikkelen Health"
    driver: "Radboudumc" members: "HAN" members: "WZW"
    action_plan { title: "Plan 2026" adopted_date { year: 2026 month: 2 day: 3 } holder: "HAN"
                  reference: "AP-12" summary: "Leren <op> de werkvloer" }
    meetings { meeting_id: "m-1" meeting_date { year: 2025 month: 12 day: 9 } subject: "Te oud" }
    meetings { meeting_id: "m-2" meeting_date { year: 2026 month: 3 day: 10 }
               subject: "Zij-instroom" organisations: "han" organisations: "uwv"
               minutes_reference: "V-3" }
    gaps { kind: GAP_KIND_PARTNER description: "Een tweede ziekenhuis" } }
  as_of_date { year: 2026 month: 6 day: 30 }
  activity { work_table: "workTables/llo-health" active: true }
  waiting_report_count: 8 oldest_waiting_date { year: 2026 month: 5 day: 4 }
  acknowledged_report_count: 702)";

constexpr char kActivationTable[] = R"(
  work_table { name: "workTables/activation" display_name: "Activeren" driver: "UWV" }
  as_of_date { year: 2026 month: 6 day: 30 }
  activity { work_table: "workTables/activation" lacking: "action_plan"
             lacking: "helix business" })";

}  // namespace

google::type::Date Day(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

Labels SomeLabels() {
  return {
      .region = "Regio Arnhem-Nijmegen",
      .targets = {{"targets/activation", "Meer aan de slag"},
                  {"targets/it-projects", "IT-studenten met een project"}},
      .work_tables = {{"workTables/llo-health", "Leven Lang Ontwikkelen Health"},
                      {"workTables/activation", "Activeren"}},
      .projects = {{"projects/tech-day", "Techniekdag"}},
      .programmes = {{"via-t", "VIA-T"}},
      .funding_schemes = {{"slim", "SLIM"}, {"regio-deal", "Regio Deal"}},
      .organisations = {{"han", "HAN"}, {"uwv", "UWV"}},
      .sectors = {{"energy", "Energie"}, {"health", "Zorg"}, {"hightech", "Hightech"}},
      .municipalities = {{"GM0268", "Nijmegen"}},
      .age_bands = {{"16-18", "16 tot en met 18"}},
      .definitions = {{"targets/activation", {.version = 3, .unit = v1::TARGET_UNIT_PERSON}},
                      {"targets/it-projects", {.version = 1, .unit = v1::TARGET_UNIT_PERCENT}},
                      {"targets/work-tables", {.version = 2, .unit = v1::TARGET_UNIT_WORK_TABLE}}}};
}

Newsletter SomeNewsletter() {
  return {.as_of_date = Day(2026, 6, 30),
          .ledger_position = 4711,
          .projects = {{.project = Parsed<v1::Project>(kSwitch),
                        .progress = Parsed<v1::ProjectProgress>(kSwitchProgress)},
                       {.project = Parsed<v1::Project>(kTechDay), .progress = {}}}};
}

v1::Target Activation() { return Parsed<v1::Target>(kActivation); }
v1::Progress ActivationProgress() { return Parsed<v1::Progress>(kActivationProgress); }

HalfYearReport SomeHalfYear() {
  HalfYearReport report;
  report.year = 2026;
  report.half = 1;
  *report.period.mutable_start_date() = Day(2026, 1, 1);
  *report.period.mutable_end_date() = Day(2026, 6, 30);
  report.as_of_date = Day(2026, 6, 30);
  report.composed_date = Day(2026, 7, 6);
  report.ledger_position = 4711;
  report.targets = {
      {.target = Activation(),
       .progress = ActivationProgress(),
       .closings = {Parsed<v1::Closing>(kClosing), Parsed<v1::Closing>(kRestatement)}},
      {.target = Parsed<v1::Target>(kTablesTarget),
       .progress = Parsed<v1::Progress>(kTablesProgress),
       .closings = {}}};
  report.tables = {Parsed<v1::TableOverview>(kHealth), Parsed<v1::TableOverview>(kActivationTable)};
  report.projects = SomeNewsletter().projects;
  return report;
}

}  // namespace overstap::document
