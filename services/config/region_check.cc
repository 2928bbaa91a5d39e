#include "services/config/region_check.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/access/role_names.h"
#include "services/config/region_model.h"
#include "services/config/target_check.h"
#include "services/retention/retention_plan.h"

namespace overstap::config {
namespace {

using region::v1::RegionConfig;

constexpr int kMaxSectors = 64;
constexpr int kMinutesPerDay = 24 * 60;
constexpr int kMaxEqfLevel = 8;
constexpr int kMostShareMonths = 24;
constexpr int kMostAnswerDays = 90;
constexpr int kMostCheckWeeks = 260;

bool IsSlug(const std::string& id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '-';
  });
}

// One pass over the configuration, noting what is wrong where.
class RegionCheck {
 public:
  explicit RegionCheck(const RegionFiles& files) : files_(files), config_(files.config) {}

  absl::Status Run() {
    CheckIdentity();
    CheckIds();
    CheckPlaces();
    CheckTables();
    CheckQualifications();
    CheckCredentials();
    CheckSchemes();
    CheckTravel();
    CheckTargets();
    CheckPurposes();
    CheckRetention();
    CheckDisclosure();
    CheckLedger();
    if (errors_.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat("region configuration:\n  ", absl::StrJoin(errors_, "\n  ")));
  }

 private:
  void Complain(int field, int index, absl::string_view what) {
    errors_.push_back(absl::StrCat(files_.Origin(field, index), ": ",
                                   RegionConfig::descriptor()->FindFieldByNumber(field)->name(),
                                   " ", NameOf(field, index), ": ", what));
  }

  // The id or code of an element.
  std::string NameOf(int field, int index) const {
    const auto* descriptor = RegionConfig::descriptor()->FindFieldByNumber(field);
    if (field == RegionConfig::kIdentityFieldNumber) return config_.identity().id();
    if (!descriptor->is_repeated()) return "of the region";
    const google::protobuf::Message& element =
        config_.GetReflection()->GetRepeatedMessage(config_, descriptor, index);
    for (const char* name : {"id", "code", "mode"}) {
      const auto* key = element.GetDescriptor()->FindFieldByName(name);
      if (key != nullptr) return element.GetReflection()->GetString(element, key);
    }
    return absl::StrCat("[", index, "]");
  }

  // Ids of a list; complains of empty and repeated ones.
  template <typename Repeated, typename IdOf>
  std::set<std::string> Ids(int field, const Repeated& list, IdOf id_of, bool slugs = true) {
    std::set<std::string> ids;
    for (int i = 0; i < list.size(); ++i) {
      const std::string id = id_of(list[i]);
      if (id.empty()) {
        Complain(field, i, "it has no id");
      } else if (!ids.insert(id).second) {
        Complain(field, i, "the id stands there twice");
      } else if (slugs && !IsSlug(id)) {
        Complain(field, i, "an id is made of a-z, 0-9 and -");
      }
    }
    return ids;
  }

  void ExpectKnown(int field, int index, const std::string& id, const std::set<std::string>& known,
                   absl::string_view what) {
    if (known.count(id) == 0) Complain(field, index, absl::StrCat("unknown ", what, " ", id));
  }

  void CheckIdentity() {
    const int field = RegionConfig::kIdentityFieldNumber;
    if (!config_.has_identity()) {
      errors_.emplace_back("identity: one file must have it");
      return;
    }
    if (!IsSlug(config_.identity().id())) Complain(field, 0, "an id is made of a-z, 0-9 and -");
    if (config_.identity().programme_management().empty()) {
      Complain(field, 0, "programme_management is required");
    }
  }

