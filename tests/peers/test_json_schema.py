"""The published JSON Schema, applied to every record by ajv and by Python's jsonschema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from mutations import cases
from referencing import Registry, Resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from tests.peers.conftest import Peer, Release

    Find = Callable[[str], Peer]

Json = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
BUNDLE = "pharmakon.schema.json"
SMALL: Json = {
    "$schema": DIALECT,
    "$id": "https://example.org/small.schema.json",
    "type": "object",
    "properties": {"kind": {"$ref": "#/$defs/Kind"}, "seen": {"type": "string", "format": "date"}},
    "required": ["kind"],
    "additionalProperties": False,
    "$defs": {"Kind": {"enum": ["substance", "product"], "x-term": "https://example.org/kind"}},
}
FAULTS: dict[str, Json] = {
    "enum": {"kind": "nonsense"},
    "format": {"kind": "product", "seen": "2019-02-30"},
    "required": {"seen": "2019-02-28"},
    "additionalProperties": {"kind": "product", "unknown": 1},
}
FAULTY_SCHEMAS: dict[str, Json] = {
    "unknown keyword": {"$schema": DIALECT, "enumm": ["substance"]},
    "unknown format": {"$schema": DIALECT, "type": "string", "format": "moonphase"},
    "breach of the meta-schema": {"$schema": DIALECT, "type": "thing"},
    "reference to nowhere": {"$schema": DIALECT, "$ref": "#/$defs/Nowhere"},
}


def lines(instances: Iterable[object]) -> str:
    """Returns JSON Lines."""
    return "".join(f"{json.dumps(instance, ensure_ascii=False)}\n" for instance in instances)


def ajv(find: Find, schemas: Iterable[Path], instances: list[Any]) -> list[Json]:
    """Returns the verdicts of ajv by the first of the schemas, one for each instance."""
    answer = find("ajv").ask(*schemas, stdin=lines(instances))
    assert answer.complaint == ""
    verdicts = [json.loads(line) for line in answer.out.split("\n") if line]
    assert [verdict["index"] for verdict in verdicts] == list(range(len(instances)))
    return verdicts


def refused(verdicts: Iterable[Json]) -> list[Json]:
    """Returns the verdicts that are not favorable."""
    return [verdict for verdict in verdicts if verdict["valid"] is not True]


def validator(schemas: Iterable[Path]) -> Draft202012Validator:
    """Returns a validator by the first schema that checks formats, knows the others, and fetches nothing."""
    first, *others = (json.loads(path.read_bytes()) for path in schemas)
    registry: Registry[Any] = Registry().with_resources(
        (other["$id"], Resource.from_contents(other)) for other in others
    )
    Draft202012Validator.check_schema(first)
    return Draft202012Validator(first, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)


def formats(schema: object) -> Iterator[str]:
    """Yields the formats that a schema names."""
    if isinstance(schema, dict):
        if isinstance(schema.get("format"), str):
            yield schema["format"]
        for value in schema.values():
            yield from formats(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from formats(value)


def breaks(record: Json) -> dict[str, Json]:
    """Returns copies of a good Drug, each with one fault."""
    return {
        "no id": {key: value for key, value in record.items() if key != "id"},
        "newline after the id": record | {"id": f"{record['id']}\n"},
        "id of another type": record | {"id": "claim/001-001"},
        "unknown type": record | {"type": "Nonsense"},
        "null": record | {"label": None},
        "unknown field": record | {"nonsense": 1},
        "unknown enum value": record | {"kind": "nonsense"},
        "number for text": record | {"label": 1},
    }


@pytest.fixture(scope="module")
def bundle(release: Release) -> list[Path]:
    """Returns the bundle, then the schemas of each type."""
    paths = sorted(release.schema.glob("*.schema.json"), key=lambda path: (path.name != BUNDLE, path.name))
    assert paths[0].name == BUNDLE
    return paths


@pytest.fixture(scope="module")
def of_type(bundle: list[Path]) -> dict[str, list[Path]]:
    """Returns for each type its schema, then all the others."""
    first = {path.name.removesuffix(".schema.json"): path for path in bundle[1:]}
    return {name: [path, *(other for other in bundle if other != path)] for name, path in first.items()}


def test_schemas_say_what_they_are(bundle: list[Path]) -> None:
    """Every schema names the dialect 2020-12 and an absolute identifier that no other has."""
    schemas = [json.loads(path.read_bytes()) for path in bundle]
    assert {schema["$schema"] for schema in schemas} == {DIALECT}
    assert all(schema["$id"].startswith("https://") for schema in schemas)
    assert len({schema["$id"] for schema in schemas}) == len(schemas)


def test_formats_are_checked(bundle: list[Path]) -> None:
    """Every format in a schema is one that Python's checker checks; ajv refuses those it does not know."""
    named = {name for path in bundle for name in formats(json.loads(path.read_bytes()))}
    assert named - set(Draft202012Validator.FORMAT_CHECKER.checkers) == set()


