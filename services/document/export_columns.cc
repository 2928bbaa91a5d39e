#include "services/document/export_columns.h"

#include <array>
#include <cstddef>

namespace overstap::document {
namespace {

// A column in its three languages.
struct ColumnWords {
  const char* id;
  const char* nl;
  const char* en;
  const char* de;
};

constexpr std::array kReports = {
    ColumnWords{"name", "Melding", "Report", "Meldung"},
    ColumnWords{"state", "Staat", "State", "Status"},
    ColumnWords{"report_time", "Gemeld op", "Reported on", "Gemeldet am"},
    ColumnWords{"reporting_organisation", "Melder", "Reporter", "Meldende Organisation"},
    ColumnWords{"work_table", "Werktafel", "Work table", "Arbeitstisch"},
    ColumnWords{"kind", "Soort", "Kind", "Art"},
    ColumnWords{"event_date", "Datum", "Date", "Datum"},
    ColumnWords{"end_date", "Einddatum", "End date", "Enddatum"},
    ColumnWords{"sector", "Sector", "Sector", "Sektor"},
    ColumnWords{"municipality", "Gemeente", "Municipality", "Gemeinde"},
    ColumnWords{"home_municipality", "Woongemeente", "Municipality of home", "Wohngemeinde"},
    ColumnWords{"contract_kind", "Contractsoort", "Kind of contract", "Vertragsart"},
    ColumnWords{"sector_day_before", "Sector dag ervoor", "Sector the day before",
                "Sektor am Vortag"},
    ColumnWords{"hours_per_week_before", "Uren per week ervoor", "Hours a week before",
                "Wochenstunden davor"},
    ColumnWords{"hours_per_week_after", "Uren per week erna", "Hours a week after",
                "Wochenstunden danach"},
    ColumnWords{"full_time_hours_per_week", "Voltijduren cao", "Full-time hours",
                "Vollzeitstunden"},
    ColumnWords{"weeks_at_work", "Weken aan het werk", "Weeks at work", "Wochen in Arbeit"},
    ColumnWords{"in_work_first_day", "In werk op eerste lesdag", "In work on first day",
                "In Arbeit am ersten Tag"},
    ColumnWords{"training_title", "Opleiding", "Training", "Schulung"},
    ColumnWords{"training_offer", "Scholingsaanbod", "Training offer", "Schulungsangebot"},
    ColumnWords{"skill_branches", "Vaardigheden", "Skill branches", "Fertigkeiten"},
    ColumnWords{"training_hours", "Opleidingsuren", "Training hours", "Schulungsstunden"},
    ColumnWords{"employer", "Werkgever", "Employer", "Arbeitgeber"},
    ColumnWords{"establishment", "Vestiging", "Establishment", "Niederlassung"},
    ColumnWords{"event_id", "Evenement of project", "Event or project",
                "Veranstaltung oder Projekt"},
    ColumnWords{"head_count", "Deelnemers", "Heads", "Teilnehmende"},
    ColumnWords{"heads_by_age_band", "Deelnemers per leeftijdsgroep", "Heads by age band",
                "Teilnehmende nach Altersgruppe"},
    ColumnWords{"count_basis", "Telwijze", "Way of counting", "Zählweise"},
    ColumnWords{"cohort", "Cohort", "Cohort", "Kohorte"},
    ColumnWords{"student_count", "Studenten", "Students", "Studierende"},
    ColumnWords{"partner", "Partner", "Partner", "Partner"},
    ColumnWords{"contributed_hours", "Ingebrachte uren", "Contributed hours",
                "Beigetragene Stunden"},
    ColumnWords{"aggregate_target", "Doelstelling van de opgave", "Target of the statement",
                "Ziel der Angabe"},
    ColumnWords{"low_count", "Ten minste", "At least", "Mindestens"},
    ColumnWords{"high_count", "Ten hoogste", "At most", "Höchstens"},
    ColumnWords{"job_seeker", "Werkzoekende", "Job seeker", "Arbeitssuchende Person"},
    ColumnWords{"placement", "Plaatsing", "Placement", "Vermittlung"},
    ColumnWords{"linkage_key", "Koppelsleutel", "Linkage key", "Verknüpfungsschlüssel"},
    ColumnWords{"evidence_kind", "Soort bewijs", "Kind of evidence", "Art des Nachweises"},
    ColumnWords{"evidence_holder", "Houder van het bewijs", "Holder of the evidence",
                "Inhaber des Nachweises"},
    ColumnWords{"evidence_reference", "Kenmerk van het bewijs", "Reference of the evidence",
                "Zeichen des Nachweises"},
    ColumnWords{"evidence_checked_by", "Gecontroleerd door", "Checked by", "Geprüft von"},
    ColumnWords{"evidence_checked_date", "Gecontroleerd op", "Checked on", "Geprüft am"},
    ColumnWords{"programmes", "Programma's", "Programmes", "Programme"},
    ColumnWords{"funding_sources", "Financiering", "Funding", "Förderung"},
    ColumnWords{"project", "Project", "Project", "Projekt"},
    ColumnWords{"corrects", "Verbetert", "Corrects", "Berichtigt"},
    ColumnWords{"correction_reason", "Reden van verbetering", "Reason of correction",
                "Grund der Berichtigung"},
    ColumnWords{"withdrawal_reason", "Reden van intrekking", "Reason of withdrawal",
                "Grund der Rücknahme"},
    ColumnWords{"deciding_organisation", "Besloten door", "Decided by", "Entschieden von"},
    ColumnWords{"decide_time", "Besloten op", "Decided on", "Entschieden am"},
    ColumnWords{"rejection_reason", "Reden van afwijzing", "Reason of rejection",
                "Grund der Ablehnung"}};

constexpr std::array kProgress = {
    ColumnWords{"target", "Doelstelling", "Target", "Ziel"},
    ColumnWords{"display_name", "Naam", "Name", "Name"},
    ColumnWords{"work_table", "Werktafel", "Work table", "Arbeitstisch"},
    ColumnWords{"unit", "Eenheid", "Unit", "Einheit"},
    ColumnWords{"value", "Stand", "Value", "Stand"},
    ColumnWords{"goal", "Doel", "Goal", "Ziel des Zeitraums"},
    ColumnWords{"expected_value", "Verwacht op deze dag", "Expected on this day",
                "An diesem Tag erwartet"},
    ColumnWords{"unacknowledged_value", "Wacht op erkenning", "Waits for acknowledgement",
                "Wartet auf Anerkennung"},
    ColumnWords{"possible_duplicate_count", "Mogelijke dubbeltellingen", "Possible duplicates",
                "Mögliche Doppelzählungen"},
    ColumnWords{"repeat_count", "Niet meegetelde herhalingen", "Repeats, not counted",
                "Nicht gezählte Wiederholungen"},
    ColumnWords{"numerator", "Teller", "Numerator", "Zähler"},
    ColumnWords{"denominator", "Noemer", "Denominator", "Nenner"},
    ColumnWords{"forecast_value", "Verwachting einde periode", "Forecast for the end",
                "Prognose zum Ende"},
    ColumnWords{"forecast_low_value", "Verwachting laag", "Forecast, low", "Prognose, unten"},
    ColumnWords{"forecast_high_value", "Verwachting hoog", "Forecast, high", "Prognose, oben"},
    ColumnWords{"period_start_date", "Periode van", "Period from", "Zeitraum von"},
    ColumnWords{"period_end_date", "Periode tot en met", "Period to", "Zeitraum bis"},
    ColumnWords{"as_of_date", "Stand per", "As of", "Stand am"},
    ColumnWords{"definition_version", "Versie definitie", "Definition version",
                "Version der Definition"},
    ColumnWords{"ledger_position", "Grootboekpositie", "Ledger position", "Position im Register"}};

constexpr std::array kBreakdowns = {
    ColumnWords{"target", "Doelstelling", "Target", "Ziel"},
    ColumnWords{"display_name", "Naam", "Name", "Name"},
    ColumnWords{"work_table", "Werktafel", "Work table", "Arbeitstisch"},
    ColumnWords{"unit", "Eenheid", "Unit", "Einheit"},
    ColumnWords{"dimension", "Uitsplitsing", "Breakdown", "Aufgliederung"},
    ColumnWords{"cell", "Cel", "Cell", "Zelle"},
    ColumnWords{"cell_name", "Naam van de cel", "Name of the cell", "Name der Zelle"},
    ColumnWords{"value", "Stand", "Value", "Stand"},
    ColumnWords{"high_value", "Stand, hoogste", "Value, high", "Stand, oben"},
    ColumnWords{"unacknowledged_value", "Wacht op erkenning", "Waits for acknowledgement",
                "Wartet auf Anerkennung"},
    ColumnWords{"percent", "Percentage", "Percentage", "Prozentsatz"},
    ColumnWords{"at_least_percent", "Ten minste beloofd, procent", "Promised, at least, percent",
                "Mindestens zugesagt, Prozent"},
    ColumnWords{"denominator", "Noemer", "Denominator", "Nenner"},
    ColumnWords{"adds_up", "Telt op tot het totaal", "Adds up to the total",
                "Ergibt die Gesamtzahl"},
    ColumnWords{"as_of_date", "Stand per", "As of", "Stand am"},
    ColumnWords{"definition_version", "Versie definitie", "Definition version",
                "Version der Definition"},
    ColumnWords{"ledger_position", "Grootboekpositie", "Ledger position", "Position im Register"}};

constexpr std::array kProjects = {
    ColumnWords{"project", "Project", "Project", "Projekt"},
    ColumnWords{"display_name", "Naam", "Name", "Name"},
    ColumnWords{"organisation", "Organisatie", "Organisation", "Organisation"},
    ColumnWords{"goal", "Doel", "Goal", "Ziel"},
    ColumnWords{"target_group", "Doelgroep", "Target group", "Zielgruppe"},
    ColumnWords{"work_tables", "Werktafels", "Work tables", "Arbeitstische"},
    ColumnWords{"programmes", "Programma's", "Programmes", "Programme"},
    ColumnWords{"funding", "Financiering", "Funding", "Förderung"},
    ColumnWords{"start_date", "Van", "From", "Von"},
    ColumnWords{"end_date", "Tot en met", "To", "Bis"},
    ColumnWords{"partners", "Partners", "Partners", "Partner"},
    ColumnWords{"contact", "Contact", "Contact", "Kontakt"},
    ColumnWords{"contact_email", "E-mail", "E-mail", "E-Mail"},
    ColumnWords{"contact_phone", "Telefoon", "Telephone", "Telefon"},
    ColumnWords{"contact_url", "Pagina", "Page", "Seite"},
    ColumnWords{"figure", "Cijfer", "Figure", "Zahl"},
    ColumnWords{"figure_name", "Naam van het cijfer", "Name of the figure", "Name der Zahl"},
    ColumnWords{"acknowledged_count", "Erkende meldingen", "Acknowledged reports",
                "Anerkannte Meldungen"},
    ColumnWords{"waiting_count", "Wachtende meldingen", "Waiting reports", "Wartende Meldungen"},
    ColumnWords{"value", "Stand", "Value", "Stand"},
    ColumnWords{"definition_version", "Versie definitie", "Definition version",
                "Version der Definition"},
    ColumnWords{"as_of_date", "Stand per", "As of", "Stand am"},
    ColumnWords{"ledger_position", "Grootboekpositie", "Ledger position", "Position im Register"}};

constexpr std::array kWorkTables = {
    ColumnWords{"work_table", "Werktafel", "Work table", "Arbeitstisch"},
    ColumnWords{"display_name", "Naam", "Name", "Name"},
    ColumnWords{"driver", "Aanjager", "Driver", "Antreiber"},
    ColumnWords{"members", "Leden", "Members", "Mitglieder"},
    ColumnWords{"active", "Actief", "Active", "Aktiv"},
    ColumnWords{"lacking", "Wat ontbreekt", "Lacking", "Was fehlt"},
    ColumnWords{"action_plan", "Actieplan", "Action plan", "Aktionsplan"},
    ColumnWords{"action_plan_adopted_date", "Actieplan vastgesteld op", "Action plan adopted on",
                "Aktionsplan beschlossen am"},
    ColumnWords{"meeting_count", "Bijeenkomsten", "Meetings", "Treffen"},
    ColumnWords{"last_meeting_date", "Laatste bijeenkomst", "Last meeting", "Letztes Treffen"},
    ColumnWords{"acknowledged_report_count", "Erkende meldingen", "Acknowledged reports",
                "Anerkannte Meldungen"},
    ColumnWords{"waiting_report_count", "Wachtende meldingen", "Waiting reports",
                "Wartende Meldungen"},
    ColumnWords{"oldest_waiting_date", "Oudste wachtende", "Oldest waiting", "Älteste wartende"},
    ColumnWords{"project_count", "Lopende projecten", "Running projects", "Laufende Projekte"},
    ColumnWords{"gaps", "Tekorten", "Gaps", "Lücken"},
    ColumnWords{"definition_version", "Versie definitie", "Definition version",
                "Version der Definition"},
    ColumnWords{"as_of_date", "Stand per", "As of", "Stand am"}};

constexpr std::array kClosings = {
    ColumnWords{"closing", "Publicatie", "Closing", "Veröffentlichung"},
    ColumnWords{"create_time", "Gepubliceerd op", "Published on", "Veröffentlicht am"},
    ColumnWords{"organisation", "Organisatie", "Organisation", "Organisation"},
    ColumnWords{"target", "Doelstelling", "Target", "Ziel"},
    ColumnWords{"display_name", "Naam", "Name", "Name"},
    ColumnWords{"unit", "Eenheid", "Unit", "Einheit"},
    ColumnWords{"value", "Stand", "Value", "Stand"},
    ColumnWords{"goal", "Doel", "Goal", "Ziel des Zeitraums"},
    ColumnWords{"as_of_date", "Stand per", "As of", "Stand am"},
    ColumnWords{"definition_version", "Versie definitie", "Definition version",
                "Version der Definition"},
    ColumnWords{"ledger_position", "Grootboekpositie", "Ledger position", "Position im Register"},
    ColumnWords{"restates", "Herziet", "Restates", "Berichtigt"},
    ColumnWords{"changed_report", "Gewijzigde melding", "Changed report", "Geänderte Meldung"},
    ColumnWords{"amount_before", "Telde voor", "Counted for", "Zählte"},
    ColumnWords{"amount_after", "Telt voor", "Counts for", "Zählt"},
    ColumnWords{"state_before", "Staat toen", "State then", "Status damals"},
    ColumnWords{"state_after", "Staat nu", "State now", "Status jetzt"},
    ColumnWords{"reason", "Reden", "Reason", "Grund"}};

template <size_t kCount>
std::vector<Column> In(matcher::Language language,
                       const std::array<ColumnWords, kCount>& all_words) {
  std::vector<Column> columns;
  columns.reserve(kCount);
  for (const ColumnWords& words : all_words) {
    const char* heading = words.nl;
    if (language == matcher::Language::kEn) heading = words.en;
    if (language == matcher::Language::kDe) heading = words.de;
    columns.push_back({words.id, heading});
  }
  return columns;
}

}  // namespace

std::vector<Column> ColumnsOf(v1::ExportSubject subject, matcher::Language language) {
  switch (subject) {
    case v1::EXPORT_SUBJECT_REPORTS:
      return In(language, kReports);
    case v1::EXPORT_SUBJECT_PROGRESS:
      return In(language, kProgress);
    case v1::EXPORT_SUBJECT_BREAKDOWNS:
      return In(language, kBreakdowns);
    case v1::EXPORT_SUBJECT_PROJECTS:
      return In(language, kProjects);
    case v1::EXPORT_SUBJECT_WORK_TABLES:
      return In(language, kWorkTables);
    case v1::EXPORT_SUBJECT_CLOSINGS:
      return In(language, kClosings);
    default:
      return {};
  }
}

}  // namespace overstap::document
