"""Years of tracks in parts (ToR 3.b): the rows, counts and rejects of one process, wherever a run broke off."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from air.cluster_fake import OneLoop, one_process, square, write
from jig.adapters.tracks_cluster import find
from jig.adapters.tracks_cluster_pieces import Settings
from jig.adapters.tracks_folders import files_of
from jig.adapters.tracks_read import TracksFault
from jig.air.episodes_notices import notices_of
from jig.air.notices_answered import Answers

HOW = Settings(6_000_000, 0.02)
AREAS = [square("A", 0, 30, version="1"), square("B", 20, 60), square("A", 30, 50, version="1")]
UNIT = 1e-7


def compared(found, reading):
    flags = {name: count for name, count in reading.flags.items() if count}
    counts = reading.count, reading.used, reading.flown
    return found, counts, sorted(reading.numbers), dict(reading.rejected), flags, reading.listed


def both(tracks, folder, areas=AREAS, most=None, **more):
    """Give what parts give, and what one process gives."""
    notices = more.pop("notices", None)
    held = [None, None] if notices is None else [Answers(notices), Answers(notices)]
    given = find(files_of(str(tracks)), areas, OneLoop(areas), folder, HOW, most=most, notices=held[0], **more)
    found, paths, reading = one_process(tracks, areas, HOW, notices=held[1], **more)
    assert notices is None or list(held[0].told()) == list(held[1].told())
    assert not more.get("paths") or given.paths == paths
    return compared(given.episodes, given.reading), compared(found, reading)


@st.composite
def partitions(draw):
    """Rows over several files; most of them by day, some not, some faulty."""
    spot = st.one_of(st.integers(-1, 7), st.just(99))
    row = st.tuples(st.sampled_from(["x1", "y2", ""]), st.integers(0, 40), spot, spot)
    rows = draw(st.lists(row, min_size=1, max_size=30))
    by_day = draw(st.booleans())
    parts = {}
    for who, t, x, y in rows:
        day = t // 8 if by_day else draw(st.integers(0, 3))
        parts.setdefault(day, []).append((who, float(t), x * 10 * UNIT if x < 99 else 999.0, y * 10 * UNIT))
    return parts


@limits(max_examples=120, deadline=None)
@given(parts=partitions(), groups=st.sampled_from([2, 100]))
def test_any_partitions_give_what_one_process_gives(parts, groups, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tracks")
    for day, rows in parts.items():
        write(folder / "in", f"2016-09-{day + 1:02d}", rows, groups)

    in_parts, in_one = both(folder / "in", folder / "work", most=groups)

    assert in_parts == in_one


def crossing(day, count=40, name="x1"):
    start = 86_400.0 * day
    return [(name, start + n, (n % 20 - 5) * 5 * UNIT, 10 * UNIT) for n in range(count)]


def test_a_run_that_broke_off_goes_on_with_the_parts_that_are_left(tmp_path):
    for day in range(5):
        write(tmp_path / "in", day, crossing(day))
    with pytest.raises(KeyboardInterrupt):
        find(files_of(str(tmp_path / "in")), AREAS, OneLoop(AREAS, after=3), tmp_path / "work", HOW)
    workers = OneLoop(AREAS)

    found = find(files_of(str(tmp_path / "in")), AREAS, workers, tmp_path / "work", HOW)

    assert (found.parts["all"], found.parts["kept"], workers.done.count("make_pieces")) == (5, 3, 2)
    assert compared(found.episodes, found.reading) == compared(*one_process(tmp_path / "in", AREAS, HOW)[::2])


def test_a_file_that_changed_is_read_again_and_named(tmp_path):
    for day in range(3):
        write(tmp_path / "in", day, crossing(day))
    find(files_of(str(tmp_path / "in")), AREAS, OneLoop(AREAS), tmp_path / "work", HOW)
    write(tmp_path / "in", 1, crossing(1, 30, "y2"))

    found = find(files_of(str(tmp_path / "in")), AREAS, OneLoop(AREAS), tmp_path / "work", HOW)

    assert (found.parts["kept"], found.parts["changed"]) == (2, 1)
    assert compared(found.episodes, found.reading) == compared(*one_process(tmp_path / "in", AREAS, HOW)[::2])


@pytest.mark.parametrize("change", ["areas", "gap"])
def test_other_areas_or_settings_are_other_work(tmp_path, change):
    write(tmp_path / "in", 1, crossing(1))
    find(files_of(str(tmp_path / "in")), AREAS, OneLoop(AREAS), tmp_path / "work", HOW)
    areas = AREAS[:1] if change == "areas" else AREAS
    how = Settings(7_000_000, 0.02) if change == "gap" else HOW

    found = find(files_of(str(tmp_path / "in")), areas, OneLoop(areas), tmp_path / "work", how)

    assert found.parts["kept"] == 0


def test_a_result_that_is_damaged_is_made_again(tmp_path):
    write(tmp_path / "in", 1, crossing(1))
    find(files_of(str(tmp_path / "in")), AREAS, OneLoop(AREAS), tmp_path / "work", HOW)
    (kept,) = (tmp_path / "work" / "parts").glob("*.arrow")
    kept.write_bytes(kept.read_bytes()[:-100])

    found = find(files_of(str(tmp_path / "in")), AREAS, OneLoop(AREAS), tmp_path / "work", HOW)

    assert (found.parts["kept"], len(found.episodes) > 0) == (0, True)


def test_a_file_that_changes_while_it_is_read_stops_the_run(tmp_path):
    class Meddling(OneLoop):
        def run(self, task, given):
            write(tmp_path / "in", 1, crossing(2))
            yield from super().run(task, given)

    write(tmp_path / "in", 1, crossing(1))
    with pytest.raises(TracksFault) as fault:
        find(files_of(str(tmp_path / "in")), AREAS, Meddling(AREAS), tmp_path / "work", HOW)

    assert fault.value.code == "TRACKS-CHANGED"


def test_a_file_that_is_no_parquet_is_named_and_the_others_are_read(tmp_path):
    write(tmp_path / "in", 1, crossing(1))
    (tmp_path / "in" / "day=2").mkdir()
    (tmp_path / "in" / "day=2" / "a.parquet").write_bytes(b"PAR1 and nothing more")
    (tmp_path / "in" / "day=3").mkdir()
    (tmp_path / "in" / "day=3" / "b.parquet").write_text("aircraft,time,lon,lat\n")

    found = find(files_of(str(tmp_path / "in")), AREAS, OneLoop(AREAS), tmp_path / "work", HOW)

    assert [fault.code for _, fault in found.wrong] == ["TRACKS-UNREADABLE", "TRACKS-FORMAT"]
    assert len(found.episodes) > 0


def test_what_breaks_off_in_a_file_leaves_what_came_before_as_in_one_process(tmp_path):
    path = write(tmp_path / "in", 1, crossing(1, 4_000), groups=1_000)
    data = bytearray(path.read_bytes())
    middle = len(data) // 3
    data[middle : middle + 2_000] = np.random.default_rng(1).bytes(2_000)
    path.write_bytes(data)

    found = find(files_of(str(tmp_path / "in")), AREAS, OneLoop(AREAS), tmp_path / "work", HOW, most=1_000)

    assert [fault[0] for _, fault in found.wrong] in (["FILE"], ["TRACKS-UNREADABLE"])
    assert found.reading.count % 1_000 == 0
    assert found.reading.count < 4_000


def test_notices_and_paths_over_a_border_are_those_of_one_process(tmp_path):
    for day in range(3):
        write(tmp_path / "in", day, crossing(day) + crossing(day, 30, "y2"))
    notices, _ = notices_of([
        {"notice": "N-1", "aircraft": ["X1"], "from": "1970-01-01T00:00:00Z", "to": "1970-01-03T00:00:00Z",
         "route": [["-0.0001", "0.000001"], ["0.0001", "0.000001"]], "corridor_m": 50},
        {"notice": "N-2", "aircraft": ["y2", "z"], "from": "1970-01-02T00:00:00Z", "to": "1970-01-03T00:00:00Z",
         "areas": ["nowhere"]},
    ])  # fmt: skip

    judged, judged_in_one = both(tmp_path / "in", tmp_path / "work", notices=notices)
    drawn, drawn_in_one = both(tmp_path / "in", tmp_path / "work", paths=True)

    assert judged == judged_in_one
    assert drawn == drawn_in_one
    assert {one.determination for one in judged[0]} == {"MATCHED", "UNMATCHED"}


def test_a_folder_names_its_files_in_order_and_leaves_out_what_is_no_data(tmp_path):
    for day in ("02", "01"):
        write(tmp_path, day, crossing(1))
    (tmp_path / "_temporary").mkdir()
    (tmp_path / "_temporary" / "a.parquet").write_bytes(b"")
    (tmp_path / ".b.parquet").write_bytes(b"")

    assert [path.split("day=")[1][:2] for path in files_of(str(tmp_path))] == ["01", "02"]


@pytest.mark.parametrize("hidden", ["in", "work"])
def test_what_a_worker_does_not_see_stops_the_run(tmp_path, hidden):
    """A file that only some workers see must not be counted as read and empty."""

    class Elsewhere(OneLoop):
        def run(self, task, given):
            (tmp_path / hidden).rename(tmp_path / "elsewhere")
            yield from super().run(task, given)

    write(tmp_path / "in", 1, crossing(1))
    with pytest.raises(TracksFault) as fault:
        find(files_of(str(tmp_path / "in")), AREAS, Elsewhere(AREAS), tmp_path / "work", HOW)

    assert fault.value.code == "TRACKS-CLUSTER-UNSEEN"
