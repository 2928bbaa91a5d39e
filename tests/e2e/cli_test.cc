// The command line against the real server: what a caseworker does in a day, and what scripts rely
// on.
#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's signals

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/e2e/local_access.h"
#include "tests/e2e/program.h"

namespace overstap {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class CommandLine : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::string path = testing::TempDir() + "/overstap_cli_XXXXXX";
    dir_ = mkdtemp(path.data());
    server_ = std::make_unique<RunningServer>(dir_, dir_ + "/data");
    ASSERT_FALSE(server_->address().empty());
    const std::string data = std::string(OVERSTAP_SOURCE_DIR) + "/data/";
    ASSERT_EQ(Invoke({"taxonomy", "import", data + "taxonomy"}).exit_code, 0);
    ASSERT_EQ(Invoke({"offer", "import", data + "sample/training_offers.jsonl"}).exit_code, 0);
    ASSERT_EQ(Invoke({"vacancy", "import", data + "sample/vacancies.jsonl"}).exit_code, 0);
    ASSERT_EQ(Invoke({"job-seeker", "import", data + "sample/job_seekers.jsonl"}).exit_code, 0);
  }
  static void TearDownTestSuite() {
    server_->program().Signal(SIGTERM);
    EXPECT_EQ(server_->program().Wait().exit_code, 0);
    server_.reset();
    std::filesystem::remove_all(dir_);
  }

  static Finished Invoke(const std::vector<std::string>& arguments) {
    return RunOverstap(server_->address(), arguments, dir_);
  }
  static std::string As(const std::string& role, const std::string& organisation) {
    return "--token-file=" + Access().TokenFile(role, organisation);
  }
  // It must succeed.
  static std::string Out(const std::vector<std::string>& arguments) {
    const Finished finished = Invoke(arguments);
    EXPECT_EQ(finished.exit_code, 0) << testing::PrintToString(arguments) << finished.err;
    return finished.out;
  }
  static json Json(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "--json");
    return json::parse(Out(arguments), nullptr, /*allow_exceptions=*/false);
  }
  static std::string Write(const std::string& name, const std::string& text) {
    std::ofstream(dir_ + "/" + name, std::ios::binary) << text;
    return dir_ + "/" + name;
  }
  // A folder with one file.
  static std::string Folder(const std::string& name, const std::string& file,
                            const std::string& text) {
    std::filesystem::create_directory(dir_ + "/" + name);
    Write(name + "/" + file, text);
    return dir_ + "/" + name;
  }
  static std::string Read(const std::string& name) {
    std::ostringstream text;
    text << std::ifstream(dir_ + "/" + name, std::ios::binary).rdbuf();
    return text.str();
  }

  static std::string dir_;
  static std::unique_ptr<RunningServer> server_;
};
std::string CommandLine::dir_;
std::unique_ptr<RunningServer> CommandLine::server_;

TEST_F(CommandLine, FindsConceptsInThreeLanguages) {
  EXPECT_THAT(Out({"taxonomy", "search", "verpleegkund"}), HasSubstr("verpleegkundige"));
  EXPECT_THAT(Out({"--lang=en", "taxonomy", "search", "nurse"}), HasSubstr("nurse"));
  const json hits = Json({"--lang=de", "taxonomy", "search", "Elektro", "--kind=occupation"});
  ASSERT_GT(hits["hits"].size(), 0);
  const std::string name = hits["hits"][0]["matchedConcept"]["name"];
  EXPECT_THAT(Out({"taxonomy", "show", name}), HasSubstr("vereist"));
}

TEST_F(CommandLine, FindsConceptsInTexts) {
  const std::string linked = Out({"link", "PV monteuse (m/v) 32-40u, Duiven"});
  EXPECT_THAT(linked, HasSubstr("monteur zonnepanelen"));
  EXPECT_THAT(linked, HasSubstr("Duiven"));
  const std::string cv =
      Write("cv.txt", "Ik heb zonnepanelen gelegd. Geen ervaring met TIG-lassen.");
  EXPECT_THAT(Out({"extract", cv}), HasSubstr("zonnepanelen gelegd"));
  const json skills = Json({"extract", cv, "--text-language=nl"});
  ASSERT_EQ(skills["skills"].size(), 2);
  EXPECT_EQ(skills["skills"][1]["polarity"], "SKILL_POLARITY_LACKS");
  const json suggested = Json({"suggest", "vezorgende", "--kind=occupation"});
  ASSERT_GT(suggested["suggestions"].size(), 0);
  EXPECT_EQ(suggested["suggestions"][0]["hasError"], true);
}

