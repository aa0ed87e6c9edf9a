"""The link's own server with nothing behind it: what one request over mutual TLS costs before a node does anything."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from jig.adapters.folder import NodeFolder
from jig.adapters.listener import listener

ANSWER = b"y" * 3_000


async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Read a body, answer as many bytes as a countersigned entry takes."""
    while (await receive()).get("more_body", False):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(ANSWER))]})
    await send({"type": "http.response.body", "body": ANSWER})


def main() -> None:
    """Serve with the certificate of a node's folder until told to stop; say the port."""

    def ready(port: int) -> None:
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()

    context = NodeFolder(Path(sys.argv[1])).server_context()
    listener(answer, "127.0.0.1", 0, context, ready).run()  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
