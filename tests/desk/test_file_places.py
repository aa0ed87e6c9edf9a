"""Where in a file a fault stands is said in the reader's language (AP 3.c); scripts read the place itself."""

import pytest

from jig.desk.faults import Fault
from jig.desk.file_places import place_said


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("feature 2", "объект 2"),
        ("feature 12, 1.3.4", "объект 12, 1.3.4"),
        ("row 3, class", "строка 3, class"),
        ("placemark 2", "метка 2"),
        ("sites.csv: row 3", "sites.csv: строка 3"),
        ("my row 3.csv", "my row 3.csv"),
        ("features.2.geometry", "features.2.geometry"),
        ("row 3x", "row 3x"),
        ("", ""),
    ],
)
def test_a_place_in_a_file_is_said_in_russian_and_what_is_none_stays(path, said):
    """AP 3.c."""
    assert (place_said(path, "ru"), place_said(path, "en")) == (said, path)


def test_a_fault_says_its_place_in_words_and_keeps_it_for_scripts():
    """AP 3.c: no English word in a Russian sentence; no Russian word in what a script compares."""
    told = Fault("AREA-RING-OPEN", path="feature 2, 1.1").as_json("ru")

    assert told["path"] == "feature 2, 1.1"
    assert "объект 2, 1.1" in told["what"] and "feature" not in told["what"]
