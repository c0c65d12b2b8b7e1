"""What is refused before anything is read into it, and where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from pharmakon.errors import UnknownFormat
from pharmakon.findings import Location
from pharmakon.readers import EXTENSIONS, Limits
from pharmakon.readers import yaml as yaml_reader

Reader = Callable[..., Any]
SMALL = Limits(max_bytes=60, max_depth=3, max_scalar=8)

JSON_REFUSED = {
    "nothing": ("⟦", "PK001"),
    "an open object": ('{"id": "drug/k"⟦', "PK001"),
    "an open list": ('[{"id": "drug/k"},⟦', "PK001"),
    "a comma too many": ("[{},⟦]", "PK001"),
    "a comma too many in an object": ('{"id": "drug/k",⟦}', "PK001"),
    "no comma": ("[{} ⟦{}]", "PK001"),
    "no colon": ('{"id" ⟦"drug/k"}', "PK001"),
    "single quotes": ("{⟦'id': 1}", "PK001"),
    "a bare word": ('{"id": ⟦drug}', "PK001"),
    "a literal in capitals": ('{"id": ⟦True}', "PK001"),
    "NaN": ('{"low": ⟦NaN}', "PK001"),
    "Infinity": ('{"low": ⟦Infinity}', "PK001"),
    "minus Infinity": ('{"low": ⟦-Infinity}', "PK001"),
    "a plus sign": ('{"low": ⟦+1}', "PK001"),
    "a leading point": ('{"low": ⟦.5}', "PK001"),
    "a leading zero": ('{"low": 0⟦12}', "PK001"),
    "a trailing point": ('{"low": 1⟦.}', "PK001"),
    "a hexadecimal number": ('{"low": 0⟦x1}', "PK001"),
    "a comment": ("[⟦// no\n]", "PK001"),
    "text after the value": ("[]\n⟦x", "PK001"),
    "a second value": ("{} ⟦{}", "PK001"),
    "an unknown escape": ('{"id": "a⟦\\x41"}', "PK001"),
    "half an escape": ('{"id": "a⟦\\u12"}', "PK001"),
    "a line feed in a text": ('{"id": "a⟦\nb"}', "PK001"),
    "a tab in a text": ('{"id": "a⟦\tb"}', "PK001"),
    "a high surrogate alone": ('{"id": "a⟦\\ud83d"}', "PK002"),
    "a low surrogate alone": ('{"id": "a⟦\\ude00"}', "PK002"),
    "surrogates in the wrong order": ('{"id": "⟦\\ude00\\ud83d"}', "PK002"),
    "a high surrogate before a letter": ('{"id": "⟦\\ud83d\\u0041"}', "PK002"),
    "65 levels": ("[" * 64 + "⟦[" + "]" * 65, "PK006"),
    "100,000 levels": ("[" * 64 + "⟦" + "[" * 100_000, "PK006"),
}  # fmt: skip
YAML_REFUSED = {
    "an alias": ("- label: ⟦*a", "PK004"),
    "an anchor": ("- label: ⟦&a x", "PK004"),
    "an anchor on a list": ("⟦&a [x]", "PK004"),
    "a tag": ("- ⟦!!str x", "PK004"),
    "a tag of one's own": ("- ⟦!x y", "PK004"),
    "a tag that says nothing": ("- ⟦! x", "PK004"),
    "a tag on an object": ("- ⟦!!python/object:os.system {a: b}", "PK004"),
    "a merge key": ("- a: b\n  ⟦<<: {c: d}", "PK004"),
    "a list as a key": ("- ? ⟦[a]\n  : b", "PK004"),
    "an object as a key": ("{⟦{a: b}: c}", "PK004"),
    "a second document": ("---\n[]\n⟦---\n[]\n", "PK004"),
    "an open list": ("[a, b⟦", "PK001"),
    "an open text": ('"abc⟦', "PK001"),
    "two colons": ("- label: a⟦: b", "PK001"),
    "a tab as indent": ("- a: b\n⟦\tc: d", "PK001"),
    "a wrong indent": ("- a: b\n   c⟦: d\n", "PK001"),
    "a reserved character": ("- a: ⟦@b", "PK001"),
    "an unknown escape": ('- "⟦\\q"', "PK001"),
    "half a surrogate pair": ('- "a\\u⟦d800"', "PK001"),
    "an unknown directive": ("%FOO⟦ bar\n---\n[]", "PK001"),
    "an unknown version": ("⟦%YAML 9.0\n---\n[]", "PK001"),
    "text after the document": ("[]\n...\n⟦foo", "PK001"),
    "a line separator": ("- label: a⟦\u2028b", "PK002"),
    "a next line": ("- label: a⟦\u0085b", "PK002"),
    "a control sequence of eight bits": ("- a: b\n- label: a⟦\u009bb", "PK002"),
    "no character": ("- label: '⟦\ufffe'", "PK002"),
    "65 levels": ("[" * 64 + "⟦[" + "]" * 65, "PK006"),
    "100,000 levels": ("[" * 64 + "⟦" + "[" * 100_000, "PK006"),
}  # fmt: skip
EITHER_REFUSED = {
    "a NUL": ("⟦\0", "PK002"),
    "a bell": ('["a",\n "⟦\a"]', "PK002"),
    "an escape sequence for a terminal": ('["\u2019⟦\x1b[31m"]', "PK002"),
    "a vertical tab": ("[⟦\v]", "PK002"),
    "a form feed": ("[⟦\f]", "PK002"),
    "a carriage return alone": ("[\n⟦\r]", "PK002"),
    "a delete character": ('["⟦\x7f"]', "PK002"),
    "a text where records belong": ('⟦"drug/k"', "PK008"),
    "a number where a record belongs": ("[{}, ⟦5]", "PK008"),
    "a list where a record belongs": ("[⟦[]]", "PK008"),
    "null where records belong": ("⟦null", "PK008"),
}  # fmt: skip
CASES = [
    *(("a.json", name, *case) for name, case in (JSON_REFUSED | EITHER_REFUSED).items()),
    *(("a.yaml", name, *case) for name, case in (YAML_REFUSED | EITHER_REFUSED).items()),
]


@pytest.mark.parametrize(("file", "name", "text", "code"), CASES, ids=lambda each: str(each)[:40])
def test_what_is_not_well_formed_is_refused_where_it_stands(
    read: Reader, file: str, name: str, text: str, code: str
) -> None:
    """A fault has its code, its line and its column; nothing after it is guessed at."""
    found = read(file, text)
    assert (code, found.place) in found.told
    assert not found.records
    assert all(each.message for each in found.findings)


FALLBACK = {
    name: YAML_REFUSED[name]
    for name in ("an alias", "a tag", "a second document", "a next line", "an unknown directive")
}


@pytest.mark.parametrize(("text", "code"), FALLBACK.values(), ids=FALLBACK)
def test_the_parser_without_c_refuses_the_same(
    read: Reader, monkeypatch: pytest.MonkeyPatch, text: str, code: str
) -> None:
    """Where PyYAML has no C parser, what records do not use is refused in the same place."""
    monkeypatch.setattr(yaml_reader, "_LOADER", yaml.SafeLoader)
    assert read("a.yaml", text).told == [(code, read("a.yaml", text).place)]


def test_half_a_pair_is_refused_by_the_parser_without_c_too(
    read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A parser that lets half a surrogate pair through does not get it past the reader."""
    monkeypatch.setattr(yaml_reader, "_LOADER", yaml.SafeLoader)
    assert read("a.yaml", '- label: ⟦"a\\ud800"').told == [("PK002", (1, 10))]
    assert read("a.yaml", '- "\\udfff": x').codes == ["PK002"]
    assert read("a.yaml", '- "\\UFFFFFFFF"').codes == ["PK001"]
    assert read("a.yaml", '- "\\U00110000"').codes == ["PK001"]


