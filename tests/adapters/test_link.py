"""Two nodes over real sockets: mutual TLS by pinned certificates, and every fault of the link has its code."""

import datetime
import socket
import ssl
import stat
import threading
from contextlib import contextmanager, suppress

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from jig.adapters.http_link import HttpLink
from jig.adapters.listener import listener, serve
from jig.adapters.server import build_app
from jig.adapters.tls import OwnCertificate, client_context, der_of, own_certificate, server_context
from jig.centre.ports import KeyMissing, LinkDown
from jig.centre.serving import Answer

from .fake_node import FakeNode


def without(_):
    return None


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return {name: own_certificate(tmp_path_factory.mktemp(name), name, without) for name in ("AAA", "BBB", "CCC")}


@pytest.fixture
def node():
    return FakeNode()


@contextmanager
def listening(app, context):
    up, ports = threading.Event(), []

    def ready(port):
        ports.append(port)
        up.set()

    server = listener(app, "127.0.0.1", 0, context, ready)
    thread = threading.Thread(target=server.run)
    thread.start()
    assert up.wait(20)
    try:
        yield ports[0]
    finally:
        server.stop()
        thread.join(20)


@contextmanager
def b_listens(node, certificates, *, trusting="AAA", pinned="AAA", **options):
    """B's node: its handshake trusts one certificate, its application pins one."""
    app = build_app(node, pinned_der=der_of(certificates[pinned].pem), **options)
    with listening(app, server_context(certificates["BBB"], certificates[trusting].pem)) as port:
        yield f"https://127.0.0.1:{port}"


@contextmanager
def link_of(url, own, expected, **options):
    link = HttpLink(url, client_context(own, expected.pem), 5.0, **options)
    try:
        yield link
    finally:
        link.close()


#: asyncio hangs up on a caller whose certificate it refuses, and TLS 1.3 callers learn that when they read.
TURNED_AWAY = {"LINK-TLS", "LINK-BROKEN"}


def code_of(link):
    with pytest.raises(LinkDown) as fault:
        link.mirrored_head()
    return fault.value.code


def test_two_nodes_that_know_each_other_exchange(node, certificates):
    """ToR 1.b; every call of the port over one real connection."""
    with (
        b_listens(node, certificates) as url,
        link_of(url, certificates["AAA"], certificates["BBB"]) as link,
    ):
        answer = link.exchange(b"delivery" * 100_000)
        head, mirrored, own = link.mirrored_head(), link.mirrored_bundle(0), link.own_bundle(3, 5)
        signed = link.consent_to_resume(b"statement")
        node.head = None
        nothing = link.mirrored_head()

    assert (answer, head, mirrored, own) == (b"answer", b"head\n", b"mirror from 0", b"own from 3")
    assert (signed, nothing) == (b"signed", None)
    assert node.taken == [b"delivery" * 100_000, b"statement"]


def test_a_caller_with_another_certificate_does_not_pass_the_handshake(node, certificates):
    """Threat: a third party that can reach the port."""
    with b_listens(node, certificates) as url, link_of(url, certificates["CCC"], certificates["BBB"]) as link:
        code = code_of(link)

    assert code in TURNED_AWAY


def test_a_caller_without_a_certificate_does_not_pass_the_handshake(node, certificates):
    bare = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    bare.check_hostname = False
    bare.load_verify_locations(cadata=der_of(certificates["BBB"].pem))

    with b_listens(node, certificates) as url:
        link = HttpLink(url, bare, 5.0)
        code = code_of(link)
        link.close()

    assert code in TURNED_AWAY


def test_the_application_compares_the_certificate_again(node, certificates):
    """uvicorn is pinned for this hook: it puts the caller's certificate into the request."""
    with (
        b_listens(node, certificates, trusting="CCC") as url,
        link_of(url, certificates["CCC"], certificates["BBB"]) as link,
        pytest.raises(LinkDown) as fault,
    ):
        link.exchange(b"x")

    assert (fault.value.code, fault.value.params["codes"]) == ("LINK-HTTP-401", "PEER-NOT-PINNED")
    assert node.taken == []


