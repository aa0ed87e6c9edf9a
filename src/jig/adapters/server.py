"""What a node answers over HTTPS to its one counterpart."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, MutableMapping
from typing import Annotated, Any, TypeVar

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from jig.adapters.files import BUNDLE_CAP, BUNDLE_TYPE
from jig.adapters.refusal import EXCHANGE_CLAUSE, Fault, Refusal, Refused, language_of, next_step
from jig.adapters.server_api import NOTE_TYPE, NodeStatus, answers, binary_answer, binary_body, describe
from jig.centre.ports import StoreFault
from jig.centre.serving import Answer, Serving

EXCHANGE_PATH = "/v1/exchange"
_STATEMENT_CAP = 16_384
_HIGHEST = 2**53 - 1
# Two deliveries of the cap's size at once bound the memory, however many connections the counterpart opens.
_BODIES_AT_ONCE = 2
_BODY_SECONDS = 120
# How many times the cap is read in all before a sender is cut off.
_PATIENCE = 4
# Codes of statements that cannot be read, as against those that are read and refused.
_UNREADABLE = ("JSON-", "B64-", "DSSE-", "PAYLOAD-", "KEY-", "RESUME-FIELDS")
_DELIVERY_STATUS = {
    "NOT-CONNECTED": 409,
    "OWN-LOG-BEHIND": 409,
    "DAMAGED": 422,
    "DAMAGED-UNKEPT": 422,
    "CONVICTED": 403,
    "STOPPED": 403,
}
# A delivery up to this size is worked on where it was read: two changes of thread cost more than its work does.
_BRIEF = 65_536
T = TypeVar("T")


class Desk:
    """The one counterpart's desk: calls into Serving one after another, bodies within a bound."""

    def __init__(self, serving: Serving, pinned: bytes | None, cap: int) -> None:
        self.serving, self.pinned, self.cap = serving, pinned, cap
        self._turn = threading.Lock()
        self._bodies = asyncio.Semaphore(_BODIES_AT_ONCE)

    async def ask(self, question: Callable[[], T], *, brief: bool = False) -> T:
        """Put a question to the serving node, after those before it: in a thread, unless it is brief and next."""

        def in_turn() -> T:
            with self._turn:
                return question()

        if brief and self._turn.acquire(blocking=False):
            try:
                return question()
            finally:
                self._turn.release()

        return await run_in_threadpool(in_turn)

    def between(self, question: Callable[[], T]) -> T:
        """Put a question to the node between two of the counterpart's; from any other thread."""
        with self._turn:
            return question()

    async def deliver(self, request: Request, cap: int, taken: Callable[[bytes], T]) -> T:
        """Receive a body and hand it over, while no more than a few are held in memory; raises Refused."""
        _uncoded(request)
        async with self._bodies:
            try:
                async with asyncio.timeout(_BODY_SECONDS):
                    body = await _within(request, cap)
            except TimeoutError as fault:
                raise Refused(408, "REQUEST-TIMEOUT", clause=EXCHANGE_CLAUSE) from fault
            return await self.ask(lambda: taken(body), brief=len(body) <= _BRIEF)


def build_app(serving: Serving, *, pinned_der: bytes | None, bundle_cap: int = BUNDLE_CAP) -> FastAPI:
    """Make the ASGI application of a node.

    pinned_der: the counterpart's certificate; None (not paired yet) refuses everybody. bundle_cap: bytes of a delivery.
    The certificate of a connection is expected in its state as `peer_certificate` (see `listener`).
    """
    app = NodeApp(title="jig", version="1", docs_url=None, redoc_url=None, dependencies=[Depends(_counterpart)])
    app.state.desk = Desk(serving, pinned_der, bundle_cap)
    app.router.redirect_slashes = False
    _add_exchange(app)
    _add_questions(app)
    describe(app)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(404, _nowhere)
    app.add_exception_handler(405, _no_such_method)
    app.add_exception_handler(StoreFault, _store_fault)
    app.add_exception_handler(Exception, _node_fault)
    return app


async def _counterpart(request: Request) -> None:
    """Let only the pinned certificate in: the exact bytes, whatever else the handshake would accept."""
    shown = getattr(request.state, "peer_certificate", None)
    if shown is None:
        raise Refused(401, "PEER-NO-CERTIFICATE")
    if shown != _desk(request).pinned:
        raise Refused(401, "PEER-NOT-PINNED")


