"""Claims: what a source says in one passage, as Evidence with its place in the document and its wording."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.fhir.datatypes import LARGEST, Json, concept, extension, field, field_coding, in_order, word
from pharmakon.fhir.evidence import begun, variable
from pharmakon.fhir.identity import identifier, named_information
from pharmakon.fhir.resource import Loss, finished, provenance, related
from pharmakon.fhir.setting import Setting
from pharmakon.model import Claim, Stance
from pharmakon.terms import table

_FIELDS = frozenset(field.name for field in table().fields())


def claim(record: Claim, at: Setting) -> Iterator[Json | Loss]:
    """The resources of a claim: what is said, of what, how surely; and the passage that says it."""
    made = begun(record, at, record.statement)
    made["status"] = "retired" if record.retired else "active"
    made["assertion"] = record.statement
    about = in_order(record.about)
    made["relatedArtifact"] = [_about(each, at) for each in about]
    made["relatedArtifact"].append(related(at, "stems", record.source))
    made["relatedArtifact"] += [related(at, "cites", each) for each in sorted(record.cites)]
    made["variableDefinition"] = list(_exposures(about, at))
    made["certainty"] = list(_wording(record))
    if record.passage.end <= LARGEST:
        made["extension"].append(_place(record, at))
    else:
        yield Loss(record.id, "/passage/start", "FHIR's integers have 32 bits")
        yield Loss(record.id, "/passage/end", "FHIR's integers have 32 bits")
    yield from finished(made, record, at)
    yield provenance(record, at, _origins(record, at))


def _about(each: Stance, at: Setting) -> Json:
    """A record of which the claim says something: its stance, and the fields that it states otherwise."""
    differs = [
        field(name) | {"text": f"differs: {name}"} if name in _FIELDS else concept(text=f"differs: {name}")
        for name in sorted(each.differs)
    ]
    return related(at, each.stance, each.record, word("stance", each.stance), *differs)


def _exposures(about: list[Stance], at: Setting) -> Iterator[Json]:
    """The drugs that the claim is about, each once; FHIR asks for one variable at least."""
    cards = [at.known.get(each.record) for each in about]
    drugs = sorted({card.drug for card in cards if card and card.drug})
    for drug in drugs or [about[0].record]:
        yield variable("exposure", at, drug)


def _wording(record: Claim) -> Iterator[Json]:
    """How sure the passage is as it is worded, what it does there, and how it names what it is about."""
    facets = (("certainty", record.certainty), ("role", record.role), ("grounding", record.grounding))
    for name, value in facets:
        yield {"type": concept(field_coding(name)), "rating": word(name, value)}
    for each in sorted(record.absolute):
        yield {"type": concept(field_coding("absolute")), "rating": concept(text=each)}


def _document(record: Claim, at: Setting) -> Json:
    """A Reference to the document of the claim, or to its source where no document is known."""
    card = at.known.get(record.source)
    return at.reference(record.source, "DocumentReference" if card and card.document else None)


def _place(record: Claim, at: Setting) -> Json:
    """The place of the passage, in characters of the decoded document, from zero."""
    start = record.passage.start
    return extension(
        "derivation-reference",
        extension=[
            {"url": "reference", "valueReference": _document(record, at)},
            {"url": "offset", "valueInteger": start},
            {"url": "length", "valueInteger": record.passage.end - start},
        ],
    )


def _origins(record: Claim, at: Setting) -> Iterator[Json]:
    """The source, and the passage itself, which is known by its digest alone."""
    yield {"role": "source", "what": at.reference(record.source)}
    passage = named_information(record.passage.sha256)
    yield {"role": "quotation", "what": {"identifier": identifier(passage)}}
