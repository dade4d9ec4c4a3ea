/* client.h - what did the provider agree with us?
 *
 * The agreement is one YAML file, applied as a whole, kept by version.  Every
 * number that steers money or contact for this client is here, none in code. */
#ifndef CLIENT_CLIENT_H
#define CLIENT_CLIENT_H

#include "base/base.h"
#include "client/agreement.h"

struct client {
    struct client_id id;
    struct ref ref;
    struct str code;          /* short, A-Z 0-9 -, unique: "LAKESIDE" */
    int64_t version;          /* of the agreement in force */
    const struct client_agreement *agreement;
};

#endif
