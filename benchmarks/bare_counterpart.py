"""The raw bound of one countersigned entry, done for real by two processes that know nothing of nodes.

One signs, syncs 4 KiB and sends 3 KB over mutual TLS; the other verifies, signs, syncs 4 KiB and answers; the first
verifies. Blocking sockets, no HTTP, no store: two signatures, two verifications, two fsyncs, one round trip.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jig.adapters.folder import NodeFolder

SIZE = 3_000
_MESSAGE = b"x" * 600
_KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)


@contextlib.contextmanager
def bare_exchange(one: NodeFolder, other: NodeFolder) -> Iterator[Callable[[], float]]:
    """Start the other process; give what does one exchange with it and says how many seconds that took."""
    command = [sys.executable, "-m", "benchmarks.bare_counterpart", str(other.path)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process,
        tempfile.NamedTemporaryFile(dir=one.path) as file,
    ):
        assert process.stdout is not None
        plain = socket.create_connection(("127.0.0.1", int(process.stdout.readline())))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        public = _KEY.public_key()
        with one.client_context().wrap_socket(plain) as end:

            def once() -> float:
                start = time.perf_counter()
                signature = _KEY.sign(_MESSAGE)
                _synced(file)
                end.sendall(signature.ljust(SIZE, b"x"))
                public.verify(_whole(end)[:64], _MESSAGE)
                return time.perf_counter() - start

            yield once
        process.wait(5)


def _whole(end: Any) -> bytes:
    got = b""
    while len(got) < SIZE:
        part = end.recv(65_536)
        if not part:
            break
        got += part
    return got


def _synced(file: Any) -> None:
    file.write(b"x" * 4096)
    file.flush()
    os.fsync(file.fileno())


def main() -> None:
    """Answer one connection until it ends; say the port."""
    folder = NodeFolder(Path(sys.argv[1]))
    listener = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    plain, _ = listener.accept()
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    public = _KEY.public_key()
    with (
        folder.server_context().wrap_socket(plain, server_side=True) as end,
        tempfile.NamedTemporaryFile(dir=folder.path) as file,
    ):
        while data := _whole(end):
            public.verify(data[:64], _MESSAGE)
            signature = _KEY.sign(_MESSAGE)
            _synced(file)
            end.sendall(signature.ljust(SIZE, b"y"))


if __name__ == "__main__":
    main()