def test_ajv_accepts_every_record(peer: Find, bundle: list[Path], release: Release) -> None:
    """Every record of the release is valid by the bundle for ajv."""
    assert release.records != []
    assert refused(ajv(peer, bundle, release.records)) == []


def test_jsonschema_accepts_every_record(bundle: list[Path], release: Release) -> None:
    """Every record of the release is valid by the bundle for jsonschema, formats included."""
    judge = validator(bundle)
    assert [
        (record["id"], error.message) for record in release.records for error in judge.iter_errors(record)
    ] == []


def test_ajv_accepts_records_by_type(peer: Find, of_type: dict[str, list[Path]], release: Release) -> None:
    """Every record of the release is valid by the schema of its type for ajv; every type has a schema."""
    for name in sorted({record["type"] for record in release.records}):
        records = [record for record in release.records if record["type"] == name]
        assert (name, refused(ajv(peer, of_type[name], records))) == (name, [])


def test_jsonschema_accepts_records_by_type(of_type: dict[str, list[Path]], release: Release) -> None:
    """Every record of the release is valid by the schema of its type for jsonschema, and of no other."""
    judges = {name: validator(schemas) for name, schemas in of_type.items()}
    assert {record["type"] for record in release.records} <= set(judges)
    for record in release.records:
        assert [error.message for error in judges[record["type"]].iter_errors(record)] == []
    samples = {record["type"]: record for record in release.records}
    accepted = {
        (name, kind)
        for name, judge in judges.items()
        for kind, sample in samples.items()
        if judge.is_valid(sample)
    }
    assert accepted == {(kind, kind) for kind in samples}


def test_both_refuse_broken_records(peer: Find, bundle: list[Path], release: Release) -> None:
    """Of a record of ours that is broken in one place, ajv and jsonschema both say that it is not valid."""
    broken = breaks(next(record for record in release.records if record["type"] == "Drug"))
    verdicts = ajv(peer, bundle, list(broken.values()))
    judge = validator(bundle)
    by_ajv = [name for name, verdict in zip(broken, verdicts, strict=True) if not verdict["valid"]]
    by_jsonschema = [name for name, record in broken.items() if not judge.is_valid(record)]
    assert by_ajv == by_jsonschema == list(broken)


def test_both_give_one_verdict_on_every_mutation(
    peer: Find, bundle: list[Path], of_type: dict[str, list[Path]]
) -> None:
    """Of more than 2,000 whole and broken records, ajv and jsonschema take the same ones."""
    tried = cases(1000)
    assert len(tried) > 2000
    for schemas, role in ((bundle, "record"), (of_type["Dataset"], "dataset")):
        chosen = [case for case in tried if case.type.role == role]
        judge = validator(schemas)
        verdicts = ajv(peer, schemas, [case.record for case in chosen])
        assert [
            f"{case}: valid for ajv: {verdict['valid']}"
            for case, verdict in zip(chosen, verdicts, strict=True)
            if verdict["valid"] != judge.is_valid(case.record)
        ] == []
        assert len({verdict["valid"] for verdict in verdicts}) == 2


def test_fault_is_heard(peer: Find, tmp_path: Path) -> None:
    """Each engine accepts a good instance of a small schema, and names the keyword that a bad one breaks."""
    path = tmp_path / "small.schema.json"
    path.write_text(json.dumps(SMALL), encoding="utf-8")
    instances: list[Json] = [{"kind": "product", "seen": "2019-02-28"}, *FAULTS.values()]
    keywords = [[], *([name] for name in FAULTS)]
    verdicts = ajv(peer, [path], instances)
    assert [[error["keyword"] for error in verdict["errors"]] for verdict in verdicts] == keywords
    judge = validator([path])
    assert [[error.validator for error in judge.iter_errors(instance)] for instance in instances] == keywords


@pytest.mark.parametrize("fault", FAULTY_SCHEMAS)
def test_faulty_schema_is_heard(fault: str, peer: Find, tmp_path: Path) -> None:
    """A schema that is itself at fault is refused by ajv, not taken to accept everything."""
    path = tmp_path / "faulty.schema.json"
    path.write_text(json.dumps(FAULTY_SCHEMAS[fault]), encoding="utf-8")
    answer = peer("ajv").ask(path, stdin=lines([{}]))
    assert (answer.code, answer.out) == (1, "")
    assert answer.complaint != ""