@pytest.mark.parametrize("file", ["a.yaml", "a.json"])
@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"\xff", 1, 1),
        (b'["a",\n "\xe2\x80\x99\xe9"]', 2, 4),
        (b'\xef\xbb\xbf["\xc3"]', 1, 3),
        (b'["\xed\xa0\x80"]', 1, 3),
        (b'["\xc0\xaf"]', 1, 3),
        (b'["\xf4\x90\x80\x80"]', 1, 3),
        (b"[]\xe2\x80", 1, 3),
        ("[]".encode("utf-16"), 1, 1),
    ],
)  # fmt: skip
def test_bytes_that_are_no_utf8_are_refused(
    read: Reader, file: str, data: bytes, line: int, column: int
) -> None:
    """Broken, overlong, surrogate and other encodings are refused at the first bad byte."""
    found = read(file, data)
    assert found.told[-1] == ("PK002", (line, column))
    assert found.findings[-1].message.startswith("byte 0x")


@pytest.mark.parametrize("file", ["a.yaml", "a.json", "a.jsonl"])
def test_line_ends_of_windows_and_a_byte_order_mark_are_reported(read: Reader, file: str) -> None:
    """Both are accepted, and said, each once and where it begins."""
    record = '{"id": "drug/k", "type": "Drug", "label": "k", "kind": "substance"}'
    found = read(file, b"\xef\xbb\xbf" + f"\n\n{record}\r\n".encode())
    assert [each.id for each in found.entries] == ["drug/k"]
    assert [each.code for each in found.findings] == ["PK007", "PK007"]
    assert [each.location for each in found.findings] == [Location(file, row, 1, row, 1) for row in (1, 3)]
    assert {each.severity for each in found.findings} == {"info"}
    assert read(file, f"\n{record}\n").findings == ()
    assert read(file, f"\r\n{record}\n").told == [("PK007", (1, 1))]


