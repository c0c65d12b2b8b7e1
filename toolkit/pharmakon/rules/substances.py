"""Rules about the substance that a claim speaks of, and the one that its record is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from pharmakon.dataset import Dataset
from pharmakon.findings import Finding
from pharmakon.model import Claim, Drug, Record
from pharmakon.model.reference import references
from pharmakon.rules import Documents, rule
from pharmakon.rules.passages import matched, words

_SHIFTED = {"drug", "active_substance"}
"""Fields that `differs` lists where a passage speaks of another drug."""


@dataclass(frozen=True, slots=True)
class Names:
    """The words by which substances are named.

    Args:
        substances: The ids of the substances that a run of words names.
        sizes: The numbers of words of the runs that begin with a word.
        mirrors: The mirror forms and the racemate of a substance: those that it is taken for.
    """

    substances: Mapping[tuple[str, ...], frozenset[str]]
    sizes: Mapping[str, frozenset[int]]
    mirrors: Mapping[str, frozenset[str]]

    def named(self, text: str) -> frozenset[str]:
        """The substances that a text names."""
        told = words(text)
        runs = (
            tuple(told[at : at + size]) for at, word in enumerate(told) for size in self.sizes.get(word, ())
        )
        return frozenset().union(*(self.substances.get(run, ()) for run in runs))


@dataclass(frozen=True, slots=True)
class Shift:
    """A record that a claim supports although the text names other substances.

    Args:
        at: The place of the record in the claim.
        record: The record.
        meant: The substance that the record is about.
        named: The substances that the text names instead.
    """

    at: int
    record: str
    meant: str
    named: frozenset[str]

    def finding(self, claim: Claim, text: str) -> Finding:
        """The finding that says so of a text."""
        return Finding(
            f"the {text} names {' and '.join(sorted(self.named))}, and {self.record} is about {self.meant}",
            record=claim.id,
            pointer=f"/about/{self.at}/record",
            hint="add `drug` to `differs`, or `active_substance` for a drug's own record",
            related=(self.record,),
        )


@rule("PK414", "warning")
def statement_of_another_substance(dataset: Dataset) -> Iterator[Finding]:
    """A claim's statement speaks of the mirror form of its record's substance, and `differs` does not say so.

    Why: that a spray of esketamine was approved does not mean that ketamine was; whoever reads the claim must see the shift.

    Given:
        the document
        {"id": "evidence_source/l", "type": "EvidenceSource", "label": "l", "kind": "label"}
        {"id": "drug/k", "type": "Drug", "label": "Ketamine", "kind": "substance"}
        {"id": "drug/e", "type": "Drug", "label": "Esketamine", "kind": "substance", "enantiomer_of": "drug/k", "sources": ["evidence_source/l"]}
        {"id": "drug/s", "type": "Drug", "label": "Spravato", "kind": "product", "active_substance": "drug/e", "sources": ["evidence_source/l"]}
        {"id": "authorization/a", "type": "Authorization", "label": "a", "drug": "drug/s", "authority": "FDA", "jurisdiction": "US", "decision": "approved", "decided": "2019", "sources": ["evidence_source/l"]}

    Bad:
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "A spray of ketamine was approved in 2019.", "about": [{"record": "authorization/a", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}

    Good:
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "A spray of ketamine was approved in 2019.", "about": [{"record": "authorization/a", "stance": "supports", "differs": ["drug"]}], "certainty": "asserted", "role": "background", "grounding": "direct"}
    """
    names = _names(dataset)
    for claim in dataset.of_type(Claim):
        for shift in _shifts(dataset, names, claim, claim.statement):
            yield shift.finding(claim, "statement")


@rule("PK417", "warning")
def passage_of_another_substance(dataset: Dataset, documents: Documents) -> Iterator[Finding]:
    """A claim's passage speaks of the mirror form of its record's substance, though its statement does not, and `differs` does not say so.

    Why: a text that calls a spray of esketamine ketamine says so itself; a statement that corrects it silently hides that.

    Documents:
        {"d.txt": "ketamine spray"}

    Given:
        {"id": "evidence_source/d", "type": "EvidenceSource", "label": "d", "kind": "web_article", "document": {"file": "d.txt", "sha256": "44ae1839523d1f1eeb8aabec0783cdf69e33803201f223e3a7c8fe904c06ce88", "length": 14, "encoding": "utf-8"}}
        {"id": "evidence_source/l", "type": "EvidenceSource", "label": "l", "kind": "label"}
        {"id": "drug/k", "type": "Drug", "label": "Ketamine", "kind": "substance"}
        {"id": "drug/e", "type": "Drug", "label": "Esketamine", "kind": "substance", "enantiomer_of": "drug/k", "sources": ["evidence_source/l"]}
        {"id": "drug/s", "type": "Drug", "label": "Spravato", "kind": "product", "active_substance": "drug/e", "sources": ["evidence_source/l"]}

    Bad:
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 14, "sha256": "44ae1839523d1f1eeb8aabec0783cdf69e33803201f223e3a7c8fe904c06ce88"}, "statement": "There is a spray of esketamine.", "about": [{"record": "drug/s", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}

    Good:
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 14, "sha256": "44ae1839523d1f1eeb8aabec0783cdf69e33803201f223e3a7c8fe904c06ce88"}, "statement": "There is a spray of esketamine.", "about": [{"record": "drug/s", "stance": "supports", "differs": ["active_substance"]}], "certainty": "asserted", "role": "background", "grounding": "direct"}
    """
    names = _names(dataset)
    for claim, text in matched(dataset, documents):
        stated = {shift.at for shift in _shifts(dataset, names, claim, claim.statement)}
        for shift in _shifts(dataset, names, claim, text[claim.passage.start : claim.passage.end]):
            if shift.at not in stated:
                yield shift.finding(claim, "passage")


def _shifts(dataset: Dataset, names: Names, claim: Claim, text: str) -> Iterator[Shift]:
    """Where a text names a mirror form of the substance alone, and the record does not name it too."""
    named = names.named(text)
    for at, each in enumerate(claim.about):
        record = dataset.get(each.record) if each.stance == "supports" else None
        meant = _substance(dataset, record)
        if record is None or meant is None or meant in named or _SHIFTED & set(each.differs):
            continue
        taken = named & names.mirrors.get(meant, frozenset())
        if taken and taken - {target for _, target in references(record)}:
            yield Shift(at, record.id, meant, taken)


def _names(dataset: Dataset) -> Names:
    """The names of all substances, and those of their salts."""
    found: dict[tuple[str, ...], frozenset[str]] = {}
    mirrors: dict[str, frozenset[str]] = {}
    for drug in dataset.of_type(Drug):
        substance = _substance(dataset, drug)
        if drug.kind in {"substance", "salt"} and substance:
            for run in (tuple(words(name)) for name in (drug.label, *drug.synonyms)):
                found[run] = found.get(run, frozenset()) | {substance}
        if drug.enantiomer_of:
            for one, other in permutations((drug.id, drug.enantiomer_of)):
                mirrors[one] = mirrors.get(one, frozenset()) | {other}
    sizes: dict[str, frozenset[int]] = {}
    for run in filter(None, found):
        sizes[run[0]] = sizes.get(run[0], frozenset()) | {len(run)}
    return Names(found, sizes, mirrors)


def _substance(dataset: Dataset, record: Record | None) -> str | None:
    """The substance that a record is about, by itself or in a salt or product; none of a class."""
    drug = record if isinstance(record, Drug) else dataset.get(getattr(record, "drug", ""))
    if not isinstance(drug, Drug):
        return None
    return drug.id if drug.kind == "substance" else drug.active_substance
