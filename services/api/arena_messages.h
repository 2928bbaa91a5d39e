// Requests and replies of one call in one arena: large answers are made and freed faster.
//
//   ArenaMessages<v1::RankRoutesRequest, v1::RankRoutesResponse> messages_;
//   SetMessageAllocatorFor_RankRoutes(&messages_);
//
// Safe from any thread; outlives the service's calls.
#ifndef OVERSTAP_SERVICES_API_ARENA_MESSAGES_H_
#define OVERSTAP_SERVICES_API_ARENA_MESSAGES_H_

#include <cstddef>

#include "google/protobuf/arena.h"
#include "grpcpp/support/message_allocator.h"

namespace overstap::api {

template <typename Request, typename Reply>
class ArenaMessages final : public grpc::MessageAllocator<Request, Reply> {
 public:
  grpc::MessageHolder<Request, Reply>* AllocateMessages() override { return new Holder(); }

 private:
  class Holder final : public grpc::MessageHolder<Request, Reply> {
   public:
    Holder() {
      this->set_request(google::protobuf::Arena::CreateMessage<Request>(&arena_));
      this->set_response(google::protobuf::Arena::CreateMessage<Reply>(&arena_));
    }
    void Release() override { delete this; }

   private:
    // A large answer in a few pieces rather than in many that double from a few bytes.
    static google::protobuf::ArenaOptions LargeBlocks() {
      constexpr size_t kFirstBlock = size_t{8} << 10;
      constexpr size_t kLargestBlock = size_t{64} << 10;
      google::protobuf::ArenaOptions options;
      options.start_block_size = kFirstBlock;
      options.max_block_size = kLargestBlock;
      return options;
    }
    google::protobuf::Arena arena_{LargeBlocks()};
  };
};

}  // namespace overstap::api

#endif  // OVERSTAP_SERVICES_API_ARENA_MESSAGES_H_
