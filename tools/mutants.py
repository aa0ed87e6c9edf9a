"""Break each rule of the record's design, and of exact episodes, in turn and require that a test notices (`make mutants`).

Every mutant is patched in a copy of the tree, never in place; two copies work side by side.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.mutations import MUTANTS, Mutant, path_of  # noqa: E402 - the tree of this file, whatever is installed

COPIES = 2
_UNKEPT = {"NUMBA_DISABLE_JIT": "1"}
#: pytest's own: 0 all passed, 1 some failed; everything else means that nothing was tested.
PASSED, FAILED = 0, 1


def copy_of_the_tree(folder: Path) -> Path:
    """Copy what the tests named need."""
    for name in ("src", "tests/properties", "tests/air"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "tests/conftest.py"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def run_test(folder: Path, test: str) -> int:
    """Run the tests whose name begins so; give pytest's exit code."""
    file, _, name = test.partition("::")
    command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-W", "ignore"]
    done = subprocess.run(
        [*command, "-k", name, str(path_of(file))],
        cwd=folder,
        # Functions keep each other's old code, file by file: nothing compiled outlives its mutant.
        env={**os.environ, "HYPOTHESIS_PROFILE": "mutants", "PYTHONPATH": f"src{os.pathsep}tests", **_UNKEPT},
        capture_output=True,
        check=False,
    )
    return done.returncode


@contextmanager
def mutated(folder: Path, mutant: Mutant) -> Iterator[None]:
    """Patch a copy for as long as the block lasts."""
    before = {change.file: (folder / change.file).read_text(encoding="utf-8") for change in mutant.changes}
    try:
        for change in mutant.changes:
            text = (folder / change.file).read_text(encoding="utf-8")
            if text.count(change.old) != 1:
                raise SystemExit(f"{change.file}: the snippet does not stand there once: {change.old}")
            (folder / change.file).write_text(text.replace(change.old, change.new), encoding="utf-8")
        yield
    finally:
        for name, text in before.items():
            (folder / name).write_text(text, encoding="utf-8")


def main(wanted: list[str]) -> int:
    """Try every mutant whose rule holds one of the words given, or all; give 0 when each was noticed."""
    chosen = [one for one in MUTANTS if not wanted or any(word in one.rule for word in wanted)]
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(COPIES) as pool:
        free: Queue[Path] = Queue()
        for number in range(COPIES):
            free.put(copy_of_the_tree(Path(name) / str(number)))

        def outcome(test: str, mutant: Mutant | None) -> int:
            folder = free.get()
            try:
                if mutant is None:
                    return run_test(folder, test)
                with mutated(folder, mutant):
                    return run_test(folder, test)
            finally:
                free.put(folder)

        tests = sorted({one.test for one in chosen})
        sound = [*pool.map(lambda test: outcome(test, None), tests)]
        ailing = [test for test, code in zip(tests, sound, strict=True) if code != PASSED]
        if ailing:
            print("fails without any mutant:", *ailing, sep="\n  ")
            return 2
        survivors = 0
        for mutant, code in zip(chosen, pool.map(lambda one: outcome(one.test, one), chosen), strict=True):
            survivors += code != FAILED
            word = {FAILED: "killed", PASSED: "SURVIVED"}.get(code, f"NOT TESTED ({code})")
            print(f"{word:10} {mutant.rule:60} {mutant.test}", flush=True)
    print(f"{len(chosen) - survivors} of {len(chosen)} killed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
