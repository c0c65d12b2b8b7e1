"""Identifiers of sources."""

from __future__ import annotations

import clinic
import pytest
import shelf
from clinic import one

from pharmakon.model import EvidenceSource
from pharmakon.rules.publications import ADDRESSES, IDENTIFIERS

PAPER = "evidence_source/paper"


def test_identifiers_are_fields_and_have_an_address() -> None:
    """Each identifier is a field of a source, and its registry's address is known."""
    assert set(IDENTIFIERS) < set(EvidenceSource.model_fields)
    assert set(ADDRESSES) == set(IDENTIFIERS)


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"doi": "10.1001/archpsyc.63.11.1217"}, "/doi"),
        ({"doi": "10.1001/ARCHPSYC.63.11.1217"}, "/doi"),
        ({"pmid": "17088502"}, "/pmid"),
        ({"pmid": "17088502", "doi": "10.1001/archpsyc.63.11.1217"}, "/doi"),
        ({"pmid": "17088503"}, ""),
        ({"nct": "NCT00088699"}, ""),
        ({"nct": "NCT00088699", "kind": "trial"}, "/nct"),
        ({"pmid": "17088502", "retired": True}, ""),
    ],
)
def test_a_publication_has_one_record(fields: shelf.Json, pointer: str) -> None:
    """What shares an identifier with another is found once; a trial's number is shared by its papers."""
    other = clinic.record("evidence_source/z", **({"kind": "journal_article"} | fields))
    found = shelf.codes(*clinic.RECORDS, other)
    assert found == (one("PK511", "evidence_source/z", pointer) if pointer else [])


def test_two_doubles_are_told_of_their_own() -> None:
    """A record that mixes the identifiers of two publications is found with each."""
    more = clinic.record("evidence_source/other", kind="journal_article", pmid="1")
    mixed = clinic.record(
        "evidence_source/z", kind="journal_article", pmid="1", doi="10.1001/archpsyc.63.11.1217"
    )
    found = [each for each in shelf.judge(*clinic.RECORDS, more, mixed) if each.code == "PK511"]
    assert sorted(each.related[0] for each in found) == ["evidence_source/other", PAPER]


@pytest.mark.parametrize(
    ("url", "right"),
    [
        ("https://pubmed.ncbi.nlm.nih.gov/17088502", True),
        ("https://www.ncbi.nlm.nih.gov/pubmed/17088502", True),
        ("https://doi.org/10.1001/ARCHPSYC.63.11.1217", True),
        ("https://clinicaltrials.gov/study/NCT00088699?tab=results", True),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC2211759", True),
        ("https://example.org/17088503", True),
        ("https://pubmed.ncbi.nlm.nih.gov/17088503/", False),
        ("https://www.ncbi.nlm.nih.gov/pubmed/7088502", False),
        ("https://www.doi.org/10.1001/archpsyc.63.11.1218", False),
        ("https://clinicaltrials.gov/ct2/show/NCT00088698", False),
    ],
)
def test_an_address_leads_to_the_publication(url: str, right: bool) -> None:  # noqa: FBT001
    """An address of a registry that shows another number than the record's is found at the address."""
    assert clinic.found(PAPER, "/url", url) == ([] if right else one("PK512", PAPER, "/url"))


def test_an_address_in_pubmed_central_is_compared() -> None:
    """The number in PubMed Central is taken from the address, whatever follows it."""
    for number, wanted in (("PMC2211759", []), ("PMC2211760", one("PK512", PAPER, "/url"))):
        records = clinic.changed(PAPER, "/url", f"https://pmc.ncbi.nlm.nih.gov/articles/{number}/table/t1")
        next(each for each in records if each["id"] == PAPER)["pmcid"] = "PMC2211759"
        assert shelf.codes(*records) == wanted


def test_a_source_without_an_address_is_not_compared() -> None:
    """Where there is no address there is nothing to compare."""
    assert clinic.found(PAPER, "/url") == []


@pytest.mark.parametrize("end", [".", ",", ";", ":", '"', "'", ")"])
def test_a_doi_does_not_end_the_sentence(end: str) -> None:
    """A mark that was copied with a DOI is found; the hint gives the DOI without it."""
    (found,) = shelf.judge(*clinic.changed(PAPER, "/doi", f"10.1016/x{end}"))
    assert (found.code, found.pointer, found.severity) == ("PK513", "/doi", "warning")
    assert "write 10.1016/x," in found.hint


def test_a_doi_may_end_in_a_parenthesis_of_its_own() -> None:
    """Older DOIs hold whole parentheses."""
    assert clinic.found(PAPER, "/doi", "10.1016/S0006-3223(99)00230-(9)") == []
