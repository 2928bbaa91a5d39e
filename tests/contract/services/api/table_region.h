// A region for the contract tests of work tables and projects: the embedded one, but with two work
// tables of its own, whose seats say what they stand for, and targets of its own.
//
//   ApiServer server({.adjust = InTableRegion});
//
// `workTables/alfa`: driven by UWV (government), with the HAN (education) and, since 2026-03-01,
// the CNV (business). `workTables/beta`: driven by Connectr, with the HAN. `targets/work-tables`,
// `targets/activation` (placements in energy), `targets/contacts` (heads). One test thread.
#ifndef OVERSTAP_TESTS_CONTRACT_SERVICES_API_TABLE_REGION_H_
#define OVERSTAP_TESTS_CONTRACT_SERVICES_API_TABLE_REGION_H_

#include <filesystem>
#include <fstream>
#include <string>

#include "gtest/gtest.h"
#include "services/config/server_config.h"

namespace overstap {

inline constexpr char kTableRegion[] = R"(
  work_tables {
    id: "alfa"
    title: "Tafel Alfa"
    driver { id: "uwv" title: "UWV" helix: "government" }
    members { id: "han" title: "HAN" helix: "education" }
    members {
      id: "cnv" title: "CNV" helix: "business" since_date { year: 2026 month: 3 day: 1 }
    }
  }
  work_tables {
    id: "beta"
    title: "Tafel Beta"
    driver { id: "connectr" title: "Connectr" }
    members { id: "han" title: "HAN" helix: "education" }
  }
  targets {
    id: "work-tables" version: 1 title { nl: "Actieve werktafels" } goal: 2
    unit: COUNTED_UNIT_WORK_TABLE
    period_start_date { year: 2023 month: 1 day: 1 }
    period_end_date { year: 2026 month: 12 day: 31 }
    source: "test"
    counting { report_kind: REPORT_KIND_IN_KIND text { nl: "Een erkende melding." } }
    activity {
      driver: true helixes: "business" helixes: "education" helixes: "government"
      action_plan: true recent_months: 6
    }
  }
  targets {
    id: "activation" version: 1 title { nl: "Activering" } goal: 100 unit: COUNTED_UNIT_PERSON
    period_start_date { year: 2023 month: 1 day: 1 }
    period_end_date { year: 2026 month: 12 day: 31 }
    source: "test"
    counting {
      report_kind: REPORT_KIND_PLACEMENT
      conditions { fact: FACT_SECTOR any_of: "energy" }
      text { nl: "Begonnen in de energie." }
    }
  }
  targets {
    id: "contacts" version: 1 title { nl: "Contacten" } goal: 1000 unit: COUNTED_UNIT_HEAD
    period_start_date { year: 2023 month: 1 day: 1 }
    period_end_date { year: 2026 month: 12 day: 31 }
    source: "test"
    counting { report_kind: REPORT_KIND_CONTACT_EVENT text { nl: "Bezoekers." } }
  }
)";

// Makes the region below the server's data folder, once, and starts the server with it.
inline void InTableRegion(config::ServerConfig* config) {
  namespace fs = std::filesystem;
  const fs::path dir = fs::path(config->data_dir).parent_path() / "region";
  if (!fs::exists(dir)) {
    fs::create_directory(dir);
    for (const fs::directory_entry& file : fs::directory_iterator(config->region_dir)) {
      const std::string name = file.path().filename().string();
      if (name == "work_tables.textproto" || name == "targets.textproto") continue;
      fs::copy_file(file.path(), dir / name);
    }
    std::ofstream(dir / "tables.textproto") << kTableRegion;
  }
  config->region_dir = dir.string();
}

}  // namespace overstap

#endif  // OVERSTAP_TESTS_CONTRACT_SERVICES_API_TABLE_REGION_H_
