"""Faults that are put into sound FHIR resources, each in one place, to see who hears them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Json = dict[str, Any]
"""A JSON object."""
Step = str | int
Change = Callable[[Json], Any]


def at(resource: Json, path: tuple[Step, ...]) -> Any:  # noqa: ANN401 - any JSON
    """Returns what stands at a path; a LookupError where nothing does."""
    found: Any = resource
    for step in path:
        found = found[step]
    return found


def put(value: object, *path: Step) -> Change:
    """Returns the change that replaces what stands at a path."""

    def change(resource: Json) -> None:
        at(resource, path)
        at(resource, path[:-1])[path[-1]] = copy.deepcopy(value)

    return change


def add(value: object, *path: Step) -> Change:
    """Returns the change that adds a member to an object that does not have it."""

    def change(resource: Json) -> None:
        around = at(resource, path[:-1])
        if path[-1] in around:
            raise KeyError(path[-1])
        around[path[-1]] = copy.deepcopy(value)

    return change


def drop(*path: Step) -> Change:
    """Returns the change that takes away what stands at a path."""

    def change(resource: Json) -> None:
        del at(resource, path[:-1])[path[-1]]

    return change


def listed(*path: Step) -> Change:
    """Returns the change that puts what stands at a path into a list."""
    return lambda resource: put([at(resource, path)], *path)(resource)


def single(*path: Step) -> Change:
    """Returns the change that puts the first item of a list in the place of the list."""
    return lambda resource: put(at(resource, (*path, 0)), *path)(resource)


@dataclass(frozen=True)
class Fault:
    """One way to break a resource.

    Attributes:
        name: What is wrong then.
        type: The type of resource that it is put into.
        change: Makes it; a LookupError or TypeError means that a resource has no place for it.
        versions: Those in which FHIR has that place.
    """

    name: str
    type: str
    change: Change
    versions: tuple[str, ...] = ("r5", "r4b")


CUD = "ClinicalUseDefinition"
WARNING = {"description": "Not to be taken."}
CONTAINED = [{"resourceType": "Group", "id": "lost", "type": "person"}]
EXTENSION = [{"url": "http://hl7.org/fhir/StructureDefinition/artifact-author"}]
DEFINITION = ("characteristic", 0, "definitionReference")
LOCATION = ("citedArtifact", "webLocation", 0)
LONG = "a" * 65

FAULTS = (
    Fault("no required code", CUD, drop("type")),
    Fault("no required reference target", "Provenance", drop("target")),
    Fault("no required status", "Citation", drop("status")),
    Fault("no required part of a part", "Provenance", drop("agent", 0, "who")),
    Fault("code outside a required set", CUD, put("adverse-event", "type")),
    Fault("status outside a required set", "DocumentReference", put("published", "status")),
    Fault("code that its own system lacks", CUD, put("launched", "status", "coding", 0, "code")),
    Fault("two blocks of a clinical use", CUD, add(WARNING, "warning")),
    Fault("unknown property", CUD, add("oral", "route")),
    Fault("unknown property in a datatype", CUD, add("drugbank", "identifier", 0, "kind")),
    Fault("id with a space", "Citation", put("no id", "id")),
    Fault("id of 65 characters", CUD, put(LONG, "id")),
    Fault("list for a single value", CUD, listed("type")),
    Fault("single value for a list", CUD, single("identifier")),
    Fault("object for text", "Organization", put({"text": "WHO"}, "name")),
    Fault("text for an object", CUD, put("active", "status")),
    Fault("text for a truth value", "Substance", put("false", "instance"), ("r5",)),
    Fault("text for a truth value", "Group", put("false", "actual"), ("r4b",)),
    Fault("month 13", "CodeSystem", put("2019-13-01", "date")),
    Fault("day 30 of February", "CodeSystem", put("2019-02-30", "date")),
    Fault("instant without a zone", CUD, add("2019-03-01T00:00:00", "meta", "lastUpdated")),
    Fault("choice of a wrong type", CUD, add("2019", "indication", "durationDateTime")),
    Fault("two values of one choice", "ArtifactAssessment", add("urn:a", "artifactUri"), ("r5",)),
    Fault("two values of one choice", "EvidenceVariable", add({"display": "a"}, *DEFINITION), ("r4b",)),
    Fault("reference to a wrong type", CUD, put("Citation/c", "subject", 0, "reference")),
    Fault("empty object", CUD, put({}, "identifier", 0)),
    Fault("empty list", CUD, put([], "identifier")),
    Fault("empty text", CUD, put("", "identifier", 0, "value")),
    Fault("null", CUD, put(None, "identifier", 0, "value")),
    Fault("reference to nothing", CUD, put({"type": "Substance"}, "subject", 0), ("r5",)),
    Fault("contained resource that nothing names", CUD, add(CONTAINED, "contained")),
    Fault("extension without a value", CUD, put(EXTENSION, "extension")),
    Fault(
        "unknown extension of HL7's",
        CUD,
        put("http://hl7.org/fhir/StructureDefinition/no", "extension", 0, "url"),
    ),
    Fault("space in a URL", "Citation", put("https://example.org/a b", *LOCATION, "url")),
    Fault(
        "script in a narrative",
        CUD,
        put('<div xmlns="http://www.w3.org/1999/xhtml"><script>1</script></div>', "text", "div"),
    ),
    Fault("unknown type of resource", CUD, put("ClinicalUse", "resourceType")),
)


def broken(version: str, resources: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    """Yields for each fault of a version its name and the first resource that can have it, with it.

    Raises:
        AssertionError: No resource has a place for a fault.
    """
    for fault in FAULTS:
        if version in fault.versions:
            yield fault.name, first(fault, resources)


def first(fault: Fault, resources: Sequence[Json]) -> Json:
    """Returns a copy of the first resource that can have a fault, with it."""
    for each in resources:
        if each["resourceType"] == fault.type:
            copied = copy.deepcopy(each)
            try:
                fault.change(copied)
            except (LookupError, TypeError):
                continue
            return copied
    message = f"no {fault.type} can have the fault: {fault.name}"
    raise AssertionError(message)


def unheard(resources: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    """Yields what FHIR allows although it is wrong: its name, and a resource with it."""
    for fault in (
        Fault("type without its block", CUD, put("interaction", "type")),
        Fault("reference to nothing that is there", CUD, put("Substance/nowhere", "subject", 0, "reference")),
    ):
        yield fault.name, first(fault, resources)