TEST_F(CommandLine, LinksWhatIsImportedWithoutConcepts) {
  const json record = {{"name", "jobSeekers/p-cv"},
                       {"organisation", "werkbedrijf-rijk-van-nijmegen"},
                       {"pastOccupations", {{"items", {{{"title", "monteur zonnepanelen"}}}}}}};
  const std::string people = Write("people.jsonl", record.dump() + "\n");
  const std::string folder = Folder("cvs", "p-cv.txt", "Ik heb zonnepanelen gelegd.");
  const json imported = Json({"job-seeker", "import", people, "--texts=" + folder});
  EXPECT_EQ(imported["created"], 1);
  const json person = Json({"job-seeker", "get", "p-cv"});
  EXPECT_EQ(person["pastOccupations"]["items"][0]["textLink"]["state"], "TEXT_LINK_STATE_DERIVED");
  ASSERT_GT(person["skills"]["items"].size(), 0);
  EXPECT_EQ(person["skills"]["items"][0]["source"], "SKILL_SOURCE_DERIVED_FROM_TEXT");
  EXPECT_THAT(Out({"job-seeker", "list", "--open-text-links"}), Not(HasSubstr("p-demo")));
}

TEST_F(CommandLine, ExplainsWhatItMatches) {
  const json matches = Json({"match", "p-demo", "--limit=3"});
  ASSERT_EQ(matches["matches"].size(), 3);
  const std::string vacancy = matches["matches"][0]["vacancy"];
  EXPECT_THAT(Out({"match", "--job-seeker=p-demo"}), HasSubstr(vacancy));
  const json pair = Json({"explain", "p-demo", "--vacancy=" + vacancy});
  EXPECT_EQ(pair["match"]["fit"]["score"], matches["matches"][0]["fit"]["score"]);
  EXPECT_EQ(pair["eligible"], true);
  EXPECT_THAT(Out({"explain", "p-demo", "--vacancy=" + vacancy}), HasSubstr("Komt in aanmerking"));
}

TEST_F(CommandLine, MatchesPeopleToAVacancy) {
  const json matches = Json({"match", "--vacancy=v-demo-workshop", "--limit=5"});
  ASSERT_GT(matches["matches"].size(), 0);
  EXPECT_THAT(Out({"match", "--vacancy=v-demo-workshop"}),
              HasSubstr(matches["matches"][0]["jobSeeker"].get<std::string>()));
}

TEST_F(CommandLine, MatchesAPersonWhoIsNotStored) {
  const std::string person = Write("person.json", Out({"--json", "job-seeker", "get", "p-demo"}));
  EXPECT_EQ(Json({"match", "--file=" + person})["matches"], Json({"match", "p-demo"})["matches"]);
}

TEST_F(CommandLine, FiltersNarrowTheAnswer) {
  const json all = Json({"match", "p-demo", "--limit=100"});
  const json energy = Json({"match", "p-demo", "--limit=100", "--sector=energy"});
  EXPECT_GT(energy["matches"].size(), 0);
  EXPECT_LT(energy["matches"].size(), all["matches"].size());
  for (const json& match : energy["matches"]) {
    const std::string name = match["vacancy"];
    EXPECT_EQ(Json({"vacancy", "get", name})["sector"], "energy") << name;
  }
}

TEST_F(CommandLine, SaysWhyVacanciesAreExcluded) {
  const json excluded = Json({"match", "p-demo", "--excluded", "--limit=2"});
  ASSERT_EQ(excluded["matches"].size(), 2);
  for (const json& match : excluded["matches"]) {
    EXPECT_GT(match["reasons"].size(), 0);
    EXPECT_THAT(Out({"match", "p-demo", "--excluded", "--limit=2"}),
                HasSubstr(match["vacancy"].get<std::string>()));
  }
}

