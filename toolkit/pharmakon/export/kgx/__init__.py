"""KGX: nodes and edges of the Biolink Model 4.4, as JSON Lines for knowledge graphs.

An edge with a predicate of its own stands only where the public record states it: `treats` for an
approval that holds, `has_adverse_event` and `contraindicated_in` for what the label of an approved
product states, and use, effect or mechanism where an assessment finds a claim `supported` that asserts
exactly the record, and no claim disputes or limits it. Everything that is claimed, whatever the stance
and the certainty, is told by `related_to` with `knowledge_level: not_provided`; its description counts
the stances, and its publications are the documents. Nothing is ever `negated`: that a source disputes a
relation is not the opposite of the relation.

A node's id is its code where one code means exactly this record and no other, else a CURIE of ours,
`pharmakon.concept:nausea` and the like; the prefix `pharmakon.concept` stands for `concept/` below the
base. Each node gives its IRI there, as `iri` or among its `xref`. Retired records are left out. `LOST`
says what else is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pharmakon.artifacts import Artifact
from pharmakon.dataset import Dataset
from pharmakon.export import Format
from pharmakon.export.kgx.edges import edges
from pharmakon.export.kgx.nodes import nodes
from pharmakon.model.canonical import Json, encode

FORMAT = Format("kgx", "nodes and edges of the Biolink Model", "application/jsonl", "jsonl", stream=False)
FILES = ("kgx/edges.jsonl", "kgx/nodes.jsonl")

BIOLINK = "4.4"
"""The version of the Biolink Model whose words are used."""

_NO_SLOT = "the Biolink Model has no slot for it"
_CLAIMED = "a claim is counted in an edge's description, and is whole in rdf/ only"
LOST = {
    "Dataset": "a file of nodes has no place for what is said of all of them; the id is each edge's source",
    "Coding.display": "a code is told without its name",
    "Coding.seen_at": _NO_SLOT,
    "Coding.checked": _NO_SLOT,
    "Record.description": "an edge is described by the label of its relation",
    "Record.codes": "only drugs and concepts have codes there",
    "Record.replaced_by": "retired records are left out",
    "Drug.synonyms": "spellings under which a text may speak of a drug are no names of it",
    "Concept.synonyms": "spellings under which a text may speak of a concept are no names of it",
    "Concept.broader": "subclass_of says more than that one concept is broader than another",
    "Drug.enantiomer_of": "no predicate says that a substance is one mirror form of another",
    "Drug.routes": "its list of routes has other words",
    "Drug.dose_form": _NO_SLOT,
    "ControlledStatus": _NO_SLOT,
    "Indication.combined_with": "a drug has no slot for what is given with it; a label may say so in words",
    "Indication.line_of_therapy": "no slot for what was tried before; a label may say so in words",
    "Characteristic": "it relates a drug to nothing",
    "Regimen": "its amounts and times have no slots; the drug and the condition are told",
    "Quantity": "amounts have no slots",
    "Timepoint": "times have no slots",
    "Outcome": "only that drug and concept are spoken of together is told",
    "Mechanism.scale": _NO_SLOT,
    "Mechanism.species": "a taxon must be coded",
    "AdverseEvent.timing": _NO_SLOT,
    "Labeling.boxed": _NO_SLOT,
    "Authorization": "only that a use is approved is told, with its sources",
    "EvidenceSource": "only title, identifiers and kind of a publication are told",
    "Document": _NO_SLOT,
    "Author": _NO_SLOT,
    "Identification": _NO_SLOT,
    "Claim": _CLAIMED,
    "Passage": _CLAIMED,
    "Stance": _CLAIMED,
    "Assessment": "only verdicts that support a whole relation are told",
    "Contradiction": "no predicate sets claims against each other",
    "Side": "no predicate sets claims against each other",
    "Resolution": "no predicate sets claims against each other",
    "Obligation": _NO_SLOT,
}
"""What is not told, by type and field, or by type for all or most of its fields; and why."""


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The edges and the nodes of a dataset, each file in the order of ids."""
    for path, told in zip(FILES, (edges(dataset), nodes(dataset)), strict=True):
        made = sorted(told, key=lambda each: str(each["id"]))
        yield Artifact(path, _chunks(made), FORMAT.media_type, len(made))


def _chunks(told: Iterable[dict[str, Json]]) -> Iterator[bytes]:
    for each in told:
        yield f"{encode({name: each[name] for name in sorted(each)})}\n".encode()
