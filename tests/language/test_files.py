"""Terminology and memories from other tools: TBX, TMX, tables (ISO 30042:2019; LISA TMX 1.4b). Clause C022."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.adapters import xml_stream
from jig.adapters.tbx import Report as TermReport
from jig.adapters.tbx import TableFault, read_table, read_tbx, write_table, write_tbx
from jig.adapters.tmx import Report, Unit, read_tmx, write_tmx
from jig.adapters.xml_stream import XmlFault
from jig.language.glossary import STATUSES, Term

#: TBX as other tools write it, by the examples' structure in ISO 30042:2019, annex; the words are invented.
V3 = """<?xml version="1.0" encoding="UTF-8"?>
<tbx style="dca" type="TBX-Core" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
 <tbxHeader><fileDesc><sourceDesc><p>EXERCISE</p></sourceDesc></fileDesc></tbxHeader>
 <text><body>
  <conceptEntry id="1">
   <descrip type="subjectField">exercise</descrip>
   <note>said on the line</note>
   <langSec xml:lang="en-GB"><termSec><term>tin whistle</term><termNote type="partOfSpeech">noun</termNote></termSec>
     <termSec><term>whistle</term></termSec></langSec>
   <langSec xml:lang="ru"><termSec><term>жестяная <hi>дудка</hi></term></termSec></langSec>
  </conceptEntry>
  <conceptEntry id="2"><langSec xml:lang="en"><termSec><term>alone</term></termSec></langSec></conceptEntry>
 </body></text>
</tbx>"""
V2 = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en">
 <martifHeader><fileDesc><sourceDesc><p>EXERCISE</p></sourceDesc></fileDesc></martifHeader>
 <text><body>
  <termEntry id="c1">
   <langSet xml:lang="en"><tig><term>tin whistle</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig></langSet>
   <langSet xml:lang="ru"><ntig><termGrp><term>жестяная дудка</term></termGrp></ntig></langSet>
  </termEntry>
 </body><back/></text>
</martif>"""
TMX = """<?xml version="1.0"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"
 srclang="en" datatype="plaintext"><note>n</note></header><body>
<tu tuid="1" creationid="A"><prop type="client">c</prop>
 <tuv xml:lang="EN-US"><seg>Hold the <bpt i="1">&lt;b&gt;</bpt>line<ept i="1">&lt;/b&gt;</ept> &amp; wait.</seg></tuv>
 <tuv lang="ru"><seg>Оставайтесь на линии и ждите.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Alone.</seg></tuv></tu>
</body></tmx>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<{root}>&b;</{root}>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY x SYSTEM "file:///etc/passwd">]><{root}>&x;</{root}>"""


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_version_three_is_read_and_what_is_not_understood_is_named(tmp_path):
    """C022: nothing is dropped in silence."""
    report = TermReport()

    (term,) = read_tbx(file(tmp_path, "a.tbx", V3), report)

    assert dict(term.words) == {"en": "tin whistle; whistle", "ru": "жестяная дудка"}
    assert (term.status, term.note, term.origin) == ("proposed", "said on the line", "a.tbx")
    assert report.unknown == {"descrip[subjectField]": 1, "termNote[partOfSpeech]": 1}
    assert report.without_pair == 1


def test_version_two_is_read_though_it_names_an_outside_grammar(tmp_path):
    """C022: the DTD is named in every such file, and is not fetched."""
    report = TermReport()

    (term,) = read_tbx(file(tmp_path, "a.tbx", V2), report)

    assert dict(term.words) == {"en": "tin whistle", "ru": "жестяная дудка"}
    assert report.unknown == {"termNote[administrativeStatus]": 1, "back": 1}


_WORDS = st.text("abc ёжик-()'&<>\"", min_size=1, max_size=30).map(lambda t: " ".join(t.split())).filter(bool)
_NOTES = st.text("no te:&<", max_size=20).map(lambda t: " ".join(t.split()))
_TERMS = st.builds(
    Term,
    st.fixed_dictionaries({"en": _WORDS, "ru": _WORDS}, optional={"ar": _WORDS}),
    st.sampled_from(STATUSES),
    _NOTES,
    _NOTES,
    st.text("abc", min_size=1, max_size=8),
)


@pytest.mark.parametrize(("suffix", "write", "read"), [("tbx", write_tbx, read_tbx), ("tsv", write_table, read_table)])
@given(terms=st.lists(_TERMS, max_size=5))
def test_what_is_written_is_read_again_with_nothing_lost(tmp_path_factory, suffix, write, read, terms):
    """C022: both languages, standing, note, version, origin."""
    path, report = tmp_path_factory.mktemp("round") / f"a.{suffix}", TermReport()

    more = {"made_by": "test"} if suffix == "tbx" else {}
    assert write(path, terms, **more) == len(terms)
    found = list(read(path, report))

    assert [term.as_json() for term in found] == [term.as_json() for term in terms]
    assert not report.unknown
    assert report.without_pair == 0


