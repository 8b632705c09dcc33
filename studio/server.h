/* server.h - the studio over HTTP, for this machine alone (by libmicrohttpd). */
#ifndef WOAD_STUDIO_SERVER_H
#define WOAD_STUDIO_SERVER_H

#include "guard.h"
#include "studio.h"

typedef struct studio_server studio_server;

/* Listens on 127.0.0.1 at the guard's port, any free one for 0, which it stores there: a socket, or
 * -1 when that cannot be. Nothing is answered yet. */
int studio_listen(studio_guard *guard);

/* Answers at that socket, which it takes; NULL when there is no thread or no memory. Studio and
 * guard must outlive it and stay as they are. */
studio_server *studio_server_start(studio *s, const studio_guard *guard, int listener);
void studio_server_stop(studio_server *server);

#endif
