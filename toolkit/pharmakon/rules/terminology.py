"""Rules about codes of public terminologies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pharmakon.codes import BY_PREFIX, COUNTRIES, SYSTEMS, System
from pharmakon.dataset import Dataset
from pharmakon.findings import Finding
from pharmakon.model import Authorization, Coding, Concept, Drug, Record
from pharmakon.rules import rule

UNIONS = frozenset({"EU"})
"""Unions of countries whose law is a jurisdiction of its own; ISO 3166 keeps their codes free."""

TAGS = {
    "body structure": frozenset({"structure"}),
    "disorder": frozenset({"condition"}),
    "finding": frozenset({"condition", "effect"}),
    "medicinal product": frozenset({"drug_class", "product"}),
    "procedure": frozenset({"procedure"}),
    "substance": frozenset({"drug_class", "salt", "substance", "target"}),
}
"""What the tags mean that end the names of SNOMED CT concepts: kinds of drugs and concepts."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A code and where it stands.

    Args:
        record: The record that has it.
        at: Its place among the record's codes.
        coding: The code, and how well it fits.
        system: Its code system.
        code: The code without its prefix.
    """

    record: Record
    at: int
    coding: Coding
    system: System
    code: str

    def finding(self, message: str, hint: str, *related: str) -> Finding:
        """A finding that points at the code."""
        return Finding(
            message, record=self.record.id, pointer=f"/codes/{self.at}/code", hint=hint, related=related
        )

    @property
    def kind(self) -> str | None:
        """The kind of the drug or concept that has the code; none for other records."""
        return self.record.kind if isinstance(self.record, (Concept, Drug)) else None

    @property
    def kinds(self) -> frozenset[str] | None:
        """The kinds of things that the code can name, as far as its system or its name tells."""
        tag = (self.coding.display or "").rpartition("(")[2].removesuffix(")")
        return TAGS.get(tag) if self.system.prefix == "snomedct" else self.system.kinds

    @property
    def names_disorder(self) -> bool:
        """Whether the code can only name a disease or disorder."""
        mental = self.system.prefix == "icd10cm" and self.code.startswith("F")
        return mental or self.kinds == frozenset({"condition"})


def placed(dataset: Dataset) -> Iterator[Placed]:
    """All codes of known systems that may be shipped, in the order of the records' ids."""
    for each in _known(dataset):
        if each.system.license != "restricted":
            yield each


def _known(dataset: Dataset) -> Iterator[Placed]:
    for record in dataset:
        for at, coding in enumerate(record.codes):
            prefix, _, code = coding.code.partition(":")
            if prefix in BY_PREFIX:
                yield Placed(record, at, coding, BY_PREFIX[prefix], code)


@rule("PK501", alone=True)
def unknown_prefix(dataset: Dataset) -> Iterator[Finding]:
    """A code has a prefix that stands for no known code system.

    Why: nobody can tell where the code is from, and its IRI cannot be built.

    Bad:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "codes": [{"code": "nope:1", "match": "exact", "seen_at": ["a"]}]}

    Good:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "codes": [{"code": "cas:6740-88-1", "match": "exact", "seen_at": ["a"]}]}
    """
    for record in dataset:
        for at, coding in enumerate(record.codes):
            prefix = coding.code.partition(":")[0]
            if prefix not in BY_PREFIX:
                yield Finding(
                    f"no code system has the prefix {prefix!r}",
                    record=record.id,
                    pointer=f"/codes/{at}/code",
                    hint=f"one of {', '.join(each.prefix for each in SYSTEMS if each.license != 'restricted')}",
                )


@rule("PK502", alone=True)
def malformed_code(dataset: Dataset) -> Iterator[Finding]:
    """A code is not spelled as its system spells codes.

    Why: a code with a digit too few names nothing, or something else.

    Bad:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "codes": [{"code": "mesh:7649", "match": "exact", "seen_at": ["a"]}]}

    Good:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "codes": [{"code": "mesh:D007649", "match": "exact", "seen_at": ["a"]}]}
    """
    for each in placed(dataset):
        if not each.system.spells(each.code):
            yield each.finding(
                f"{each.code!r} is not a code of {each.system.name}",
                "copy the code from the terminology's own site",
            )


@rule("PK503", alone=True)
def wrong_check_digit(dataset: Dataset) -> Iterator[Finding]:
    """A code has a check digit that does not fit its other digits.

    Why: at least one digit is wrong, and the code may be that of another thing.

    Bad:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "codes": [{"code": "cas:6740-88-2", "match": "exact", "seen_at": ["a"]}]}

    Good:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "codes": [{"code": "cas:6740-88-1", "match": "exact", "seen_at": ["a"]}]}
    """
    for each in placed(dataset):
        check = each.system.check
        if check is not None and each.system.spells(each.code) and not check(each.code):
            yield each.finding(
                f"{each.code!r} has a wrong check digit for {each.system.name}",
                "compare it with the terminology's own site; do not just change the last digit",
            )


