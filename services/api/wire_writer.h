// Protobuf's wire format, written field by field without messages in between. For the answers of
// which many are given; everything else uses messages.
//
//   WireWriter writer;
//   writer.String(v1::Reason::kUnitFieldNumber, "km");
//   writer.Message(v1::VacancyMatch::kFitFieldNumber, [&] { writer.Double(…); });
//   writer.ParseInto(&message);
//
// Fields in ascending order are protobuf's deterministic serialisation, byte by byte. The format:
// https://protobuf.dev/programming-guides/encoding/. One thread.
#ifndef OVERSTAP_SERVICES_API_WIRE_WRITER_H_
#define OVERSTAP_SERVICES_API_WIRE_WRITER_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/message_lite.h"
#include "google/protobuf/wire_format_lite.h"

namespace overstap::api {

class WireWriter {
 public:
  std::string_view bytes() const { return {buffer_.get(), size_}; }
  size_t size() const { return size_; }
  void Clear() { size_ = 0; }
  // False: what was written is no message of that type.
  bool ParseInto(google::protobuf::MessageLite* message) const {
    return message->ParseFromArray(buffer_.get(), static_cast<int>(size_));
  }

  // Without presence: what is zero, false or empty is left out.
  void Uint32(int field, uint32_t value) {
    if (value != 0) PresentUint32(field, value);
  }
  // An enum, too.
  void Int32(int field, int32_t value) {
    if (value == 0) return;
    uint8_t* place = Tagged(field, Type::WIRETYPE_VARINT);
    Advance(Coded::WriteVarint32SignExtendedToArray(value, place));
  }
  void Double(int field, double value) {
    if (std::bit_cast<uint64_t>(value) != 0) PresentDouble(field, value);
  }
  void Bool(int field, bool value) {
    if (value) PresentUint32(field, 1);
  }
  void String(int field, std::string_view value) {
    if (!value.empty()) PresentString(field, value);
  }

  // With presence (optional, of a oneof, or repeated): always written.
  void PresentUint32(int field, uint32_t value) {
    uint8_t* place = Tagged(field, Type::WIRETYPE_VARINT);
    Advance(Coded::WriteVarint32ToArray(value, place));
  }
  void PresentDouble(int field, double value) {
    uint8_t* place = Tagged(field, Type::WIRETYPE_FIXED64);
    Advance(Coded::WriteLittleEndian64ToArray(std::bit_cast<uint64_t>(value), place));
  }
  void PresentString(int field, std::string_view value) {
    uint8_t* place = Tagged(field, Type::WIRETYPE_LENGTH_DELIMITED);
    Advance(Coded::WriteVarint32ToArray(static_cast<uint32_t>(value.size()), place));
    Append(value);
  }
  // A message whose fields `write` writes with this writer.
  template <typename Write>
  void Message(int field, const Write& write) {
    Advance(Tagged(field, Type::WIRETYPE_LENGTH_DELIMITED));
    // Most lengths take one byte: larger ones move the message.
    const size_t length_at = size_++;
    write();
    const auto length = static_cast<uint32_t>(size_ - length_at - 1);
    const size_t more_bytes = Coded::VarintSize32(length) - 1;
    if (more_bytes > 0) {
      Reserve(more_bytes);
      char* begin = buffer_.get() + length_at + 1;
      std::memmove(begin + more_bytes, begin, length);
      size_ += more_bytes;
    }
    Coded::WriteVarint32ToArray(length, At(length_at));
  }

  // Fields that are encoded already.
  void Append(std::string_view encoded) {
    Reserve(encoded.size());
    std::copy(encoded.begin(), encoded.end(), buffer_.get() + size_);
    size_ += encoded.size();
  }

 private:
  using Coded = google::protobuf::io::CodedOutputStream;
  using Type = google::protobuf::internal::WireFormatLite::WireType;

  // More than a tag and the largest scalar take.
  static constexpr size_t kFieldBytes = 24;
  static constexpr size_t kLeastBytes = 1024;

  uint8_t* At(size_t position) { return reinterpret_cast<uint8_t*>(buffer_.get()) + position; }
  void Reserve(size_t more) {
    if (capacity_ - size_ < more) [[unlikely]]
      Grow(more);
  }
  void Grow(size_t more) {
    capacity_ = std::max({kLeastBytes, 2 * capacity_, size_ + more});
    auto larger = std::make_unique_for_overwrite<char[]>(capacity_);
    std::copy_n(buffer_.get(), size_, larger.get());
    buffer_ = std::move(larger);
  }
  uint8_t* Tagged(int field, Type type) {
    Reserve(kFieldBytes);
    return Coded::WriteTagToArray(static_cast<uint32_t>(field) << 3U | static_cast<uint32_t>(type),
                                  At(size_));
  }
  void Advance(const uint8_t* end) { size_ = static_cast<size_t>(end - At(0)); }

  std::unique_ptr<char[]> buffer_;
  size_t capacity_ = 0;
  size_t size_ = 0;  // written
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_WIRE_WRITER_H_
