"""The profile of 2016: complete, in both languages, in our own words, and the only place that names anybody."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jig.agreement.profile import load_profile
from jig.agreement.register import REGISTER

PROFILE = load_profile("jig2016")
SOURCE = Path(__file__).parents[2] / "src" / "jig"
SHARED = Path(__file__).parents[3] / "shared"  # the source texts; absent in a stranger's clone
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def wordings(lang: str) -> Iterator[str]:
    for clause in REGISTER.clauses:
        yield PROFILE.wording(clause, lang)
    for reading in REGISTER.readings:
        words = PROFILE.reading_wording(reading, lang)
        yield from (words.issue, words.default)
    yield from (gate.words[lang] for gate in PROFILE.gates)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_every_clause_reading_and_gate_is_worded_shortly(lang: str) -> None:
    texts = list(wordings(lang))

    assert len(texts) == 144 + 2 * 51 + 9
    assert [text for text in texts if not 10 <= len(text) <= 140] == []


def test_russian_is_in_cyrillic_and_english_is_not() -> None:
    assert [text for text in wordings("ru") if not CYRILLIC.search(text)] == []
    assert [text for text in wordings("en") if CYRILLIC.search(text)] == []


def test_no_two_clauses_share_their_words() -> None:
    for lang in PROFILE.languages:
        texts = [PROFILE.wording(clause, lang) for clause in REGISTER.clauses]
        assert len(set(texts)) == 144


def test_no_text_says_that_something_is_clear() -> None:  # architecture, invariant 8
    assert [text for text in wordings("en") if re.search(r"\b(clear|cleared|safe)\b", text)] == []


def runs(text: str, length: int) -> set[str]:
    words = re.findall(r"[\w']+", text.casefold())
    return {" ".join(words[i : i + length]) for i in range(len(words) - length + 1)}


@pytest.mark.parametrize("name", ["clauses.tsv", "readings.tsv", "terms-of-reference.txt"])
def test_no_wording_repeats_seven_words_running_of_the_source(name: str) -> None:
    path = SHARED / "terms" / name
    if not path.is_file():
        pytest.skip("the source is not on this machine")
    theirs = runs(path.read_text(encoding="utf-8"), 7)

    ours = {run for text in wordings("en") for run in runs(text, 7)}

    assert ours & theirs == set()


def test_the_nine_gates_and_fourteen_clocks_are_there() -> None:
    assert [gate.id for gate in PROFILE.gates] == [f"G{n}" for n in range(1, 10)]
    assert len(PROFILE.clocks) == 14
    assert all(clock.start[lang] and clock.end[lang] for clock in PROFILE.clocks for lang in PROFILE.languages)


def test_the_roles_and_the_settings_name_the_same_holder() -> None:  # ToR 2.c.ii, 3.c; readings A29, A35
    assert PROFILE.role_holder("PROVIDER") == PROFILE.settings["notice.provider"] == "RUS"
    assert PROFILE.role_holder("THIRD-PARTY-CONFIRMER") == PROFILE.settings["ad.third_party_confirmer"] == "RUS"
    assert PROFILE.role_holder("CONSENTER") == PROFILE.other(PROFILE.role_holder("DEFENDER")) == "USA"


def test_the_wide_places_of_the_text_stay_unset() -> None:  # readings A15, A17, A21, A41: no built-in numbers
    unset = {name for name, value in PROFILE.settings.items() if value is None}

    assert {
        "deconflict.min_horizontal_m",
        "deconflict.min_time_s",
        "site.establish_by",
        "proximity.distance_m",
    } <= unset
    assert "protected.buffer_m" in unset


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("deadline.tz", "Asia/Damascus"),  # A05
        ("deadline.day_prior_cutoff", "D 00:00"),  # A05
        ("text.tor_2b_bracket", "NOT_IN_FORCE"),  # A04
        ("tolerance.discrepancy_m", 50),  # A22
        ("vetting.max_age_s", 30 * 86400),  # A25
        ("validation.max_age_s", 14 * 86400),  # A25
        ("assess.due_full_s", 72 * 3600),  # A27
        ("allegation.ack_s", 48 * 3600),  # A30
        ("allegation.first_finding_s", 30 * 86400),  # A30
        ("violation.report_due_s", 24 * 3600),  # A36
        ("exempt.list", ["MEDEVAC", "HA", "PR"]),  # A37
        ("coh.hold_days", 7),  # A39
        ("map.due_days", 5),  # A41
        ("track.max_gap_s", 60),  # A46
        ("stop.answer_s", 60),  # A47
        ("stop.radius_m", 20_000),  # A47
        ("protected.max_age_s", 24 * 3600),  # A48
        ("link.missed_s", 30 * 60),  # A49
        ("position.same_m", 50),  # A50
    ],
)
def test_defaults_are_those_of_the_readings(name: str, value: object) -> None:
    assert PROFILE.settings[name] == value


def test_the_coded_families_agree_with_the_settings() -> None:
    states = [*PROFILE.settings["target.states"], *PROFILE.settings["target.side_exits"]]  # type: ignore[misc]

    assert list(PROFILE.codes["target_state"]) == states
    assert list(PROFILE.codes["exemption"]) == PROFILE.settings["exempt.list"]
    assert list(PROFILE.codes["area_class"]) == PROFILE.settings["area.classes"]
    assert len(PROFILE.codes["target_category"]) == 6  # AP 3.b


def test_a_new_name_is_known_only_from_its_date() -> None:  # reading A10: renamed on 28 July 2016
    assert "jabhat fatah al-sham" not in PROFILE.known_names("2016-07-27")

    assert PROFILE.known_names("2016-07-28")["jabhat fatah al-sham"] == "NUSRA"
    assert "jabhat fatah al-sham" not in PROFILE.known_names("2017-01-29")


def test_the_rank_of_the_senior_representative_has_a_name_on_either_side() -> None:  # ToR 1.d.iii; reading A18
    ranks = PROFILE.settings["rank.military"]
    assert isinstance(ranks, dict)

    assert ranks["USA"]["COL"] == ranks["RUS"]["полковник"] == PROFILE.settings["rank.snr_grade"]  # type: ignore[call-overload, index]
    # A major general is one star there and two here: the same word is not the same rank.
    assert (ranks["RUS"]["генерал-майор"], ranks["USA"]["MG"]) == ("OF-6", "OF-7")  # type: ignore[call-overload, index]


def test_the_glossary_gives_160_pairs_with_how_sure_they_are() -> None:
    assert len(PROFILE.glossary) == 160
    assert {term.status for term in PROFILE.glossary} == {"seen", "usual", "proposed"}
    # A few Russian terms are Latin by use, or pairs of both.
    assert [t.en for t in PROFILE.glossary if not CYRILLIC.search(t.ru)] == []


def test_glossary_pairs_are_the_source_s() -> None:
    path = SHARED / "domain" / "glossary.tsv"
    if not path.is_file():
        pytest.skip("the source is not on this machine")
    with path.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))

    assert [(t.en, t.ru, t.status) for t in PROFILE.glossary] == [(r["en"], r["ru"], r["ru_status"]) for r in rows]


def names_of_the_profile() -> set[str]:
    """Gather the words that only the profile's folder may hold: codes, names and aliases, zones and towns."""
    aliases = [alias.name for adversary in PROFILE.adversaries for alias in adversary.aliases]
    codes = [p.code for p in PROFILE.participants] + [a.code for a in PROFILE.adversaries] + [PROFILE.third_party.code]
    zones = [part for zone in PROFILE.zones.zones for part in zone.split("/")[1:]]
    worded = [p.names for p in PROFILE.participants] + [a.names for a in PROFILE.adversaries]
    names = [name for words in (*worded, PROFILE.third_party.names) for name in words.values()]
    # "Russian" may be the language; a country is named otherwise.
    other = ["Syria", "Syrian", "Russia", "American", "Geneva", "GENEVA", "Aleppo", "Сирия", "Россия"]
    return {*aliases, *codes, *zones, *names, *other}


def named_in(text: str, words: set[str]) -> set[str]:
    return {word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)}


def test_the_scanner_finds_a_name_and_passes_over_a_longer_word() -> None:
    words = {"USA", "Nusra"}

    assert named_in('if code == "USA":', words) == {"USA"}
    assert named_in("# USAGE", words) == set()


def neutral_files() -> list[Path]:
    """List all code, and the register's tables; data of other rooms (a gazetteer) may name what it is about."""
    inside = [*sorted(SOURCE.rglob("*.py")), *sorted((SOURCE / "agreement").glob("*.tsv"))]
    return [path for path in inside if "profiles" not in path.relative_to(SOURCE).parts]


def test_nothing_outside_the_profiles_names_a_country_a_group_or_a_town() -> None:  # architecture, invariant 9
    words = names_of_the_profile()

    named = {path.name: found for path in neutral_files() if (found := named_in(path.read_text("utf-8"), words))}

    assert len(neutral_files()) > 10
    assert named == {}
