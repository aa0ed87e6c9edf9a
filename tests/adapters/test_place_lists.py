"""An operator's own lists of places: good rows kept, every faulty one named (ToR 1.d.iv)."""

from pathlib import Path

import pytest

from jig.adapters.place_lists import import_list, places_of
from jig.adapters.place_tables import GNS_BASE, PCODE_BASE, ListFault, pcode_number
from jig.adapters.positions import PositionReader
from jig.record.facts import Unreadable

GEONAMES = "{}\t{}\t{}\t{}\t{}\t{}\tP\tPPL\tXA\t\t\t\t\t\t{}\t\t\tEtc/UTC\t2016-01-01"


def geonames(number: object, name: str, others: str, lat: object, lon: object, people: object = 0) -> str:
    return GEONAMES.format(number, name, name, others, lat, lon, people)


def written(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_good_rows_of_a_geonames_dump_are_kept_and_each_faulty_one_is_named(tmp_path: Path) -> None:
    """ToR 1.d.iv: nothing is lost; rows outside the area and other features are counted."""
    dump = written(
        tmp_path, "XA.txt",
        geonames(990001, "Nordhamlet", "Нордхамлет,نوردهاملت,Nord Hamlet", 35.1, 38.25, 40),
        geonames("x7", "Badnumber", "", 35.1, 38.3),
        "too\tfew",
        geonames(990002, "Nopoint", "", "north", 38.3),
        geonames(990003, "", "", 35.2, 38.3),
        geonames(990004, "Faraway", "", 10.5, 11.5),
        geonames(990005, "Hill", "", 35.3, 38.3).replace("\tP\tPPL", "\tT\tHLL"),
        geonames(990006, "Westhamlet", "", 35.4, 38.5),
    )  # fmt: skip

    done = import_list(tmp_path, "jig2016", dump)

    assert (done.format, done.rows, done.kept, done.outside, done.other, done.fault_count) == (
        "geonames",
        8,
        2,
        1,
        1,
        4,
    )
    assert [(each.row, each.code) for each in done.faults] == [
        (2, "PLACE-ROW-NUMBER"), (3, "PLACE-ROW-COLUMNS"), (4, "PLACE-ROW-POINT"), (5, "PLACE-ROW-NAME"),
    ]  # fmt: skip
    assert len(done.stored.with_suffix(".faults.txt").read_text("utf-8").splitlines()) == 4
    (kept,) = places_of("jig2016", tmp_path).find("نوردهاملت")
    assert (kept.geonames_id, kept.ru, kept.ru_mark, kept.lat_e7) == (990001, "Нордхамлет", "LISTED", 351_000_000)
    (made,) = places_of("jig2016", tmp_path).find("Westhamlet")
    assert (made.ru_mark, made.ar) == ("TRANSLITERATED", "")


def test_alternate_names_join_their_places(tmp_path: Path) -> None:
    """ToR 1.d.ii: the table of names beside the dump, by language."""
    dump = written(tmp_path, "XA.txt", geonames(990001, "Nordhamlet", "", 35.1, 38.25))
    names = written(
        tmp_path, "names.txt", "1\t990001\tru\tНордхамлет", "2\t990001\tar\tنوردهاملت", "3\t990001\tlink\thttp://x",
        "4\t990001\tde\tNordweiler", "5\t77\tru\tЧужое",
    )  # fmt: skip

    import_list(tmp_path, "jig2016", dump, names=names)

    (kept,) = places_of("jig2016", tmp_path).find("Nordweiler")
    assert (kept.ru, kept.ru_mark, kept.ar) == ("Нордхамлет", "LISTED", "نوردهاملت")
    assert not any("http" in name for name in kept.names())


def test_a_gns_list_gives_one_place_for_the_rows_of_one_feature(tmp_path: Path) -> None:
    """ToR 1.d.iv: GNS has a row a name; its numbers are not GeoNames'."""
    table = written(
        tmp_path, "xa_gns.txt", "RC\tUFI\tLAT\tLONG\tFC\tCC1\tFULL_NAME_RO\tFULL_NAME_ND_RO",
        "1\t-30012\t35.5\t38.75\tP\tXA\tNordḩamlet\tNordhamlet", "1\t-30012\t35.5\t38.75\tP\tXA\tHamlet Nord\tHamlet Nord",
        "1\t-30013\t35.5\t38.75\tH\tXA\tStream\tStream", "1\tabc\t35.5\t38.75\tP\tXA\tBad\tBad",
    )  # fmt: skip

    done = import_list(tmp_path, "jig2016", table)

    assert (done.format, done.kept, done.other, [each.row for each in done.faults]) == ("gns", 1, 1, [5])
    (kept,) = places_of("jig2016", tmp_path).find("hamlet nord")
    assert (kept.geonames_id, kept.en) == (GNS_BASE + 30012, "Nordḩamlet")


def test_a_list_with_p_codes_takes_the_deepest_level(tmp_path: Path) -> None:
    """ToR 1.d.iv: names in English and Arabic, the code as number."""
    table = written(
        tmp_path, "places.csv", "admin1Name_en,admin1Pcode,admin4Name_en,admin4Name_ar,admin4Pcode,Latitude_y,Longitude_x",
        'Province,XA01,"Nordhamlet, Upper",نوردهاملت,C4321,35.6,38.9', "Province,XA01,Nocode,,,35.6,38.9", "Province,XA01",
    )  # fmt: skip

    done = import_list(tmp_path, "jig2016", table)

    assert (done.format, done.kept) == ("ocha-csv", 1)
    assert [(each.row, each.code) for each in done.faults] == [(3, "PLACE-ROW-NUMBER"), (4, "PLACE-ROW-COLUMNS")]
    (kept,) = places_of("jig2016", tmp_path).find("نوردهاملت")
    assert kept.geonames_id == pcode_number("c4321") and PCODE_BASE < kept.geonames_id < 2**53


def test_a_list_that_is_none_is_refused_and_keeps_the_earlier_one(tmp_path: Path) -> None:
    """Style, "An error"."""
    dump = written(tmp_path, "XA.txt", geonames(990001, "Nordhamlet", "", 35.1, 38.25))
    import_list(tmp_path, "jig2016", dump)
    written(tmp_path, "XA.txt", "no table at all")

    with pytest.raises(ListFault) as unknown:
        import_list(tmp_path, "jig2016", dump)
    with pytest.raises(ListFault) as empty:
        import_list(tmp_path, "jig2016", dump, "geonames")

    assert (unknown.value.code, empty.value.code) == ("PLACE-LIST-FORMAT", "PLACE-LIST-EMPTY")
    assert places_of("jig2016", tmp_path).named("Nordhamlet")


def test_an_endless_line_and_bytes_that_are_no_text_are_faults_of_their_rows(tmp_path: Path) -> None:
    """ToR 1.d.iv: memory is bounded."""
    dump = tmp_path / "XA.txt"
    good = geonames(990001, "Nordhamlet", "", 35.1, 38.25).encode()
    dump.write_bytes(
        good
        + b"\n"
        + b"x" * 200_000
        + b"\n"
        + geonames(990002, "?", "", 35, 38).encode().replace(b"?", b"\xff")
        + b"\n"
    )

    done = import_list(tmp_path, "jig2016", dump)

    assert (done.kept, [each.code for each in done.faults]) == (1, ["PLACE-ROW-COLUMNS", "PLACE-ROW-TEXT"])


def test_the_nodes_own_list_serves_its_forms_and_no_other_nodes(tmp_path: Path) -> None:
    """Architecture, invariant 6: a national list stays where it is."""
    dump = written(tmp_path, "XA.txt", geonames(990001, "Nordhamlet", "", 35.1, 38.25))
    import_list(tmp_path, "jig2016", dump)
    body = {"at": {"text": "Nordhamlet", "notation": "PLACE"}}

    assert PositionReader("jig2016", folder=tmp_path).complete(body)["at"]["place_id"] == 990001
    with pytest.raises(Unreadable):
        PositionReader("jig2016").complete(body)