  void CheckIds() {
    const auto id_of = [](const auto& each) { return each.id(); };
    known_.municipalities = Ids(
        RegionConfig::kMunicipalitiesFieldNumber, config_.municipalities(),
        [](const auto& each) { return each.code(); }, /*slugs=*/false);
    known_.sectors = Ids(RegionConfig::kSectorsFieldNumber, config_.sectors(), id_of);
    known_.programmes = Ids(RegionConfig::kProgrammesFieldNumber, config_.programmes(), id_of);
    credentials_ = Ids(RegionConfig::kCredentialsFieldNumber, config_.credentials(), id_of);
    qualifications_ = Ids(
        RegionConfig::kQualificationsFieldNumber, config_.qualifications(),
        [](const auto& each) { return absl::StrCat(each.scheme(), ":", each.code()); },
        /*slugs=*/false);
    known_.work_tables = Ids(RegionConfig::kWorkTablesFieldNumber, config_.work_tables(), id_of);
    known_.targets = Ids(RegionConfig::kTargetsFieldNumber, config_.targets(), id_of);
    known_.series = Ids(RegionConfig::kSeriesFieldNumber, config_.series(), id_of, /*slugs=*/false);
    Ids(RegionConfig::kFundingSchemesFieldNumber, config_.funding_schemes(), id_of);
    known_.age_bands = Ids(RegionConfig::kAgeBandsFieldNumber, config_.age_bands(), id_of);
    if (config_.sectors_size() > kMaxSectors) {
      Complain(RegionConfig::kSectorsFieldNumber, kMaxSectors,
               absl::StrCat("there are more than ", kMaxSectors, " sectors"));
    }
    const bool any_focus = std::any_of(config_.sectors().begin(), config_.sectors().end(),
                                       [](const auto& sector) { return sector.focus(); });
    if (!any_focus) errors_.emplace_back("sectors: none is a focus sector");
  }

  // The roles are those of the API's enum; the groups those that its rpcs name.
  void CheckPurposes() {
    const int field = RegionConfig::kPurposesFieldNumber;
    Ids(field, config_.purposes(), [](const auto& each) { return each.id(); });
    for (int i = 0; i < config_.purposes_size(); ++i) {
      const auto& each = config_.purposes(i);
      if (each.group() != "person" && each.group() != "participation") {
        Complain(field, i,
                 absl::StrCat("unknown group \"", each.group(), "\": `person` or `participation`"));
      }
      if (each.roles().empty()) Complain(field, i, "no role may say it");
      for (const std::string& role : each.roles()) {
        if (access::RoleOf(role) == v1::ROLE_UNSPECIFIED) {
          Complain(field, i, absl::StrCat("unknown role ", role));
        }
      }
    }
  }

  // One rule a kind; only who a placement was of is taken out of what stays.
  void CheckRetention() {
    constexpr int kMostMonths = 240;
    const int field = RegionConfig::kRetentionFieldNumber;
    std::set<std::string> kinds;
    for (int i = 0; i < config_.retention_size(); ++i) {
      const auto& each = config_.retention(i);
      if (retention::KindOf(each.kind()) == v1::RETENTION_KIND_UNSPECIFIED) {
        Complain(field, i,
                 absl::StrCat("unknown kind \"", each.kind(),
                              "\": `job-seeker`, `placement-person`, `vacancy`, `decision` or "
                              "`audit`"));
      }
      if (!kinds.insert(each.kind()).second) {
        Complain(field, i, absl::StrCat("the kind ", each.kind(), " stands there twice"));
      }
      if (each.months() < 1 || each.months() > kMostMonths) {
        Complain(field, i, absl::StrCat("months ", each.months(), " is not in 1-", kMostMonths));
      }
      const std::string action = each.kind() == "placement-person" ? "anonymise" : "delete";
      if (each.action() != action) {
        Complain(field, i, absl::StrCat("action of ", each.kind(), " is `", action, "`"));
      }
    }
  }

  void CheckPoint(int field, int index, double latitude, double longitude) {
    constexpr double kMaxLatitude = 90;
    constexpr double kMaxLongitude = 180;
    if (!(latitude >= -kMaxLatitude && latitude <= kMaxLatitude && longitude >= -kMaxLongitude &&
          longitude <= kMaxLongitude)) {
      Complain(field, index, "latitude or longitude is not on Earth");
    }
  }