def test_what_is_written_has_the_structure_of_the_standard(tmp_path):
    """ISO 30042:2019: namespace, style and type of the root, and one section a language."""
    path = tmp_path / "a.tbx"

    write_tbx(path, [Term({"en": "a; b", "ru": "в"}, "AGREED")], made_by="test")
    text = path.read_text("utf-8")

    assert re.search(r'<tbx xmlns="urn:iso:std:iso:30042:ed-2" style="dca" type="TBX-Basic" xml:lang="en">', text)
    assert text.count("<langSec ") == 2
    assert text.count("<termSec>") == text.count("<term>") == 3
    assert "preferredTerm-admn-sts" in text


def test_a_table_without_two_languages_is_refused(tmp_path):
    with pytest.raises(TableFault):
        list(read_table(file(tmp_path, "a.tsv", "term\tstatus\nx\ty\n"), TermReport()))


# --- memories --------------------------------------------------------------------------------------------------------


def test_a_memory_of_another_tool_is_read_with_its_inline_marks_counted(tmp_path):
    """C022, TMX 1.4b."""
    report = Report()

    (unit,) = read_tmx(file(tmp_path, "a.tmx", TMX), report)

    assert unit.words == {"en": "Hold the <b>line</b> & wait.", "ru": "Оставайтесь на линии и ждите."}
    assert (unit.translator, unit.origin) == ("A", "a.tmx")
    assert report.unknown == {"prop[client]": 1, "seg/bpt": 1, "seg/ept": 1}
    assert report.without_pair == 1


_TEXTS = st.text(max_size=40).map(lambda t: " ".join("".join(c for c in t if c.isprintable()).split())).filter(bool)
_UNITS = st.builds(
    Unit,
    st.fixed_dictionaries({"en": _TEXTS, "ru": _TEXTS}),
    st.text("abc", min_size=1, max_size=8),
    st.text("AB<&\"'", max_size=5),
    st.sampled_from(("", "HUMAN", "CHECKED")),
)


@given(units=st.lists(_UNITS, max_size=5))
def test_a_memory_written_is_read_again_with_nothing_lost(tmp_path_factory, units):
    """C022."""
    path, report = tmp_path_factory.mktemp("round") / "a.tmx", Report()

    assert write_tmx(path, units, tool_version="1", source="*all*") == len(units)

    assert list(read_tmx(path, report)) == units
    assert not report.unknown


# --- hostile files ---------------------------------------------------------------------------------------------------


def read(path: Path) -> list[object]:
    return list(read_tmx(path, Report()) if path.suffix == ".tmx" else read_tbx(path, TermReport()))


@pytest.mark.parametrize("attack", [BOMB, OUTSIDE])
@pytest.mark.parametrize(("name", "root"), [("a.tmx", "tmx"), ("a.tbx", "tbx")])
def test_entities_are_refused(tmp_path, attack, name, root):
    """Sends hostile content."""
    with pytest.raises(XmlFault) as fault:
        read(file(tmp_path, name, attack.format(root=root)))

    assert fault.value.code == "XML-ENTITIES"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "XML-UNREADABLE"),
        ("<tmx", "XML-UNREADABLE"),
        ("<tmx><body><tu></body></tmx>", "XML-UNREADABLE"),
        ('<?xml version="1.0" encoding="no-such"?><tmx/>', "XML-UNREADABLE"),
        ("<html/>", "XML-OTHER-ROOT"),
    ],
)
def test_what_is_no_memory_is_refused_with_its_reason(tmp_path, text, code):
    """Sends hostile content."""
    with pytest.raises(XmlFault) as fault:
        read(file(tmp_path, "a.tmx", text))

    assert fault.value.code == code


def test_one_endless_entry_does_not_fill_the_memory(tmp_path, monkeypatch):
    """Sends hostile content: the whole file in one element, or nested without end."""
    monkeypatch.setattr(xml_stream, "MOST_OF_ONE", 300_000)
    long = file(tmp_path, "a.tmx", f"<tmx><body><tu><tuv><seg>{'x' * 600_000}</seg></tuv></tu></body></tmx>")
    deep = file(tmp_path, "b.tmx", "<tmx>" + "<a>" * 200_000)

    for path in (long, deep):
        with pytest.raises(XmlFault) as fault:
            read(path)
        assert fault.value.code == "XML-ENTRY-TOO-LARGE"


def test_a_segment_too_long_for_a_sentence_is_counted_and_left_out(tmp_path):
    report = Report()
    seg = "x" * 20_001

    found = list(
        read_tmx(
            file(
                tmp_path,
                "a.tmx",
                f"<tmx><body><tu><tuv lang='en'><seg>{seg}</seg></tuv><tuv lang='ru'><seg>я</seg></tuv></tu></body></tmx>",
            ),
            report,
        )
    )

    assert (found, report.too_long) == ([], 1)
