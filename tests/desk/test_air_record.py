"""The air record by the command line, two nodes: order of battle, a day's report, coverage (ToR 3; F02, F12, F14)."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from cli_nodes import OFFICERS, A, B
from jig.agreement.profile import load_profile

PROFILE = load_profile("jig2016")
PROVIDER = PROFILE.settings["notice.provider"]
WATCHER = B if PROVIDER == A else A
LANG = {A: "en", B: "ru"}
#: 3 September 2016, 12:00 in the zone of the deadlines.
NOON = 1_472_893_200
RING = [[36.0, 35.0], [36.5, 35.0], [36.5, 35.4], [36.0, 35.4], [36.0, 35.0]]
LAYER = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"area": "N-1", "class": 1}, "geometry": {"type": "Polygon", "coordinates": [RING]}}
    ],
}  # fmt: skip


def say(shell, code, kind, body):
    path = shell.file(f"{kind}.json", {"lang": LANG[code], "text": "EXERCISE", **body})
    return shell("submit", shell.node(code), kind, path, "--officer", OFFICERS[code][0][0], "--json")


def carry(shell):
    for to, other in ((A, B), (B, A)):
        path = shell.export(other, f"{other}-{len(list(shell.folder.iterdir()))}.jigb")
        assert shell("bundle", "import", shell.node(to), path).code == 0


def sign_area(shell):
    """Both state one area, both sign it."""
    file = shell.file("layer.geojson", LAYER)
    for code in (A, B):
        assert shell("areas", "import", shell.node(code), file, "--layer", "DESIGNATED", "--officer", OFFICERS[code][0][0]).code == 0  # fmt: skip
    carry(shell)
    proposal = shell.folder / "proposal.json"
    shell("areas", "set", shell.node(A), "--layer", "DESIGNATED", "--version", "v1", "--officer", OFFICERS[A][0][0], "--proposal", proposal)  # fmt: skip
    asked = shell("submit", shell.node(A), "proposal", proposal, "--officer", OFFICERS[A][0][0], "--json").json["entry"]
    for code in (A, B):
        decider = {"participant": code, "name": f"Minister {code}", "post": "Ministry", "rank_code": "OF-9"}
        answer = {
            "proposal": asked,
            "answer": "AGREE",
            "authority_ref": code,
            "decided_at": NOON,
            "decided_by": decider,
        }
        assert say(shell, code, "position", answer).json["verdict"] == "OK"
        carry(shell)
    for code in (A, B):
        shell("heartbeat", shell.node(code))
    carry(shell)


def at(lat, lon):
    return {"text": f"{lat:.4f}N {lon:.4f}E", "notation": "WGS84"}


def observation(**changed):
    track = [{"point": at(35.2, 36.2), "time": NOON}]
    given = {
        "obs_id": "O-1", "method": "VISUAL", "sensor": "post 7", "time_from": NOON, "time_to": NOON + 60, "track": track,
        "aircraft_class": "FIXED", "activity": "TRANSIT", "confidence": "PROBABLE",
        "attribution": {"operator": PROFILE.third_party.code, "source": "post 7", "confidence": "POSSIBLE"},
    }  # fmt: skip
    return given | changed


def line(code, present):
    return {
        "as_of": NOON, "base_code": "OSXX", "base_name": "EXERCISE field", "position": at(35.0, 37.0), "unit": "sqn 1",
        "aircraft_type": "SU22", "role": "ATTACK", "count_present": present, "count_serviceable": 5, "count_unknown": 0,
        "source_grade": "B2", "last_confirmed": NOON - 60, "confidence": "PROBABLE", "reported_by": OFFICERS[code][0][0],
    }  # fmt: skip


def report(shell, code, *options, day="2016-09-03"):
    return shell("air", "report", shell.node(code), "--day", day, "--json", *options)


def test_a_day_is_reported_alike_on_both_nodes_with_no_data_beside_every_zero(shell):
    """C096, C097, C107, failures F02, F12, F14: one run of what both sides say of one day."""
    sign_area(shell)
    for code, present in ((A, 15), (B, 21)):
        said = say(shell, code, "order-line", line(code, present))
        assert said.json.get("verdict") == "OK", said.out
    nil = {"day": "2016-09-03", "changes": [{"change": "NIL"}], "reported_by": OFFICERS[A][0][0]}
    assert say(shell, A, "order-change", nil).json["verdict"] == "OK"
    empty = report(shell, A)
    assert say(shell, WATCHER, "observation", observation()).json["verdict"] == "OK"
    question = {"question_id": "Q-1", "area": "N-1", "window": {"start": NOON - 60, "end": NOON + 60}, "reason": "EXERCISE incident", "asked_by": OFFICERS[WATCHER][1][0]}  # fmt: skip
    path = shell.file("q.json", question | {"lang": "en"})
    who = shell("submit", shell.node(WATCHER), "who-flew", path, "--officer", OFFICERS[WATCHER][0][0], "--json")
    assert who.json["verdict"] == "OK", who.out
    carry(shell)

    found = [report(shell, code, "--lang", lang) for code, lang in ((A, "en"), (B, "ru"))]
    books = shell("air", "order", shell.node(B), "--at", "2016-09-03", "--json").json

    assert found[0].code == 0 and found[0].json == found[1].json
    day = found[0].json
    assert (empty.json["state"], day["state"], day["coverage"][0]["state"]) == ("NO-DATA", "NO-DATA", "NO-DATA")
    assert day["sides"][WATCHER]["observations"][0]["determination"] == "UNMATCHED"
    assert (day["sides"][A]["order"]["state"], day["sides"][B]["order"]["state"]) == ("NIL", "NOT-REPORTED")
    assert {one["state"] for one in day["questions"][0]["answers"].values()} == {"NO-ANSWER"}
    assert day["violations"] == []
    assert [books["sides"][code]["lines"][0]["present"] for code in (A, B)] == [15, 21]
    assert books["differing"] == [["OSXX", "sqn 1", "SU22"]]
    assert "NO DATA" in found[0].err and "нет данных" in found[1].err.lower()
    assert "nobody watched: 00:00-24:00" in found[0].err and "никто не наблюдал: 00:00-24:00" in found[1].err
    assert "QUERY: matches no notice" in found[0].err and "Asia/Damascus" in found[0].err
    assert "clear" not in found[0].err.lower() and "UNMATCHED" not in found[1].err


def test_coverage_is_shown_by_area_and_side(shell):
    """C100, failure F14."""
    sign_area(shell)
    radar = {"measure": "radar-1", "method": "RADAR", "owner": WATCHER, "responsible": "EXERCISE chief", "start": NOON - 86_400}  # fmt: skip
    assert say(shell, WATCHER, "measure", radar).json["verdict"] == "OK"
    told = {
        "measure": "radar-1",
        "area": "N-1",
        "time_from": NOON,
        "time_to": NOON + 12 * 3600,
        "fraction_permille": 400,
    }
    assert say(shell, WATCHER, "measure-coverage", told).json["verdict"] == "OK"

    day = shell("air", "coverage", shell.node(WATCHER), "--day", "2016-09-03", "--json")
    after = shell("air", "coverage", shell.node(WATCHER), "--day", "2016-09-05", "--json")

    (row,) = day.json["areas"]
    assert (row["covered_permille"], row["state"], row["alleged"]) == (200, "NONE-ALLEGED", 0)
    assert [row["by"][code]["covered_permille"] for code in (WATCHER, PROVIDER)] == [200, 0]
    assert row["unwatched"] == [[NOON - 12 * 3600, NOON]] and "nobody watched: 00:00-12:00" in day.err
    assert after.json["areas"][0]["state"] == "NO-DATA" and "NO DATA" in after.err


def test_without_an_area_in_force_a_day_is_no_data(shell):
    """C102, C103: nothing is measured against nothing."""
    found = report(shell, A)

    assert found.json["state"] == "NO-DATA" and found.json["coverage"] == []


@pytest.mark.parametrize("day", ["2016-02-30", "3 September", "2016-9-3", "", "0000-01-01"])
@pytest.mark.parametrize("command", ["report", "coverage", "order"])
def test_a_date_that_there_is_not_is_answered_with_how_to_write_one(shell, command, day):
    """C099."""
    found = shell("air", command, shell.node(A), "--at" if command == "order" else "--day", day, "--json")

    assert (found.code, found.codes) == (2, ["AIR-DATE"])
    assert found.errors[0]["clause"] == "ToR 3.a" and "YYYY-MM-DD" in found.errors[0]["next"]


def test_a_hundred_years_ago_nothing_was_known_and_nothing_breaks(shell):
    """F14."""
    for day in ("0001-01-01", "9999-12-31"):
        found = report(shell, B, day=day)
        assert (found.code, found.json["state"]) == (0, "NO-DATA")
    assert json.dumps(found.json)


def test_the_order_of_a_past_day_is_shown_as_known_now_and_as_it_was_known_then(shell):
    """C098: a correction told later replaces nothing that was known at its time; each says what the other has more."""
    assert say(shell, A, "order-line", line(A, 15)).json["verdict"] == "OK"
    carry(shell)
    shell("heartbeat", shell.node(B))
    carry(shell)

    now, then = (
        shell("air", "order", shell.node(B), "--at", "2016-09-03", "--known", known, "--json", "--lang", lang)
        for known, lang in (("now", "en"), ("then", "ru"))
    )
    far = shell("air", "order", shell.node(B), "--at", "2100-01-01", "--known", "then", "--json")

    assert [len(ran.json["sides"][A]["lines"]) for ran in (now, then, far)] == [1, 0, 1]
    assert now.json["told_later"] == then.json["told_later"]
    assert now.json["told_later"][A]["lines"] == [["OSXX", "sqn 1", "SU22"]]
    assert far.json["told_later"][A] == {"days": [], "lines": []}
    assert "counted here: OSXX / sqn 1 / SU22" in now.err and "OSXX / sqn 1 / SU22" in then.err


def test_what_is_known_then_is_refused_when_it_is_neither(shell):
    assert shell("air", "order", shell.node(A), "--at", "2016-09-03", "--known", "soon").code == 2


def test_a_day_that_has_not_come_is_missed_by_nobody(shell):
    """C099, reading A35: asked ahead, the order of battle lists no day whose cut-off is still to come."""
    past = (datetime.now(UTC) - timedelta(days=5)).strftime("%Y-%m-%d")
    told = {"day": past, "changes": [{"change": "NIL"}], "reported_by": OFFICERS[A][0][0]}
    made = say(shell, A, "order-change", told)

    ahead = shell("air", "order", shell.node(A), "--at", "9999-12-31", "--json").json["sides"][A]["missed_days"]

    assert made.json["verdict"] == "OK", made.err
    assert len(ahead) in (3, 4, 5)