async def _exchanged(request: Request) -> bytes:
    desk = _desk(request)
    return _bundle_of(await desk.deliver(request, desk.cap, desk.serving.take))


class NodeApp(FastAPI):
    """The application that leads a delivery past the framework, which takes longer to find the way than the node to
    answer.

    What is let in, answered and refused is what the described route would let in, answer and refuse.
    """

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "POST" or scope["path"] != EXCHANGE_PATH:
            await super().__call__(scope, receive, send)
            return
        scope["app"] = self
        request = Request(scope, receive)
        try:
            await _counterpart(request)
            bundle = await _exchanged(request)
        except Refused as fault:
            response = await _refused(request, fault)
        except StoreFault as fault:
            response = await _store_fault(request, fault)
        except Exception as fault:
            await (await _node_fault(request, fault))(scope, receive, send)
            raise
        else:
            await send({"type": "http.response.start", "status": 200, "headers": _headers_of(bundle)})
            await send({"type": "http.response.body", "body": bundle})
            return
        await response(scope, receive, send)


def _headers_of(bundle: bytes) -> list[tuple[bytes, bytes]]:
    return [(b"content-length", b"%d" % len(bundle)), (b"content-type", BUNDLE_TYPE.encode())]


def _add_exchange(app: FastAPI) -> None:
    @app.post(EXCHANGE_PATH, **binary_body(BUNDLE_TYPE, answers(400, 403, 408, 409, 413, 415, 422)))
    async def exchange(request: Request) -> Response:
        """Deliver a bundle of your log; receive one of ours, with our cosignatures."""
        return Response(await _exchanged(request), media_type=BUNDLE_TYPE)

    @app.post("/v1/resume", **binary_body(BUNDLE_TYPE, answers(400, 403, 408, 409, 413, 415, 422)))
    async def resume(request: Request) -> Response:
        """Ask for our signature on a resume statement; receive the statement with it."""
        desk = _desk(request)
        code, signed = await desk.deliver(request, _STATEMENT_CAP, desk.serving.consent)
        if signed is None:
            raise Refused(_status_of(code), code, step="RESUME", clause=EXCHANGE_CLAUSE)
        return Response(signed, media_type=BUNDLE_TYPE)


From = Annotated[int, Query(alias="from", ge=0, le=_HIGHEST, description="The number of the first entry.")]

To = Annotated[int | None, Query(alias="to", ge=0, le=_HIGHEST, description="The number after the last entry.")]


