"""What the link's server answers: every outcome has its status, and every refusal its code and next step."""

import threading

import anyio
import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings

from jig.adapters.refusal import language_of
from jig.adapters.server import build_app
from jig.centre.ports import StoreFault
from jig.centre.serving import Answer

from .fake_node import FakeNode

PINNED = b"the pinned certificate"
BUNDLE = {"content-type": "application/octet-stream"}


def shown_by(certificate, app):
    """Wrap an app as the listener does: every request carries its connection's certificate."""

    async def wrapped(scope, receive, send):
        await app({**scope, "state": {**scope.get("state", {}), "peer_certificate": certificate}}, receive, send)

    return wrapped


def client_of(node, certificate=PINNED, **options):
    app = shown_by(certificate, build_app(node, pinned_der=PINNED, **options))
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def node():
    return FakeNode()


@pytest.fixture
def client(node):
    return client_of(node)


def codes(response):
    return [error["code"] for error in response.json()["errors"]]


def test_an_accepted_delivery_is_answered_with_a_bundle(node, client):
    """record.md, Bundle: the link carries the same bytes."""
    response = client.post("/v1/exchange", content=b"delivery", headers=BUNDLE)

    assert (response.status_code, response.content) == (200, b"answer")
    assert response.headers["content-type"] == "application/octet-stream"
    assert node.taken == [b"delivery"]


@pytest.mark.parametrize(
    ("outcome", "code", "status"),
    [
        ("NOT-CONNECTED", "NOT-CONNECTED", 409),
        ("OWN-LOG-BEHIND", "OWN-LOG-BEHIND", 409),
        ("DAMAGED", "BUNDLE-CHECKSUM", 422),
        ("CONVICTED", "FORK", 403),
        ("STOPPED", "STOPPED", 403),
        ("SOMETHING-NEW", "X", 500),
        ("ACCEPTED", "", 500),
    ],
)
def test_every_other_outcome_has_its_status_and_its_code(node, client, outcome, code, status):
    """An outcome this server does not know is never taken for success."""
    node.answer = Answer(outcome, code, 7, None)

    response = client.post("/v1/exchange", content=b"x", headers=BUNDLE)

    assert response.status_code == status
    assert codes(response) == ["NODE-FAULT" if status == 500 else code]
    assert response.json()["have"] == (None if status == 500 else 7)
    assert set(response.json()["errors"][0]) == {"code", "clause", "path", "found", "expected", "next"}


def test_the_next_step_is_said_in_the_language_asked_for(node, client):
    """ToR 1.d.ii."""
    node.answer = Answer("NOT-CONNECTED", "NOT-CONNECTED", 7, None)

    said = {
        lang: client.post("/v1/exchange", content=b"x", headers={**BUNDLE, "accept-language": lang})
        for lang in ("en", "ru-RU, en;q=0.5")
    }

    next_steps = [response.json()["errors"][0]["next"] for response in said.values()]
    assert next_steps == [
        "Nothing of it was recorded: send the entries from number 7 on.",
        "Ничего не записано: отправьте записи начиная с номера 7.",
    ]
    assert [response.headers["content-language"] for response in said.values()] == ["en", "ru"]


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        (None, "en"),
        ("", "en"),
        ("RU-ru", "ru"),
        ("de, ru;q=0.3", "ru"),
        ("ru;q=0.2, en;q=0.9", "en"),
        ("../ru", "en"),
        ("ru;q=x", "en"),
        ("ru;q=0", "en"),
        ("ru;q=nan", "en"),
    ],
)
def test_a_language_header_chooses_among_the_catalogues_only(accepted, lang):
    assert language_of(accepted) == lang


@pytest.mark.parametrize(("certificate", "code"), [(None, "PEER-NO-CERTIFICATE"), (b"another", "PEER-NOT-PINNED")])
@pytest.mark.parametrize("path", ["/v1/status", "/v1/own/bundle?from=0", "/v1/mirror/head", "/v1/exchange"])
def test_nobody_else_is_told_or_gives_anything(node, certificate, code, path):
    """ToR 1.b: the record is between the two; a third party learns nothing."""
    client = client_of(node, certificate)

    response = client.post(path, content=b"x", headers=BUNDLE) if "exchange" in path else client.get(path)

    assert (response.status_code, codes(response)) == (401, [code])
    assert node.taken == []


def test_a_node_that_is_not_paired_yet_refuses_everybody(node):
    app = build_app(node, pinned_der=None)

    answers = [TestClient(shown_by(certificate, app)).get("/v1/status") for certificate in (None, b"any")]

    assert [answer.status_code for answer in answers] == [401, 401]


def test_questions_are_answered_and_their_ends_are_told(node, client):
    assert client.get("/v1/mirror/head").content == b"head\n"
    assert client.get("/v1/own/bundle", params={"from": 3}).content == b"own from 3"
    assert client.get("/v1/mirror/bundle", params={"from": 0}).content == b"mirror from 0"
    assert client.get("/v1/status").json()["origin"] == "exercise/AAA/0123456789abcdef"

    node.head = None
    empty, beyond = client.get("/v1/mirror/head"), client.get("/v1/mirror/bundle", params={"from": 9})

    assert (empty.status_code, empty.content) == (204, b"")
    assert (beyond.status_code, codes(beyond), beyond.json()["errors"][0]["found"]) == (404, ["BEYOND-END"], 9)


