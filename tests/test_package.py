"""What is installed is what is in the tree: catalogues compiled, data included."""

import gettext
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tools.catalogues import committed

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "jig"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    pytest.importorskip("hatchling", reason="comes with the development extras")
    target = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(target.glob("*.whl"))) as archive:
        yield archive


def test_every_file_of_the_package_is_in_the_wheel(wheel):
    left_out = {".po", ".pot", ".mo", ".pyc", ".nbi", ".nbc"}
    files = {
        p.relative_to(PACKAGE.parent).as_posix() for p in PACKAGE.rglob("*") if p.is_file() and p.suffix not in left_out
    }

    names = [name for name in wheel.namelist() if name.startswith("jig/")]

    assert files <= set(names)
    assert len(names) == len(set(names))
    assert not [name for name in names if name.endswith((".po", ".pyc"))]


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_wheel_carries_the_catalogues_compiled_from_their_sources(wheel, lang):
    """ToR 1.d.ii."""
    sources = {message.id: message.string or message.id for message in committed(lang) if message.id}

    compiled = gettext.GNUTranslations(io.BytesIO(wheel.read(f"jig/locale/{lang}/LC_MESSAGES/jig.mo")))

    assert compiled.info()["language"] == lang
    assert {msgid: compiled.gettext(msgid) for msgid in sources} == sources
