"""What the command line offers when something went wrong: a new log key, what was kept, a position that is not its text."""

from __future__ import annotations

from cli_nodes import OFFICERS, A, B
from jig.adapters.folder import NodeFolder


def carry(shell, giver, taker, name):
    assert shell("bundle", "export", shell.node(giver), shell.folder / name).code == 0
    return shell("bundle", "import", shell.node(taker), shell.folder / name, "--json")


def log_key(shell, code):
    with NodeFolder(shell.node(code)).node() as node:
        return node.own.keyset_at(node.own.size).log_key


def test_a_log_goes_on_under_a_new_key_when_both_sign(shell):
    """Record format, section 8: a resume may bring a key set of its own, in force from that entry on."""
    for number, (giver, taker) in enumerate(((A, B), (B, A), (A, B))):
        carry(shell, giver, taker, f"{number}.jig")
    before, statement = log_key(shell, A), shell.folder / "resume.json"

    said = shell("resume", "propose", shell.node(A), statement, "--new-log-key")
    consented = shell("resume", "consent", shell.node(B), statement)
    taken = shell("resume", "take", shell.node(A), statement, "--json")

    assert (said.code, consented.code, taken.code) == (0, 0, 0)
    assert log_key(shell, A) != before
    assert shell.note(A).code == 0
    assert carry(shell, A, B, "after.jig").code == 0


def test_what_could_not_be_read_is_listed_and_written_out_as_received(shell):
    """Invariant 1: refused is the change, never the message."""
    damaged = shell.file("damaged.jig", b"JIGBUNDLE1\nnot a bundle")

    imported = shell("bundle", "import", shell.node(A), damaged)
    listed = shell("kept", shell.node(A), "--out", shell.folder / "kept", "--json")

    assert imported.code == 2
    assert [row["kind"] for row in listed.json["kept"]] == ["unreadable"]
    assert (shell.folder / "kept" / listed.json["kept"][0]["name"]).read_bytes() == b"JIGBUNDLE1\nnot a bundle"


def test_a_completed_position_that_is_not_its_text_is_not_signed(shell):
    """ToR 1.d.iv (C026): the digits as given and the point stated beside them must be one place."""
    position = {
        "text": "35.3N 40.1E", "notation": "WGS84", "operation": "NONE", "lat_e7": 353_900_000, "lon_e7": 401_000_000,
        "ce90_mm": 7_184_413, "source_mm": 0, "operation_mm": 0, "notation_mm": 7_184_413,
    }  # fmt: skip
    body = {"target": "0" * 64, "position": position, "ce90_mm": 1, "le90_mm": 1}

    ran = shell(
        "submit", shell.node(A), "location", shell.file("l.json", body), "--officer", OFFICERS[A][0][0], "--json"
    )

    assert ran.code == 2
    assert "POSITION-CONTRADICTS-TEXT" in ran.codes