@rule("PK504", alone=True)
def restricted_code(dataset: Dataset) -> Iterator[Finding]:
    """A code is of a system whose owner does not let it be passed on.

    Why: what is released here may be copied by everyone, and these codes may not.

    Bad:
        {"id": "concept/n", "type": "Concept", "label": "nausea", "kind": "effect", "codes": [{"code": "meddra:10028813", "match": "exact", "seen_at": ["a"]}]}

    Good:
        {"id": "concept/n", "type": "Concept", "label": "nausea", "kind": "effect", "codes": [{"code": "hp:0002018", "match": "exact", "seen_at": ["a"]}]}
    """
    for each in _known(dataset):
        if each.system.license == "restricted":
            yield each.finding(
                f"codes of {each.system.name} may not be passed on",
                "leave it out, or give a code of an open system instead",
            )


def _misplaced(dataset: Dataset, matches: tuple[str, ...]) -> Iterator[Finding]:
    for each in placed(dataset):
        fits = each.kinds is None or each.kind is None or each.kind in each.kinds
        if fits or each.coding.match not in matches or not each.system.spells(each.code):
            continue
        if each.kind == "effect" and each.names_disorder:
            continue
        named = ", ".join(sorted(each.kinds or ())) or "no drug or concept"
        yield each.finding(
            f"{each.coding.code} is given as {each.coding.match} to a {each.kind}, but such codes name {named}",
            "correct the code or the kind, or say `match: related`",
        )


@rule("PK505", alone=True)
def code_of_another_kind(dataset: Dataset) -> Iterator[Finding]:
    """A code is said to mean exactly a thing of a kind that its system has no codes for.

    Why: a disease is no drug, and a program that merges records by their codes would make it one.

    Bad:
        {"id": "concept/d", "type": "Concept", "label": "depression", "kind": "condition", "codes": [{"code": "chebi:35469", "match": "exact", "seen_at": ["a"]}]}

    Good:
        {"id": "concept/d", "type": "Concept", "label": "depression", "kind": "condition", "codes": [{"code": "chebi:35469", "match": "related", "seen_at": ["a"]}]}
    """
    yield from _misplaced(dataset, ("exact",))


@rule("PK506", "warning", alone=True)
def near_code_of_another_kind(dataset: Dataset) -> Iterator[Finding]:
    """A code is said to come near a thing of a kind that its system has no codes for.

    Why: close, broader and narrower are said of things of one kind; a thing of another kind is related.

    Bad:
        {"id": "concept/p", "type": "Concept", "label": "release of glutamate", "kind": "process", "codes": [{"code": "chebi:14321", "match": "close", "seen_at": ["a"]}]}

    Good:
        {"id": "concept/p", "type": "Concept", "label": "release of glutamate", "kind": "process", "codes": [{"code": "chebi:14321", "match": "related", "seen_at": ["a"]}]}
    """
    yield from _misplaced(dataset, ("broad", "close", "narrow"))


@rule("PK507")
def one_code_two_things(dataset: Dataset) -> Iterator[Finding]:
    """Two records are said to mean exactly the same code.

    Why: then they mean the same thing, and what is said of it is told in two places.

    Given:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "codes": [{"code": "unii:690G0D6V8H", "match": "exact", "seen_at": ["a"]}]}

    Bad:
        {"id": "drug/s", "type": "Drug", "label": "ketamine hydrochloride", "kind": "substance", "codes": [{"code": "unii:690G0D6V8H", "match": "exact", "seen_at": ["a"]}]}

    Good:
        {"id": "drug/s", "type": "Drug", "label": "ketamine hydrochloride", "kind": "substance", "codes": [{"code": "unii:O18YUO0I83", "match": "exact", "seen_at": ["a"]}]}
    """
    first: dict[tuple[str, str | None, str], str] = {}
    for each in _exact(dataset):
        # a condition that is treated and an unwanted effect may be the same symptom: two concepts, one code
        kind = each.kind if isinstance(each.record, Concept) else None
        known = first.setdefault((each.record.type, kind, each.coding.code), each.record.id)
        if known != each.record.id:
            yield each.finding(
                f"{known} has the same code {each.coding.code} as exact",
                "merge the two records, or say which of them is broader or narrower than the code",
                known,
            )