def test_small_answers_are_sent_at_once(node, certificates):
    """Issue, Fast: one round trip, not one round trip and a delayed acknowledgement."""
    app = build_app(node, pinned_der=der_of(certificates["AAA"].pem))
    up, port = threading.Event(), []
    context = server_context(certificates["BBB"], certificates["AAA"].pem)
    server = listener(app, "127.0.0.1", 0, context, lambda p: (port.append(p), up.set()))
    thread = threading.Thread(target=server.run)
    thread.start()
    assert up.wait(20)

    with link_of(f"https://127.0.0.1:{port[0]}", certificates["AAA"], certificates["BBB"]) as link:
        link.mirrored_head()
        ours = [connection.transport.get_extra_info("socket") for connection in server.server_state.connections]
        delayed = [one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for one in ours]
        server.stop()
        # An idle connection does not hold it up.
        thread.join(8)

    assert (delayed, thread.is_alive()) == ([1], False)


def test_without_tls_nobody_is_let_in(node, certificates):
    app = build_app(node, pinned_der=der_of(certificates["AAA"].pem))
    with listening(app, None) as port, socket.create_connection(("127.0.0.1", port), 5) as plain:
        plain.sendall(b"GET /v1/status HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        answer = plain.makefile("rb").read()

    assert answer.startswith(b"HTTP/1.1 401")
    assert b"PEER-NO-CERTIFICATE" in answer


def test_a_caller_says_nothing_to_a_server_with_another_certificate(node, certificates):
    """Threat: someone answers in B's place."""
    with (
        b_listens(node, certificates) as url,
        link_of(url, certificates["AAA"], certificates["CCC"]) as link,
        pytest.raises(LinkDown) as fault,
    ):
        link.exchange(b"meant for C")

    assert fault.value.code == "LINK-TLS"
    assert node.taken == []


def issued_by(issuer, folder):
    """A certificate that the holder of the pinned one signed for another key."""
    parent = x509.load_pem_x509_certificate(issuer.pem)
    parent_key = load_pem_private_key(issuer.key.read_bytes(), None)
    made = own_certificate(folder, "child", without)
    key = load_pem_private_key(made.key.read_bytes(), None)
    start = datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "child")])
    child = x509.CertificateBuilder(name, parent.subject, key.public_key(), 7, start, start.replace(year=2090))
    assert isinstance(parent_key, ec.EllipticCurvePrivateKey)
    pem = child.sign(parent_key, SHA256()).public_bytes(Encoding.PEM)
    made.certificate.write_bytes(pem + issuer.pem)
    return OwnCertificate(made.certificate, made.key, pem, without)


def test_a_certificate_issued_by_the_pinned_one_is_not_the_pinned_one(node, certificates, tmp_path):
    """The pin is one certificate, not an authority."""
    child = issued_by(certificates["AAA"], tmp_path)

    with b_listens(node, certificates) as url, link_of(url, child, certificates["BBB"]) as link:
        code = code_of(link)

    assert code in TURNED_AWAY


def test_older_tls_is_refused(node, certificates):
    context = client_context(certificates["AAA"], certificates["BBB"].pem)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.maximum_version = ssl.TLSVersion.TLSv1_2

    with b_listens(node, certificates) as url:
        link = HttpLink(url, context, 5.0)
        code = code_of(link)
        link.close()

    assert code == "LINK-TLS"


def test_a_refusal_carries_the_servers_code_and_what_it_has(node, certificates):
    node.answer = Answer("NOT-CONNECTED", "NOT-CONNECTED", 7, None)

    with (
        b_listens(node, certificates) as url,
        link_of(url, certificates["AAA"], certificates["BBB"]) as link,
        pytest.raises(LinkDown) as fault,
    ):
        link.exchange(b"x")

    assert fault.value.code == "LINK-HTTP-409"
    assert fault.value.params == {"status": 409, "codes": "NOT-CONNECTED", "have": 7}


