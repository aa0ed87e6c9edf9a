"""Puts compiled catalogues (.mo) where gettext looks for them, in wheels and in editable installs."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogue(source: Path, target: Path) -> None:
    """Write the compiled form of one .po file; equal sources give equal bytes."""
    with source.open("rb") as lines:
        catalogue = read_po(lines, locale=source.parts[-3], domain="jig", abort_invalid=True)
    catalogue.creation_date = catalogue.revision_date = datetime(1970, 1, 1, tzinfo=UTC)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        write_mo(out, catalogue)


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles every catalogue: beside its source for an editable install, into the archive for a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues before hatchling collects files."""
        package = Path(self.root, "src", "jig")
        sources = sorted(package.glob("locale/*/LC_MESSAGES/jig.po"))
        if version == "editable":
            for source in sources:
                compile_catalogue(source, source.with_suffix(".mo"))
            return
        # A wheel may be built from a read-only checkout: nothing is written into the tree.
        self._scratch = tempfile.TemporaryDirectory()
        for source in sources:
            inside = source.relative_to(package.parent).with_suffix(".mo")
            target = Path(self._scratch.name, inside)
            compile_catalogue(source, target)
            build_data["force_include"][str(target)] = inside.as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the scratch directory of a wheel build."""
        if version != "editable":
            self._scratch.cleanup()
