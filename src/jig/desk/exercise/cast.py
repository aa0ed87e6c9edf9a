"""Who takes part, where and when: drawn by the seed from the profile's own data."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, NamedTuple

from jig.agreement.clocks import day_number
from jig.agreement.profile import Profile
from jig.places.gazetteer import Gazetteer, Place, area, load

#: Everybody who may speak for a side in the EXERCISE: post and rank by role.
POSTS = {
    "SNR": "OF-5",
    "DEPUTY": "OF-5",
    "INTEL": "OF-4",
    "TARGETING": "OF-4",
    "OPS": "OF-4",
    "LEGAL": "OF-3",
    "LINGUIST": "OF-2",
    "WATCH": "OF-3",
}
_CITY_E7 = 350_000


class Person(NamedTuple):
    """Somebody invented: the name as its owner writes it, and in the counterpart's script."""

    name: str
    name_local: str


@dataclass(frozen=True)
class Team:
    """One participant's people: its officers by role, and the national authority that decides but never transmits."""

    code: str
    language: str
    officers: Mapping[str, Person]
    authority: Person


class Spot(NamedTuple):
    """A point in open country near a named place."""

    place: Place
    lat_e7: int
    lon_e7: int
    km: int


@dataclass(frozen=True)
class Cast:
    """One seed's EXERCISE. planner: the side that gives the final plan.

    day_0: days since 1970 in the zone of deadlines. skews: seconds by which each side's clock is ahead.
    """

    profile: Profile
    material: Mapping[str, Any]
    teams: tuple[Team, Team]
    planner: int
    spots: Mapping[str, Spot]
    labels: Mapping[str, str]
    category: str
    adversary: str
    day_0: int
    skews: tuple[int, int]

    def words(self, side: int, key: str, **values: object) -> str:
        """Say one of the EXERCISE's texts in a side's own language."""
        return str(self.material["wording"][self.teams[side].language][key]).format(**values)

    def place_name(self, side: int, key: str) -> str:
        """Name a spot's place as a side writes it."""
        place = self.spots[key].place
        return {"ru": place.ru, "ar": place.ar}.get(self.teams[side].language) or place.en


def material_of(profile: str) -> Mapping[str, Any]:
    """Read a profile's exercise data."""
    return tomllib.loads((files("jig.profiles") / profile / "exercise.toml").read_text("utf-8"))


def cast(profile: Profile, material: Mapping[str, Any], seed: int) -> Cast:
    """Draw an EXERCISE: the same seed gives the same names, places, days and clocks."""
    dice = random.Random(f"cast {seed}")
    first, second = profile.participants
    teams = (_team(first.code, first.language, material, dice), _team(second.code, second.language, material, dice))
    year, month, day = map(int, dice.choice(material["first_days"]).split("-"))
    number = dice.randrange(100, 999)
    return Cast(
        profile,
        material,
        teams,
        next(side for side, team in enumerate(teams) if team.language == material["plan"]["language"]),
        dict(zip("ABF", _spots(profile, material, dice), strict=True)),
        {
            "A": f"EX-{number}A", "B": f"EX-{number}B", "PERSON": f"EX-{number}P",
            "PLAN-A": f"EX-PLAN-{number}A", "PLAN-B": f"EX-PLAN-{number}B",
        },
        dice.choice(material["categories"]),
        dice.choice(profile.adversaries).code,
        day_number(year, month, day),
        (dice.randrange(2, 20), -dice.randrange(2, 20)),
    )  # fmt: skip


def _team(code: str, language: str, material: Mapping[str, Any], dice: random.Random) -> Team:
    pool = material["names"][language]
    families: Sequence[Sequence[str]] = dice.sample(pool["families"], len(POSTS) + 1)
    people = []
    for native, local in families:
        initial = dice.choice(pool["initials"])
        people.append(Person(f"{initial[0]} {native}", f"{initial[1]} {local}"))
    return Team(code, language, dict(zip(POSTS, people, strict=False)), people[-1])


def _spots(profile: Profile, material: Mapping[str, Any], dice: random.Random) -> list[Spot]:
    """Lay three points some kilometres off three hamlets, away from any town with a recorded population."""
    held = load(profile.name)
    pool = [one for one in held.places if one.country in material["countries"] and not one.population and one.ru]
    return [_spot(place, dice) for place in dice.sample([one for one in pool if _remote(one, held, profile)], 3)]


def _remote(place: Place, held: Gazetteer, profile: Profile) -> bool:
    if not area(profile.name).holds(place.lat_e7, place.lon_e7):
        return False
    near = (o for o in held.places if o.population and abs(o.lat_e7 - place.lat_e7) < _CITY_E7)
    return not any(abs(o.lon_e7 - place.lon_e7) < _CITY_E7 for o in near)


def _spot(place: Place, dice: random.Random) -> Spot:
    km = dice.randrange(3, 7)
    # A kilometre of latitude is 1/111 of a degree everywhere, so the point is that far north or south.
    north = dice.choice((-1, 1)) * km * 90_090 + dice.randrange(-2_000, 2_000)
    return Spot(place, place.lat_e7 + north, place.lon_e7 + dice.randrange(-2_000, 2_000), km)
