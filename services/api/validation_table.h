// Validators of what work tables keep and of projects.
//
//   CheckMeeting(request.meeting(), today, check);   // inside check.In("meeting", …)
//
// Safe from any thread.
#ifndef OVERSTAP_SERVICES_API_VALIDATION_TABLE_H_
#define OVERSTAP_SERVICES_API_VALIDATION_TABLE_H_

#include <string_view>

#include "absl/functional/function_ref.h"
#include "google/protobuf/repeated_field.h"
#include "matcher/model/date.h"
#include "overstap/v1/project.pb.h"
#include "overstap/v1/work_table.pb.h"
#include "services/api/field_checker.h"
#include "services/api/validation.h"

namespace overstap::api {

inline constexpr int kMaxMeetings = 500;      // of a table
inline constexpr int kMaxProjectLinks = 100;  // of a project

void CheckActionPlan(const v1::ActionPlan& plan, FieldChecker& check);
void CheckMeeting(const v1::Meeting& meeting, matcher::Date today, FieldChecker& check);
void CheckGaps(std::string_view field, const google::protobuf::RepeatedPtrField<v1::Gap>& gaps,
               FieldChecker& check);

// `has_project`: whether there is a project of that id.
void CheckProject(const v1::Project& project, const References& references,
                  absl::FunctionRef<bool(std::string_view id)> has_project, FieldChecker& check);

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_VALIDATION_TABLE_H_