def _add_questions(app: FastAPI) -> None:
    @app.get("/v1/mirror/head", **binary_answer(NOTE_TYPE, {204: {"description": "None yet."}, **answers()}))
    async def mirror_head(request: Request) -> Response:
        """Ask for the highest head of your log that we mirror."""
        desk = _desk(request)
        note = await desk.ask(desk.serving.head_of_mirror)
        return Response(status_code=204) if note is None else Response(note, media_type=NOTE_TYPE)

    @app.get("/v1/mirror/bundle", **binary_answer(BUNDLE_TYPE, answers(400, 404)))
    async def mirror_bundle(request: Request, start: From) -> Response:
        """Ask for your own entries out of our mirror: from a number on, as many as one answer holds."""
        desk = _desk(request)
        return _found(await desk.ask(lambda: desk.serving.bundle_of_mirror(start)), start)

    @app.get("/v1/own/bundle", **binary_answer(BUNDLE_TYPE, answers(400, 404)))
    async def own_bundle(request: Request, start: From, end: To = None) -> Response:
        """Ask for our entries: from a number on and before another, as many as one answer holds."""
        desk = _desk(request)
        return _found(await desk.ask(lambda: desk.serving.bundle_of_own(start, end)), start)

    @app.get("/v1/status", responses=answers())
    async def status(request: Request) -> NodeStatus:
        """Ask who we are and how much we hold."""
        desk = _desk(request)
        return NodeStatus.model_validate(await desk.ask(desk.serving.status))


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _uncoded(request: Request) -> None:
    """Refuse other types, and compressed bodies: what they expand to is unbounded."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if given != BUNDLE_TYPE or coding != "identity":
        found = given if given != BUNDLE_TYPE else coding
        raise Refused(415, "REQUEST-TYPE", path="header.content-type", found=found[:100], expected=BUNDLE_TYPE)


async def _within(request: Request, cap: int) -> bytes:
    """Read a body of at most `cap` bytes; raises Refused.

    What is above the cap is thrown away for a while first: a sender that is cut off while it sends learns nothing.
    """
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > cap * _PATIENCE:
        raise _too_large(cap)
    body, size, more = bytearray(), 0, True
    while more and size <= cap * _PATIENCE:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            # Nobody reads this answer; half a delivery is never handed on.
            raise Refused(408, "REQUEST-TIMEOUT", clause=EXCHANGE_CLAUSE)
        piece, more = message.get("body", b""), message.get("more_body", False)
        size += len(piece)
        if size <= cap:
            body += piece
        else:
            body.clear()
    if size > cap:
        raise _too_large(cap)
    return bytes(body)


def _too_large(cap: int) -> Refused:
    return Refused(413, "REQUEST-TOO-LARGE", clause=EXCHANGE_CLAUSE, path="body", expected=cap)


def _bundle_of(answer: Answer) -> bytes:
    """Give the bundle of an accepted delivery; raises Refused for every other outcome, known to this file or not."""
    if answer.outcome == "ACCEPTED" and answer.bundle is not None:
        return answer.bundle
    status = _DELIVERY_STATUS.get(answer.outcome)
    if status is None:
        raise Refused(500, "NODE-FAULT", clause=EXCHANGE_CLAUSE)
    code = answer.code or answer.outcome
    raise Refused(status, code, step=answer.outcome, clause=EXCHANGE_CLAUSE, path="body", have=answer.have)


def _status_of(code: str) -> int:
    """Choose the status of a refused resume statement: unreadable, stopped, or in conflict with what we hold."""
    if code.startswith(_UNREADABLE):
        return 422
    return 403 if code in ("STOPPED", "CONVICTED") else 409


def _found(bundle: bytes | None, start: int) -> Response:
    if bundle is None:
        raise Refused(404, "BEYOND-END", clause=EXCHANGE_CLAUSE, path="query.from", found=start)
    return Response(bundle, media_type=BUNDLE_TYPE)


def _said(request: Request, refused: Refused, headers: Any = None) -> Response:
    lang = language_of(request.headers.get("accept-language"))
    content = refused.said_in(lang).model_dump(mode="json")
    return JSONResponse(content, refused.status, headers={**(headers or {}), "content-language": lang})


async def _refused(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, Refused)
    response = _said(request, fault)
    # The rest of the body is not read: another request cannot follow it on this connection.
    if fault.status in (401, 408, 413, 415):
        response.headers["connection"] = "close"
    return response


async def _invalid(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, RequestValidationError)
    lang = language_of(request.headers.get("accept-language"))
    step = next_step("REQUEST-INVALID", lang, {})
    faults = [
        Fault(code="REQUEST-INVALID", path=".".join(map(str, e["loc"])), found=_shown(e), expected=e["type"], next=step)
        for e in fault.errors()
    ]
    return JSONResponse(Refusal(errors=faults).model_dump(mode="json"), 400, headers={"content-language": lang})


def _shown(error: Any) -> str | None:
    found = error.get("input")
    return found[:100].encode("utf-8", "replace").decode() if isinstance(found, str) else None


async def _nowhere(request: Request, _: Exception) -> Response:
    return _said(request, Refused(404, "REQUEST-PATH"))


async def _no_such_method(request: Request, fault: Exception) -> Response:
    # RFC 9110, 15.5.6: the answer names the methods there are (Allow).
    return _said(request, Refused(405, "REQUEST-METHOD"), getattr(fault, "headers", None))


async def _store_fault(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, StoreFault)
    return _said(request, Refused(503, fault.code, step="NODE-FAULT", clause=EXCHANGE_CLAUSE))


async def _node_fault(request: Request, _: Exception) -> Response:
    # The other side does not trust us, nor we it: what went wrong inside is for our own log only.
    return _said(request, Refused(500, "NODE-FAULT", clause=EXCHANGE_CLAUSE))