  void CheckPlaces() {
    const int municipalities = RegionConfig::kMunicipalitiesFieldNumber;
    for (int i = 0; i < config_.municipalities_size(); ++i) {
      const region::v1::Municipality& each = config_.municipalities(i);
      if (each.country_code().size() != 2)
        Complain(municipalities, i, "country_code has 2 letters");
      if (each.title().empty()) Complain(municipalities, i, "title is required");
      if (each.latitude() == 0 && each.longitude() == 0) {
        Complain(municipalities, i, "latitude and longitude are required");
      }
      CheckPoint(municipalities, i, each.latitude(), each.longitude());
    }
    const int ranges = RegionConfig::kPostcodeRangesFieldNumber;
    for (int i = 0; i < config_.postcode_ranges_size(); ++i) {
      const region::v1::PostcodeRange& each = config_.postcode_ranges(i);
      const int lowest = each.country_code() == "NL" ? 1'000 : 1;
      const int highest = each.country_code() == "NL" ? 9'999 : 99'999;
      if (each.first() < lowest || each.last() > highest || each.last() < each.first()) {
        Complain(ranges, i,
                 absl::StrCat(each.first(), "-", each.last(), " is not a range in ", lowest, "-",
                              highest));
      }
      ExpectKnown(ranges, i, each.municipality(), known_.municipalities, "municipality");
      CheckPoint(ranges, i, each.latitude(), each.longitude());
    }
  }

  void CheckTables() {
    const int field = RegionConfig::kWorkTablesFieldNumber;
    for (int i = 0; i < config_.work_tables_size(); ++i) {
      const region::v1::WorkTableDefinition& table = config_.work_tables(i);
      if (table.title().empty()) Complain(field, i, "title is required");
      if (table.driver().id().empty()) Complain(field, i, "driver is required");
      CheckSeat(field, i, table.driver());
      std::set<std::string> seated = {table.driver().id()};
      for (const region::v1::OrganisationRef& member : table.members()) {
        if (member.id().empty()) Complain(field, i, "a member has no id");
        if (!seated.insert(member.id()).second) {
          Complain(field, i, absl::StrCat(member.id(), " sits there twice"));
        }
        CheckSeat(field, i, member);
      }
    }
  }

  // What an organisation stands for at a table, and since when.
  void CheckSeat(int field, int index, const region::v1::OrganisationRef& seat) {
    if (!seat.helix().empty() && !IsHelix(seat.helix())) {
      Complain(field, index,
               absl::StrCat(seat.id(), ": unknown helix \"", seat.helix(),
                            "\": `business`, `education` or `government`"));
    }
    if (seat.has_since_date() && !ToDate(seat.since_date())) {
      Complain(field, index, absl::StrCat(seat.id(), ": since_date is no day"));
    }
  }

  void CheckImplied(int field, int index, const std::string& own,
                    const google::protobuf::RepeatedPtrField<std::string>& implies,
                    const std::set<std::string>& known) {
    for (const std::string& implied : implies) {
      ExpectKnown(field, index, implied, known, "implied id");
      if (implied == own) Complain(field, index, "it implies itself");
    }
  }

  void CheckQualifications() {
    const int field = RegionConfig::kQualificationsFieldNumber;
    for (int i = 0; i < config_.qualifications_size(); ++i) {
      const region::v1::QualificationDefinition& each = config_.qualifications(i);
      if (each.scheme() != "CREBO" && each.scheme() != "CROHO" &&
          each.scheme() != "OVERSTAP-QUAL") {
        Complain(field, i, "scheme is CREBO, CROHO or OVERSTAP-QUAL");
      }
      if (each.code().empty()) Complain(field, i, "code is required");
      if (each.title().empty()) Complain(field, i, "title is required");
      if (each.level_eqf() < 1 || each.level_eqf() > kMaxEqfLevel) {
        Complain(field, i, absl::StrCat("level_eqf ", each.level_eqf(), " is not in 1-8"));
      }
      CheckImplied(field, i, absl::StrCat(each.scheme(), ":", each.code()), each.implies(),
                   qualifications_);
      if (!each.reserved_credential().empty()) {
        ExpectKnown(field, i, each.reserved_credential(), credentials_, "credential");
      }
      for (const std::string& sector : each.sectors()) {
        ExpectKnown(field, i, sector, known_.sectors, "sector");
      }
    }
  }

  void CheckCredentials() {
    const int field = RegionConfig::kCredentialsFieldNumber;
    for (int i = 0; i < config_.credentials_size(); ++i) {
      const region::v1::CredentialDefinition& each = config_.credentials(i);
      if (each.title().nl().empty()) Complain(field, i, "title.nl is required");
      if (each.validity_months() < 0) Complain(field, i, "validity_months is below 0");
      CheckImplied(field, i, each.id(), each.implies(), credentials_);
    }
  }

