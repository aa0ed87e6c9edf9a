"""The link's mutual TLS 1.3: each node knows one certificate of the other, and accepts nothing else."""

from __future__ import annotations

import datetime
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat
from cryptography.x509.oid import NameOID

from jig.adapters.files import FileTooLarge, atomic_write, read_capped
from jig.adapters.keyfiles import TLS, Passphrase, encryption
from jig.centre.ports import KeyMissing

_CAP = 16_384
# The pin is what is trusted, for as long as it is pinned: a shifted clock must not cut the link.
_FROM = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
# RFC 5280, 4.1.2.5: the date of a certificate without a well-defined end.
_TO = datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class OwnCertificate:
    """A node's TLS certificate (`pem`, given to the counterpart when pairing) and where its key lies."""

    certificate: Path
    key: Path
    pem: bytes
    passphrase: Passphrase = field(repr=False)

    def load_into(self, context: ssl.SSLContext) -> None:
        """Use it in a context; raises KeyMissing KEY-FILE-MISSING, KEY-PASSPHRASE, KEY-FILE-DAMAGED."""
        asked: list[bool] = []

        def word() -> bytes:
            asked.append(True)
            # An empty answer would make OpenSSL ask on the terminal instead of failing.
            return self.passphrase(TLS) or b"\x00"

        try:
            context.load_cert_chain(self.certificate, self.key, word)
        except FileNotFoundError as fault:
            raise KeyMissing("KEY-FILE-MISSING", file=self.key.name) from fault
        except (ssl.SSLError, OSError) as fault:
            raise KeyMissing("KEY-PASSPHRASE" if asked else "KEY-FILE-DAMAGED", file=self.key.name) from fault


def own_certificate(folder: Path, name: str, passphrase: Passphrase) -> OwnCertificate:
    """Read a node's certificate, making it and its key (ECDSA P-256) in `folder`/keys when there is none.

    name: the common name, for people who look at it; nothing is decided by it. Raises KeyMissing, OSError.
    """
    key, certificate = folder / "keys" / "tls.pem", folder / "keys" / "tls-certificate.pem"
    if not certificate.exists():
        # The key first: a crash in between leaves no certificate, and both are made anew.
        pem_key, pem = _made(name, passphrase(TLS))
        key.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        atomic_write(key, pem_key)
        atomic_write(certificate, pem, mode=0o644)
    try:
        return OwnCertificate(certificate, key, read_capped(certificate, _CAP), passphrase)
    except (OSError, FileTooLarge) as fault:
        raise KeyMissing("KEY-FILE-DAMAGED", file=certificate.name) from fault


def der_of(pem: bytes) -> bytes:
    """Give the DER bytes of the one certificate in a PEM text; raises KeyMissing TLS-CERTIFICATE."""
    try:
        found = x509.load_pem_x509_certificates(pem)
    except ValueError as fault:
        raise KeyMissing("TLS-CERTIFICATE") from fault
    if len(found) != 1:
        raise KeyMissing("TLS-CERTIFICATE")
    return found[0].public_bytes(Encoding.DER)


def server_context(own: OwnCertificate, pinned_pem: bytes) -> ssl.SSLContext:
    """Make the context of a listening node: a client without the pinned certificate does not get past the handshake.

    Python offers no hook at this side to compare certificates: the server compares the exact bytes again, a connection.
    """
    context = _context(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), own, pinned_pem)
    # No resumption: every connection shows its certificate anew.
    context.num_tickets = 0
    return context


def client_context(own: OwnCertificate, pinned_pem: bytes) -> ssl.SSLContext:
    """Make the context of a calling node: it says nothing to a server without exactly the pinned certificate."""
    pinned = der_of(pinned_pem)

    class Pinned(ssl.SSLSocket):
        def do_handshake(self, block: bool = False) -> None:
            super().do_handshake(block)
            if self.getpeercert(binary_form=True) != pinned:
                raise ssl.SSLCertVerificationError("pinned certificate expected")

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.sslsocket_class = Pinned
    return _context(context, own, pinned_pem)


def _context(context: ssl.SSLContext, own: OwnCertificate, pinned_pem: bytes) -> ssl.SSLContext:
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_mode = ssl.CERT_REQUIRED
    # The pinned certificate is the whole of what is trusted: no authority, no host name, no system store.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.load_verify_locations(cadata=der_of(pinned_pem))
    own.load_into(context)
    return context


def _made(name: str, passphrase: bytes | None) -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64] or "jig")])
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number(), _FROM, _TO)
    certificate = _leaf(builder).sign(key, SHA256())
    pem_key = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption(passphrase))
    return pem_key, certificate.public_bytes(Encoding.PEM)


def _leaf(builder: Any) -> Any:
    # Not an authority: whoever holds the key cannot have further certificates accepted in its place.
    return builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
