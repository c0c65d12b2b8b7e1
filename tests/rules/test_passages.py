"""Where in its document a claim stands."""

from __future__ import annotations

from typing import Any

import pytest
import shelf

from pharmakon.rules.passages import words

TEXT = "Foo \U0001f600 it\u2019s bar. Next\u2014one\nand a second line"
THREE = "foo bar baz"


def told(text: str, passage: dict[str, Any], **fields: object) -> list[tuple[str, str]]:
    """The codes and pointers of what is found of a claim in a text, with the text at hand."""
    records = shelf.drug(), shelf.source(text), shelf.claim(1, "drug/k", passage=passage, **fields)
    return [(code, pointer) for code, _, pointer in shelf.codes(*records, documents={"d.txt": text.encode()})]


@pytest.mark.parametrize(("start", "end"), [(0, 3), (4, 5), (6, 10), (0, 15), (11, 24), (25, 42)])
def test_offsets_count_code_points(start: int, end: int) -> None:
    """A passage is a run of code points of the decoded text, its end not included."""
    assert told(TEXT, shelf.passage(TEXT, start, end)) == []


def test_the_whole_document_may_be_a_passage() -> None:
    """The last code point belongs to the document; the one after it does not."""
    assert told(THREE, shelf.passage(THREE)) == []
    assert told(THREE, shelf.passage(THREE, 0, 12)) == [("PK201", "/passage/end")]
    without = shelf.drug(), shelf.source(THREE), shelf.claim(1, "drug/k", passage=shelf.passage(THREE, 0, 12))
    assert shelf.codes(*without) == [("PK201", "claim/d-1", "/passage/end")]


@pytest.mark.parametrize(("start", "end"), [(2, 2), (3, 1)])
def test_a_passage_has_a_length(start: int, end: int) -> None:
    """One that ends where or before it begins is found once."""
    assert told(THREE, shelf.passage(THREE, start, end)) == [("PK201", "/passage/end")]


@pytest.mark.parametrize(("start", "end"), [(0, 2), (1, 3), (5, 9), (3, 4)])
def test_a_changed_offset_is_one_finding(start: int, end: int) -> None:
    """A passage that its hash does not fit is not also blamed for cutting a word or naming nothing."""
    moved = shelf.passage(THREE, 0, 7) | {"start": start, "end": end}
    assert told(THREE, moved, grounding="direct") == [("PK203", "/passage/sha256")]


def test_no_finding_quotes_the_document() -> None:
    """What is said of a passage gives offsets and a digest, and no word of the text."""
    text = "secret word, hidden"
    passages = [shelf.passage(text) | {"end": 6}, shelf.passage(text, 1, 3), shelf.passage(text, 0, 99)]
    claims = [
        shelf.claim(at, "drug/k", passage=each, grounding="direct")
        for at, each in enumerate(passages, start=1)
    ]
    found = shelf.judge(shelf.drug(), shelf.source(text), *claims, documents={"d.txt": text.encode()})
    assert {"PK201", "PK203", "PK206", "PK208"} <= {each.code for each in found}
    assert not any(word in f"{each.message}{each.hint}" for each in found for word in ("secret", "hidden"))


def test_line_ends_of_windows_count() -> None:
    """Offsets count in the exact bytes: no line end is converted."""
    assert told("one\r\ntwo", shelf.passage("one\r\ntwo", 5, 8)) == []


@pytest.mark.parametrize("data", [b"fooo", b"", b"a\nb\n"])
def test_another_document_is_found_once(data: bytes) -> None:
    """Of a document that is not the one described, the source is blamed, and not every claim in it."""
    text = "a\r\nb\r\n"
    claims = [shelf.claim(at, "drug/k", passage=shelf.passage(text, 0, at)) for at in (1, 4)]
    (found,) = shelf.judge(shelf.drug(), shelf.source(text), *claims, documents={"d.txt": data})
    assert (found.code, found.record, found.pointer) == ("PK204", "evidence_source/d", "/document/sha256")
    assert ("differs by its line ends only" in found.message) == (b"\n" in data)


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("other_ends", [b"\n", b"\r\n", b"mixed"])
@pytest.mark.parametrize("other_mark", [b"", b"\xef\xbb\xbf"])
def test_a_document_that_was_only_saved_anew_is_told(
    ends: bytes, mark: bytes, other_ends: bytes, other_mark: bytes
) -> None:
    """Other line ends and a byte order mark are named, with what they do to offsets and what mends them."""
    described = mark + b"one" + ends + b"two" + ends
    mixed = b"one\r\ntwo\n"
    data = other_mark + (mixed if other_ends == b"mixed" else b"one" + other_ends + b"two" + other_ends)
    found = shelf.judge(shelf.source(described), documents={"d.txt": data})
    if data == described:
        assert found == []
        return
    (finding,) = found
    assert ("line ends" in finding.message) == (ends != other_ends)
    assert ("by one for each line before it" in finding.message) == (ends != other_ends)
    assert ("byte order mark" in finding.message) == (mark != other_mark)
    if ends != other_ends:
        assert ("CRLF line ends" in finding.hint) == (ends == b"\r\n")
    if mark != other_mark:
        assert ("no byte order mark" in finding.hint) == (not mark)
    assert finding.hint.startswith("save it with ")


