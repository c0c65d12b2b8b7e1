"""schema.org: drugs, conditions, sources, claims and reviews, as search engines and fact checkers read them.

Only what a regulator decided, a label states or a source is said to be stands as a fact: a condition
has a `possibleTreatment` where an approval holds, a therapy an `adverseOutcome` or `contraindication`
where the label of an approved product states it. Every other relation is a `Statement` that is about
its drug and concepts and says nothing of its truth. A `Claim` is about statements; its stance on each,
its certainty and its role are among its `keywords`, and its `text` keeps the hedge. Verdicts are
`ClaimReview`s, rated in words, for they are no scale.

Retired records are left out, and what schema.org has no words for; `LOST` says what. The dataset, of
which claims and reviews are part, is described by a catalogue, for its files are known there alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pharmakon.artifacts import Artifact
from pharmakon.dataset import Dataset
from pharmakon.export import Format
from pharmakon.export.schemaorg import subjects, works
from pharmakon.export.schemaorg.node import Object, tidy
from pharmakon.graph import Naming
from pharmakon.model.canonical import encode

FORMAT = Format("schemaorg", "schema.org for the web", "application/ld+json", "jsonld", stream=False)

_PARTS = {
    "schemaorg/claims.jsonld": works.claims,
    "schemaorg/conditions.jsonld": subjects.concepts,
    "schemaorg/drugs.jsonld": subjects.drugs,
    "schemaorg/reviews.jsonld": works.reviews,
    "schemaorg/sources.jsonld": works.sources,
    "schemaorg/statements.jsonld": works.statements,
    "schemaorg/therapies.jsonld": subjects.therapies,
}
FILES = tuple(_PARTS)

LOST = {
    "Drug.synonyms": "spellings under which a text may speak of a drug are no names of it",
    "Drug.sources": "schema.org has no source of a single property",
    "Concept.synonyms": "spellings under which a text may speak of a concept are no names of it",
    "Concept.broader": "a medical entity has no broader one",
    "Coding.seen_at": "a code has no source",
    "Coding.checked": "a code has no date of a check",
    "Contradiction": "schema.org cannot set claims against each other",
    "Side": "schema.org cannot set claims against each other",
    "Resolution": "schema.org cannot set claims against each other",
    "ProcessEffect.direction": "directions are in the words of a statement's name only",
    "Authorization.sources": "a decision has no source there",
    "Dataset": "the dataset itself is described beside it, with its files",
    "Labeling.boxed": "a boxed warning is not always of what is called serious there",
    "Quantity": "amounts, and when they were measured, are in the words of a statement's name only",
    "Timepoint": "amounts, and when they were measured, are in the words of a statement's name only",
    "EvidenceSource.seen_at": "a source has no place where it was seen",
    "Record.codes": "only drugs and concepts have codes there",
    "Record.replaced_by": "retired records are left out",
}
"""What is not told, by type and field, or by type alone; and why."""


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The files of a dataset, one for each kind of thing."""
    naming = Naming.of(dataset.metadata)
    for path, nodes in _PARTS.items():
        made = list(nodes(dataset))
        yield Artifact(path, _chunks(made, naming), FORMAT.media_type, len(made))


def _chunks(nodes: Iterable[Object], naming: Naming) -> Iterator[bytes]:
    context = {"@base": naming.base, "@vocab": "https://schema.org/"}
    yield f'{{"@context":{encode(context)},"@graph":['.encode()  # type: ignore[arg-type]
    for at, node in enumerate(nodes):
        yield f"{',' if at else ''}\n{encode(tidy(node))}".encode()
    yield b"\n]}\n"