TEST_F(CommandLine, PlansRoutes) {
  const json routes = Json({"routes", "p-demo", "--to-vacancy=v-demo-target"});
  ASSERT_GT(routes["routes"].size(), 0);
  const json& first = routes["routes"][0];
  EXPECT_GT(first["fitAfter"]["score"], first["fitBefore"]["score"]);
  const std::string text = Out({"routes", "p-demo", "--to-vacancy=v-demo-target"});
  EXPECT_THAT(text, HasSubstr("Werk vanaf"));
  EXPECT_THAT(text, HasSubstr(first["steps"][0]["startDate"]["year"].dump()));
}

TEST_F(CommandLine, KeepsRecords) {
  const std::string id = "v-cli-kept";
  const json vacancy = Json({"vacancy", "get", "v-demo-target"});
  json copy = vacancy;
  for (const char* field : {"name", "etag", "createTime", "updateTime", "openingsLeft", "status"}) {
    copy.erase(field);
  }
  const std::string file = Write("vacancy.json", copy.dump());
  EXPECT_EQ(Json({"vacancy", "create", file, "--id=" + id, "--set", "openings=7"})["openings"], 7);
  EXPECT_EQ(Invoke({"vacancy", "create", file, "--id=" + id}).exit_code, 6);
  const json updated = Json({"vacancy", "update", id, "--set", "title=monteur", "--set",
                             "hours_per_week.min_hours_per_week=20"});
  EXPECT_EQ(updated["title"], "monteur");
  EXPECT_EQ(updated["hoursPerWeek"]["minHoursPerWeek"], 20);
  EXPECT_EQ(updated["hoursPerWeek"]["maxHoursPerWeek"], vacancy["hoursPerWeek"]["maxHoursPerWeek"]);
  EXPECT_EQ(updated["openings"], 7);
  EXPECT_EQ(Invoke({"vacancy", "update", id, "--etag=\"0-0\"", "--set", "openings=1"}).exit_code,
            6);
  EXPECT_EQ(Invoke({"vacancy", "delete", id}).exit_code, 0);
  EXPECT_EQ(Invoke({"vacancy", "get", id}).exit_code, 3);
}

TEST_F(CommandLine, ListsEverythingOverPages) {
  const json all = Json({"offer", "list", "--all"});
  json paged = json::array();
  std::vector<std::string> arguments = {"offer", "list", "--page-size=50"};
  while (true) {
    const json page = Json(arguments);
    paged.insert(paged.end(), page["trainingOffers"].begin(), page["trainingOffers"].end());
    if (page.count("nextPageToken") == 0) break;
    arguments.resize(3);
    arguments.push_back("--page-token=" + page["nextPageToken"].get<std::string>());
  }
  EXPECT_GT(paged.size(), 100);
  EXPECT_EQ(all["trainingOffers"], paged);
}

TEST_F(CommandLine, RejectedLinesAreMendedAndImportedAgain) {
  const char* keeper = "werkbedrijf-rijk-van-nijmegen";
  const json good = {{"name", "jobSeekers/p-cli-good"},
                     {"organisation", keeper},
                     {"home", {{"postcode", "6811"}}}};
  const json bad = {
      {"name", "jobSeekers/p-cli-bad"}, {"organisation", keeper}, {"home", {{"postcode", "68"}}}};
  const std::string file =
      Write("people.jsonl", good.dump() + "\n" + bad.dump() + "\n{\"name\":\n");
  const Finished first = Invoke({"--json", "job-seeker", "import", file});
  EXPECT_EQ(first.exit_code, 8) << first.err;
  const json summary = json::parse(first.out);
  EXPECT_EQ(summary["created"], 1);
  ASSERT_EQ(summary["rejected"].size(), 2);
  EXPECT_EQ(summary["rejected"][0]["line"], 2);
  EXPECT_THAT(summary["rejected"][0].dump(), HasSubstr("home.postcode"));

  std::string rejected = Read("people.rejected.jsonl");
  EXPECT_THAT(rejected, HasSubstr("# line 2: "));
  rejected.replace(rejected.find("\"68\""), 4, "\"6822\"");
  rejected.erase(rejected.rfind("{\"name\":"));
  const std::string mended = Write("people.mended.jsonl", rejected);
  const json second = Json({"job-seeker", "import", mended});
  EXPECT_EQ(second["created"], 1);
  EXPECT_EQ(second["rejected"].size(), 0);
  EXPECT_EQ(Json({"job-seeker", "get", "p-cli-bad"})["home"]["postcode"], "6822");
  EXPECT_EQ(Json({"job-seeker", "import", mended})["unchanged"], 1);
}

