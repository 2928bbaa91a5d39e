// W3C trace context (https://www.w3.org/TR/trace-context-1/, "traceparent Header"): what a caller
// says about the trace that its call belongs to.
//
//   const std::optional<TraceContext> trace = ParseTraceparent(metadata_value);
//   const std::string trace_id = trace ? trace->trace_id : MakeTraceId(SystemRandomBytes);
//
// `tracestate` is vendors' own and ignored. Pure but for SystemRandomBytes; safe from any thread.
#ifndef OVERSTAP_SERVICES_AUDIT_TRACE_CONTEXT_H_
#define OVERSTAP_SERVICES_AUDIT_TRACE_CONTEXT_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"

namespace overstap::audit {

struct TraceContext {
  // 32 lower-case hexadecimal digits, not all zero.
  std::string trace_id;
  // The caller's span: 16 lower-case hexadecimal digits, not all zero.
  std::string parent_span_id;
  bool sampled = false;
};

// Absent: not a traceparent by the recommendation. Then the call begins a trace of its own. Of
// versions above 00 the part that version 00 has is read.
std::optional<TraceContext> ParseTraceparent(std::string_view traceparent);

// Fills with random bytes.
using RandomBytes = absl::FunctionRef<void(std::span<unsigned char>)>;

// A new id, never all zero.
std::string MakeTraceId(RandomBytes random_bytes);
std::string MakeSpanId(RandomBytes random_bytes);

// From the system's random source; ends the program when there is none.
void SystemRandomBytes(std::span<unsigned char> bytes);

}  // namespace overstap::audit

#endif  // OVERSTAP_SERVICES_AUDIT_TRACE_CONTEXT_H_
