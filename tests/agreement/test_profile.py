"""A profile is data: read whole, its faults told all at once, its digest over all that the fold may read."""

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from jig.agreement.profile import FaultyProfile, UnknownProfile, load_profile, profile_names, read_profile
from jig.agreement.profile_data import UnknownParticipant, UnknownRole

FOLDER = Path(__file__).parents[2] / "src" / "jig" / "profiles" / "jig2016"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "other"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_package_s_profiles_are_named_and_no_path_is_taken_for_one() -> None:
    assert profile_names() == ("jig2016",)

    for name in ("../agreement", "jig2016/", "", "/etc"):
        with pytest.raises(UnknownProfile):
            load_profile(name)


def test_a_participant_is_found_by_code_and_so_is_the_other() -> None:
    profile = load_profile("jig2016")
    first, second = (p.code for p in profile.participants)

    assert (profile.other(first), profile.other(second)) == (second, first)
    assert profile.participant(second).code == second
    with pytest.raises(UnknownParticipant):
        profile.other("AAA")


def test_a_role_held_by_nobody_or_by_both_has_no_holder(folder: Path) -> None:
    edit(folder / "profile.toml", 'roles = ["CONSENTER"]', 'roles = ["CONSENTER", "DEFENDER"]')

    profile = read_profile(folder)

    assert len(profile.role_holders("DEFENDER")) == 2
    for role in ("DEFENDER", "ARBITER"):
        with pytest.raises(UnknownRole):
            profile.role_holder(role)


def test_settings_are_json_without_floats() -> None:
    settings = dict(load_profile("jig2016").settings)

    def refuse(text: str) -> None:
        raise AssertionError(text)

    assert json.loads(json.dumps(settings), parse_float=refuse) == settings


def test_the_digest_follows_what_the_fold_reads_and_not_the_wording(folder: Path) -> None:
    shutil.copytree(folder, same := folder.parent / "again" / "other")
    edit(same / "clauses.en.tsv", "The JIG sits near", "The JIG stands near")
    shutil.copytree(folder, changed := folder.parent / "changed" / "other")
    edit(changed / "readings.toml", '"track.max_gap_s" = 60', '"track.max_gap_s" = 61')

    digests = [read_profile(one).digest for one in (folder, same, changed)]

    assert digests[0] == digests[1] != digests[2]
    assert all(len(bytes.fromhex(digest)) == 32 for digest in digests)


def test_one_offset_of_one_zone_changes_the_digest(folder: Path) -> None:
    before = read_profile(folder).digest
    edit(folder / "zone-offsets.tsv", "1458856800\t10800", "1458856800\t7200")

    assert read_profile(folder).digest != before


def test_everything_folded_is_in_the_digest() -> None:
    folded = {"name", "instrument", "participants", "third_party", "adversaries", "codes", "places", "handling"}
    folded |= {"settings", "tzdata", "zones", "gates", "clocks"}
    wording = {"languages", "glossary", "clause_words", "reading_words"}
    profile = load_profile("jig2016")

    assert set(profile.folded()) == folded
    # A field of Profile is either folded or wording; a new one must be put on one side.
    assert {field.name for field in dataclasses.fields(profile)} == (folded - {"tzdata"}) | wording


def test_faults_come_all_together(folder: Path) -> None:
    edit(folder / "clauses.ru.tsv", "C010\t", "C910\t")
    edit(folder / "clauses.en.tsv", "The JIG sits near Amman.", " ")
    edit(folder / "readings.toml", '"track.max_gap_s" = 60', '"track.max_gap_s" = 60.5')
    edit(folder / "readings.toml", '"stop.radius_m" = 20000', '"stop.radius_km" = 20')
    edit(folder / "readings.toml", '"notice.provider" = "RUS"', '"notice.provider" = "USA"')
    edit(folder / "gates.toml", '"C013"', '"C913"')

    with pytest.raises(FaultyProfile) as caught:
        read_profile(folder)

    assert {(fault.code, fault.where, fault.found) for fault in caught.value.faults} == {
        ("CLAUSE-MISSING", "ru", "C010"),
        ("CLAUSE-UNKNOWN", "ru", "C910"),
        ("WORDING-EMPTY", "en", "C010"),
        ("SETTING-TYPE", "A46", "track.max_gap_s"),
        ("SETTING-MISSING", "A47", "stop.radius_m"),
        ("SETTING-UNKNOWN", "A47", "stop.radius_km"),
        ("ROLE-CONTRADICTS-SETTING", "notice.provider", "USA"),
        ("CLAUSE-UNKNOWN", "gate G1", "C913"),
    }


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("deadline.day_prior_cutoff", "D-1 18:00", None),  # the option that A05 names
        ("deadline.day_prior_cutoff", "24:00", "SETTING-TYPE"),
        ("deadline.tz", "Europe/Moscow", None),
        ("deadline.tz", "Mars/Olympus", "ZONE-UNKNOWN"),
        ("deadline.tzdata", "1999a", "TZDATA-UNKNOWN"),
        ("stop.radius_m", -1, "SETTING-TYPE"),
        ("stop.radius_m", True, "SETTING-TYPE"),
        ("stop.radius_m", 2**53, "SETTING-TYPE"),
        ("site.establish_by", "2016-02-30", "SETTING-TYPE"),
        ("site.establish_by", None, None),
        ("exempt.list", ["HA", "HA"], "SETTING-TYPE"),
        ("nothing.such", 1, "SETTING-UNKNOWN"),
    ],
)
def test_a_setting_that_would_break_the_fold_is_named_before_anybody_signs(
    name: str, value: str | int | list[str] | None, fault: str | None
) -> None:
    assert load_profile("jig2016").fault_in(name, value) == fault  # type: ignore[arg-type]