def test_a_delivery_above_the_cap_is_refused_over_the_wire(node, certificates):
    """Issue: oversized input is refused within bounded memory; the next delivery goes through."""
    with (
        b_listens(node, certificates, bundle_cap=1_000_000) as url,
        link_of(url, certificates["AAA"], certificates["BBB"]) as link,
    ):
        with pytest.raises(LinkDown) as fault:
            link.exchange(b"x" * 3_000_000)
        answer = link.exchange(b"small")

    assert (fault.value.code, fault.value.params["codes"]) == ("LINK-HTTP-413", "REQUEST-TOO-LARGE")
    assert (answer, node.taken) == (b"answer", [b"small"])


def test_an_answer_above_the_cap_is_not_taken(node, certificates):
    """Threat: a counterpart that answers without end."""
    node.answer = Answer("ACCEPTED", "", 0, b"x" * 5_000)

    with (
        b_listens(node, certificates) as url,
        link_of(url, certificates["AAA"], certificates["BBB"], answer_cap=4_999) as link,
    ):
        with pytest.raises(LinkDown) as fault:
            link.exchange(b"x")
        node.answer = Answer("ACCEPTED", "", 0, b"x" * 4_999)
        taken = link.exchange(b"x")

    assert (fault.value.code, fault.value.params) == ("LINK-TOO-LARGE", {"cap": 4_999})
    assert len(taken) == 4_999


def test_nobody_listening_silence_and_noise_have_codes_of_their_own(certificates):
    """record.md: a fault of the network is a fault of the network, and nothing is concluded from it."""
    context = client_context(certificates["AAA"], certificates["BBB"].pem)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        silent = HttpLink(f"https://127.0.0.1:{port}", context, 0.2)
        silence = code_of(silent)
        silent.close()
    gone = HttpLink(f"https://127.0.0.1:{port}", context, 5.0)

    refused = code_of(gone)

    gone.close()
    assert (silence, refused) == ("LINK-TIMEOUT", "LINK-REFUSED")


def test_a_delivery_cut_short_is_not_handed_on(node, certificates):
    """record.md, Bundle: refused whole; half a delivery is none."""
    context = client_context(certificates["AAA"], certificates["BBB"].pem)

    with b_listens(node, certificates) as url:
        port = int(url.rpartition(":")[2])
        with context.wrap_socket(socket.create_connection(("127.0.0.1", port), 5)) as cut:
            cut.sendall(b"POST /v1/exchange HTTP/1.1\r\nhost: x\r\ncontent-type: application/octet-stream\r\n")
            cut.sendall(b"content-length: 1000\r\n\r\nonly a part")
        with link_of(url, certificates["AAA"], certificates["BBB"]) as link:
            answer = link.exchange(b"whole")

    assert (answer, node.taken) == (b"answer", [b"whole"])


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "127.0.0.1:1", "ftp://x", "https://", ""])
def test_only_https_is_spoken(certificates, url):
    context = client_context(certificates["AAA"], certificates["BBB"].pem)

    with pytest.raises(LinkDown) as fault:
        HttpLink(url, context)

    assert fault.value.code == "LINK-URL"


def test_a_taken_port_is_an_error_of_the_system(node, certificates):
    app = build_app(node, pinned_der=der_of(certificates["AAA"].pem))
    context = server_context(certificates["BBB"], certificates["AAA"].pem)

    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        serve(app, context=context, ready=lambda _: None, port=taken.getsockname()[1])


def test_a_certificate_is_made_once_and_its_key_is_for_its_owner_only(tmp_path):
    first = own_certificate(tmp_path, "AAA", without)

    again = own_certificate(tmp_path, "AAA", without)

    assert again.pem == first.pem
    assert stat.S_IMODE(first.key.stat().st_mode) == 0o600
    assert x509.load_pem_x509_certificate(first.pem).public_bytes(Encoding.DER) == der_of(first.pem)


