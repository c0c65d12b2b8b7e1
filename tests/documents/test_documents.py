"""Laws about the dataset and its source documents, which are checked where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pharmakon as pk
from pharmakon.model import EvidenceSource
from pharmakon.rules.passages import words

BORROWED = 8


def test_every_passage_is_where_its_claim_says(checkout: Path, source_documents: Path) -> None:
    """With the documents at hand, the dataset has no error and no warning."""
    report = pk.validate(checkout / "dataset", documents=source_documents)
    assert report.records > 1000
    assert [str(found) for found in (*report.errors, *report.of("warning"))] == []


def test_every_document_has_claims(checkout: Path, source_documents: Path) -> None:
    """Every document of the folder is a source of the dataset, and claims are made by it."""
    dataset = pk.load(checkout / "dataset")
    sources = {each.document.file: each.id for each in dataset.of_type(EvidenceSource) if each.document}
    assert set(sources) == {each.name for each in source_documents.iterdir()}
    for source in sources.values():
        assert len([claim for claim in dataset.claims.values() if claim.source == source]) > 30


def test_no_file_borrows_from_a_document(repository_files: tuple[Path, ...], source_documents: Path) -> None:
    """No file of the repository shares eight words in a row with a source document."""
    runs: dict[tuple[str, ...], str] = {}
    for document in sorted(source_documents.iterdir()):
        stream = words(document.read_text(encoding="utf-8"))
        for at in range(len(stream) - BORROWED + 1):
            runs[tuple(stream[at : at + BORROWED])] = document.name
    assert len(runs) > 4000
    borrowed = []
    for path in repository_files:
        stream = words(path.read_text(encoding="utf-8", errors="replace"))
        for at in range(len(stream) - BORROWED + 1):
            if tuple(stream[at : at + BORROWED]) in runs:
                borrowed.append(f"{path.name}: {runs[tuple(stream[at : at + BORROWED])]}")
                break
    assert borrowed == []
