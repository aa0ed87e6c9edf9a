"""KML and KMZ in their variety: what is given is read, what is not is named, nothing is fetched or unpacked without end."""

import io
import zipfile

import pytest

from jig.adapters import area_files, area_kml, kml_stream, site_files
from jig.adapters.area_files import UnreadableAreas, read_areas
from jig.adapters.site_files import Reads, UnreadableSites, read_figures

PROFILE = "jig2016"
RING = "36,35,900 36.5,35,900\n\t36.5,35.4 36,35,900"
CORNERS = (
    (360_000_000, 350_000_000),
    (365_000_000, 350_000_000),
    (365_000_000, 354_000_000),
    (360_000_000, 350_000_000),
)
POLYGON = (
    f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{RING}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
)
MARK = f"<Placemark><name>N-1</name>{POLYGON}</Placemark>"


def kml(content, encoding="utf-8", head=""):
    text = f'<?xml version="1.0" encoding="{encoding}"?>{head}<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>{content}</Document></kml>'
    return text.encode(encoding)


def kmz(*files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def read(tmp_path, data, name="a.kml"):
    path = tmp_path / name
    path.write_bytes(data)
    return read_areas(path, PROFILE)


def refused(tmp_path, data):
    with pytest.raises(UnreadableAreas) as found:
        read(tmp_path, data)
    return [one.code for one in found.value.faults]


@pytest.mark.parametrize(
    "content",
    [
        MARK,
        f"<Folder><Folder><name>f</name><Folder>{MARK}</Folder></Folder></Folder>",
        MARK.replace("<Polygon>", "<gx:balloonVisibility>1</gx:balloonVisibility><Polygon><extrude>1</extrude><gx:altitudeMode>clampToSeaFloor</gx:altitudeMode>"),
        f"<Placemark><name><![CDATA[N-1]]></name><MultiGeometry><MultiGeometry>{POLYGON}</MultiGeometry></MultiGeometry></Placemark>",
    ],
)  # fmt: skip
def test_a_polygon_is_read_wherever_it_is_nested_its_heights_passed_over(tmp_path, content):
    (area,), faults = read(tmp_path, kml(content))

    assert (area.properties["area"], area.polygons, faults) == ("N-1", ((CORNERS,),), [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251", "iso-8859-5"])
def test_texts_are_read_in_the_encoding_that_the_file_declares(tmp_path, encoding):
    declared = kml(MARK.replace("N-1", "Район 1"), encoding).replace(b"utf-8-sig", b"utf-8")

    assert read(tmp_path, declared)[0][0].properties["area"] == "Район 1"


@pytest.mark.parametrize("encoding", ["big5", "no-such-encoding"])
def test_an_encoding_that_cannot_be_read_is_refused_with_a_code(tmp_path, encoding):
    given = kml(MARK).replace(b'"utf-8"', f'"{encoding}"'.encode())

    assert refused(tmp_path, given) == ["AREAS-NOT-XML"]
    with pytest.raises(UnreadableSites) as found:
        read_figures(tmp_path / "a.kml", Reads(PROFILE))
    assert found.value.faults[0].code == "SITES-NOT-XML"


def test_every_hole_of_every_ring_is_kept(tmp_path):
    hole = "<innerBoundaryIs><LinearRing><coordinates>36.3,35.1 36.4,35.1 36.4,35.2 36.3,35.1</coordinates></LinearRing></innerBoundaryIs>"
    given = MARK.replace("</outerBoundaryIs>", f"</outerBoundaryIs>{hole}{hole.replace('.4', '.35')}")

    assert len(read(tmp_path, kml(given))[0][0].polygons[0]) == 3


def test_the_time_of_a_placemark_is_its_validity_and_what_is_said_beside_goes_before_it(tmp_path):
    """An area of three days read as one for ever would forbid what it does not."""
    span = "<TimeSpan><begin>2016-09-12T00:00:00+03:00</begin><end>2016-09-15T00:00:00+03:00</end></TimeSpan>"
    data = '<ExtendedData><Data name="valid_to"><value>2016-09-14T00:00:00+03:00</value></Data></ExtendedData>'

    (area,), _ = read(tmp_path, kml(MARK.replace("<Polygon>", f"{span}{data}<Polygon>", 1)))

    assert area.properties["valid_from"] == "2016-09-12T00:00:00+03:00"
    assert area.properties["valid_to"] == "2016-09-14T00:00:00+03:00"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<Placemark><Point><coordinates>36,35</coordinates></Point></Placemark>", "AREA-NO-POLYGON"),
        ("<Placemark><gx:Track><gx:coord>36 35 0</gx:coord></gx:Track></Placemark>", "AREA-NO-POLYGON"),
        ("<Placemark><Polygon/></Placemark>", "AREA-NO-POLYGON"),
        (MARK.replace("36,35,900 ", "", 1), "AREA-RING-OPEN"),
        (MARK.replace("36.5,35.4", "36.5, 35.4"), "AREA-CORNER"),
        (MARK.replace("36.5,35.4", "36.5,95.4"), "AREA-CORNER-RANGE"),
        ("<NetworkLink><Link><href>http://example.invalid/more.kml</href></Link></NetworkLink>", "AREAS-ELSEWHERE"),
    ],
)
def test_what_is_no_polygon_of_this_file_is_named(tmp_path, content, code):
    """Nothing is fetched, and what is elsewhere is not taken for read."""
    areas, faults = read(tmp_path, kml(MARK + content))

    assert len(areas) == 1 and faults[0].code == code


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE kml>",
        '<!DOCTYPE kml SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_document_type_is_refused_whatever_it_declares(tmp_path, head):
    assert refused(tmp_path, kml(MARK, head=head)) == ["AREAS-XML-FORBIDDEN"]


def test_a_placemark_in_a_placemark_is_refused(tmp_path):
    """Of which of the two the outline is, nobody knows."""
    given = kml(f"<Placemark><name>A</name>{MARK}</Placemark>")

    assert refused(tmp_path, given) == ["AREAS-XML-SHAPE"]
    with pytest.raises(UnreadableSites) as found:
        read_figures(tmp_path / "a.kml", Reads(PROFILE))
    assert found.value.faults[0].code == "SITES-XML-SHAPE"


@pytest.mark.parametrize(("depth", "good"), [(97, True), (98, False)])
def test_how_deep_elements_nest_is_bounded(tmp_path, depth, good):
    """The root and the document are two of a hundred."""
    given = kml(MARK + "<Folder>" * depth + "<a/>" + "</Folder>" * depth)

    assert [len(read(tmp_path, given)[0])] == [1] if good else refused(tmp_path, given) == ["AREAS-XML-SHAPE"]


@pytest.mark.parametrize(("most", "good"), [(6, True), (5, False)])
def test_how_much_one_placemark_holds_is_bounded(tmp_path, monkeypatch, most, good):
    monkeypatch.setattr(kml_stream, "_MOST_INSIDE", most)
    given = kml(MARK.replace("<Polygon>", "<a/><Polygon>", 1))

    assert len(read(tmp_path, given)[0]) == 1 if good else refused(tmp_path, given) == ["AREAS-XML-SHAPE"]


# --- KMZ -------------------------------------------------------------------------------------------------------------


def test_the_first_kml_of_an_archive_is_its_own(tmp_path):
    """By the standard; what else is in there is pictures and what it links to."""
    given = kmz(("files/icon.png", b"x"), ("doc.kml", kml(MARK)), ("files/other.kml", kml(MARK * 2)))

    (area,), faults = read(tmp_path, given, "a.kmz")

    assert (area.polygons, faults) == (((CORNERS,),), [])


def test_a_list_of_sites_is_read_from_an_archive_too(tmp_path):
    mark = '<Placemark id="EX-1"><Point><coordinates>37.2,36.1,0</coordinates></Point></Placemark>'
    for name, data in (("s.kmz", kmz(("doc.kml", kml(mark)))), ("s.kml", kml(mark))):
        (tmp_path / name).write_bytes(data)

    packed, plain = (read_figures(tmp_path / name, Reads(PROFILE)) for name in ("s.kmz", "s.kml"))

    assert packed == plain and [one.id for one in packed] == ["EX-1"]


def test_a_small_archive_of_a_large_file_is_read_no_further_than_the_bound(tmp_path, monkeypatch):
    """A thousandfold: the bound is held while it is unpacked, whatever the archive says of its size."""
    monkeypatch.setattr(area_files, "FILE_CAP", 100_000)
    monkeypatch.setattr(site_files, "FILE_CAP", 100_000)
    bomb = kmz(("doc.kml", kml(MARK + " " * 50_000_000)))

    assert len(bomb) < 100_000
    assert refused(tmp_path, bomb) == ["AREAS-NOT-KMZ"]
    with pytest.raises(UnreadableSites) as found:
        read_figures(tmp_path / "a.kml", Reads(PROFILE))
    assert found.value.faults[0].code == "SITES-NOT-KMZ"


@pytest.mark.parametrize("spoilt", ["empty", "cut", "flipped", "encrypted", "no-kml"])
def test_an_archive_that_cannot_be_read_is_refused_with_a_code(tmp_path, spoilt):
    whole = kmz(("doc.kml", kml(MARK)))
    given = {
        "empty": b"PK\x03\x04",
        "cut": whole[:-30],
        "flipped": whole[:60] + bytes([whole[60] ^ 0xFF]) + whole[61:],
        "encrypted": _with_flag(whole, 1),
        "no-kml": kmz(("readme.txt", b"x")),
    }[spoilt]

    assert refused(tmp_path, given) == ["AREAS-NOT-KMZ"]


def _with_flag(data, flag):
    """Set a general purpose flag in the local header and in the directory."""
    changed, directory = bytearray(data), data.index(b"PK\x01\x02")
    changed[6] |= flag
    changed[directory + 8] |= flag
    return bytes(changed)


def test_a_table_that_breaks_off_in_a_cell_is_refused_with_a_code(tmp_path):
    """A cell longer than the reader takes, as in a file whose quotes do not match."""
    path = tmp_path / "a.csv"
    path.write_text('area,text\nN-1,"' + "x" * 200_000, "utf-8")

    with pytest.raises(UnreadableAreas) as found:
        read_areas(path, PROFILE)

    assert found.value.faults[0].code == "AREAS-NOT-TABLE"


@pytest.mark.parametrize(("over", "expected"), [(0, []), (1, ["AREA-CORNERS"])])
def test_the_corners_of_one_placemark_are_bounded_over_all_its_rings(tmp_path, monkeypatch, over, expected):
    """Both of its polygons together; what is beyond is not read."""
    monkeypatch.setattr(area_kml, "MOST_CORNERS", 2 * len(CORNERS) - over)
    given = MARK.replace(POLYGON, f"<MultiGeometry>{POLYGON}{POLYGON}</MultiGeometry>")

    assert [one.code for one in read(tmp_path, kml(given))[1]] == expected


@pytest.mark.parametrize("form", ["geojson", "csv"])
def test_a_file_of_more_corners_than_is_read_is_refused_before_it_is_taken_apart(tmp_path, monkeypatch, form):
    monkeypatch.setattr(area_files, "MOST_CORNERS", 10)
    given = (
        b'{"type": "FeatureCollection", "features": [' + b"[" * 30
        if form == "geojson"
        else b"area,lat,lon" + b"\n" * 30
    )

    assert refused(tmp_path, given) == ["AREAS-CORNERS"]


def test_a_site_of_more_corners_than_is_read_is_refused_and_not_cut_off(tmp_path):
    """A ring that is cut off would be another's outline."""
    ring = " ".join(f"36.{n:06d},35.1" for n in range(20_001))
    (tmp_path / "s.kml").write_bytes(kml(MARK.replace(RING, ring)))

    (figure,) = read_figures(tmp_path / "s.kml", Reads(PROFILE))

    assert figure.figure is None and figure.faults


@pytest.mark.parametrize(("over", "good"), [(0, True), (1, False)])
def test_how_much_text_one_placemark_holds_is_bounded_and_how_many_elements_a_file(tmp_path, monkeypatch, over, good):
    """Three elements hold text: the name, and the corners of one ring."""
    given = kml(MARK * 3)
    for name, most in (("_MOST_WRITTEN", len(RING) + 3), ("_MOST", 2 + 3 * 6)):
        with monkeypatch.context() as patched:
            patched.setattr(kml_stream, name, most - over)
            assert len(read(tmp_path, given)[0]) == 3 if good else refused(tmp_path, given) == ["AREAS-XML-SHAPE"]
