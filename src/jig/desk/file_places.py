"""Where in a file a fault stands, in the reader's words; scripts read the place itself."""

from __future__ import annotations

import re

from jig.agreement.wording import N_, render

#: How readers of files number what they read.
_PARTS = {"feature": N_("feature {number}"), "placemark": N_("placemark {number}"), "row": N_("row {number}")}
#: At the beginning, or behind the file's name; a name of the file's own that reads so is left as it is.
_PLACE = re.compile(r"(?:(?<=^)|(?<=: ))(feature|placemark|row) (\d+)(?=$|,|:)")


def place_said(path: str, lang: str) -> str:
    """Say where a fault stands: "feature 2, 1.3" with its noun in the language; what is no such place stays."""
    return _PLACE.sub(lambda found: render(_PARTS[found[1]], lang, {"number": found[2]}), path)
