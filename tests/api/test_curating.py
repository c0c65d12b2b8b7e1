"""Skeletons of records, and of claims with computed passages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from mutations import build

import pharmakon as pk
from pharmakon import readers
from pharmakon.api import claim_skeleton, record_skeleton
from pharmakon.dataset import Dataset, Entry
from pharmakon.model import EvidenceSource
from pharmakon.terms import Type, table

TEXT = "Calm \u2018comes\u2019 soon — 🧪 calm again.\nCalm ends.\n"
TYPES = table().records


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A made-up document with letters of more than one byte."""
    path = tmp_path / "leaflet.txt"
    path.write_bytes(TEXT.encode())
    return path


@pytest.fixture
def cited(document: Path) -> Dataset:
    """A dataset with a source that names the document."""
    data = document.read_bytes()
    about = {"file": "leaflet.txt", "sha256": hashlib.sha256(data).hexdigest(), "encoding": "utf-8"}
    source = build(table().by_name["EvidenceSource"]) | {"document": {**about, "length": len(TEXT)}}
    made = EvidenceSource.model_validate_json(json.dumps(source))
    return Dataset.of([Entry(made, made.id)])[0]


def filled(skeleton: str, type_: Type) -> dict[str, Any]:
    """The record of a skeleton in which someone has written what it asks for."""
    (record,) = yaml.safe_load(skeleton)
    whole = build(type_)
    assert set(record) <= {field.name for field in type_.fields}
    return {
        **record,
        **{name: whole[name] for name in record if name not in ("id", "type")},
        **_by_law(whole),
    }


def _by_law(whole: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: each for name, each in whole.items() if name not in ("id", "type")}


@pytest.mark.parametrize("type_", TYPES, ids=lambda each: each.name)
def test_a_skeleton_becomes_a_record(type_: Type) -> None:
    """The skeleton of every type is YAML with all required fields; with values filled in, it is a record."""
    skeleton = record_skeleton(type_.name, "my-slug")
    assert skeleton == record_skeleton(type_.prefix, "my-slug")
    (bare,) = yaml.safe_load(skeleton)
    assert bare["id"] == f"{type_.prefix}/my-slug"
    assert {field.name for field in type_.fields if field.required} <= set(bare)
    found = list(readers.read("new.json", json.dumps([filled(skeleton, type_)]).encode()))
    assert isinstance(found[0], Entry)
    assert found[0].record is not None


@pytest.mark.parametrize("type_", TYPES, ids=lambda each: each.name)
def test_a_skeleton_explains_every_field(type_: Type) -> None:
    """Each field stands in the skeleton with sentence and words; the optional ones can be uncommented."""
    lines = record_skeleton(type_.name, "s").splitlines()
    for field in type_.fields:
        if field.name in ("id", "type"):
            continue
        at = next(at for at, line in enumerate(lines) if line.lstrip(" #").startswith(f"{field.name}:"))
        assert lines[at].startswith(f"  {field.name}:") == field.required
        assert field.description in lines[at - 1]
        assert all(word in lines[at - 1] for word in field.values)
    names = {field.name for field in type_.fields}
    optional = [
        line.replace("# ", "", 1) if line.strip("# ").partition(":")[0] in names else line for line in lines
    ]
    (record,) = yaml.safe_load("\n".join(optional))
    assert set(record) == names


@pytest.mark.parametrize("slug", ["", "A", "a b", "a/b", "-a", "a\n", "a: {", "é", "a" * 65])
def test_a_slug_is_checked(slug: str) -> None:
    """What cannot stand in an id makes no skeleton."""
    with pytest.raises(pk.PharmakonError, match="is not a slug"):
        record_skeleton("Drug", slug)


def test_an_unknown_type_names_its_neighbors() -> None:
    """A slip in a type is answered with types that exist."""
    with pytest.raises(pk.UnknownTerm, match="drug"):
        record_skeleton("drgu", "x")