TEST_F(CommandLine, NamesEveryWrongField) {
  const Finished refused =
      Invoke({"vacancy", "create", "--set", "openings=0", "--set", "sector=nosuch"});
  EXPECT_EQ(refused.exit_code, 4);
  EXPECT_TRUE(refused.out.empty());
  for (const char* field : {"vacancy.employer", "vacancy.title", "vacancy.sector",
                            "vacancy.openings", "vacancy.place"}) {
    EXPECT_THAT(refused.err, HasSubstr(field));
  }
}

TEST_F(CommandLine, AWorkTableDecidesOnAReportThatIsNotItsOwn) {
  const json placement = Json({"placement", "create", "--job-seeker=p-demo",
                               "--vacancy=v-demo-workshop", "--start=2026-11-20"});
  const std::string name = placement["name"];
  EXPECT_EQ(placement["state"], "PLACEMENT_STATE_PROPOSED");
  EXPECT_EQ(Json({"placement", "move", name, "accepted"})["state"], "PLACEMENT_STATE_ACCEPTED");
  EXPECT_EQ(Invoke({"placement", "move", name, "sustained"}).exit_code, 6);
  const std::string reporter = As("caseworker", "werkbedrijf-rijk-van-nijmegen");
  const json reported = Json({reporter, "report", "placement", name, "--table=activering",
                              "--not-in-work", "--linkage-key=cli-test-key"});
  const std::string report = reported["report"]["name"];
  EXPECT_EQ(reported["placement"]["state"], "PLACEMENT_STATE_STARTED");
  EXPECT_THAT(Out({"table", "inbox", "activering"}), HasSubstr(report));
  const Finished own = Invoke({As("work_table_member", "werkbedrijf-rijk-van-nijmegen"),
                               "--purpose=progress-reporting", "table", "acknowledge", report});
  EXPECT_EQ(own.exit_code, 7);
  EXPECT_THAT(own.err, HasSubstr("eigen melding"));

  const json before = Json({"targets", "progress", "activation", "--as-of=2026-12-31"});
  const std::string member = As("work_table_member", "gemeente-arnhem");
  const json acknowledged =
      Json({member, "--purpose=progress-reporting", "table", "acknowledge", report});
  EXPECT_EQ(acknowledged["state"], "REPORT_STATE_ACKNOWLEDGED");
  EXPECT_EQ(acknowledged["placement"].count("jobSeeker"), 0);
  const json after = Json({"targets", "progress", "activation", "--as-of=2026-12-31"});
  EXPECT_EQ(after["value"].get<double>(), before.value("value", 0.0) + 1);
  EXPECT_EQ(Invoke({member, "--purpose=progress-reporting", "table", "reject", report,
                    "--reason=te laat"})
                .exit_code,
            6);
  EXPECT_THAT(Out({"targets"}), HasSubstr("targets/activation"));
}

TEST_F(CommandLine, ATrainingIsReportedAndRejected) {
  const json report =
      Json({"report", "training", "--table=llo-energy", "--job-seeker=p-demo", "--title=VP",
            "--sector=energy", "--hours=16", "--start=2026-11-01", "--completed=2026-11-05",
            "--in-work=yes", "--branch=technical", "--linkage-key=cli-test-key"});
  EXPECT_EQ(report["state"], "REPORT_STATE_REPORTED");
  const json rejected = Json({As("work_table_member", "alliander"), "--purpose=progress-reporting",
                              "table", "reject", report["name"], "--reason=Bewijs ontbreekt"});
  EXPECT_EQ(rejected["rejectionReason"], "Bewijs ontbreekt");
}

