"""The counterpart's node reached over HTTPS."""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from jig.adapters.server import BUNDLE_CAP
from jig.adapters.server_api import BUNDLE_TYPE
from jig.centre.ports import LinkDown

_NOTE_CAP = 16_384
_REFUSAL_CAP = 65_536
# Shorter than the server's, so that a connection is not used in the moment it is closed.
_KEEP_ALIVE_SECONDS = 30
_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")


class HttpLink:
    """The `Link` port over one kept-alive connection.

    url: of the node, https://host:port. timeout: seconds for each step (connect, send, receive). answer_cap: bytes of
    an answer. Raises LinkDown: LINK-REFUSED, LINK-TIMEOUT, LINK-TLS, LINK-BROKEN, LINK-TOO-LARGE (cap), LINK-URL, or
    LINK-HTTP-<status> with the server's own codes (`codes`, joined by commas, "" for none) and `have` if it gave that.
    """

    def __init__(
        self, url: str, context: ssl.SSLContext, timeout: float = 30.0, *, answer_cap: int = BUNDLE_CAP
    ) -> None:
        self._cap = answer_cap
        with _faults():
            if httpx.URL(url).scheme != "https" or not httpx.URL(url).host:
                raise LinkDown("LINK-URL")
            self._client = httpx.Client(
                base_url=url,
                verify=context,
                timeout=timeout,
                # A proxy or a redirect would be a third party.
                trust_env=False,
                follow_redirects=False,
                headers={"accept-encoding": "identity", "user-agent": "jig"},
                limits=httpx.Limits(
                    max_connections=1, max_keepalive_connections=1, keepalive_expiry=_KEEP_ALIVE_SECONDS
                ),
            )

    def exchange(self, bundle: bytes) -> bytes:
        """Give the counterpart a bundle; receive its answer; raises LinkDown."""
        return self._ask("POST", "/v1/exchange", self._cap, content=bundle) or b""

    def mirrored_head(self) -> bytes | None:
        """Ask for the highest head of our log that the counterpart mirrors; raises LinkDown."""
        return self._ask("GET", "/v1/mirror/head", _NOTE_CAP)

    def mirrored_bundle(self, start: int) -> bytes:
        """Ask for our own entries from `start` on, out of the counterpart's mirror; raises LinkDown."""
        return self._ask("GET", "/v1/mirror/bundle", self._cap, params={"from": start}) or b""

    def own_bundle(self, start: int) -> bytes:
        """Ask for the counterpart's entries from `start` on; raises LinkDown."""
        return self._ask("GET", "/v1/own/bundle", self._cap, params={"from": start}) or b""

    def consent_to_resume(self, statement: bytes) -> bytes:
        """Ask the counterpart to sign a resume statement; raises LinkDown."""
        return self._ask("POST", "/v1/resume", _NOTE_CAP, content=statement) or b""

    def close(self) -> None:
        """Give up the connection."""
        self._client.close()

    def _ask(self, method: str, path: str, cap: int, **request: Any) -> bytes | None:
        if method == "POST":
            request["headers"] = {"content-type": BUNDLE_TYPE}
        with _faults(), self._client.stream(method, path, **request) as response:
            if response.status_code == 204:
                return None
            if response.status_code != 200:
                raise _refused(response.status_code, _within(response, _REFUSAL_CAP))
            return _within(response, cap)


@contextmanager
def _faults() -> Iterator[None]:
    """Turn the network's faults into LinkDown."""
    try:
        yield
    except httpx.TimeoutException as fault:
        raise LinkDown("LINK-TIMEOUT") from fault
    except httpx.TransportError as fault:
        if isinstance(fault, httpx.UnsupportedProtocol):
            raise LinkDown("LINK-URL") from fault
        # TLS 1.3 tells a caller that its certificate is refused only when it reads, if at all (asyncio just hangs up):
        # LINK-BROKEN at a first call may mean that, too.
        code = "LINK-REFUSED" if isinstance(fault, httpx.ConnectError) else "LINK-BROKEN"
        raise LinkDown("LINK-TLS" if _from_tls(fault) else code) from fault
    except (httpx.InvalidURL, UnicodeError) as fault:
        raise LinkDown("LINK-URL") from fault


def _from_tls(fault: BaseException) -> bool:
    cause: BaseException | None = fault
    while cause is not None:
        # After the handshake, an end without a farewell is the network's doing.
        ended = isinstance(cause, ssl.SSLEOFError) and not isinstance(fault, httpx.ConnectError)
        if isinstance(cause, ssl.SSLError) and not ended:
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _within(response: httpx.Response, cap: int) -> bytes:
    body = bytearray()
    for piece in response.iter_raw():
        body += piece
        if len(body) > cap:
            raise LinkDown("LINK-TOO-LARGE", cap=cap)
    return bytes(body)


def _refused(status: int, body: bytes) -> LinkDown:
    """Read what the server said of its refusal; it is the other side's word, so nothing in it is relied on."""
    params: dict[str, str | int] = {"status": status, "codes": ""}
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raw = None
    if isinstance(raw, dict):
        params["codes"] = ",".join(_codes(raw.get("errors")))
        if type(raw.get("have")) is int and 0 <= raw["have"] < 2**53:
            params["have"] = raw["have"]
    return LinkDown(f"LINK-HTTP-{status}", **params)


def _codes(errors: object) -> list[str]:
    found = [error.get("code") for error in errors[:20] if isinstance(error, dict)] if isinstance(errors, list) else []
    return [code for code in found if isinstance(code, str) and len(code) <= 64 and _CODE.fullmatch(code)]