@rule("PK508", "warning", alone=True)
def two_codes_one_thing(dataset: Dataset) -> Iterator[Finding]:
    """A record is said to mean exactly two codes of one system.

    Why: the system keeps the two apart, so one of them is not what the record means.

    Bad:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "codes": [{"code": "chebi:6121", "match": "exact", "seen_at": ["a"]}, {"code": "chebi:650657", "match": "exact", "seen_at": ["a"]}]}

    Good:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "codes": [{"code": "chebi:6121", "match": "exact", "seen_at": ["a"]}, {"code": "chebi:650657", "match": "narrow", "seen_at": ["a"]}]}
    """
    first: dict[tuple[str, str], str] = {}
    for each in _exact(dataset):
        known = first.setdefault((each.record.id, each.system.prefix), each.coding.code)
        if known != each.coding.code:
            yield each.finding(
                f"{known} is exact too, and {each.system.name} has one code for one thing",
                "keep the one that means the record, and mark the other close, broad or narrow",
            )


def _exact(dataset: Dataset) -> Iterator[Placed]:
    """The exact codes of records in use that are spelled right, of systems with one code for one thing."""
    for each in placed(dataset):
        said = each.coding.match == "exact" and each.system.spells(each.code)
        if said and not each.record.retired and not each.system.classifies:
            yield each


@rule("PK509")
def skeletons_apart(dataset: Dataset) -> Iterator[Finding]:
    """An enantiomer's InChIKey is not that of a mirror form of the other drug.

    Why: mirror forms have the same atoms and bonds, so the first block of their InChIKeys is equal and the rest is not.

    Given:
        {"id": "evidence_source/e", "type": "EvidenceSource", "label": "e", "kind": "label"}
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "codes": [{"code": "inchikey:YQEZLKZALYSWHR-UHFFFAOYSA-N", "match": "exact", "seen_at": ["a"]}]}

    Bad:
        {"id": "drug/e", "type": "Drug", "label": "esketamine", "kind": "substance", "enantiomer_of": "drug/k", "sources": ["evidence_source/e"], "codes": [{"code": "inchikey:VCMGMSHEPQENPE-ZOWNYOTGSA-N", "match": "exact", "seen_at": ["a"]}]}

    Good:
        {"id": "drug/e", "type": "Drug", "label": "esketamine", "kind": "substance", "enantiomer_of": "drug/k", "sources": ["evidence_source/e"], "codes": [{"code": "inchikey:YQEZLKZALYSWHR-ZDUSSCGKSA-N", "match": "exact", "seen_at": ["a"]}]}
    """
    keys = {each.record.id: each for each in _exact(dataset) if each.system.prefix == "inchikey"}
    for drug in dataset.of_type(Drug):
        mirrored = keys.get(drug.enantiomer_of or "")
        own = keys.get(drug.id)
        if own and mirrored and own.code.partition("-")[0] != mirrored.code.partition("-")[0]:
            yield own.finding(
                f"{own.code} has other atoms and bonds than {mirrored.code} of {mirrored.record.id}",
                "check both keys; that of a salt is not that of its substance",
                mirrored.record.id,
            )


@rule("PK510", alone=True)
def unknown_jurisdiction(dataset: Dataset) -> Iterator[Finding]:
    """A jurisdiction is no country of ISO 3166.

    Why: whether a use is approved is asked by country, and nobody asks for a country that does not exist.

    Given:
        {"id": "evidence_source/e", "type": "EvidenceSource", "label": "e", "kind": "regulatory_document"}

    Bad:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "controlled_status": [{"jurisdiction": "UK", "controlled_schedule": "Class B"}], "sources": ["evidence_source/e"]}

    Good:
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "controlled_status": [{"jurisdiction": "GB", "controlled_schedule": "Class B"}], "sources": ["evidence_source/e"]}
    """
    for record, pointer, jurisdiction in _jurisdictions(dataset):
        if jurisdiction.partition("-")[0] not in COUNTRIES | UNIONS:
            meant = {"UK": "GB", "EL": "GR"}.get(jurisdiction)
            yield Finding(
                f"{jurisdiction} is no code of ISO 3166",
                record=record.id,
                pointer=pointer,
                hint=f"write {meant}" if meant else "write the two letters of the country, or EU",
            )


def _jurisdictions(dataset: Dataset) -> Iterator[tuple[Record, str, str]]:
    for drug in dataset.of_type(Drug):
        for at, status in enumerate(drug.controlled_status):
            yield drug, f"/controlled_status/{at}/jurisdiction", status.jurisdiction
    for decision in dataset.of_type(Authorization):
        yield decision, "/jurisdiction", decision.jurisdiction
