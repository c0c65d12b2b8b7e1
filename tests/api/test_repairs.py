"""What findings offer: the fix of a passage that moved, or the reason why there is none."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import moved
import pytest
import shelf

import pharmakon as pk
from pharmakon.api import passage_fixes


def codes(report: Any) -> list[str]:  # noqa: ANN401 - a report
    """The codes of what was found."""
    return [found.code for found in report.findings]


@pytest.mark.parametrize("name", moved.SPELLINGS)
def test_findings_carry_the_fix(name: str, documents: Path, tmp_path: Path) -> None:
    """With the documents at hand, a finding has the edits: each replaces exactly the old number."""
    path = moved.write(tmp_path / name)
    data = path.read_bytes()
    found = [each for each in pk.validate(path, documents=documents).findings if each.code == "PK203"]
    assert len(found) == 2
    for each in found:
        assert each.fix is not None
        assert each.fix.applicability == "safe"
        for edit in each.fix.edits:
            row = data.decode().split("\n")[edit.location.line - 1]
            old = row[edit.location.column - 1 : edit.location.end_column - 1]
            assert int(edit.content) == int(old) - 3
        assert "--fix-passages" in each.hint
    assert not any(each.fix for each in pk.validate(path).findings)


def test_two_candidates_are_left_to_a_person(documents: Path, tmp_path: Path) -> None:
    """A text that stands twice is not guessed at: nothing is changed, and both places are named."""
    path = moved.write(tmp_path / "r.jsonl", 3, ("foo",))
    assert passage_fixes(path, documents=documents) == ()
    (found,) = (each for each in pk.validate(path, documents=documents).findings if each.code == "PK203")
    assert found.fix is None
    first, second = moved.OLD.index("foo"), moved.OLD.rindex("foo")
    assert f"at 2 places, {first}..{first + 3}, {second}..{second + 3}" in found.hint


def test_a_text_that_is_gone_is_said_to_be_gone(documents: Path, tmp_path: Path) -> None:
    """Where no run of the length has the hash, nothing is changed."""
    path = moved.write(tmp_path / "r.jsonl", 3, ("it\u2019s",))
    wrong = hashlib.sha256(b"it's").hexdigest().encode()
    path.write_bytes(path.read_bytes().replace(shelf.passage("it\u2019s")["sha256"].encode(), wrong))
    assert passage_fixes(path, documents=documents) == ()
    (found,) = (each for each in pk.validate(path, documents=documents).findings if each.code == "PK203")
    assert found.fix is None
    assert "nowhere in the document" in found.hint


def test_what_is_spelled_otherwise_is_not_edited(documents: Path, tmp_path: Path) -> None:
    """A scalar that is not written as its value, such as a folded text, is left to a person."""
    path = tmp_path / "r.yaml"
    text = moved.in_yaml(moved.NEW, [moved.place(moved.OLD, part) for part in moved.PARTS[:2]]).decode()
    quoted = hashlib.sha256(moved.NEW.encode()).hexdigest()
    folded = f'"{quoted[:32]}\\\n      {quoted[32:]}"'
    path.write_text(text.replace(f"'{quoted}'", folded))
    (found,) = pk.validate(path, documents=documents).findings
    assert (found.code, found.fix) == ("PK204", None)


def test_fixes_of_data_without_a_file_are_hints(documents: Path) -> None:
    """A record that came from no file has nothing to edit; where its text stands is said all the same."""
    data = [
        json.dumps(each)
        for each in moved.records(
            moved.OLD, [moved.place(moved.OLD, moved.PARTS[0]) | {"start": 7, "end": 11}]
        )
    ]
    loaded = pk.validate(path_of(data), documents=documents)
    assert codes(loaded) == ["PK203"]
    entries = list(pk.load(path_of(data)))
    (found,) = pk.validate(entries, documents=documents).findings
    assert found.fix is None
    assert "correct the offsets by hand" in found.hint


def path_of(lines: list[str]) -> Any:  # noqa: ANN401 - an open file
    """An open file of lines."""
    return BytesIO("\n".join(lines).encode())