def test_a_byte_order_mark_within_a_file_is_no_white_space(read: Reader) -> None:
    """Only the beginning of a file may have one: two files put together are not one file."""
    record = '{"id": "drug/k", "type": "Drug", "label": "k", "kind": "substance"}'
    assert read("a.jsonl", f"{record}\n⟦\ufeff{record}\n").told == [("PK001", (2, 1))]
    assert read("a.json", f"[{record},⟦\ufeff{record}]").codes == ["PK001"]


@pytest.mark.parametrize("file", ["a.yaml", "a.json", "a.jsonl"])
def test_limits_are_kept(read: Reader, file: str) -> None:
    """A file, a text or a nesting over its limit is refused in its place; up to it, it is not."""
    assert read(file, " " * 61, SMALL).told == [("PK006", (1, 1))]
    assert "PK006" not in read(file, "[" + " " * 58 + "]", SMALL).codes
    assert read(file, '{"a": ⟦"123456789"}', SMALL).told == [("PK006", (1, 7))]
    assert "PK006" not in read(file, '{"a": "12345678"}', SMALL).codes
    assert read(file, '{"a": [[⟦[]]]}', SMALL).told == [("PK006", (1, 9))]
    assert "PK006" not in read(file, '{"a": [[]]}', SMALL).codes


def test_a_limit_says_how_to_raise_it(read: Reader) -> None:
    """The help names the option."""
    (whole,) = read("a.yaml", " " * 61, SMALL).findings
    assert "--max-bytes" in whole.hint
    assert whole.location == Location("a.yaml", 1, 1, 1, 1)
    for file in ("a.yaml", "a.json"):
        assert "--max-scalar" in read(file, '["123456789"]', SMALL).findings[0].hint


@pytest.mark.parametrize("file", ["a.yaml", "a.json", "a.jsonl"])
def test_no_limit_can_be_raised_until_the_reader_breaks(read: Reader, file: str) -> None:
    """However deep nesting may be by the caller's wish, it ends in a finding."""
    deep = '{"type": "Drug", "shade": ' + "[" * 5000 + "]" * 5000 + "}"
    assert read(file, deep, Limits(max_depth=10**9)).codes == ["PK006"]
    half = '{"id": "drug/k", "type": "Drug", "shade": ' + "[" * 190 + "]" * 190 + "}"
    assert set(read(file, half, Limits(max_depth=10**9)).codes) == {"PK011", "PK012"}


def test_files_that_hold_nothing_hold_no_records(read: Reader) -> None:
    """An empty YAML file is an empty list; an empty JSON file is no JSON; an empty description is a fault."""
    for text in ("", "\n\n", "# a comment\n", "# one without a line end"):
        assert (read("a.yaml", text).entries, read("a.yaml", text).findings) == ((), ())
    assert read("a.json", "").codes == ["PK001"]
    assert read("a.jsonl", "").codes == []
    assert read("dataset.yaml", "").told == [("PK008", (1, 1))]


@pytest.mark.parametrize("ending", EXTENSIONS)
def test_the_ending_says_how_a_file_is_read(read: Reader, ending: str) -> None:
    """Capitals in an ending do not matter, and faults name the file as it was given."""
    (found,) = read(f"Some Folder/A{ending.upper()}", "\x00").findings
    assert found.location == Location(f"Some Folder/A{ending.upper()}", 1, 1, 1, 2)


@pytest.mark.parametrize("file", ["a.txt", "yaml", "a", "a.yaml.gz", ""])
def test_a_file_with_another_ending_is_the_callers_fault(read: Reader, file: str) -> None:
    """What is no file of records raises, and says what would be."""
    with pytest.raises(UnknownFormat, match="did you mean"):
        read(file, "")