TEST_F(CommandLine, ASpreadsheetOfReportsIsFiledMendedJudgedAndPublished) {
  const std::string file =
      Write("mei.csv",
            "soort;werktafel;koppelsleutel;sector;sector dag ervoor;contractsoort;"
            "uren per week na;startdatum\r\n"
            "plaatsing;activering;csv-1;energy;geen;vast;32,5;04-05-2026\r\n"
            "plaatsing;activering;csv-2;energie;geen;vast;24;2026-05-11\r\n"
            "plaatsing;activering;csv-3;health;geen;vast;zestien;18-5-2026\r\n");
  const std::string reporter = As("caseworker", "werkbedrijf-rijk-van-nijmegen");
  const std::string purpose = "--purpose=progress-reporting";
  const std::vector<std::string> import = {reporter, purpose, "report", "import", file};
  const Finished first = Invoke(import);
  EXPECT_NE(first.exit_code, 0) << first.out;
  EXPECT_THAT(first.out, HasSubstr("placement.sector"));
  EXPECT_EQ(Invoke(import).out, first.out) << "a repeat gets the first answers";

  const json drafts = Json({reporter, purpose, "report", "worklist"});
  ASSERT_THAT(drafts.dump(), HasSubstr("reportDrafts/")) << drafts;
  const std::string text = drafts.dump();
  std::vector<std::string> names;
  for (size_t at = text.find("reportDrafts/"); at != std::string::npos;
       at = text.find("reportDrafts/", at + 1)) {
    names.push_back(text.substr(at, text.find('"', at) - at));
  }
  ASSERT_EQ(names.size(), 2);
  Out({reporter, purpose, "report", "mend", names[0], "--set", "placement.sector=energy"});
  Out({reporter, purpose, "report", "mend", names[1], "--set",
       "placement.hours_per_week_after=16"});

  const std::string member = As("work_table_member", "gemeente-arnhem");
  Out({member, purpose, "table", "acknowledge", "--all-waiting=activering"});
  const std::string manager = As("programme_manager", "kernteam");
  const json closed = Json({manager, "targets", "close", "activation", "--date=2026-05-31"});
  EXPECT_EQ(closed["progress"]["value"], 3) << closed;
  EXPECT_THAT(Out({manager, "targets", "verify", closed["name"]}), HasSubstr("closings/"));
  EXPECT_THAT(Out({manager, "export", "half-year", "2026", "1"}), HasSubstr("<html lang=\"nl\""));
  const std::string csv = Out({manager, purpose, "export", "reports"});
  EXPECT_EQ(csv.substr(0, 3), "\xEF\xBB\xBF");
  EXPECT_EQ(csv.find("csv-1"), std::string::npos) << "linkage keys are the reporter's";
  EXPECT_THAT(Out({reporter, purpose, "export", "reports"}), HasSubstr("csv-1"));
}

TEST_F(CommandLine, EachDemonstrationCountsOneMore) {
  for (int run = 0; run < 2; ++run) {
    const json demo = Json({"demo"});
    ASSERT_EQ(demo["vacancies"].size(), 20);
    for (const json& vacancy : demo["vacancies"]) {
      double sum = 0;
      for (const json& part : vacancy["parts"]) {
        EXPECT_FALSE(part["skill"].get<std::string>().empty());
        sum += part["contribution"].get<double>();
      }
      EXPECT_EQ(sum, vacancy["score"].get<double>()) << vacancy["vacancy"];
    }
    ASSERT_EQ(demo["excluded"].size(), 2);
    for (const json& excluded : demo["excluded"]) EXPECT_GT(excluded["reasons"].size(), 0);
    ASSERT_GT(demo["routes"].size(), 0);
    EXPECT_GT(demo["routes"][0]["fit_after"], demo["routes"][0]["fit_before"]);
    EXPECT_EQ(demo["placement"]["state"], "PLACEMENT_STATE_STARTED");
    EXPECT_EQ(demo["progress"]["after"].get<int>(), demo["progress"]["before"].get<int>() + 1);
  }
  for (const char* language : {"nl", "en", "de"}) {
    EXPECT_THAT(Out({"demo", std::string("--lang=") + language}), HasSubstr("v-demo-target"))
        << language;
  }
}

}  // namespace
}  // namespace overstap
