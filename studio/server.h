/* server.h - the studio over HTTP, for this machine alone (by libmicrohttpd). */
#ifndef WOAD_STUDIO_SERVER_H
#define WOAD_STUDIO_SERVER_H

#include "guard.h"
#include "studio.h"

typedef struct studio_server studio_server;

/* Listens on 127.0.0.1 at a port, any free one for 0, which it stores in the guard; NULL when that
 * cannot be. Studio and guard must outlive it. */
studio_server *studio_server_start(studio *s, studio_guard *guard);
void studio_server_stop(studio_server *server);

#endif
