// How many import streams may be open at once: each holds a window of items in memory.
//
//   ImportSlots::Slot slot = slots.Take();
//   if (slot == nullptr) ...   // refused; a slot is given back when it is destroyed
//
// Safe from any thread; outlives its slots.
#ifndef OVERSTAP_SERVICES_API_IMPORT_SLOTS_H_
#define OVERSTAP_SERVICES_API_IMPORT_SLOTS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace overstap::api {

class ImportSlots {
 public:
  explicit ImportSlots(size_t count) : free_(static_cast<int64_t>(count)) {}

  // Gives the slot back.
  struct GiveBack {
    void operator()(ImportSlots* slots) const { ++slots->free_; }
  };
  using Slot = std::unique_ptr<ImportSlots, GiveBack>;

  // Null: all are taken.
  Slot Take() {
    if (--free_ >= 0) return Slot(this);
    ++free_;
    return nullptr;
  }

 private:
  std::atomic<int64_t> free_;
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_IMPORT_SLOTS_H_
