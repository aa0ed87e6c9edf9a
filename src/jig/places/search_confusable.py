"""Places that one name heard or read badly can stand for: the warning beside a name that is found (failures F01, F10)."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from jig.places.distance import distance_m_floor
from jig.places.gazetteer import Gazetteer, Place, normal
from jig.places.search_forms import Form, forms

LIMIT = 8
#: Of four sounds one may differ: Dara and Dari.
ALIKE = 0.74


@dataclass(frozen=True)
class Confusable:
    """Another place whose name can be taken for this one's. rule: SAME-NAME, or LIKE-NAME; distance_m: between the two."""

    place: Place
    rule: str
    likeness: float
    distance_m: int


class Confusables:
    """Knows, of each place of a gazetteer, the others with a name like its own in sound."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._forms: dict[int, tuple[Form, ...]] = {}
        self._held: dict[str, list[Place]] = {}
        for place in gazetteer.places:
            self._forms[place.geonames_id] = main = _main_forms(place)
            for key in {key for form in main for key in _keys(form)}:
                self._held.setdefault(key, []).append(place)

    def of(self, place: Place, limit: int = LIMIT) -> tuple[Confusable, ...]:
        """The others, the likest first and the nearest of them before the farther."""
        own = self._forms.get(place.geonames_id) or _main_forms(place)
        same = {other.geonames_id for name in place.names() for other in self._gazetteer.named(name)}
        near = {other.geonames_id: other for form in own for key in _keys(form) for other in self._held.get(key, ())}
        near |= {number: other for number in same if (other := self._gazetteer.get(number)) is not None}
        near.pop(place.geonames_id, None)
        found = [self._measured(place, own, other, other.geonames_id in same) for other in near.values()]
        found = [each for each in found if each.likeness >= ALIKE]
        return tuple(sorted(found, key=lambda each: (-each.likeness, each.distance_m, each.place.geonames_id))[:limit])

    def _measured(self, place: Place, own: tuple[Form, ...], other: Place, same: bool) -> Confusable:
        theirs = self._forms[other.geonames_id]
        likeness = 1.0 if same else max((_likeness(one, two) for one in own for two in theirs), default=0.0)
        apart = distance_m_floor(place.lat_e7, place.lon_e7, other.lat_e7, other.lon_e7)
        return Confusable(other, "SAME-NAME" if same else "LIKE-NAME", round(likeness, 3), apart)


def _main_forms(place: Place) -> tuple[Form, ...]:
    names = {normal(name): name for name in (place.en, place.ru, place.ar) if name}
    return tuple({form.sounds: form for name in names.values() for form in forms(name)}.values())


def _likeness(one: Form, two: Form) -> float:
    # A short vowel that one script leaves out is no difference that an ear would hear.
    if one.script != two.script and one.bones == two.bones and len(one.bones) >= 3:
        return max(0.8, OSA.normalized_similarity(one.sounds, two.sounds))
    return OSA.normalized_similarity(one.sounds, two.sounds)


def _keys(form: Form) -> Iterator[str]:
    """Names that differ in one sound share the text that is left without it; those with one skeleton share that."""
    yield form.sounds
    if len(form.bones) >= 3:
        yield "#" + form.bones
    if len(form.sounds) >= 4:
        for at in range(len(form.sounds)):
            yield form.sounds[:at] + form.sounds[at + 1 :]
