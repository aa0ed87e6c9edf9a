"""`jig air watch`: a live feed over the areas both signed (ToR 3.b; reading A46). What it says is nobody's statement."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from cli_nodes import OFFICERS, A, B
from desk.test_areas import RING, layer, sign, state

NAMES = ("aircraft", "area", "entered", "entered_how", "left", "left_how", "certainty")
SBS = "MSG,3,,,{who},,2016/09/12,00:{at},,,,{feet},,,{lat},{lon},,,0,0,0,0\n"


@pytest.fixture
def signed(shell):
    assert state(shell, A, layer(RING)).code == 0
    sign(shell)
    return shell


def line(who, at, lon, lat=35.2, feet=1000):
    return SBS.format(who=who, at=at, lon=lon, lat=lat, feet=feet)


CROSSING = line("4B1908", "00:00.000", 35.9) + line("4B1908", "00:50.000", 36.1) + line("4B1908", "01:40.000", 35.9)


def watch(shell, *options, feed=None, text=None):
    if text is not None:
        feed = shell.folder / "feed.sbs"
        feed.write_text(text)
    return shell("air", "watch", shell.node(A), "--feed", str(feed), "--json", *options)


def events(ran):
    return [json.loads(one) for one in ran.out.splitlines()]


def size_of_log(shell):
    return shell("picture", shell.node(A), "--json").json["frontier"]


def test_who_enters_and_who_leaves_is_said_once_each_and_enters_no_log(signed):
    before = size_of_log(signed)

    ran = watch(signed, text=CROSSING)

    entered, left, total = events(ran)
    assert ran.code == 0
    assert [entered[name] for name in NAMES[:4]] == ["4b1908", "N-1", "2016-09-12T00:00:25.000000Z", "CROSSED"]
    assert [left[name] for name in NAMES] == [
        "4b1908", "N-1", "2016-09-12T00:00:25.000000Z", "CROSSED", "2016-09-12T00:01:15.000000Z", "CROSSED", "CERTAIN",
    ]  # fmt: skip
    assert left["heights"] == {"altitude_baro_m": [304.8, 304.8]}
    assert total["areas"]["N-1"] == {"entered": 1, "left": 1, "certain": 1, "inside": 0}
    assert size_of_log(signed) == before


def test_a_watch_that_is_run_again_repeats_nothing(signed):
    watch(signed, text=CROSSING)

    again = events(watch(signed, text=CROSSING + line("abc", "02:00.000", 36.2)))

    assert [one["aircraft"] for one in again[:-1]] == ["abc", "abc"]
    assert again[-1]["already_said"] == 2


def test_a_late_point_is_flagged_and_unsays_nothing(signed):
    flags = signed.folder / "flags.csv"

    ran = watch(signed, "--flags", flags, text=CROSSING + line("4B1908", "00:40.000", 38.0))

    assert len(events(ran)) == 3
    assert events(ran)[-1]["flags"]["LATE"] == 1
    assert flags.read_text().splitlines()[1].startswith("4b1908,2016-09-12T00:00:40.000000Z,38.0000000,35.2000000,LATE")


def test_nobody_seen_is_no_data_and_no_compliance_in_both_languages(signed):
    feed = signed.folder / "feed.sbs"
    feed.write_text(line("abc", "00:00.000", 10.0))

    said = [signed("air", "watch", signed.node(A), "--feed", str(feed), "--lang", lang).err for lang in ("en", "ru")]

    assert "N-1: that is NO DATA, and no compliance" in said[0]
    assert "НЕТ ДАННЫХ" in said[1]
    assert "Military aircraft rarely broadcast" in said[0]


def test_an_officer_drafts_an_observation_of_a_stay_and_states_it(signed):
    watch(signed, text=CROSSING)
    (stay,) = signed("air", "seen", signed.node(A), "--json").json["seen"]

    draft = signed("air", "seen", signed.node(A), "--id", stay["id"]).json
    path = signed.file("seen.json", draft)
    ran = signed("submit", signed.node(A), "observation", path, "--officer", OFFICERS[A][0][0], "--json")

    assert draft["attribution"]["operator"] == "UNKNOWN"
    assert ran.json["verdict"] == "OK", ran.err


def test_a_draft_from_tracks_is_refused_until_an_officer_says_who_operated_it(signed):
    """ToR 3.b: who operated an aircraft is stated by a side, never inferred."""
    feed, areas, drafts = (signed.folder / name for name in ("t.sbs", "areas.geojson", "drafts.jsonl"))
    feed.write_text(CROSSING)
    drawn = {"type": "Feature", "properties": {"area": "N-1"}, "geometry": {"type": "Polygon", "coordinates": [RING]}}
    areas.write_text(json.dumps(drawn))
    signed("air", "episodes", str(feed), "--areas", str(areas), "--drafts", str(drafts), "--json")
    (draft,) = map(json.loads, drafts.read_text().splitlines())

    def submitted(body):
        path = signed.file("seen.json", body)
        return signed("submit", signed.node(A), "observation", path, "--officer", OFFICERS[A][0][0], "--json")

    refused = submitted(draft)
    stated = submitted(draft | {"attribution": draft["attribution"] | {"operator": "UNKNOWN"}})

    assert [(one["code"], one["path"]) for one in refused.json["errors"]] == [("FORM-MISSING", "attribution.operator")]
    assert refused.code == 2
    assert stated.json["verdict"] == "OK", stated.err


def test_without_areas_in_force_nothing_is_watched(shell):
    ran = watch(shell, text=CROSSING)

    assert (ran.code, ran.codes) == (2, ["AIR-WATCH-NO-AREAS"])


@pytest.mark.parametrize(
    "feed", ["tcp://", "tcp://host", "http://host:1", "udp://host", "tcp://u@host:1", "tcp://h:99999"]
)
def test_what_is_no_address_is_refused_before_anything_is_opened(signed, feed):
    ran = watch(signed, feed=feed)

    assert (ran.code, ran.codes) == (2, ["FEED-ADDRESS"])


@pytest.mark.parametrize("option", ["--flags", "--rejects"])
def test_a_watch_writes_over_nothing_that_it_reads(signed, option):
    feed = signed.folder / "feed.sbs"
    feed.write_text(CROSSING)

    ran = watch(signed, option, feed, feed=feed)

    assert (ran.code, ran.codes) == (2, ["AIR-OUT-SAME"])
    assert feed.read_text() == CROSSING


def test_a_feed_without_a_usable_point_is_unusable(signed):
    ran = watch(signed, text="MSG,nonsense\n")

    assert ran.code == 2
    assert json.loads(ran.out.split("\n", 1)[1])["errors"][0]["code"] == "FEED-NOTHING-USABLE"


def serve(pieces):
    """Answer one caller with pieces of bytes; gives the port."""
    server = socket.create_server(("127.0.0.1", 0))

    def answer():
        link, _ = server.accept()
        with link, server:
            for piece in pieces:
                link.sendall(piece)
                time.sleep(0.02)

    threading.Thread(target=answer, daemon=True).start()
    return server.getsockname()[1]


def test_over_tcp_messages_are_found_across_pieces(signed):
    data = CROSSING.encode()
    port = serve([data[:70], data[70:75], data[75:]])

    found = events(watch(signed, "--once", feed=f"tcp://127.0.0.1:{port}"))

    assert [one["event"] for one in found] == ["feed-up", "entered", "left", "feed-down", "summary"]
    assert found[-1]["points"] == 3


def test_over_udp_each_datagram_is_whole(signed):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    stop = threading.Event()

    def send():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            while not stop.is_set():
                for one in CROSSING.splitlines():
                    out.sendto(one.encode(), ("127.0.0.1", port))
                time.sleep(0.1)

    threading.Thread(target=send, daemon=True).start()
    ran = watch(signed, "--stop-after", "2", feed=f"udp://127.0.0.1:{port}")
    stop.set()

    assert [one["event"] for one in events(ran)][:3] == ["feed-up", "entered", "left"]


def test_a_port_nobody_answers_on_is_no_data(signed):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    ran = watch(signed, "--stop-after", "1.2", "--max-gap", "0.2", feed=f"tcp://127.0.0.1:{port}")

    kinds = [one["event"] for one in events(ran)[:-1] if "event" in one]
    assert kinds[0] == "feed-down"
    assert "no-data" in kinds


def test_the_other_side_reads_the_same_areas(signed):
    (signed.folder / "f.sbs").write_text(CROSSING)
    ran = signed("air", "watch", signed.node(B), "--feed", str(signed.folder / "f.sbs"), "--json")

    assert [one["event"] for one in events(ran)] == ["entered", "left", "summary"]


@pytest.mark.parametrize(("told", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_a_watch_that_is_broken_off_ends_with_its_summary_and_says_so(signed, told, code):
    """A person's Ctrl-C is 130; a service manager's request is as it should be."""
    command = [
        sys.executable,
        "-m",
        "jig",
        "air",
        "watch",
        str(signed.node(A)),
        "--feed",
        "-",
        "--json",
        "--lang",
        "ru",
    ]
    asked = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, **getattr(signed, "env", {})},
    )  # fmt: skip
    asked.stdin.write(line("4B1908", "00:00.000", 36.1))
    asked.stdin.flush()
    _, entered = asked.stdout.readline(), asked.stdout.readline()

    asked.send_signal(told)
    out, said = asked.communicate()

    assert json.loads(entered)["event"] == "entered"
    assert [json.loads(one)["event"] for one in out.splitlines()] == ["summary"]
    assert (asked.returncode, "Наблюдение прервано" in said) == (code, code == 130)
    assert "Traceback" not in said


def settled(again):
    """Ask for the areas as a watch does, beside the feed, until what the picture says has been read."""
    found = again()
    again._reader.join()
    return found if found is not None else again()


@pytest.mark.parametrize(("code", "restarted"), [(A, True), (B, False)])
def test_areas_signed_while_a_feed_is_watched_cut_the_stays_on_either_node(signed, code, restarted):
    """Two real nodes and a feed: under v1 two aircraft are inside; both sign v2, which has N-1 and has lost N-2."""
    from jig.adapters.folder import NodeFolder
    from jig.adapters.tracks_open import blocks_of
    from jig.adapters.tracks_read import Reading
    from jig.adapters.watch_file import SeenFile
    from jig.adapters.watching import AREAS_US, Watching
    from jig.desk.air_watch import _Again, _areas

    east = [[x + 1, y] for x, y in RING]
    assert state(signed, A, layer(RING, east)).code == 0
    sign(signed, "v2")
    feed, clock = signed.folder / "feed.sbs", [1_473_638_400_000_000]
    folder, node = signed.node(code), NodeFolder(signed.node(code))

    def begun():
        digest, asked, gap = _areas(node, "DESIGNATED", None)
        return Watching(
            asked, Reading(), SeenFile(folder), max_gap_us=gap, error_m=100.0, link=True, clock=lambda: clock[0],
            again=lambda: settled(again),
        ), _Again(node, "DESIGNATED", digest)  # fmt: skip

    def given(run, *lines):
        feed.write_text("".join(lines))
        reading = run._reading
        return [one for block in blocks_of(feed, None, reading) for one in run.take(block, clock[0])]

    run, again = begun()
    said = given(run, line("4B1908", "00:00.000", 36.1), line("4B1909", "00:00.000", 37.1))
    assert state(signed, A, layer(RING, valid_to="2030-01-01T00:00:00Z")).code == 0
    drop = [one["id"] for one in signed("areas", "show", signed.node(A), "N-2", "--json").json["versions"]]
    for entry in drop:
        taken = signed.file("w.json", {"entry": entry, "reason": "EXERCISE", "lang": "en"})
        assert signed("submit", signed.node(A), "withdrawal", taken, "--officer", OFFICERS[A][0][0]).code == 0
    sign(signed, "v3")
    clock[0] += 50_000_000
    if restarted:
        run.note(clock[0])
        run, again = begun()
    clock[0] += AREAS_US // 6
    run._looked = clock[0] - AREAS_US - 1
    said += run.tick(clock[0])
    clock[0] = 1_473_638_460_000_000
    said += given(run, line("4B1908", "01:00.000", 36.1), line("4B1909", "01:00.000", 37.1))

    rows = sorted(
        (one["area"], one["version"], one["event"], one["entered_how"], one.get("left_how"), one.get("left"))
        for one in said
        if one["event"] in ("entered", "left")
    )
    at = "2016-09-12T00:00:00.000000Z"
    assert rows == [
        ("N-1", "v2", "entered", "START", None, None),
        ("N-1", "v2", "left", "START", "VALIDITY", at),
        ("N-1", "v3", "entered", "VALIDITY", None, None),
        ("N-2", "v2", "entered", "START", None, None),
        ("N-2", "v2", "left", "START", "VALIDITY", at),
    ]
