"""The documents' examples run and print what the documents say."""

import pytest

from doc_examples import ROOT, Example, examples, matches, run

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
WITH_EXAMPLES = [path for path in DOCUMENTS if examples(path.read_text("utf-8"))]


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_examples_of_a_document_print_what_it_says(path, tmp_path):
    directory = tmp_path / "example"
    directory.mkdir()

    for example in examples(path.read_text("utf-8")):
        status, printed = run(example, directory)

        where = f"{path.name}:{example.line}: {example.command}"
        assert status == 0, f"{where}\nexit {status}\n{printed}"
        assert matches(example.output, printed), f"{where}\nsays:\n{example.output}\nprints:\n{printed}"


def test_only_marked_blocks_are_examples_and_each_command_has_its_output():
    document = """text
```console
$ not this one
```
<!-- run -->

```console
$ first \\
  --more
one

two
$ second
```
"""

    found = examples(document)

    assert found == [Example(8, "first \\\n  --more", "one\n\ntwo"), Example(13, "second", "")]


def test_a_marked_block_without_command_is_an_error_and_not_an_example_that_passes():
    with pytest.raises(ValueError, match="line 3"):
        examples("<!-- run -->\n```console\nonly output\n```\n")


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        ("", "", True),
        ("", "anything\n", False),
        ("digest …", "digest 5fd1  \n", True),
        ("digest …", "digest 5fd1\nmore\n", False),
        ("a…c", "abc\n", True),
        ("a…c", "ab\nc\n", False),
        ("first\n…\nlast", "first\nlast\n", True),
        ("first\n…\nlast", "first\nx\ny\nlast\n", True),
        ("first\n…\nlast", "first\nx\n", False),
        ("1.5 (x)", "1x5 (x)\n", False),
    ],
)
def test_printed_lines_are_compared_and_the_ellipsis_stands_for_what_varies(expected, actual, same):
    assert matches(expected, actual) is same


def test_a_command_runs_in_its_directory_and_both_its_outputs_and_its_failure_are_seen(tmp_path):
    directory = tmp_path / "example"
    directory.mkdir()

    status, printed = run(Example(1, "basename $PWD; echo wrong >&2; exit 3", ""), directory)

    assert (status, printed) == (3, "example\nwrong\n")
