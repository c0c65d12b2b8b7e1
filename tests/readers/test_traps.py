"""The traps of fast parsers, each as one line: none is taken on the quick way, all are told as everywhere.

    pytest tests/readers/test_traps.py

runs this table alone.
"""

from __future__ import annotations

import io
from typing import Any

import pytest

import pharmakon as pk
from pharmakon import readers
from pharmakon.dataset import Entry
from pharmakon.findings import Finding
from pharmakon.readers import canonical

SHA = "0" * 64
SOURCE = (
    '{"document":{"encoding":"utf-8","file":"a.txt","length":5,"sha256":"' + SHA + '"},'
    '"id":"evidence_source/a","kind":"web_article","label":"a","participants":12,'
    '"published":"2025-02-28","seen_at":["one","two"],"type":"EvidenceSource","url":"https://example.org/a"}'
)
OUTCOME = (
    '{"drug":"drug/k","id":"outcome/a","label":"a","measure":"onset","of":"concept/c",'
    '"quantity":{"high":2.5,"low":0.5,"unit":"h"},"type":"Outcome"}'
)
DRUG = (
    '{"codes":[{"code":"mesh:D007649","match":"exact","seen_at":["one"]}],"description":"some text",'
    '"id":"drug/k","kind":"substance","label":"k","members":["drug/a","drug/b"],"retired":true,'
    '"sources":["evidence_source/a"],"type":"Drug"}'
)
REGIMEN = (
    '{"drug":"drug/k","id":"regimen/a","label":"a","route":"oral","type":"Regimen"}'  # one of six is needed
)

Trap = tuple[str, str | bytes, bool]
"""Of which kind it is, the line, and whether it is a record nevertheless, spelled in another way."""


def bad(kind: str, line: str, *changes: tuple[str, str]) -> list[Trap]:
    """Lines that are no record, each with one change."""
    return [(kind, _changed(line, old, new), False) for old, new in changes]


def odd(kind: str, line: str, *changes: tuple[str, str]) -> list[Trap]:
    """Lines that are a record, but not in canonical form."""
    return [(kind, _changed(line, old, new), True) for old, new in changes]


def _changed(line: str, old: str, new: str) -> str:
    assert line.count(old) == 1, (line, old)
    return line.replace(old, new)


