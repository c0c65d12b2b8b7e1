"""Rules about the identifiers of sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pharmakon.dataset import Dataset
from pharmakon.findings import Finding
from pharmakon.model import EvidenceSource
from pharmakon.rules import rule

IDENTIFIERS = ("doi", "pmid", "pmcid", "nct")
"""The fields that identify a publication or a trial."""

ADDRESSES = {
    "doi": re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(10\..+)"),
    "pmid": re.compile(
        r"https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|www\.ncbi\.nlm\.nih\.gov/pubmed)/([0-9]+)/?"
    ),
    "pmcid": re.compile(
        r"https?://(?:pmc\.ncbi\.nlm\.nih\.gov|www\.ncbi\.nlm\.nih\.gov/pmc)/articles/(PMC[0-9]+)(?:/.*)?"
    ),
    "nct": re.compile(r"https?://(?:www\.)?clinicaltrials\.gov/(?:ct2/show|study)/(NCT[0-9]{8})(?:[/?].*)?"),
}
"""The addresses at which registries show what an identifier stands for."""


@rule("PK511")
def one_publication_twice(dataset: Dataset) -> Iterator[Finding]:
    """Two sources have one DOI, one PubMed number or one trial registration.

    Why: a publication with two records counts twice as evidence.

    Given:
        {"id": "evidence_source/a", "type": "EvidenceSource", "label": "a", "kind": "journal_article", "doi": "10.1000/182"}

    Bad:
        {"id": "evidence_source/b", "type": "EvidenceSource", "label": "b", "kind": "journal_article", "doi": "10.1000/182"}

    Good:
        {"id": "evidence_source/b", "type": "EvidenceSource", "label": "b", "kind": "journal_article", "doi": "10.1000/183"}
    """
    first: dict[tuple[str, str], str] = {}
    for source in dataset.of_type(EvidenceSource):
        shared: dict[str, list[str]] = {}
        for name in IDENTIFIERS if not source.retired else ():
            value = getattr(source, name)
            # several papers report one trial, so its number identifies the trial's own record alone
            if value is not None and (name != "nct" or source.kind == "trial"):
                known = first.setdefault((name, value.casefold()), source.id)
                shared.setdefault(known, []).append(name)
        for known, names in shared.items():
            if known != source.id:
                yield Finding(
                    f"{known} has the same {' and '.join(names)}",
                    record=source.id,
                    pointer=f"/{names[0]}",
                    hint="merge the two, or correct the identifier",
                    related=(known,),
                )


@rule("PK512", alone=True)
def address_of_another_publication(dataset: Dataset) -> Iterator[Finding]:
    """The address of a source leads to another DOI, PubMed number or registration than its own.

    Why: one of the two is a slip, and a reader may check the claim against the wrong paper.

    Bad:
        {"id": "evidence_source/a", "type": "EvidenceSource", "label": "a", "kind": "journal_article", "pmid": "17088502", "url": "https://pubmed.ncbi.nlm.nih.gov/17088503/"}

    Good:
        {"id": "evidence_source/a", "type": "EvidenceSource", "label": "a", "kind": "journal_article", "pmid": "17088502", "url": "https://pubmed.ncbi.nlm.nih.gov/17088502/"}
    """
    for source in dataset.of_type(EvidenceSource):
        for name, address in ADDRESSES.items():
            own = getattr(source, name)
            found = address.fullmatch(source.url or "")
            if own and found and found[1].casefold() != own.casefold():
                yield Finding(
                    f"the address is that of {found[1]}, and {name} is {own}",
                    record=source.id,
                    pointer="/url",
                    hint=f"open the address and correct `url` or `{name}`",
                )


@rule("PK513", "warning", alone=True)
def end_of_sentence_in_doi(dataset: Dataset) -> Iterator[Finding]:
    """A DOI ends in a mark of the sentence from which it was copied.

    Why: with the mark it leads nowhere.

    Bad:
        {"id": "evidence_source/a", "type": "EvidenceSource", "label": "a", "kind": "journal_article", "doi": "10.1000/182."}

    Good:
        {"id": "evidence_source/a", "type": "EvidenceSource", "label": "a", "kind": "journal_article", "doi": "10.1000/182"}
    """
    for source in dataset.of_type(EvidenceSource):
        doi = source.doi or ""
        loose = doi.count(")") > doi.count("(")
        if doi.endswith((".", ",", ";", ":", '"', "'")) or (loose and doi.endswith(")")):
            yield Finding(
                f"{doi[-1]!r} hardly belongs to the DOI",
                record=source.id,
                pointer="/doi",
                hint=f"write {doi[:-1]}, if that is where it leads",
            )
