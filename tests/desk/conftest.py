"""Nodes are made once and copied for each test: keys take longer to make than a test to run."""

import shutil

import pytest

from cli_nodes import Shell, make_pair


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        make_pair(folder)
    return folder


@pytest.fixture
def shell(made, tmp_path, monkeypatch, capsys):
    folder = tmp_path / "nodes"
    shutil.copytree(made, folder, ignore=shutil.ignore_patterns("state"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("JIG_LANG", "JIG_DEBUG", "JIG_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    return Shell(folder, capsys)
