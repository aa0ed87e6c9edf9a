"""The fold beside the design's executable model on the same runs: an oracle that shares no line with it."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from properties.oracle import Outcome, Row, expected_by, fold, rows

VECTORS = Path(__file__).with_name("vectors.json")
SHARED = Path(os.environ.get("JIG_SHARED", Path(__file__).parents[2].parent / "shared"))


def load_model(shared: Path) -> ModuleType | None:
    """Load the model from the design's folder; None where that is not at hand."""
    path = shared / "design" / "record_model" / "model.py"
    spec = importlib.util.spec_from_file_location("record_model", path)
    if not path.is_file() or spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MODEL = load_model(SHARED)


@pytest.mark.skipif(MODEL is None, reason="the design's model is not here; vectors.json holds recorded runs of it")
@settings(max_examples=200)
@given(st.binary(min_size=60, max_size=240))
def test_the_fold_agrees_with_the_executable_model(data: bytes) -> None:
    """Cut, verdict, standing; receipts and time: verdicts, consents, HOLDs, terms and deadlines are the model's."""
    run = rows(data)

    expected = expected_by(MODEL, run)

    assert fold(run) == expected
    event(f"chain of {len(expected.chain)}")


@pytest.mark.parametrize("share", range(4))
def test_the_fold_agrees_with_recorded_runs_of_the_model(share: int) -> None:
    """The same, on runs recorded by record_vectors.py, wherever the model is not at hand."""
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
    mine = vectors["runs"][share::4]
    assert mine

    for recorded in mine:
        run = [Row(*row) for row in recorded["rows"]]

        assert fold(run) == read_outcome(recorded["expected"]), recorded["seed"]


def read_outcome(raw: dict[str, Any]) -> Outcome:
    """Read an outcome as the recording wrote it."""
    return Outcome(**{**raw, "deadlines": {int(n): status for n, status in raw["deadlines"].items()}})


def test_the_recorded_runs_reach_what_is_worth_comparing() -> None:
    """Recorded vectors: every class of outcome is among them."""
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))["runs"]

    expected = [read_outcome(one["expected"]) for one in vectors]

    assert {status for one in expected for status in one.deadlines.values()} == {"MET", "MISSED", "UNPROVEN"}
    assert max(len(one.chain) for one in expected) >= 3
    assert sum(bool(one.consents) for one in expected) >= 20
    assert sum(bool(one.held) for one in expected) >= 20
    assert sum(any(one.left) for one in expected) >= 10
    assert sum(bool(one.refused) for one in expected) >= 50
