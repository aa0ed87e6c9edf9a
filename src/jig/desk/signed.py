"""The terms that a place is read by: those that both sides of a node signed, or a profile's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jig.adapters.positions import signed_operations
from jig.agreement.profile import load_profile, profile_names
from jig.desk.options import open_folder
from jig.places.operations import InForce


def terms_of(profile: str | None, node: Path | None) -> tuple[str, Mapping[str, Any], InForce]:
    """Give the name of a profile, its settings, and the operation for each datum, None for one that both left open.

    A node's folder brings its own profile and the terms that both signed.
    """
    if node is None:
        loaded = load_profile(profile if profile is not None else profile_names()[0])
        return loaded.name, loaded.settings, signed_operations(loaded.settings)
    folder = open_folder(node)
    with folder.node() as opened:
        settings = opened.picture.view().terms.settings
    return folder.own.profile, settings, signed_operations(settings)
