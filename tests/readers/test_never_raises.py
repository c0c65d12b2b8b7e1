"""Whatever the bytes, a reader answers with entries and findings, each in its place within the file."""

from __future__ import annotations

import pytest
import strategies
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from pharmakon import readers
from pharmakon.dataset import Dataset, Entry
from pharmakon.findings import Finding
from pharmakon.model import Record
from pharmakon.model.canonical import canonical_json, canonical_value
from pharmakon.readers import EXTENSIONS, acceptance
from pharmakon.readers import yaml as yaml_reader
from pharmakon.report import Report, formats, render

FILES = [f"a{ending}" for ending in EXTENSIONS] + ["dataset.yaml"]
SIGNS = st.sampled_from(
    (
        *"\0\t\n\r\x1b\x85\u2028\ufeff\U0001f600\"'\\{}[],:|>%@`#~",
        *("- ", "? ", "&a ", "*a", "!!x ", "null", "<<: ", "---\n", "...\n"),
    )
)


def answer(file: str, data: bytes) -> list[Entry | Finding]:
    """What a reader yields; every finding has a code and lies within the file, or at its end."""
    found = list(readers.read(file, data))
    rows = [*data.split(b"\n"), b""]
    for each in found:
        if isinstance(each, Finding):
            assert each.code
            assert each.location is not None
            assert 1 <= each.location.line <= len(rows)
            assert each.location.column <= len(rows[each.location.line - 1]) + 1
            assert (each.location.line, each.location.column) <= (
                each.location.end_line,
                each.location.end_column,
            )
    if any(isinstance(each, Finding) and each.severity == "error" for each in found):
        Dataset.of(each for each in found if isinstance(each, Entry))
    return found


@pytest.mark.parametrize("file", FILES)
def test_any_bytes_are_answered(file: str) -> None:
    """Noise is a finding, or nothing."""

    @given(st.binary(max_size=40))
    @example(b"\xff\xfe\x00\x00")
    @example(b"%TAG ! x\xc3\xa9\n--- !\n")
    @example(b'"\\UFFFFFFFF"')
    @example(b"!<\xff>")
    @strategies.seeded(60)
    def check(data: bytes) -> None:
        answer(file, data)

    check()


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize("file", FILES)
def test_any_text_is_answered(file: str, loader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So is any text of the signs that mean something, with either of PyYAML's parsers."""

    @given(st.lists(SIGNS | st.text(max_size=3), max_size=12).map("".join))
    @strategies.seeded(80)
    def check(text: str) -> None:
        answer(file, text.encode("utf-8", "surrogatepass"))

    monkeypatch.setattr(yaml_reader, "_LOADER", getattr(yaml, loader, yaml.SafeLoader))
    check()


def written(file: str, record: Record) -> bytes:
    """A record as it would stand in a file."""
    if file.endswith(("yaml", "yml")):
        return strategies.yaml_of([canonical_value(record)], allow_unicode=True).encode()
    return canonical_json(record).encode()


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_was_cut_or_changed_is_answered(file: str) -> None:
    """A good file that lost its end, or some bytes, or had signs put in, never breaks the reader."""

    @given(strategies.records(), st.data())
    @strategies.seeded(30)
    def check(record: Record, data: st.DataObject) -> None:
        whole = written(file, record)
        at = data.draw(st.integers(0, len(whole)))
        answer(file, whole[:at])
        put = data.draw(SIGNS).encode()
        answer(file, whole[:at] + put + whole[at + data.draw(st.integers(0, 5)) :])

    check()


def test_what_is_found_in_noise_can_be_shown() -> None:
    """Every format of a report renders what was found in any bytes, as printable text."""

    @given(st.sampled_from(FILES), st.lists(SIGNS | st.text(max_size=3), max_size=8).map("".join))
    @strategies.seeded(60)
    def check(file: str, text: str) -> None:
        data = b'- {id: "\\x1b", type: Drug, "\\e[31m": "' + text.encode("utf-8", "surrogatepass") + b'"}'
        found = tuple(each for each in answer(file, data) if isinstance(each, Finding))
        for name in formats():
            shown = render(Report(found, 0, {file: data}), name)
            shown.encode("utf-8")
            assert all(each.isprintable() or each == "\n" for each in shown)

    check()


@given(st.binary(max_size=30) | st.lists(SIGNS, max_size=10).map("".join).map(str.encode))
@strategies.seeded(80)
def test_any_list_of_acceptances_is_answered(data: bytes) -> None:
    """The list of accepted findings is read as strictly, and never raises either."""
    for each in acceptance.read("accepted.yaml", data):
        assert isinstance(each, (Finding, acceptance.Acceptance))