  void CheckSchemes() {
    const int field = RegionConfig::kFundingSchemesFieldNumber;
    for (int i = 0; i < config_.funding_schemes_size(); ++i) {
      const region::v1::FundingScheme& each = config_.funding_schemes(i);
      const auto start = ToDate(each.window_start_date());
      const auto end = ToDate(each.window_end_date());
      if (each.has_window_start_date() && !start) Complain(field, i, "window_start_date is no day");
      if (each.has_window_end_date() && !end) Complain(field, i, "window_end_date is no day");
      if (start && end && *end < *start) Complain(field, i, "the window ends before it starts");
      if (each.ceiling_eur_cents() < 0) Complain(field, i, "ceiling_eur_cents is below 0");
      if (each.max_weeks() < 0) Complain(field, i, "max_weeks is below 0");
    }
  }

  void CheckTravel() {
    const int field = RegionConfig::kTravelProfilesFieldNumber;
    Ids(
        field, config_.travel_profiles(), [](const auto& each) { return each.mode(); },
        /*slugs=*/false);
    for (int i = 0; i < config_.travel_profiles_size(); ++i) {
      const region::v1::TravelProfile& each = config_.travel_profiles(i);
      if (!ToTravelMode(each.mode())) {
        Complain(field, i, "mode is walk, bicycle, e_bike, public_transport or car");
      }
      if (!(each.speed_km_per_hour() > 0)) Complain(field, i, "speed_km_per_hour must be above 0");
      if (!(each.detour_factor() >= 1)) Complain(field, i, "detour_factor must be 1 or more");
      if (!(each.overhead_minutes() >= 0)) Complain(field, i, "overhead_minutes is below 0");
      if (each.first_minute_of_day() < 0 || each.first_minute_of_day() >= kMinutesPerDay ||
          each.last_minute_of_day() <= each.first_minute_of_day() ||
          each.last_minute_of_day() > 2 * kMinutesPerDay) {
        Complain(field, i, "first_minute_of_day and last_minute_of_day are not a span of time");
      }
    }
  }

  // 0 takes what is usual.
  void CheckTerm(absl::string_view name, int value, int most) {
    if (value < 0 || value > most) {
      Complain(RegionConfig::kDisclosureFieldNumber, 0,
               absl::StrCat(name, " ", value, " is not in 0-", most));
    }
  }

  void CheckDisclosure() {
    const region::v1::DisclosureTerms& terms = config_.disclosure();
    CheckTerm("share_months", terms.share_months(), kMostShareMonths);
    CheckTerm("introduction_answer_days", terms.introduction_answer_days(), kMostAnswerDays);
    CheckTerm("employer_answer_days", terms.employer_answer_days(), kMostAnswerDays);
  }

  void CheckLedger() {
    int last = 0;
    for (const int weeks : config_.ledger().placement_check_weeks()) {
      if (weeks < 1 || weeks > kMostCheckWeeks) {
        Complain(RegionConfig::kLedgerFieldNumber, 0,
                 absl::StrCat("placement_check_weeks ", weeks, " is not in 1-", kMostCheckWeeks));
      } else if (weeks <= last) {
        Complain(RegionConfig::kLedgerFieldNumber, 0,
                 absl::StrCat("placement_check_weeks ", weeks, " is not after ", last));
      }
      last = weeks;
    }
  }

  void CheckTargets() {
    for (int i = 0; i < config_.targets_size(); ++i) {
      CheckTarget(config_.targets(i), known_, [this, i](const std::string& what) {
        Complain(RegionConfig::kTargetsFieldNumber, i, what);
      });
    }
    for (int i = 0; i < config_.series_size(); ++i) {
      CheckSeries(config_.series(i), [this, i](const std::string& what) {
        Complain(RegionConfig::kSeriesFieldNumber, i, what);
      });
    }
  }

  const RegionFiles& files_;
  const RegionConfig& config_;
  KnownIds known_;
  std::set<std::string> credentials_;
  std::set<std::string> qualifications_;
  std::vector<std::string> errors_;
};

}  // namespace

absl::Status CheckRegion(const RegionFiles& files) { return RegionCheck(files).Run(); }

}  // namespace overstap::config