TRAPS: list[Trap] = [
    *bad(
        "1 a line feed at the end of a value",
        SOURCE,
        *(('"evidence_source/a"', '"evidence_source/a\\n"'), (SHA, f"{SHA}\\n")),
        *(("2025-02-28", "2025-02-28\\n"), ("example.org/a", "example.org/a\\n")),
        *(('"label":"a"', '"label":"a\\n"'), ("web_article", "web_article\\n"), ('"two"', '"two\\n"')),
    ),
    *bad("1 a line feed at the end of a value", DRUG, ("mesh:D007649", "mesh:D007649\\n")),
    *bad("1 a line feed at the end of a value", OUTCOME, ('"drug/k"', '"drug/k\\n"'), ('"h"', '"h\\n"')),
    *bad("2 a text for a number, a number for a text", SOURCE, (":12", ':"12"'), (":5,", ':"5",')),
    *bad("2 a text for a number, a number for a text", OUTCOME, ("0.5", '"0.5"'), ('"h"', "5")),
    *bad("2 a text for a number, a number for a text", DRUG, ('"some text"', "5"), ('"k"', "5")),
    *bad("3 one for true", DRUG, ("true", "1"), ("true", '"true"'), ("true", "1.0")),
    *bad("3 one for true", SOURCE, (":12", ":true"), (":5,", ":true,")),
    *bad("3 one for true", OUTCOME, ("0.5", "true")),
    *bad("4 a number that is not whole", SOURCE, (":12", ":12.5"), (":5,", ":5.5,")),
    *odd("4 a whole number spelled as another", SOURCE, (":12", ":12.0"), (":12", ":1.2e1"), (":12", ":1e2")),
    *bad(
        "5 a date that is none",
        SOURCE,
        *(("2025-02-28", each) for each in ("2025-02-30", "2025-02-29", "2025-13", "2025-00-01", "25-02-28")),
        *(("2025-02-28", each) for each in ("2025-02-28T00:00:00Z", "2025-2-28", "\u0662\u0660\u0662\u0665")),
        *(('"2025-02-28"', each) for each in ("1740700800", "2025", "1740700800.5")),
    ),
    *bad("6 a key twice", SOURCE, ('"label":"a"', '"label":"a","label":"a"'), (":5,", ':5,"length":5,')),
    *bad("6 a key twice", SOURCE, ('"type"', '"type":"EvidenceSource","type"')),
    *bad("6 a key twice", DRUG, ('"label":"k"', '"label":"k","\\u006cabel":"k"')),
    *odd(
        "7 keys in another order", SOURCE, ('"label":"a","participants":12', '"participants":12,"label":"a"')
    ),
    *odd("7 keys in another order", OUTCOME, ('"high":2.5,"low":0.5', '"low":0.5,"high":2.5')),
    *odd("7 keys in another order", SOURCE, ('"web_article"', ' "web_article"'), (":12", ": 12")),
    *odd("7 keys in another order", SOURCE, ('"label":"a"', '"label":"\\u0061"'), ("a.txt", "a.tx\\u0074")),
    *odd("7 keys in another order", DRUG, ('"drug/k"', '"drug\\/k"')),
    *odd("8 a set in another order", SOURCE, ('"one","two"', '"two","one"'), ('"one","two"', '"one","on"')),
    *odd("8 a set in another order", DRUG, ('"drug/a","drug/b"', '"drug/b","drug/a"')),
    *odd("8 a set in another order", SOURCE, ('"one","two"', '"a","a!"'), ('"one","two"', '"a","a b"')),
    *bad("9 a value twice", SOURCE, ('"one","two"', '"one","one"'), ('"one","two"', '"one","one","two"')),
    *bad("9 a value twice", DRUG, ('"drug/a","drug/b"', '"drug/a","drug/a"')),
    *bad("10 nothing", SOURCE, (":12", ":null"), ('"a.txt"', "null"), ('"one","two"', "null"), (SHA, "")),
    *bad(
        "10 nothing",
        SOURCE,
        ('"label":"a"', '"label":""'),
        ('["one","two"]', "null"),
    ),
    *bad(
        "10 nothing",
        DRUG,
        ("some text", ""),
        ('"seen_at":["one"]', '"seen_at":[]'),
    ),
    *bad("10 nothing", SOURCE, ('"type":"EvidenceSource"', '"type":null'), ('"EvidenceSource"', '""')),
    *odd("10 an empty list", SOURCE, ('["one","two"]', "[]")),
    *odd("10 an empty list", DRUG, ('["drug/a","drug/b"]', "[]")),
    *bad(
        "11 a field unknown or missing",
        SOURCE,
        ('"label":"a"', '"label":"a","shade":"b"'),
        ('"label":"a",', ""),
    ),
    *bad("11 a field unknown or missing", SOURCE, ('"length":5,', ""), (":5,", ':5,"lines":5,')),
    *bad(
        "11 a field unknown or missing",
        SOURCE,
        ('"id":"evidence_source/a",', ""),
        (',"type":"EvidenceSource"', ""),
    ),
    *bad("12 a word that is not listed", SOURCE, ("web_article", "web"), ("web_article", "WEB_ARTICLE")),
    *bad(
        "12 a word that is not listed",
        SOURCE,
        ('"EvidenceSource"', '"Source"'),
        ('"EvidenceSource"', '"Passage"'),
    ),
    *bad("12 a word that is not listed", SOURCE, ('"EvidenceSource"', '"Dataset"'), ("utf-8", "latin-1")),
    *bad("13 an id of another type", OUTCOME, ('"drug/k"', '"concept/k"'), ('"outcome/a"', '"drug/a"')),
    *bad(
        "13 an id of another type",
        OUTCOME,
        ('"drug/k"', '"drug/K"'),
        ('"drug/k"', '"drug"'),
        ('"drug/k"', '"drug/"'),
    ),
    *bad("13 an id of another type", OUTCOME, ('"drug/k"', '"drugs/k"'), ('"drug/k"', '"drug/k/k"')),
    *bad(
        "14 an impossible number",
        OUTCOME,
        *(("0.5", each) for each in ("NaN", "Infinity", "-Infinity", "1e999")),
    ),
    *bad(
        "14 an impossible number",
        OUTCOME,
        ("0.5", "0.12345678901234567"),
        ("0.5", "05"),
        ("0.5", ".5"),
        ("0.5", "5."),
    ),
    *bad(
        "14 an impossible number",
        SOURCE,
        *((":12", f":{each}") for each in (0, -1, 2**53, 10**30, "-0")),
    ),
    *bad(
        "14 an impossible number", SOURCE, *((":5,", f":{each},") for each in (-1, 2**53, 2**64, "+5", "0x5"))
    ),
    *odd(
        "14 another spelling of a number",
        OUTCOME,
        *(("0.5", each) for each in ("40.0", "1e21", "-0", "-0.0", "5e-1")),
    ),
    *odd(
        "14 another spelling of a number",
        OUTCOME,
        *(("0.5", each) for each in ("0.50", "1E-7", "10e0", "1e+2")),
    ),
    *bad(
        "15 a character that must not be there",
        DRUG,
        *(
            ("some text", f"some{each}text")
            for each in ("\\ud800", "\\udc00\\ud800", "\x07", "\\u0007", "\x00", "\\u0000")
        ),
        *(
            ("some text", f"some{each}text")
            for each in ("\x7f", "\\u007f", "\ufffe", "\uffff", "\\uffff", "\\x", "\t")
        ),
        *(
            ('"k"', f'"k{each}k"')
            for each in ("\u0085", "\u2028", "\u2029", "\ufffe", "\\t", "\\n", "\x7f", "\\ud83d")
        ),
        *(("mesh:D007649", f"mesh:{each}") for each in ("é", "a b", "//a", "\u2028")),
    ),
    *(
        ("15 bytes that are no UTF-8", DRUG.encode().replace(b"some text", each), False)
        for each in (
            b"\xff",
            b"\xc3",
            b"\xed\xa0\x80",
            b"\xc0\x80",
            b"\xf4\x90\x80\x80",
            b"\xe2\x80",
            b"\x80",
        )
    ),
    *(
        ("16 nested in vain", line, False)
        for line in (
            "[" * 100 + "]" * 100,
            DRUG.replace('"some text"', "[" * 5000 + "]" * 5000),
            DRUG.replace('"some text"', '{"a":' * 5000 + "1" + "}" * 5000),
            *(
                f"[{DRUG}]",
                f"{DRUG}{DRUG}",
                DRUG[:-1],
                f"{DRUG}}}",
                f"{DRUG},",
                "{}",
                "[]",
                "null",
                "1",
                '"a"',
                "{",
            ),
            *(
                DRUG.replace('["one"]', '"one"'),
                DRUG.replace('["one"]', '[["one"]]'),
                DRUG.replace('"k"', '["k"]'),
            ),
        )
    ),
    *bad(
        "17 a broken law",
        OUTCOME,
        ('"high":2.5,"low":0.5,', ""),
        ('"type":"Outcome"', '"type":"Outcome","word":"days"'),
    ),
    *bad("17 a broken law", DRUG, ('"sources":["evidence_source/a"],', "")),
    *bad("17 a broken law", REGIMEN, ('"route":"oral",', "")),
]

