"""Files: a dataset's resources by type, as one collection and as one transaction, and what was lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pharmakon.artifacts import Artifact
from pharmakon.dataset import Dataset
from pharmakon.fhir import Export, export
from pharmakon.fhir.datatypes import Json
from pharmakon.fhir.edition import Edition
from pharmakon.fhir.identity import fhir_id, identifier
from pharmakon.fhir.setting import Setting

LINES = "application/fhir+ndjson"
_RESOURCE, _PLAIN = "application/fhir+json", "application/json"
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def line(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """A JSON value on one line, without its line end."""
    return _ENCODER.encode(value)


def lines(resources: Iterable[Json]) -> Iterator[bytes]:
    """Resources as NDJSON, one a line."""
    for each in resources:
        yield f"{line(each)}\n".encode()


def files(dataset: Dataset, version: Edition) -> Iterator[Artifact]:
    """The files of a dataset in one version of FHIR.

    Yields:
        `collection.json` and `transaction.json`, each with all resources; one NDJSON file for each
        type of resource; `manifest.json`, which lists these; and `loss.json`.

    Raises:
        InvalidDataset: Two records would have the same id in FHIR.
    """
    made = export(dataset, version)
    at = Setting.of(version, dataset)
    top = f"fhir/{version.name}"
    said = [(each, line(each)) for each in made.resources]
    for kind in ("collection", "transaction"):
        yield Artifact(f"{top}/{kind}.json", _bundle(kind, said, at), _RESOURCE, len(dataset))
    by_type: dict[str, list[str]] = {}
    for each, text in said:
        by_type.setdefault(each["resourceType"], []).append(text)
    for name, group in by_type.items():
        yield Artifact(f"{top}/{name}.ndjson", (f"{each}\n".encode() for each in group), LINES)
    yield Artifact(f"{top}/manifest.json", _text(_manifest(by_type, at)), _PLAIN)
    yield Artifact(f"{top}/loss.json", _losses(made), _PLAIN)


def address(resource: Json, at: Setting) -> str:
    """The full URL of a resource, against which relative references resolve."""
    return f"{at.base}fhir/{at.edition.name}/{resource['resourceType']}/{resource['id']}"


def _bundle(kind: str, said: Iterable[tuple[Json, str]], at: Setting) -> Iterator[bytes]:
    """A Bundle, entry by entry; a transaction puts each resource under its own id, as often as one likes.

    Args:
        kind: The type of the Bundle.
        said: The resources, each with its text.
        at: What else they depend on.
    """
    head: Json = {"resourceType": "Bundle", "type": kind}
    if at.metadata:
        head["id"] = f"{fhir_id(at.metadata.id)}"
        head["identifier"] = identifier(at.iri(at.metadata.id))
    yield f'{line(head)[:-1]},"entry":['.encode()
    for number, (each, text) in enumerate(said):
        entry = f'"fullUrl":{line(address(each, at))},"resource":{text}'
        if kind == "transaction":
            request = {"method": "PUT", "url": f"{each['resourceType']}/{each['id']}"}
            entry += f',"request":{line(request)}'
        yield f"{',' if number else ''}\n{{{entry}}}".encode()
    yield b"\n]}\n"


def _manifest(by_type: dict[str, list[str]], at: Setting) -> Json:
    """What a Bulk Data export tells of its files; times are as precise as the dataset states them."""
    released = {"transactionTime": at.metadata.released} if at.metadata else {}
    return {
        **released,
        "request": at.iri(at.metadata.id) if at.metadata else at.base,
        "requiresAccessToken": False,
        "output": [
            {"type": name, "url": f"{name}.ndjson", "count": len(group)} for name, group in by_type.items()
        ],
        "error": [],
    }


def _losses(made: Export) -> Iterator[bytes]:
    """A JSON list, a loss on each line."""
    yield b"["
    for number, each in enumerate(made.losses):
        yield f"{',' if number else ''}\n{line(each.json())}".encode()
    yield b"\n]\n"


def _text(value: Json) -> tuple[bytes]:
    return (f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode(),)
