// Tells the service manager how far the server is (sd_notify's protocol: a datagram to the socket
// that it names in the environment).
//
//   NotifyServiceManager("READY=1\nSTATUS=serving on 127.0.0.1:7070");
//
// Without a service manager nothing happens. Safe from any thread.
#ifndef OVERSTAP_SERVICES_SERVICE_NOTIFY_H_
#define OVERSTAP_SERVICES_SERVICE_NOTIFY_H_

#include <string>

namespace overstap {

// Whether it was sent. The server does not depend on it: the service manager does.
bool NotifyServiceManager(const std::string& state);

}  // namespace overstap

#endif  // OVERSTAP_SERVICES_SERVICE_NOTIFY_H_