KINDS = sorted({kind for kind, _, _ in TRAPS})


def of_kind(kind: str) -> list[tuple[bytes, bool]]:
    """The lines of a kind, as bytes."""
    found = [(line, good) for each, line, good in TRAPS if each == kind]
    return [(line.encode() if isinstance(line, str) else line, good) for line, good in found]


def told(found: Finding) -> tuple[object, ...]:
    """All that a finding says."""
    return found.code, found.severity, found.message, found.record, found.pointer, found.location, found.hint


def test_there_are_sixteen_kinds_and_more() -> None:
    """The table holds at least the sixteen kinds that were asked for, and some two hundred lines."""
    assert len({kind.partition(" ")[0] for kind in KINDS}) >= 16
    assert len(TRAPS) > 150


def test_the_lines_are_good_before_they_are_changed() -> None:
    """Each line that a trap is made of is taken; so whatever is refused, is for what was changed."""
    for line in (SOURCE, OUTCOME, DRUG, REGIMEN):
        assert canonical.read(line.encode()) is not None


@pytest.mark.parametrize("kind", KINDS)
def test_no_trap_is_taken(kind: str) -> None:
    """Of the lines of each kind, the quick way takes none."""
    assert [line for line, _ in of_kind(kind) if canonical.read(line) is not None] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_trap_is_told_as_by_the_readers(kind: str) -> None:
    """A conversion finds in a line what the readers find in the file, word for word and place for place."""
    for line, good in of_kind(kind):
        data = b"\n".join((REGIMEN.encode(), line, SOURCE.encode().replace(b"source/a", b"source/b"), b""))
        read = list(readers.read("records.jsonl", data))
        wanted = [told(each) for each in read if isinstance(each, Finding)]
        kept = [each.id for each in read if isinstance(each, Entry) and each.record is not None]
        findings: list[Finding] = []
        options: dict[str, Any] = {"on_error": "skip", "references": False, "findings": findings}
        made = b"".join(pk.convert(io.BytesIO(data), "jsonl", **options))
        assert [told(each) for each in findings] == wanted
        assert [id_of(each) for each in made.splitlines()] == kept
        assert len(kept) == (3 if good else 2), (line, wanted)
        assert bool(wanted) is not good


def id_of(line: bytes) -> str:
    """The id of the record of a canonical line."""
    found = canonical.read(line)
    if found is not None:
        return str(found.value.id)
    (entry,) = readers.read_line("a.jsonl", line, 1)
    assert isinstance(entry, Entry)
    return entry.id