def test_another_document_is_not_excused() -> None:
    """A file with other words is not said to differ by what does not show."""
    (finding,) = shelf.judge(shelf.source("one\ntwo"), documents={"d.txt": b"one\r\ntwo "})
    assert "only" not in finding.message
    assert finding.hint.startswith("get the exact file")


def test_a_document_is_described_right() -> None:
    """The length is that of the text, and the encoding is UTF-8."""
    made = shelf.source(TEXT)
    made["document"]["length"] = len(TEXT.encode())
    wanted = "PK204", "evidence_source/d"
    assert shelf.codes(made, documents={"d.txt": TEXT.encode()}) == [(*wanted, "/document/length")]
    latin = shelf.source(b"\xe9")
    claim = shelf.claim(1, "drug/k", passage=shelf.passage("x"))
    found = shelf.codes(latin, claim, shelf.drug(), documents={"d.txt": b"\xe9"})
    assert found == [(*wanted, "/document/encoding")]


def test_a_missing_document_is_found_once() -> None:
    """A document that is not in the folder is one finding, however many claims point into it."""
    claims = [shelf.claim(1, "drug/k"), shelf.claim(2, "drug/k", passage=shelf.passage("foo", 0, 2))]
    found = shelf.codes(shelf.drug(), shelf.source("foo"), *claims, documents={"e.txt": b"foo"})
    assert found == [("PK205", "evidence_source/d", "/document/file")]


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        (0, 2, ["/passage/end"]),
        (1, 3, ["/passage/start"]),
        (1, 2, ["/passage/end", "/passage/start"]),
        (16, 18, ["/passage/end"]),
        (16, 20, []),
        (21, 30, ["/passage"]),
        (21, 31, ["/passage"]),
        (21, 26, ["/passage", "/passage/end"]),
    ],
)
def test_a_passage_is_made_of_whole_words(start: int, end: int, wanted: list[str]) -> None:
    """It begins and ends at the edge of a word, and does not run over the end of a paragraph."""
    found = told(TEXT, shelf.passage(TEXT, start, end))
    assert found == [("PK206", pointer) for pointer in wanted]


def test_a_source_without_a_document_is_found() -> None:
    """A claim of a source without a file points nowhere; a source that is not there is another fault."""
    claim = shelf.claim(1, "drug/k")
    assert shelf.codes(shelf.drug(), shelf.source(), claim) == [("PK202", "claim/d-1", "/source")]
    assert shelf.codes(shelf.drug(), claim) == [("PK101", "claim/d-1", "/source")]


@pytest.mark.parametrize(
    ("label", "borrowed"),
    [
        ("ONE twothree four, five! Six (seven) eight nine", True),
        ("ONE twothree four, five! Six (seven) eight", False),
        ("One two-three four five six seven eight", False),
        ("zero one two-three four five x six seven eight nine", False),
        ("x zero one two\u2010three four five six seven eight y", True),
    ],
)
def test_eight_words_in_a_row_are_borrowed(label: str, borrowed: bool) -> None:  # noqa: FBT001
    """Eight are, whatever the case, the signs, the apostrophes and the hyphens; seven are not."""
    documents = {"a.txt": b"nothing", "d.txt": b"zero one two-three four five six seven eight nine ten"}
    found = shelf.judge(shelf.drug(label=label), documents=documents)
    assert [(each.code, each.pointer) for each in found] == [("PK207", "/label")] * borrowed
    assert all("d.txt" in each.message for each in found)


def test_borrowed_words_are_found_in_every_text() -> None:
    """Nested texts and each value of a list are looked at, too."""
    long = "one two three four five six seven eight"
    coding = {"code": "cas:6740-88-1", "match": "exact", "seen_at": ["y"], "display": long}
    found = shelf.codes(shelf.drug(synonyms=["x", long], codes=[coding]), documents={"d.txt": long.encode()})
    assert [pointer for _, _, pointer in found] == ["/codes/0/display", "/synonyms/1"]


def test_words_are_compared_after_folding() -> None:
    """Ligatures, full-width letters, capitals and the German sharp s do not hide a word."""
    assert words("\ufb01n \uff21b STRA\u00dfE stra\u00dfe") == ["fin", "ab", "strasse", "strasse"]
    assert words("a_b 1.5 \u2014 x") == ["a", "b", "1", "5", "x"]
    assert words("") == []
