"""Terminology: our words, drugs and concepts as code systems, and their codes as concept maps."""

from __future__ import annotations

from collections.abc import Iterator

from pharmakon.codes import NOTICES
from pharmakon.fhir.datatypes import VOCABULARY, Json, in_order, kept, public_coding, word
from pharmakon.fhir.identity import fhir_id
from pharmakon.fhir.narrative import narrative
from pharmakon.fhir.resource import opened
from pharmakon.fhir.setting import Setting
from pharmakon.model import SCHEMA_VERSION, Coding, Concept, Drug
from pharmakon.terms import table

_ENTITIES = "The drugs and concepts of which the records speak."
_PROPERTIES = "http://hl7.org/fhir/concept-properties#"
_DECLARED: tuple[Json, ...] = (
    {"code": "kind", "description": "What kind of thing it is.", "type": "Coding"},
    {"code": "parent", "uri": f"{_PROPERTIES}parent", "description": "A broader concept.", "type": "code"},
    {"code": "status", "uri": f"{_PROPERTIES}status", "description": "Retired, or absent.", "type": "code"},
    {"code": "replaced-by", "description": "The concept that took its place.", "type": "code"},
)


def vocabulary(at: Setting) -> Json:
    """The code system of the fields of all records and of the words that they take."""
    words: dict[str, set[str]] = {}
    for type_ in table().types:
        for field in type_.fields:
            words.setdefault(field.name, set()).update(field.values)
    said = {field.name: field.description for field in table().fields()}
    return {
        "resourceType": "CodeSystem",
        "id": "pharmakon-vocabulary",
        "language": "en",
        "text": narrative(
            "CodeSystem", "The fields of records, and the words that they take.", language="en"
        ),
        "url": VOCABULARY,
        "version": SCHEMA_VERSION,
        "name": "PharmakonVocabulary",
        "title": "The words of pharmakon",
        "status": "active",
        "experimental": False,
        "publisher": at.metadata.publisher if at.metadata else "The pharmakon contributors",
        "description": "The fields of records, and below each the words that it takes.",
        "caseSensitive": True,
        "hierarchyMeaning": "grouped-by",
        "content": "complete",
        "concept": [kept(_field(name, said.get(name), sorted(words[name]))) for name in sorted(words)],
    }


def _field(name: str, said: str | None, words: list[str]) -> Json:
    return {
        "code": name,
        "display": name.replace("_", " "),
        "definition": said,
        "concept": [{"code": f"{name}.{each}", "display": each.replace("_", " ")} for each in words],
    }


def entity(record: Drug | Concept, at: Setting) -> Iterator[Json]:
    """What stands for a drug or a concept as such: its code, its codes elsewhere, its part in evidence."""
    yield _fragment(record, at)
    if record.codes:
        yield _concept_map(record, at)
    yield _people(record, at) if record.kind == "population" else _variable(record, at)


def _fragment(record: Drug | Concept, at: Setting) -> Json:
    """The dataset's code system, as far as it is about this record."""
    metadata = at.metadata
    made: Json = {
        "resourceType": "CodeSystem",
        "id": fhir_id(metadata.id) if metadata else "entities",
        "language": at.language,
        "text": narrative("CodeSystem", _ENTITIES, language=at.language),
        "url": at.entities,
        "version": metadata.version if metadata else None,
        "name": "Entities",
        "title": metadata.title if metadata else None,
        "status": "active",
        "experimental": False,
        "date": metadata.released if metadata else None,
        "publisher": metadata.publisher if metadata else None,
        "description": _ENTITIES,
        "caseSensitive": True,
        "content": "fragment",
        "property": list(_DECLARED),
        "concept": [_entry(record)],
    }
    return made


def _entry(record: Drug | Concept) -> Json:
    properties: list[Json] = [{"code": "kind", "valueCoding": word("kind", record.kind)["coding"][0]}]
    made: Json = {"code": fhir_id(record.id), "display": record.label}
    if record.retired:
        properties.append({"code": "status", "valueCode": "retired"})
    if isinstance(record, Concept):
        made["definition"] = record.description
        made["designation"] = [{"value": each} for each in sorted(record.synonyms)]
        properties += [{"code": "parent", "valueCode": fhir_id(each)} for each in sorted(record.broader)]
        if record.replaced_by:
            properties.append({"code": "replaced-by", "valueCode": fhir_id(record.replaced_by)})
    return made | {"property": properties}


def _concept_map(record: Drug | Concept, at: Setting) -> Json:
    """The codes of a drug or a concept, how well each fits, and where it was seen."""
    made = opened("ConceptMap", record, at)
    if not at.edition.latest:
        made["identifier"] = made["identifier"][0]
    groups: dict[str, list[Json]] = {}
    for each in in_order(record.codes):
        groups.setdefault(public_coding(each.code)["system"], []).append(_target(each, at))
    notices = sorted({NOTICES.get(each.code.partition(":")[0], "") for each in record.codes} - {""})
    made |= {
        "url": f"{at.base}fhir/ConceptMap/{made['id']}",
        "status": "active",
        "title": record.label,
        "copyright": "\n\n".join(notices) or None,
        "property": list(_MAPPED) if at.edition.latest else None,
        "group": [
            {
                "source": at.entities,
                "target": system,
                "element": [
                    {"code": fhir_id(record.id), "display": record.label, "target": groups[system]},
                ],
            }
            for system in sorted(groups)
        ],
    }
    return made


_MAPPED: tuple[Json, ...] = (
    {"code": "match", "description": "How the code relates to the record.", "type": "Coding"},
    {"code": "seen-at", "description": "A public place that was seen to state it.", "type": "string"},
    {"code": "checked", "description": "When it was last checked.", "type": "dateTime"},
)


def _target(each: Coding, at: Setting) -> Json:
    seen = sorted(each.seen_at)
    made: Json = {"code": public_coding(each.code)["code"], "display": each.display}
    checked = f"; checked {each.checked}" if each.checked else ""
    if not at.edition.latest:
        said = f"{each.match} match; seen at {' | '.join(seen)}{checked}"
        return made | {"equivalence": at.edition.matches[each.match], "comment": said}
    properties: list[Json] = [{"code": "match", "valueCoding": word("match", each.match)["coding"][0]}]
    properties += [{"code": "seen-at", "valueString": place} for place in seen]
    if each.checked:
        properties.append({"code": "checked", "valueDateTime": each.checked})
    relation = at.edition.matches[each.match]
    comment = f"{each.match} match{checked}"
    return made | {"relationship": relation, "comment": comment, "property": properties}


def _people(record: Drug | Concept, at: Setting) -> Json:
    """The group of people that a population is."""
    made = opened("Group", record, at)
    basis: Json = {"membership": "definitional"} if at.edition.latest else {"actual": False}
    made |= {"type": "person", **basis, "name": record.label, "code": at.concept(record.id)}
    return made


def _variable(record: Drug | Concept, at: Setting) -> Json:
    """The variable that a drug or a concept is in evidence."""
    made = opened("EvidenceVariable", record, at)
    made |= {
        "title": record.label,
        "status": "retired" if record.retired else "active",
        "characteristic": [{"definitionCodeableConcept": at.concept(record.id)}],
    }
    return made
