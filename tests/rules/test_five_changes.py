"""Five changes in five files of a dataset are five findings, each where the change was made, in one run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import shelf
import strategies

from pharmakon import api
from pharmakon.findings import Finding
from pharmakon.resources import shipped

Place = tuple[str, str, str, int, int]
"""Code, file, pointer, line and column of a finding."""

DOCUMENTS = {name: f"{name}: foo bar baz".encode() for name in ("a.txt", "b.txt")}
FILES = {
    "drugs": [shelf.drug(label="foo"), shelf.drug("l", label="bar", synonyms=["bat"])],
    "concepts": [shelf.concept(label="baz"), shelf.concept("b", broader=["concept/c"])],
    "outcomes": [shelf.outcome("o", word="hours", direction="increase")],
    "sources": [shelf.source(DOCUMENTS[f"{slug}.txt"], slug) for slug in "ab"],
    **{
        f"claims/{slug}": [
            shelf.claim(
                number,
                f"drug/{'k' if slug == 'a' else 'l'}",
                "outcome/o",
                source=f"evidence_source/{slug}",
                passage=shelf.passage(DOCUMENTS[f"{slug}.txt"].decode(), *run),
                grounding="direct",
            )
            for number, run in ((10 * at, (7, 10)), (10 * at + 1, (7, 14)))
        ]
        for at, slug in enumerate("ab", start=1)
    },
}


@pytest.fixture(params=[False, None], ids=["block", "mixed"])
def dataset(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A small dataset in a folder, in two layouts of YAML, without a fault."""
    (tmp_path / "dataset.yaml").write_bytes((shipped("dataset") / "dataset.yaml").read_bytes())
    for name, records in FILES.items():
        path = tmp_path / "records" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            strategies.yaml_of(records, default_flow_style=request.param, sort_keys=False), encoding="utf-8"
        )
    assert api.validate(tmp_path, documents=DOCUMENTS).findings == ()
    return tmp_path


def change(top: Path, file: str, after: str, old: str, new: str) -> tuple[int, int]:
    """Changes the first `old` after a mark in a file; gives the line and the column of the change."""
    path = top / "records" / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    at = text.index(old, text.index(after))
    path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def told(top: Path, findings: tuple[Finding, ...]) -> set[Place]:
    """What was found, with files relative to the records."""
    return {
        (
            found.code,
            Path(found.location.file).relative_to(top / "records").with_suffix("").as_posix(),
            found.pointer,
            found.location.line,
            found.location.column,
        )
        for found in findings
        if found.location is not None
    }


def test_five_changes_are_five_findings(dataset: Path) -> None:
    """A digit of a hash, an offset, a reference, a listed word, a field: each is found, and nothing else."""
    digest = FILES["claims/a"][0]["passage"]["sha256"]
    wrong = ("0" if digest[5] != "0" else "1").join((digest[:5], digest[6:]))
    hashed = change(dataset, "claims/a", "claim/d-10", digest, wrong)
    moved = FILES["claims/b"][1]["passage"]["sha256"]
    change(dataset, "claims/b", "claim/d-21", "start: 7", "start: 8")
    offset = change(dataset, "claims/b", "claim/d-21", moved, moved)
    reference = change(dataset, "concepts", "concept/b", "concept/c", "concept/x")
    word = change(dataset, "outcomes", "outcome/o", "increase", "increases")
    field = change(dataset, "drugs", "drug/l", "synonyms", "synonims")
    report = api.validate(dataset, documents=DOCUMENTS)
    assert told(dataset, report.findings) == {
        ("PK203", "claims/a", "/passage/sha256", *hashed),
        ("PK203", "claims/b", "/passage/sha256", *offset),
        ("PK101", "concepts", "/broader/0", *reference),
        ("PK015", "outcomes", "/direction", *word),
        ("PK012", "drugs", "/synonims", *field),
    }


def changed_copy(checkout: Path, top: Path) -> tuple[Path, set[Place]]:
    """A copy of the shipped dataset with five changes, and where they were made."""
    shutil.copytree(checkout / "dataset", top, ignore=shutil.ignore_patterns("export"))
    records = top / "records"
    claims = sorted(each.stem for each in (records / "claims").iterdir())
    text = (records / "claims" / f"{claims[0]}.yaml").read_text(encoding="utf-8")
    digest = text.partition("sha256: ")[2][:64]
    wrong = digest[:5] + ("1" if digest[5] == "0" else "0") + digest[6:]
    name, other = f"claims/{claims[0]}", f"claims/{claims[1]}"
    start = (records / f"{other}.yaml").read_text(encoding="utf-8").partition("start: ")[2].partition(",")[0]
    hashed = change(top, name, "sha256", digest, wrong)
    change(top, other, "start: ", start, str(int(start) + 1))
    offset = change(top, other, "sha256: ", "sha256: ", "sha256: ")
    reference = change(top, "indications", "  drug: ", "drug/", "drug/no-")
    word = change(top, "concepts", "  kind: ", "kind: ", "kind: no_")
    field = change(top, "drugs", "  synonyms:", "synonyms", "synonims")
    return top, {
        ("PK203", name, "/passage/sha256", *hashed),
        ("PK203", other, "/passage/sha256", offset[0], offset[1] + len("sha256: ")),
        ("PK101", "indications", "/drug", *reference),
        ("PK015", "concepts", "/kind", word[0], word[1] + len("kind: ")),
        ("PK012", "drugs", "/synonims", *field),
    }


def test_five_changes_of_the_shipped_dataset_are_five_findings(
    checkout: Path, source_documents: Path, tmp_path: Path
) -> None:
    """With the five documents at hand, five changes in five files of the dataset give five findings."""
    before = api.validate(checkout / "dataset", documents=source_documents).findings
    top, wanted = changed_copy(checkout, tmp_path / "dataset")
    after = api.validate(top, documents=source_documents).findings
    known = {(each.code, each.record, each.pointer) for each in before}
    new = tuple(each for each in after if (each.code, each.record, each.pointer) not in known)
    assert told(top, new) == wanted


def test_without_documents_the_other_changes_are_found(checkout: Path, tmp_path: Path) -> None:
    """What needs no document is found without any: the reference, the word and the field."""
    before = api.validate(checkout / "dataset").findings
    top, wanted = changed_copy(checkout, tmp_path / "dataset")
    known = {(each.code, each.record, each.pointer) for each in before}
    after = api.validate(top).findings
    new = tuple(each for each in after if (each.code, each.record, each.pointer) not in known)
    assert told(top, new) == {each for each in wanted if each[0] != "PK203"}