@pytest.mark.parametrize("word", [None, b"wrong"])
def test_an_encrypted_tls_key_needs_its_passphrase(tmp_path, certificates, word):
    own_certificate(tmp_path, "AAA", lambda _: b"right")

    server_context(own_certificate(tmp_path, "AAA", lambda _: b"right"), certificates["BBB"].pem)
    with pytest.raises(KeyMissing) as fault:
        server_context(own_certificate(tmp_path, "AAA", lambda _: word), certificates["BBB"].pem)

    assert (fault.value.code, fault.value.params) == ("KEY-PASSPHRASE", {"file": "tls.pem"})


@pytest.mark.parametrize("pem", [b"", b"no certificate"])
def test_what_is_no_certificate_cannot_be_pinned(certificates, pem):
    with pytest.raises(KeyMissing) as fault:
        client_context(certificates["AAA"], pem)

    assert fault.value.code == "TLS-CERTIFICATE"


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /v1/status HTTP/1.1\r\nhost: x\r\nx-much: " + b"y" * 200_000,
        b"GET /v1/status?" + b"y" * 200_000,
        b"POST /v1/exchange HTTP/1.1\r\nhost: x\r\ncontent-type: application/octet-stream\r\n"
        b"transfer-encoding: chunked\r\n\r\n1;" + b"y" * 200_000,
    ],
)
def test_a_head_without_end_is_refused_within_bounds(node, certificates, sent):
    """Issue: oversized input is refused within bounded memory; the parser itself has no bound."""
    context = client_context(certificates["AAA"], certificates["BBB"].pem)

    with b_listens(node, certificates) as url:
        address = ("127.0.0.1", int(url.rpartition(":")[2]))
        with context.wrap_socket(socket.create_connection(address, 5)) as endless:
            answer = b""
            with suppress(OSError):
                endless.sendall(sent)
                while data := endless.recv(65_536):
                    answer += data
        with link_of(url, certificates["AAA"], certificates["BBB"]) as link:
            after = link.exchange(b"ordinary")

    assert answer[:12] in (b"", b"HTTP/1.1 400")
    assert (after, node.taken) == (b"answer", [b"ordinary"])


@contextmanager
def b_says(certificates, *answers):
    """Whoever holds B's certificate answers each connection with the bytes given, and hangs up."""
    context = server_context(certificates["BBB"], certificates["AAA"].pem)
    with socket.create_server(("127.0.0.1", 0)) as listening_socket:

        def speak():
            for answer in answers:
                plain, _ = listening_socket.accept()
                with suppress(OSError), context.wrap_socket(plain, server_side=True) as end:
                    end.recv(65_536)
                    end.sendall(answer)

        thread = threading.Thread(target=speak, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listening_socket.getsockname()[1]}"
        thread.join(5)


OK = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwhole"


@pytest.mark.parametrize(
    "answer",
    [OK, b"HTTP/1.1 100 Continue\r\n\r\n" + OK, OK + b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nlater"],
    ids=["plain", "announced", "one too many"],
)
def test_an_answer_is_the_first_whole_one(certificates, answer):
    """RFC 9110, 15.2; threat: bytes left over must not become the answer to the next question."""
    with (
        b_says(certificates, answer, OK) as url,
        link_of(url, certificates["AAA"], certificates["BBB"]) as link,
    ):
        first = link.exchange(b"x")
        second = link.exchange(b"y")

    assert (first, second) == (b"whole", b"whole")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"noise\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nx: " + b"y" * 100_000,
        b"HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n",
    ],
    ids=["nothing", "noise", "cut short", "endless head", "another protocol"],
)
def test_what_is_no_answer_is_a_broken_link(certificates, answer):
    """record.md: a fault of the network is a fault of the network, and nothing is concluded from it."""
    with (
        b_says(certificates, answer) as url,
        link_of(url, certificates["AAA"], certificates["BBB"]) as link,
        pytest.raises(LinkDown) as fault,
    ):
        link.exchange(b"x")

    assert fault.value.code == "LINK-BROKEN"
