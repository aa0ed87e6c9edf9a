"""A node's listening socket: uvicorn, with the caller's certificate put where the application finds it."""

from __future__ import annotations

import asyncio
import gc
import socket
import ssl
from collections.abc import Callable
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

# One counterpart, one or two calls at a time: more connections are a fault or an attack.
_CONNECTIONS = 16
_KEEP_ALIVE_SECONDS = 75
_GRACE_SECONDS = 10
# Objects made before garbage is looked for; by default 700.
_YOUNG = 20_000
# Of a request line with its headers, or of whatever else stands between two pieces of a body: the parser has no bound.
_HEAD_BYTES = 16_384


class Together:
    """A transport that sends what is written in one step of the loop in one piece.

    uvicorn writes an answer's head and its body apart: two records of TLS, and the caller wakes up twice.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._waiting: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        """Do everything else as the transport does."""
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send it after this step."""
        if not self._waiting:
            self._loop.call_soon(self._flush)
        self._waiting.append(data)

    def close(self) -> None:
        """Send what waits, and end."""
        self._flush()
        self._transport.close()

    def get_write_buffer_size(self) -> int:
        """Give how many bytes are still to be sent."""
        return sum(map(len, self._waiting)) + self._transport.get_write_buffer_size()

    def _flush(self) -> None:
        if self._waiting:
            data, self._waiting = b"".join(self._waiting), []
            self._transport.write(data)


class CertifiedProtocol(HttpToolsProtocol):
    """HTTP/1.1 that gives every request the certificate its connection was made with (None without TLS).

    uvicorn does not pass it on; the version is pinned, and a test holds this hook. What is no body is bounded here.
    """

    _loose = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin a connection whose handshake is done."""
        super().connection_made(Together(transport, self.loop))  # type: ignore[arg-type]
        tls = transport.get_extra_info("ssl_object")
        shown = tls.getpeercert(binary_form=True) if tls is not None else None
        self.app_state = {**self.app_state, "peer_certificate": shown}
        # asyncio leaves this out for a socket it has not made; an answer would wait 40 ms for an acknowledgement.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def data_received(self, data: bytes) -> None:
        """Read what arrived; refuse a head without end."""
        self._loose += len(data)
        super().data_received(data)
        if self._loose > _HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("REQUEST-INVALID")

    def on_headers_complete(self) -> None:
        """Begin a request whose head is whole."""
        self._loose = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take in a piece of a body, which the application bounds."""
        self._loose = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request."""
        self._loose = 0
        super().on_message_complete()

    def shutdown(self) -> None:
        """End an idle connection at once, others after their answer."""
        cycle: RequestResponseCycle | None = self.cycle
        if (cycle is None or cycle.response_complete) and not self.transport.get_write_buffer_size():
            # A polite end of TLS waits for the other side, which is idle as well and does not look.
            self.transport.abort()
        else:
            super().shutdown()


class Listener(uvicorn.Server):
    """A uvicorn server that tells when it listens, and on which port."""

    def __init__(self, config: uvicorn.Config, bound: socket.socket, ready: Callable[[int], None]) -> None:
        super().__init__(config)
        self._bound, self._ready = bound, ready

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer until told to stop."""
        with self._bound:
            super().run([self._bound] if sockets is None else sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then tell."""
        await super().startup(sockets)
        if self.started and not self.should_exit:
            self._ready(self._bound.getsockname()[1])

    def stop(self) -> None:
        """Ask it to finish what it is answering and end; from any thread."""
        self.should_exit = True


def listener(
    app: FastAPI, host: str, port: int, context: ssl.SSLContext | None, ready: Callable[[int], None]
) -> Listener:
    """Make a server for `build_app`'s application; `run()` it.

    port: 0 for any free one; ready: called with the port once it listens. Without a context nobody has a certificate,
    and the application refuses everybody. Raises OSError when the address cannot be had.
    """
    config = uvicorn.Config(
        app,
        http=CertifiedProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        ssl_context_factory=(lambda _config, _default: context) if context is not None else None,
    )
    # Bound here: uvicorn would end the process when the address is taken.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return Listener(config, socket.create_server((host, port), family=family), ready)


def serve(
    app: FastAPI,
    *,
    context: ssl.SSLContext,
    ready: Callable[[int], None],
    host: str = "127.0.0.1",
    port: int = 0,
) -> None:
    """Listen until the process is told to stop (SIGINT, SIGTERM); raises OSError when the address is taken."""
    # What is in memory by now stays: without this, each look for garbage would go through the whole picture again.
    gc.freeze()
    # An answer makes some thousand objects and leaves few behind: to look four times at each finds nothing.
    gc.set_threshold(_YOUNG)
    listener(app, host, port, context, ready).run()
