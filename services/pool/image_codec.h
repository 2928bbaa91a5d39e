// Records of a pool as compact bytes and back, for the pool's image: numbers of one taxonomy and
// one region, which whoever keeps the bytes keeps beside them.
//
//   std::string bytes;
//   AppendRecord(person, &bytes);
//   ImageLimits limits = ImageLimits::Of(taxonomy, region, organisations);
//   if (!ReadRecord(bytes, limits, &person)) ...         // not what AppendRecord wrote
//
// Not a format to keep anything in: a change here, or in what the values mean, raises
// kImageFormat, and an image of another format is not read. Pure; safe from any thread.
#ifndef OVERSTAP_SERVICES_POOL_IMAGE_CODEC_H_
#define OVERSTAP_SERVICES_POOL_IMAGE_CODEC_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "matcher/model/job_seeker.h"
#include "matcher/model/region.h"
#include "matcher/model/vacancy.h"
#include "matcher/taxonomy/taxonomy.h"

namespace overstap::pool {

inline constexpr uint32_t kImageFormat = 2;

// Numbers that are read are below these: what is damaged names nothing that is not there.
struct ImageLimits {
  size_t skills = 0;
  size_t occupations = 0;
  size_t places = 0;
  size_t sectors = 0;
  size_t qualifications = 0;
  size_t credentials = 0;
  size_t organisations = 0;

  static ImageLimits Of(const matcher::Taxonomy& taxonomy, const matcher::Region& region,
                        size_t organisations);
};

// All but the id, which stands beside the bytes.
void AppendRecord(const matcher::JobSeeker& person, std::string* out);
void AppendRecord(const matcher::Vacancy& vacancy, std::string* out);
// Fills in all but the id. False: the bytes are not what AppendRecord makes of the record that they
// would be, or name something beyond the limits.
bool ReadRecord(std::string_view bytes, const ImageLimits& limits, matcher::JobSeeker* person);
bool ReadRecord(std::string_view bytes, const ImageLimits& limits, matcher::Vacancy* vacancy);

// A number in 7 bits a byte, the lowest first; and text with its length before it.
void AppendVarint(uint64_t value, std::string* out);
void AppendText(std::string_view text, std::string* out);
// They take what they read off `bytes`. False: it ends before, or was not written so.
bool ReadVarint(std::string_view* bytes, uint64_t* value);
bool ReadText(std::string_view* bytes, std::string_view* text);

}  // namespace overstap::pool

#endif  // OVERSTAP_SERVICES_POOL_IMAGE_CODEC_H_
