"""Record runs of the design's executable model: `python tests/properties/record_vectors.py PATH-TO-SHARED`.

Run with `PYTHONPATH=src:tests`. Writes vectors.json beside this file; the same seeds give the same file.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from properties.oracle import expected_by, rows
from properties.test_oracle import VECTORS, load_model

SEEDS = range(300)


def main(shared: Path) -> None:
    """Make the runs, ask the model, write both."""
    model = load_model(shared)
    if model is None:
        raise SystemExit(f"no record_model below {shared}")
    lines = []
    for seed in SEEDS:
        chance = random.Random(seed)
        run = rows(chance.randbytes(chance.randint(60, 240)))
        recorded = {"seed": seed, "rows": run, "expected": expected_by(model, run)._asdict()}
        lines.append(json.dumps(recorded, separators=(",", ":")))
    VECTORS.write_text('{"runs":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
