"""The verifier is called as its user calls it: files and arguments in, exit code and JSON out."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from jig.verifier.jig_verify import main
from verifier.logs_by_hand import Side, story

Verify = Callable[..., tuple[int, dict[str, Any]]]


def roots(*sides: Side) -> list[str]:
    return [part for side in sides for part in ("--root", f"{side.code}={side.root_fingerprint}")]


@pytest.fixture(scope="session")
def verify(tmp_path_factory: pytest.TempPathFactory) -> Verify:
    """Give a function that writes these files, calls the verifier, and answers (exit code, its JSON)."""
    folder = tmp_path_factory.mktemp("verifier")

    def call(*files: bytes, sides: tuple[Side, ...], fork: tuple[bytes, bytes] | None = None) -> tuple[int, Any]:
        def written(kind: str, contents: tuple[bytes, ...]) -> list[str]:
            paths = [folder / f"{kind}{i}" for i in range(len(contents))]
            for path, content in zip(paths, contents, strict=True):
                path.write_bytes(content)
            return list(map(str, paths))

        out = io.StringIO()
        with redirect_stdout(out):
            forked = ["--fork", *written("fork", fork)] if fork else []
            code = main([*written("log", files), *roots(*sides), "--json", *forked])
        return code, json.loads(out.getvalue())

    return call


@pytest.fixture(scope="session")
def good() -> tuple[Side, Side]:
    """The whole story of two logs; tests must not append to it."""
    return story()


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., list[str]]:
    def write(*contents: bytes) -> list[str]:
        paths = [tmp_path / f"{i}.log" for i in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        return list(map(str, paths))

    return write
