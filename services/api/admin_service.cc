#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/util/time_util.h"
#include "overstap/v1/admin_service.grpc.pb.h"
#include "services/admin/administration.h"
#include "services/admin/messages.h"
#include "services/api/field_checker.h"
#include "services/api/names.h"
#include "services/api/paging.h"
#include "services/api/request_hash.h"
#include "services/api/services.h"
#include "services/api/unary.h"
#include "services/write/errors.h"

namespace overstap::api {
namespace {

using google::protobuf::util::TimeUtil;

constexpr std::string_view kBackups = "backups";
constexpr char kSelf[] = "servers/self";
constexpr char kServerType[] = "overstap.v1.ServerStatus";

google::protobuf::Duration ToDuration(absl::Duration duration) {
  return TimeUtil::MillisecondsToDuration(absl::ToInt64Milliseconds(duration));
}

// Says for a program that there is nowhere to put backups.
absl::Status WithFolderReason(absl::Status status) {
  if (!absl::IsFailedPrecondition(status)) return status;
  return write::WithReason(std::move(status), "NO_BACKUP_FOLDER");
}

class AdminService final : public v1::AdminService::CallbackService {
 public:
  explicit AdminService(const Backend& backend)
      : backend_(backend), administration_(*backend.administration) {}

  grpc::ServerUnaryReactor* GetServerStatus(grpc::CallbackServerContext* context,
                                            const v1::GetServerStatusRequest* request,
                                            v1::ServerStatus* reply) override {
    return Answer(context, backend_, [this, request, reply](const Call&) {
      if (request->name() != kSelf) return write::ResourceNotFound(kServerType, request->name());
      const auto status = administration_.Status();
      if (!status.ok()) return status.status();
      *reply = admin::ToMessage(*status, administration_);
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* CreateBackup(grpc::CallbackServerContext* context,
                                         const v1::CreateBackupRequest* request,
                                         v1::Backup* reply) override {
    return Answer(context, backend_, [this, request, reply](const Call&) -> absl::Status {
      FieldChecker check;
      check.Name("backup.name", request->backup().name(), kBackups, Presence::kOptional);
      check.Uuid("request_id", request->request_id());
      if (!check.ok()) return check.status();
      const auto made =
          administration_.Backup({.id = ParseName(kBackups, request->backup().name()).value_or(""),
                                  .request_id = request->request_id()});
      if (!made.ok()) return WithFolderReason(made.status());
      *reply = admin::ToMessage(*made, administration_.FolderOf(*made));
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* ListBackups(grpc::CallbackServerContext* context,
                                        const v1::ListBackupsRequest* request,
                                        v1::ListBackupsResponse* reply) override {
    return Answer(context, backend_, [this, request, reply](const Call&) -> absl::Status {
      FieldChecker check;
      const int page_size = PageSize(request->page_size(), kDefaultPageSize, kMaxPageSize, check);
      if (!check.ok()) return check.status();
      const auto backups = administration_.Backups();
      if (!backups.ok()) return WithFolderReason(backups.status());
      // A list that has grown is another list.
      const auto slice = SliceOf(backups->size(), backups->size(), page_size, request->page_token(),
                                 HashWithout(*request, {"page_size", "page_token"}),
                                 reply->mutable_next_page_token());
      if (!slice.ok()) return slice.status();
      for (size_t i = slice->begin; i < slice->end; ++i) {
        const store::v1::BackupManifest& manifest = (*backups)[i];
        *reply->add_backups() = admin::ToMessage(manifest, administration_.FolderOf(manifest));
      }
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* VerifyData(grpc::CallbackServerContext* context,
                                       const v1::VerifyDataRequest* /*request*/,
                                       v1::VerifyDataResponse* reply) override {
    return Answer(context, backend_, [this, reply](const Call&) -> absl::Status {
      const absl::Time begun = backend_.now();
      const auto verification = administration_.Verify();
      if (!verification.ok()) return verification.status();
      *reply = admin::ToMessage(*verification);
      *reply->mutable_duration() = ToDuration(backend_.now() - begun);
      return absl::OkStatus();
    });
  }

  grpc::ServerUnaryReactor* CompactStorage(grpc::CallbackServerContext* context,
                                           const v1::CompactStorageRequest* request,
                                           v1::CompactStorageResponse* reply) override {
    return Answer(context, backend_, [this, request, reply](const Call&) -> absl::Status {
      FieldChecker check;
      check.Uuid("request_id", request->request_id());
      if (!check.ok()) return check.status();
      const absl::Time begun = backend_.now();
      const auto report = administration_.Compact();
      if (!report.ok()) return report.status();
      reply->set_before_bytes(report->before_bytes);
      reply->set_after_bytes(report->after_bytes);
      *reply->mutable_duration() = ToDuration(backend_.now() - begun);
      return absl::OkStatus();
    });
  }

 private:
  const Backend& backend_;
  admin::Administration& administration_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeAdminService(const Backend& backend) {
  return std::make_unique<AdminService>(backend);
}

}  // namespace overstap::api