def passage(skeleton: str) -> dict[str, Any]:
    """The passage of a claim's skeleton."""
    (record,) = yaml.safe_load(skeleton)
    return record["passage"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("find", "start"), [("\u2018comes\u2019", 5), ("again", 27), ("Calm ends.", 34), ("🧪", 20)]
)
def test_offsets_are_code_points(find: str, start: int, document: Path, cited: Dataset) -> None:
    """Start and end count code points of the decoded file; the digest is of the passage's UTF-8."""
    found = passage(claim_skeleton(document, find, dataset=cited))
    assert found == {
        "start": start,
        "end": start + len(find),
        "sha256": hashlib.sha256(find.encode()).hexdigest(),
    }
    assert TEXT[found["start"] : found["end"]] == find


def test_a_claim_validates_against_its_document(document: Path, cited: Dataset) -> None:
    """The computed passage passes every rule about passages, with the document at hand."""
    skeleton = claim_skeleton(document, "\u2018comes\u2019 soon", dataset=cited)
    (record,) = yaml.safe_load(skeleton)
    assert record["source"] == "evidence_source/seed-0"
    whole = filled(skeleton, table().by_name["Claim"]) | {
        "passage": record["passage"],
        "source": record["source"],
    }
    entry = next(iter(readers.read("new.json", json.dumps([whole]).encode())))
    assert isinstance(entry, Entry)
    assert entry.record is not None
    report = pk.validate([*cited, entry.record], documents={"leaflet.txt": document.read_bytes()})  # type: ignore[list-item]
    assert [
        found for found in report.findings if found.code.startswith("PK2") and found.severity == "error"
    ] == []


def test_a_text_that_occurs_twice_must_be_told_apart(document: Path, cited: Dataset) -> None:
    """A text with several occurrences, or none, or an occurrence that is not there, is an error."""
    for occurrence, start in ((1, 0), (2, 34)):
        made = claim_skeleton(document, "Calm", occurrence=occurrence, dataset=cited)
        assert passage(made)["start"] == start
    with pytest.raises(pk.PharmakonError, match="begins at 0, 34; say which"):
        claim_skeleton(document, "Calm", dataset=cited)
    with pytest.raises(pk.PharmakonError):
        claim_skeleton(document, "Calm", occurrence=3, dataset=cited)
    for find in ("calm ends", "", "Calm\nends"):
        with pytest.raises(pk.PharmakonError, match="not in it"):
            claim_skeleton(document, find, dataset=cited)


def test_line_breaks_are_not_converted(tmp_path: Path, cited: Dataset) -> None:
    """Offsets count the carriage return of a Windows line end too, for the file's bytes are what counts."""
    path = tmp_path / "windows.txt"
    path.write_bytes(b"one\r\ntwo")
    assert passage(claim_skeleton(path, "two", dataset=cited))["start"] == 5


def test_a_claim_gets_the_next_number(packaged: Dataset, document: Path, cited: Dataset) -> None:
    """Numbers of a source's claims go on from the last one; a slug of one's own is taken instead."""
    from pharmakon.api import curating

    for source in {claim.source for claim in packaged.claims.values()}:
        slug = curating._next_slug(source, packaged)
        assert f"claim/{slug}" not in packaged
        stem, _, number = slug.rpartition("-")
        assert f"claim/{stem}-{int(number) - 1:03d}" in packaged
    assert "id: claim/mine\n" in claim_skeleton(document, "🧪", dataset=cited, slug="mine")
    with pytest.raises(pk.PharmakonError):
        claim_skeleton(document, "🧪", dataset=cited, slug="My own")


def test_a_document_must_be_text(tmp_path: Path) -> None:
    """A file that is missing, a folder or not UTF-8 is said in one line."""
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe")
    for name in ("a.txt", "nowhere.txt", "."):
        with pytest.raises(pk.UnreadableInput):
            claim_skeleton(tmp_path / name, "x")
