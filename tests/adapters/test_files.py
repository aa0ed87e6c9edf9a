"""Files are written whole or not at all, and read within a bound."""

import stat

import pytest

from jig.adapters.files import FileTooLarge, atomic_write, read_capped


def test_a_replaced_file_holds_the_new_bytes_and_nothing_lies_beside_it(tmp_path):
    path = tmp_path / "a"
    atomic_write(path, b"old")

    atomic_write(path, b"new")

    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


def test_a_write_that_fails_leaves_the_old_bytes(tmp_path):
    """Here the target cannot be replaced: it is a folder with something in it."""
    path = tmp_path / "a"
    path.mkdir()
    (path / "inside").write_bytes(b"old")

    with pytest.raises(OSError):  # noqa: PT011 (which error is the system's choice)
        atomic_write(path, b"new")

    assert (path / "inside").read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(("size", "fits"), [(9, True), (10, True), (11, False)])
def test_a_file_is_read_up_to_its_cap(tmp_path, size, fits):
    path = tmp_path / "a"
    path.write_bytes(b"x" * size)

    if fits:
        assert read_capped(path, 10) == b"x" * size
    else:
        with pytest.raises(FileTooLarge) as fault:
            read_capped(path, 10)
        assert (fault.value.code, fault.value.params) == ("FILE-TOO-LARGE", {"cap": 10})
