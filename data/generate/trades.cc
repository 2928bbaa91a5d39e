#include "data/generate/trades.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"

namespace overstap::data {
namespace {

using overstap::v1::CREDENTIAL_TIMING_AT_START;
using overstap::v1::CREDENTIAL_TIMING_EMPLOYER_PROVIDES;
using overstap::v1::CREDENTIAL_TIMING_WITHIN_WEEKS;

template <typename Value>
struct ByPrefix {
  absl::string_view prefix;
  Value value;
};

// The entry with the longest prefix of `isco`; `otherwise` where there is none.
template <typename Value, size_t kSize>
Value LongestPrefix(const ByPrefix<Value> (&table)[kSize], absl::string_view isco,
                    Value otherwise) {
  size_t best = 0;
  Value value = otherwise;
  for (const ByPrefix<Value>& entry : table) {
    if (absl::StartsWith(isco, entry.prefix) && entry.prefix.size() > best) {
      best = entry.prefix.size();
      value = entry.value;
    }
  }
  return value;
}

constexpr ByPrefix<absl::string_view> kSectors[] = {
    {"1342", "health"},   {"1343", "health"},   {"2133", "energy"},   {"2144", "hightech"},
    {"2145", "hightech"}, {"2151", "energy"},   {"2152", "hightech"}, {"2153", "hightech"},
    {"22", "health"},     {"25", "hightech"},   {"3113", "energy"},   {"3114", "hightech"},
    {"3115", "hightech"}, {"3116", "hightech"}, {"3122", "hightech"}, {"3131", "energy"},
    {"3133", "hightech"}, {"3135", "hightech"}, {"3139", "hightech"}, {"32", "health"},
    {"35", "hightech"},   {"53", "health"},     {"5311", "other"},    {"5312", "other"},
    {"7121", "energy"},   {"7124", "energy"},   {"7126", "energy"},   {"7127", "energy"},
    {"7212", "hightech"}, {"722", "hightech"},  {"7233", "hightech"}, {"7311", "hightech"},
    {"7411", "energy"},   {"7412", "energy"},   {"7413", "energy"},   {"7421", "hightech"},
    {"7422", "hightech"}, {"81", "hightech"},   {"82", "hightech"},
};

constexpr ByPrefix<int> kWorkers[] = {
    {"11", 4},  {"12", 14}, {"13", 18}, {"14", 12}, {"21", 32}, {"22", 30}, {"23", 50}, {"24", 60},
    {"25", 45}, {"26", 38}, {"31", 30}, {"32", 26}, {"33", 62}, {"34", 26}, {"35", 12}, {"41", 34},
    {"42", 20}, {"43", 34}, {"44", 10}, {"51", 44}, {"52", 80}, {"53", 50}, {"54", 14}, {"61", 12},
    {"62", 2},  {"71", 32}, {"72", 24}, {"73", 6},  {"74", 18}, {"75", 14}, {"81", 16}, {"82", 6},
    {"83", 34}, {"91", 28}, {"92", 6},  {"93", 34}, {"94", 14}, {"95", 2},  {"96", 10},
};

constexpr ByPrefix<int> kLevels[] = {
    {"0", 3},  {"1", 6},    {"2", 6},    {"221", 7},  {"226", 6},  {"3", 4},
    {"33", 5}, {"4", 3},    {"5", 2},    {"5321", 3}, {"5322", 2}, {"6", 2},
    {"7", 3},  {"7411", 2}, {"7413", 2}, {"8", 2},    {"81", 2},   {"9", 1},
};

constexpr ByPrefix<absl::string_view> kQualifications[] = {
    {"2144", "34280"},
    {"2151", "34267"},
    {"2152", "34267"},
    {"2211", "66551"},
    {"2212", "66551"},
    {"2221", "34560"},
    {"2264", "34570"},
    {"2265", "34579"},
    {"2266", "34573"},
    {"251", "30020"},
    {"252", "30020"},
    {"2635", "34116"},
    {"3113", "technicus-elektrotechnische-installaties"},
    {"3114", "technicus-elektronica"},
    {"3115", "middenkader-engineering"},
    {"3139", "procesoperator-b"},
    {"3212", "analist-mbo4"},
    {"3213", "apothekersassistent"},
    {"3221", "25655"},
    {"3251", "tandartsassistent"},
    {"3256", "doktersassistent"},
    {"3344", "medisch-secretaresse"},
    {"351", "25606"},
    {"3512", "25605"},
    {"5321", "25656"},
    {"5322", "25498"},
    {"7121", "dakdekker"},
    {"7124", "isoleerder"},
    {"7126", "monteur-werktuigkundige-installaties"},
    {"7127", "monteur-koude-klimaat"},
    {"7212", "basislasser"},
    {"7213", "constructie-plaatwerker"},
    {"7222", "verspaner-3"},
    {"7223", "verspaner-3"},
    {"7233", "monteur-industrieel-onderhoud"},
    {"7411", "monteur-elektrotechnische-installaties"},
    {"7412", "eerste-monteur-elektrotechnische-installaties"},
    {"7413", "monteur-laagspanningsdistributie"},
    {"7421", "monteur-elektronica"},
    {"81", "procesoperator-a"},
    {"8212", "monteur-elektronica"},
};

constexpr TradeCredential kCredentials[] = {
    {"2221", "big-nurse", 850, 1000, CREDENTIAL_TIMING_AT_START},
    {"2221", "bls-aed", 500, 250, CREDENTIAL_TIMING_EMPLOYER_PROVIDES},
    {"2264", "big-physiotherapist", 850, 1000, CREDENTIAL_TIMING_AT_START},
    {"2519", "istqb-foundation", 350, 300, CREDENTIAL_TIMING_WITHIN_WEEKS},
    {"3122", "vca-vol", 300, 250, CREDENTIAL_TIMING_WITHIN_WEEKS},
    {"3221", "big-nurse", 850, 1000, CREDENTIAL_TIMING_AT_START},
    {"3221", "reserved-procedures", 500, 300, CREDENTIAL_TIMING_EMPLOYER_PROVIDES},
    {"3512", "itil-foundation", 300, 300, CREDENTIAL_TIMING_WITHIN_WEEKS},
    {"432", "forklift", 400, 300, CREDENTIAL_TIMING_WITHIN_WEEKS},
    {"51", "haccp", 350, 200, CREDENTIAL_TIMING_EMPLOYER_PROVIDES},
    {"5131", "social-hygiene", 350, 200, CREDENTIAL_TIMING_WITHIN_WEEKS},
    {"532", "medication-administration", 450, 300, CREDENTIAL_TIMING_EMPLOYER_PROVIDES},
    {"532", "bls-aed", 300, 120, CREDENTIAL_TIMING_EMPLOYER_PROVIDES},
    {"5414", "security-pass", 800, 900, CREDENTIAL_TIMING_AT_START},
    {"61", "crop-protection", 200, 150, CREDENTIAL_TIMING_WITHIN_WEEKS},
    {"71", "vca-basic", 600, 550, CREDENTIAL_TIMING_AT_START},
    {"7121", "work-at-height", 400, 350, CREDENTIAL_TIMING_WITHIN_WEEKS},
    {"7126", "co-certificate", 250, 250, CREDENTIAL_TIMING_WITHIN_WEEKS},
    {"7127", "fgas-2", 600, 700, CREDENTIAL_TIMING_AT_START},
    {"7212", "welding-mig-mag", 500, 450, CREDENTIAL_TIMING_AT_START},
    {"72", "vca-basic", 350, 250, CREDENTIAL_TIMING_WITHIN_WEEKS},
    {"7231", "apk-inspector", 300, 200, CREDENTIAL_TIMING_WITHIN_WEEKS},
    {"74", "vca-basic", 600, 500, CREDENTIAL_TIMING_AT_START},
    {"7411", "vop", 350, 300, CREDENTIAL_TIMING_WITHIN_WEEKS},
    {"7411", "nen-3140", 200, 250, CREDENTIAL_TIMING_EMPLOYER_PROVIDES},
    {"7412", "vp", 350, 350, CREDENTIAL_TIMING_WITHIN_WEEKS},
    {"7413", "bei-vop", 350, 400, CREDENTIAL_TIMING_EMPLOYER_PROVIDES},
    {"7421", "ipc-a-610", 250, 200, CREDENTIAL_TIMING_WITHIN_WEEKS},
    {"81", "bhv", 250, 100, CREDENTIAL_TIMING_EMPLOYER_PROVIDES},
    {"8331", "code-95", 900, 1000, CREDENTIAL_TIMING_AT_START},
    {"8332", "code-95", 900, 1000, CREDENTIAL_TIMING_AT_START},
    {"8344", "forklift", 850, 900, CREDENTIAL_TIMING_AT_START},
    {"93", "forklift", 250, 150, CREDENTIAL_TIMING_WITHIN_WEEKS},
    {"93", "vca-basic", 200, 100, CREDENTIAL_TIMING_WITHIN_WEEKS},
    {"94", "haccp", 350, 200, CREDENTIAL_TIMING_EMPLOYER_PROVIDES},
};

constexpr ByPrefix<ShiftPattern> kShiftPatterns[] = {
    {"1", ShiftPattern::kOffice},       {"2", ShiftPattern::kOffice},
    {"221", ShiftPattern::kCareRota},   {"222", ShiftPattern::kCareRota},
    {"3", ShiftPattern::kOffice},       {"313", ShiftPattern::kThreeShifts},
    {"322", ShiftPattern::kCareRota},   {"4", ShiftPattern::kOffice},
    {"432", ShiftPattern::kTwoShifts},  {"5", ShiftPattern::kByAgreement},
    {"53", ShiftPattern::kCareRota},    {"6", ShiftPattern::kDay},
    {"7", ShiftPattern::kDay},          {"7223", ShiftPattern::kTwoShifts},
    {"81", ShiftPattern::kThreeShifts}, {"82", ShiftPattern::kTwoShifts},
    {"83", ShiftPattern::kDay},         {"8344", ShiftPattern::kTwoShifts},
    {"9", ShiftPattern::kByAgreement},  {"93", ShiftPattern::kTwoShifts},
};

}  // namespace

absl::string_view SectorOfIsco(absl::string_view isco) {
  return LongestPrefix<absl::string_view>(kSectors, isco, "other");
}

int WorkersOfIscoGroup(absl::string_view group) { return LongestPrefix(kWorkers, group, 1); }

int LevelOfIsco(absl::string_view isco) { return LongestPrefix(kLevels, isco, 3); }

absl::string_view QualificationOfIsco(absl::string_view isco) {
  return LongestPrefix<absl::string_view>(kQualifications, isco, "");
}

std::vector<TradeCredential> CredentialsOfIsco(absl::string_view isco) {
  std::vector<TradeCredential> credentials;
  std::copy_if(
      std::begin(kCredentials), std::end(kCredentials), std::back_inserter(credentials),
      [&](const TradeCredential& entry) { return absl::StartsWith(isco, entry.isco_prefix); });
  return credentials;
}

ShiftPattern ShiftPatternOfIsco(absl::string_view isco) {
  return LongestPrefix(kShiftPatterns, isco, ShiftPattern::kByAgreement);
}

bool DrivesOnTheJob(absl::string_view isco) {
  constexpr ByPrefix<bool> kDrivers[] = {{"71", true},   {"74", true},    {"83", true},
                                         {"7233", true}, {"8344", false}, {"5322", true}};
  return LongestPrefix(kDrivers, isco, false);
}

bool MostlyPartTime(absl::string_view isco) {
  constexpr ByPrefix<bool> kPartTime[] = {{"22", true}, {"23", true}, {"32", true}, {"51", true},
                                          {"52", true}, {"53", true}, {"91", true}, {"4226", true}};
  return LongestPrefix(kPartTime, isco, false);
}

}  // namespace overstap::data
