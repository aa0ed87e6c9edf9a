"""Private keys lie in files of their own, for their owner only."""

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.adapters.keyfiles import KeyFiles
from jig.centre.ports import KeyMissing
from jig.record.suites import ED25519, P256, Ed25519Signer


def without(_):
    return None


@pytest.mark.parametrize("suite", [ED25519, P256])
@pytest.mark.parametrize("passphrase", [None, b"a passphrase"])
def test_a_key_comes_back_from_its_file_and_signs(tmp_path, suite, passphrase):
    """record-format 2: both suites."""
    asked = []

    def word(owner):
        asked.append(owner)
        return passphrase

    made = KeyFiles(tmp_path, word).generate_officer("Anna", suite)
    asked.clear()

    keys = KeyFiles(tmp_path, word)
    signers = [keys.officer_signer("Anna", made.public) for _ in range(2)]

    assert [signer.public.verify(signer.sign(b"text"), b"text") for signer in signers] == [True, True]
    assert signers[0].public == made.public
    # Once a key, and not at all for a file that is not encrypted.
    assert asked == (["Anna"] if passphrase else [])


def test_a_log_key_and_three_root_keys_lie_where_they_belong(tmp_path):
    keys = KeyFiles(tmp_path / "node", without, root=tmp_path / "stick")

    log, root = keys.generate_log(), keys.generate_root()

    shown = log.public.fingerprint[:16]
    assert [path.name for path in (tmp_path / "node" / "keys").iterdir()] == [f"log-{shown}.pem"]
    assert sorted(path.name for path in (tmp_path / "stick").iterdir()) == ["root-1.pem", "root-2.pem", "root-3.pem"]
    assert [keys.root_signer(number).public for number in (1, 2, 3)] == [signer.public for signer in root]
    assert keys.log_signer(log.public).public == log.public
    assert (keys.has("log", log.public), keys.has("officer", log.public)) == (True, False)


def test_a_root_is_never_overwritten(tmp_path):
    """record.md, Keys: the root is the one thing that nothing can replace."""
    keys = KeyFiles(tmp_path, without)
    root = keys.generate_root()

    with pytest.raises(KeyMissing) as fault:
        keys.generate_root()

    assert fault.value.code == "KEY-FILE-EXISTS"
    assert keys.root_signer(1).public == root[0].public


@given(name=st.text(min_size=1, max_size=300))
def test_no_name_reaches_the_file_system(tmp_path_factory, name):
    """Names are any Unicode: slashes, dots, zero bytes, right-to-left marks."""
    folder = tmp_path_factory.mktemp("names")
    keys = KeyFiles(folder, without)

    public = keys.generate_officer(name).public

    assert [path.name for path in (folder / "keys").iterdir()] == [f"officer-{public.fingerprint[:16]}.pem"]
    assert keys.officer_signer(name, public).public == public


def test_files_are_for_their_owner_only_and_those_that_are_not_are_named(tmp_path):
    keys = KeyFiles(tmp_path, without)
    keys.generate_log()
    keys.generate_root()
    files = [*tmp_path.glob("keys/*"), *tmp_path.glob("root/*")]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in files}
    before = keys.open_to_others()

    (tmp_path / "root" / "root-2.pem").chmod(0o640)

    assert (modes, len(files), before) == ({0o600}, 4, [])
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert keys.open_to_others() == ["root-2.pem"]


def test_a_passphrase_is_needed_and_must_be_the_right_one(tmp_path):
    public = KeyFiles(tmp_path, lambda _: b"right").generate_log().public
    text = next(tmp_path.glob("keys/*")).read_bytes()

    faults = []
    for word in (None, b"", b"wrong"):
        with pytest.raises(KeyMissing) as fault:
            KeyFiles(tmp_path, lambda _, word=word: word).log_signer(public)
        faults.append(fault.value.code)

    assert faults == ["KEY-PASSPHRASE"] * 3
    assert b"ENCRYPTED" in text


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "another", "rsa", "huge", "folder"])
def test_a_missing_or_damaged_file_is_named_by_its_code(tmp_path, damage):
    keys = KeyFiles(tmp_path, without)
    public, other = keys.generate_log().public, keys.generate_log().public
    path, foreign = (tmp_path / "keys" / f"log-{key.fingerprint[:16]}.pem" for key in (public, other))
    whole = path.read_bytes()
    path.unlink()
    contents = {
        "empty": b"",
        "cut": whole[: len(whole) // 2],
        "another": foreign.read_bytes(),
        "rsa": rsa_pem(),
        "huge": whole + b"\n" * 20_000,
    }
    if damage in contents:
        path.write_bytes(contents[damage])
    elif damage == "folder":
        path.mkdir()

    with pytest.raises(KeyMissing) as fault:
        KeyFiles(tmp_path, without).log_signer(public)

    expected = {"missing": "KEY-FILE-MISSING", "folder": "KEY-FILE-UNREADABLE"}.get(damage, "KEY-FILE-DAMAGED")
    assert (fault.value.code, fault.value.params) == (expected, {"file": path.name})


def rsa_pem():
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return rsa.generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def test_the_key_in_the_file_is_the_one_that_was_given(tmp_path):
    keys = KeyFiles(tmp_path, without)

    made = keys.generate_officer("Анна")

    assert isinstance(made, Ed25519Signer)
    again = KeyFiles(tmp_path, without).officer_signer("Анна", made.public)
    assert again.sign(b"x") == made.sign(b"x")
