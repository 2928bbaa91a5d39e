// Asked by long loops whether to end early.
//
//   class Deadline final : public Interruption { bool Requested() const override; ... };
//   if (interruption != nullptr && interruption->Requested()) return;
//
// Implementations say themselves from which threads they may be asked.
#ifndef OVERSTAP_MATCHER_INDEX_INTERRUPTION_H_
#define OVERSTAP_MATCHER_INDEX_INTERRUPTION_H_

namespace overstap::matcher {

// Polled by long loops; a true answer ends them early with an incomplete result that the caller
// throws away.
class Interruption {
 public:
  virtual ~Interruption() = default;
  virtual bool Requested() const = 0;
};

}  // namespace overstap::matcher

#endif  // OVERSTAP_MATCHER_INDEX_INTERRUPTION_H_
