#include "services/config/region_loader.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "matcher/eligibility/great_circle_travel.h"
#include "matcher/eligibility/travel_table.h"
#include "services/api/request_hash.h"
#include "services/config/place_tables.h"
#include "services/config/region_check.h"
#include "services/config/region_files.h"
#include "services/config/region_model.h"
#include "services/config/target_model.h"
#include "spdlog/spdlog.h"

namespace overstap::config {
namespace {

constexpr size_t kFingerprintBytes = 8;

std::string BytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Of what an answer may depend on; who may do what and for how long is not part of it.
std::string FingerprintOf(const region::v1::RegionConfig& config, const RegionSources& sources) {
  region::v1::RegionConfig answering = config;
  answering.clear_work_tables();
  answering.clear_targets();
  answering.clear_programmes();
  answering.clear_age_bands();
  answering.clear_series();
  answering.clear_purposes();
  answering.clear_retention();
  answering.clear_disclosure();
  answering.clear_ledger();
  const std::string all = absl::StrCat(api::Sha256(api::Serialized(answering)),
                                       api::Sha256(BytesOf(sources.postcodes_file)),
                                       api::Sha256(BytesOf(sources.travel_minutes_file)));
  return absl::BytesToHexString(api::Sha256(all).substr(0, kFingerprintBytes));
}

}  // namespace

absl::StatusOr<LoadedRegion> LoadRegion(const RegionSources& sources) {
  absl::StatusOr<RegionFiles> files = ReadRegionFiles(sources.dir);
  if (!files.ok()) return files.status();
  if (absl::Status checked = CheckRegion(*files); !checked.ok()) return checked;
  LoadedRegion loaded;
  loaded.config = std::move(files->config);
  loaded.fingerprint = FingerprintOf(loaded.config, sources);
  loaded.targets = ToTargetSetup(loaded.config);

  matcher::Region::Parts parts = ToParts(loaded.config);
  if (!sources.postcodes_file.empty()) {
    const absl::StatusOr<PostcodeReport> report = AddPostcodes(sources.postcodes_file, &parts);
    if (!report.ok()) return report.status();
    spdlog::info("{}: {} postcodes; {} post boxes and {} wrong points left to the configuration",
                 sources.postcodes_file, report->added, report->post_boxes, report->wrong_points);
  }
  auto region = matcher::Region::Build(std::move(parts));
  if (!region.ok()) return region.status();
  loaded.region = *std::move(region);

  loaded.travel = std::make_shared<matcher::GreatCircleTravelModel>(
      *loaded.region, ToTravelProfiles(loaded.config));
  if (!sources.travel_minutes_file.empty()) {
    const absl::StatusOr<TravelMinutes> minutes =
        ReadTravelMinutes(sources.travel_minutes_file, *loaded.region);
    if (!minutes.ok()) return minutes.status();
    spdlog::info("{}: {} travel times; {} between places that are not known here left out",
                 sources.travel_minutes_file, minutes->entries.size(), minutes->unknown_places);
    loaded.travel =
        std::make_shared<matcher::TravelTable>(minutes->entries, std::move(loaded.travel));
  }
  return loaded;
}

}  // namespace overstap::config
