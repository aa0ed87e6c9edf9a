"""Brings the script libraries that pages carry into src/jig/desk/assets; run by hand when a version changes.

Each comes as its package from the registry that npm on this machine is set to, and is taken only when its bytes are those
that were looked at before. Nothing is changed in them; nothing is fetched when jig is built, tested or run.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

ASSETS = Path(__file__).resolve().parent.parent / "src" / "jig" / "desk" / "assets"


class Package(NamedTuple):
    """A package, its version, the SHA-256 of its archive, and which of its files go where."""

    name: str
    version: str
    sha256: str
    files: dict[str, str]


#: What OpenLayers' own build has inside it besides OpenLayers: their licences go with it.
PACKAGES = (
    Package(
        "ol",
        "10.11.0",
        "9e8377871c10e1299a8a302be847de3b8f1060a6d31063b90e84363c7e060477",
        {"dist/ol.js": "ol/ol.js", "ol.css": "ol/ol.css", "LICENSE.md": "ol/LICENSE.md"},
    ),
    Package(
        "earcut",
        "3.2.4",
        "2f63624cc056e4f2f8109a84d10fff3daeea37581af14af0f612ff387cc2534a",
        {"LICENSE": "ol/LICENSE.earcut"},
    ),
    Package(
        "pbf",
        "5.1.2",
        "3b3dc3c096a3a264ae68722d1e380893d89d56161093f8e90b1910020fbdb5d7",
        {"LICENSE": "ol/LICENSE.pbf"},
    ),
    Package(
        "quickselect",
        "3.0.0",
        "2cf90a3c6f9eb7ccb618bc31e362a615f9f46de593b8465176d883e66b5f8c84",
        {"LICENSE": "ol/LICENSE.quickselect"},
    ),
    Package(
        "rbush",
        "4.0.1",
        "a014b9d13d72b4cb657badb2961fc24429324b9db0dc1aa13f83d8dde81da410",
        {"LICENSE": "ol/LICENSE.rbush"},
    ),
)


def fetched(package: Package, folder: Path) -> Path:
    """Fetch a package's archive; exits with a message when its bytes are not the ones expected."""
    command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    archive = folder / f"{package.name}-{package.version}.tgz"
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != package.sha256:
        sys.exit(f"{package.name} {package.version}: sha256 is {found}, expected {package.sha256}; nothing was taken")
    return archive


def taken(archive: Path, files: dict[str, str]) -> None:
    """Take the files named out of an archive."""
    with tarfile.open(archive) as held:
        for inside, target in files.items():
            content = held.extractfile(f"package/{inside}")
            assert content is not None, inside
            path = ASSETS / target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.read())


def main() -> None:
    """Fetch, check and take every package; all are checked before any is taken."""
    with tempfile.TemporaryDirectory() as scratch:
        archives = [(fetched(package, Path(scratch)), package.files) for package in PACKAGES]
        for archive, files in archives:
            taken(archive, files)
    for package in PACKAGES:
        print(f"{package.name} {package.version}: {', '.join(package.files.values())}", file=sys.stderr)


if __name__ == "__main__":
    main()
