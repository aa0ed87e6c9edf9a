"""One file that a browser opens from disk and that needs nothing else: script, style, words and data inside."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from typing import Any

from jig.agreement.wording import languages, translator
from jig.desk.sentences import sentence_of
from jig.desk.sentences_of_areas import SHAPES
from jig.desk.sentences_of_drawing import FAULTS, PAGE
from jig.desk.tokens import TOKENS

#: In the order in which each may use those before it.
_SCRIPTS = ("words.js", "degrees.js", "plane.js", "drawing.js", "map.js", "page.js")
#: What an import says of a file, and the page before it.
_CODES = (
    "AREA-NAMELESS", "AREA-TIME", "AREA-CORNER", "AREA-CORNER-RANGE", "AREA-RING-OPEN", "AREA-NO-POLYGON", "AREAS-NONE",
    "AREAS-TOO-MANY", "AREAS-NOT-JSON", "AREAS-NOT-GEOJSON", "AREAS-OTHER-CRS", "FORM-STRING-TOO-LONG", "FORM-TOO-LONG",
    "TEXT-CONTROL", "TEXT-DIRECTION", "FILE-TOO-LARGE",
)  # fmt: skip
#: The rules that judge an area, by what the page calls them.
RULES = {
    "shape": "C103/an_outline_bounds_an_area",
    "size": "C103/an_outline_is_of_bounded_size",
    "class": "C103/a_designated_area_is_of_one_class",
    "holder": "C112/a_layer_of_control_names_the_holder",
    "validity": "C103/validity_ends_after_it_begins",
}


def page(data: Mapping[str, Any], lang: str, title: str) -> str:
    """Write the page about `data`, in `lang` at first; the reader may turn to any other language on it.

    Nothing is fetched and nothing but the scripts written here runs: the page's own policy names each by its SHA-256.
    """
    assets = files("jig.desk") / "assets"

    def text(name: str) -> str:
        return (assets / name).read_text("utf-8")

    # The last line of OpenLayers' build names a file for its makers, which browsers would look for beside the page.
    library = text("ol/ol.js").partition("\n//# sourceMappingURL")[0]
    scripts = [library, *(text(f"draw/{name}") for name in _SCRIPTS)]
    styles = {"ol_css": text("ol/ol.css"), "page_css": text("draw/page.css")}
    told = {**data, "lang": lang, "languages": _LANGUAGES, "words": words(), "rules": RULES}
    values = {
        "lang": lang,
        "title": escape(title),
        "csp": escape(_policy(scripts, list(styles.values()))),
        "data": _inside_markup(told),
        "scripts": "\n".join(f"<script>{_never_ending(one)}</script>" for one in scripts),
        **styles,
    }
    head, *parts = text("draw/page.html").split("{{")
    return head + "".join(values[name] + rest for name, _, rest in (part.partition("}}") for part in parts))


#: Languages by their own names, which nobody translates.
_LANGUAGES = {"en": "English", "ru": "Русский"}


def words() -> dict[str, dict[str, Any]]:
    """Give everything the page can say, by language: its words, the faults with their next steps, codes in words."""
    return {lang: _words(lang) for lang in languages()}


def _words(lang: str) -> dict[str, Any]:
    from jig.agreement.rule import all_rules

    say = translator(lang)
    # What comes next after an import's fault speaks of the file; on the page it is mended where it stands.
    faults = {code: (sentence_of(code)[0], "") for code in _CODES} | FAULTS
    faults |= {one.id: (one.broken, one.next_step) for one in all_rules() if one.id in RULES.values()}
    return {
        "page": {key: say(sentence) for key, sentence in PAGE.items()},
        "faults": {code: [say(sentence) for sentence in pair] for code, pair in faults.items()},
        "tokens": {code: say(sentence) for code, sentence in (*SHAPES.items(), ("NONE", TOKENS["NONE"]))},
    }


def _policy(scripts: list[str], styles: list[str]) -> str:
    script, style = (" ".join(f"'sha256-{_digest(one)}'" for one in each) for each in (scripts, styles))
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; img-src data:; "
        "connect-src 'none'; form-action 'none'; base-uri 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _inside_markup(value: Any) -> str:
    """Write JSON that no reader of markup can take for the end of its element, nor for any other."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _never_ending(script: str) -> str:
    if "</script" in script.lower() or "<!--" in script:
        raise ValueError("a script holds what ends one")
    return script