@pytest.mark.parametrize("query", ["", "?from=-1", "?from=x", "?from=1.5", f"?from={2**53}", "?from=1e400"])
def test_a_malformed_question_is_refused_in_the_form_of_all_errors(client, query):
    response = client.get(f"/v1/own/bundle{query}")

    assert (response.status_code, codes(response)) == (400, ["REQUEST-INVALID"])
    assert response.json()["errors"][0]["path"] == "query.from"


@pytest.mark.parametrize(
    ("code", "status"),
    [("DSSE-FORM", 422), ("RESUME-FIELDS", 422), ("RESUME-BELOW-SEEN", 409), ("STOPPED", 403)],
)
def test_a_resume_statement_is_signed_or_refused_with_the_reason(node, client, code, status):
    """record-format 8."""
    signed = client.post("/v1/resume", content=b"statement", headers=BUNDLE)
    node.consented = (code, None)

    refused = client.post("/v1/resume", content=b"statement", headers=BUNDLE)

    assert (signed.status_code, signed.content) == (200, b"signed")
    assert (refused.status_code, codes(refused)) == (status, [code])


@pytest.mark.parametrize("size", [99, 100, 101, 10_000])
def test_a_delivery_is_taken_up_to_the_cap_and_refused_above_it(node, size):
    client = client_of(node, bundle_cap=100)

    declared = client.post("/v1/exchange", content=b"x" * size, headers=BUNDLE)
    streamed = client.post("/v1/exchange", content=iter([b"x"] * size), headers=BUNDLE)

    expected = 200 if size <= 100 else 413
    assert [declared.status_code, streamed.status_code] == [expected] * 2
    assert all(len(body) <= 100 for body in node.taken)


def test_a_body_above_the_cap_is_not_read_to_its_end():
    """Bounded memory: the sender's patience is not ours."""
    sent = []

    def endless():
        while True:
            sent.append(1)
            yield b"x" * 1000

    async def run():
        app = shown_by(PINNED, build_app(FakeNode(), pinned_der=PINNED, bundle_cap=10_000))
        pieces, answered = endless(), []

        async def receive():
            return {"type": "http.request", "body": next(pieces), "more_body": True}

        async def send(message):
            answered.append(message)

        scope = {
            "type": "http",
            "method": "POST",
            "path": "/v1/exchange",
            "raw_path": b"/v1/exchange",
            "query_string": b"",
            "headers": [(b"content-type", b"application/octet-stream")],
        }
        with anyio.fail_after(20):
            await app(scope, receive, send)
        return answered[0]["status"]

    assert anyio.run(run) == 413
    assert len(sent) == 41


@pytest.mark.parametrize(
    "headers", [{}, {"content-type": "application/json"}, {**BUNDLE, "content-encoding": "gzip"}, {"content-type": ""}]
)
def test_another_type_or_a_compressed_body_is_refused(node, client, headers):
    response = client.post("/v1/exchange", content=b"x", headers=headers)

    assert (response.status_code, codes(response)) == (415, ["REQUEST-TYPE"])
    assert node.taken == []


def test_unknown_addresses_and_methods_are_refused_in_the_same_form(client):
    nowhere, wrong = client.get("/v1/nothing"), client.delete("/v1/exchange")

    assert (nowhere.status_code, codes(nowhere)) == (404, ["REQUEST-PATH"])
    assert (wrong.status_code, codes(wrong), wrong.headers["allow"]) == (405, ["REQUEST-METHOD"], "POST")


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [(StoreFault("STORE-FULL", detail="inner"), 503, "STORE-FULL"), (ValueError("secret place"), 500, "NODE-FAULT")],
)
def test_a_fault_inside_is_told_without_its_details(node, client, fault, status, code):
    """Style: an error never reveals what the other side has withheld."""
    node.fault = fault

    response = client.post("/v1/exchange", content=b"x", headers=BUNDLE)

    assert (response.status_code, codes(response)) == (status, [code])
    assert "secret" not in response.text
    assert "inner" not in response.text


def test_calls_into_the_node_never_overlap(node):
    """Serving is not made for threads."""
    inside, most, gate = [], [], threading.Lock()

    def during():
        with gate:
            inside.append(1)
            most.append(len(inside))
        threading.Event().wait(0.005)
        with gate:
            inside.pop()

    node.during = during
    client = client_of(node)
    with client:
        threads = [
            threading.Thread(target=lambda: client.post("/v1/exchange", content=b"x", headers=BUNDLE))
            for _ in range(12)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(node.taken) == 12
    assert max(most) == 1


def described():
    return schemathesis.openapi.from_asgi("/openapi.json", shown_by(PINNED, build_app(FakeNode(), pinned_der=PINNED)))


def test_the_description_names_every_status_with_the_form_of_refusals():
    raw = described().raw_schema

    operations = {path: next(iter(methods.values())) for path, methods in raw["paths"].items()}

    assert set(operations["/v1/exchange"]["responses"]) >= {"200", "401", "403", "409", "413", "415", "422", "500"}
    assert "422" not in operations["/v1/own/bundle"]["responses"]
    for path, operation in operations.items():
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                schema = response["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Refusal"}, (path, status)
    assert set(raw["components"]["schemas"]) == {"Fault", "NodeStatus", "Refusal"}


@described().parametrize()
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_is_answered_as_the_description_says(case):
    """Issue: every status the API can answer is documented. Generated and malformed requests to every operation."""
    response = case.call()

    case.validate_response(response)

    assert response.status_code < 500
