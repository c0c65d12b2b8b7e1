"""The KGX files, held against the Biolink Model itself, and judged by the validator of kgx."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any

import everything
import pytest
import yaml

from pharmakon.export.kgx import BIOLINK, export

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.peers.conftest import Peer, Release

Object = dict[str, Any]
Files = tuple[list[Object], list[Object]]

OURS = "pharmakon."
CURIE = re.compile(r"[A-Za-z][A-Za-z0-9._]*:[^\s/:]+")
LITERALS = {"integer": int, "string": str, "boolean": bool}


class Model:
    """The Biolink Model: its classes, slots and enumerations, as they inherit from each other."""

    def __init__(self, folder: Path) -> None:
        told = [_read(folder / f"{name}.yaml") for name in ("attributes", "biolink_model")]
        self.classes: Object = (told[0]["classes"] or {}) | told[1]["classes"]
        self.slots: Object = told[0]["slots"] | told[1]["slots"]
        self.enums: Object = told[1]["enums"]
        self.types: Object = told[1]["types"]
        self.version: str = told[1]["version"]
        self.by_name = {_joined(name): name for name in self.classes}

    def above(self, name: str) -> list[str]:
        """The class or slot, what it is a kind of, and its mixins, the nearest first."""
        told = self.classes.get(name) or self.slots.get(name) or {}
        higher = [*filter(None, [told.get("is_a")]), *told.get("mixins", [])]
        return list(dict.fromkeys([name, *(each for one in higher for each in self.above(one))]))

    def slot(self, class_: str, name: str) -> Object | None:
        """What holds of a slot in a class; None if the class has no such slot."""
        above = self.above(class_)
        if not any(name in self.classes[each].get("slots", []) for each in above):
            return None
        usages = [self.classes[each].get("slot_usage", {}).get(name, {}) or {} for each in above]
        merged = dict(self.slots[name])
        for usage in reversed(usages):
            merged |= usage
        return merged

    def required(self, class_: str) -> set[str]:
        """The slots that an instance of a class must have."""
        names = {slot for each in self.above(class_) for slot in self.classes[each].get("slots", [])}
        return {name for name in names if (self.slot(class_, name) or {}).get("required")}

    def prefixes(self, class_: str) -> set[str]:
        """The prefixes that ids of a class may have."""
        return {
            each for one in self.above(class_) for each in self.classes.get(one, {}).get("id_prefixes") or []
        }


def _read(path: Path) -> Object:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    said: Object = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe
    return said


def _joined(name: str) -> str:
    """The name of a class as a CURIE has it."""
    return "biolink:" + "".join(word[0].upper() + word[1:] for word in name.split())


def _spaced(slot: str) -> str:
    return slot.replace("biolink:", "").replace("_", " ")


def faults(model: Model, files: Files) -> Iterator[str]:
    """What is wrong with nodes and edges, in words."""
    nodes, edges = files
    known = {node["id"]: model.by_name.get(node["category"][0], "") for node in nodes}
    if len(known) < len(nodes) or len({edge["id"] for edge in edges}) < len(edges):
        yield "an id stands twice"
    for node in nodes:
        yield from _object_faults(model, node, known)
        prefix = node["id"].partition(":")[0]
        allowed = model.prefixes(known[node["id"]])
        if not prefix.startswith(OURS) and prefix not in allowed | {"CLINICALTRIALS"}:
            yield f"{node['category'][0]} has no id like {node['id']}"
    for edge in edges:
        yield from _object_faults(model, edge, known)
        yield from _edge_faults(model, edge, known)
        for source in edge["sources"]:
            yield from _object_faults(model, source, known)


def _object_faults(model: Model, given: Object, known: dict[str, str]) -> Iterator[str]:
    """Its class, its required slots, and the number and the range of the values of each slot."""
    class_ = model.by_name.get(given["category"][0], "")
    told = model.classes.get(class_, {})
    if len(given["category"]) != 1 or not class_ or told.get("abstract") or told.get("mixin"):
        yield f"no class of things: {given['category']}"
        return
    if not CURIE.fullmatch(given["id"]):
        yield f"no CURIE: {given['id']}"
    yield from (
        f"{class_} needs {name}" for name in model.required(class_) if name.replace(" ", "_") not in given
    )
    for name, value in given.items():
        slot = model.slot(class_, _spaced(name))
        if slot is None or name == "negated" or slot.get("deprecated"):
            yield f"no slot of {class_}: {name}"
        elif bool(slot.get("multivalued")) != isinstance(value, list):
            yield f"a list, or none: {name}"
        else:
            for each in value if isinstance(value, list) else [value]:
                if not _in_range(model, slot.get("range", "string"), each, known):
                    yield f"no value of {name}: {each}"


def _in_range(model: Model, range_: str, value: Any, known: dict[str, str]) -> bool:  # noqa: ANN401 - any JSON
    if range_ in model.enums:
        return value in model.enums[range_]["permissible_values"]
    if isinstance(value, dict):
        return model.by_name.get(value["category"][0]) == range_
    if range_ in model.classes:
        return value in known and range_ in model.above(known[value])
    while range_ in model.types:
        range_ = model.types[range_]["typeof"]
    if range_ in LITERALS:
        return isinstance(value, LITERALS[range_])
    return range_ == "uriorcurie" and isinstance(value, str) and ":" in value


def _edge_faults(model: Model, edge: Object, known: dict[str, str]) -> Iterator[str]:
    """The predicate is known, fits the association, and its domain and range fit the ends."""
    predicate, class_ = _spaced(edge["predicate"]), model.by_name[edge["category"][0]]
    if "related to" not in model.above(predicate):
        yield f"no predicate: {predicate}"
        return
    for name, ends in (("domain", edge["subject"]), ("range", edge["object"])):
        wanted = next(
            (found for each in model.above(predicate) if (found := model.slots[each].get(name))), ""
        )
        if wanted and wanted not in model.above(known.get(ends, "")):
            yield f"{predicate} has {wanted} as {name}, not {known.get(ends)}"
    for name in ("predicate", "qualified predicate"):
        value = edge.get(name.replace(" ", "_"))
        wanted = (model.slot(class_, name) or {}).get("subproperty_of")
        if value and wanted and wanted not in model.above(_spaced(value)):
            yield f"{class_} has no {name} {value}"


@pytest.fixture(scope="module")
def package(peer: Callable[[str], Peer]) -> Path:
    """The folder of the Biolink Model's package."""
    found = peer("kgx")
    (package,) = found.folder.glob("lib/python*/site-packages/biolink_model")
    return package


@pytest.fixture(scope="module")
def model(package: Path) -> Model:
    """The Biolink Model of the version whose words are used."""
    return Model(package / "schema")


@pytest.fixture(scope="module")
def files(release: Release) -> Files:
    """The nodes and the edges of the release."""
    folder = release.export / "kgx"
    nodes, edges = (
        [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        for name in ("nodes", "edges")
    )
    return nodes, edges


@pytest.fixture
def kgx(peer: Callable[[str], Peer], package: Path, tmp_path: Path) -> Callable[[Files], list[Object]]:
    """What kgx complains of, as a function of nodes and edges."""

    def ask(files: Files) -> list[Object]:
        paths = [tmp_path / "nodes.jsonl", tmp_path / "edges.jsonl"]
        for path, told in zip(paths, files, strict=True):
            path.write_text("".join(f"{json.dumps(each)}\n" for each in told), encoding="utf-8")
        prefixes = package / "prefixmaps" / "biolink-model-prefix-map.json"
        answer = peer("kgx").ask(package / "schema" / "biolink_model.yaml", prefixes, *paths)
        assert answer.code == 0, answer.err
        return [json.loads(line) for line in answer.out.splitlines()]

    return ask


def test_every_word_is_the_models(model: Model, files: Files) -> None:
    """No class, slot, predicate, value or id is outside what the model says; no required slot is missing."""
    assert model.version.startswith(f"{BIOLINK}.")
    assert all(files)
    assert sorted(set(faults(model, files))) == []


def test_every_field_has_the_models_words(model: Model) -> None:
    """The same holds of a dataset with something in every field, whose edges have qualifiers."""
    dataset = everything.dataset()
    assert dataset is not None
    made = {each.path: b"".join(each.chunks).decode().splitlines() for each in export(dataset)}
    nodes, edges = ([json.loads(line) for line in made[f"kgx/{name}.jsonl"]] for name in ("nodes", "edges"))
    assert any("causal_mechanism_qualifier" in edge for edge in edges)
    assert sorted(set(faults(model, (nodes, edges)))) == []


def test_kgx_is_content(kgx: Callable[[Files], list[Object]], files: Files) -> None:
    """The validator of kgx has nothing to say."""
    assert kgx(files) == []


PLANTED: dict[str, tuple[int, str, Object, str]] = {
    "unknown predicate": (1, "treats", {"predicate": "biolink:cures"}, "INVALID_EDGE_PREDICATE"),
    "unknown category": (0, "Drug", {"category": ["biolink:Medicine"]}, "INVALID_CATEGORY"),
    "missing slot": (1, "related_to", {"knowledge_level": None}, "MISSING_EDGE_PROPERTY"),
    "no list": (1, "treats", {"publications": "PMID:1"}, "INVALID_EDGE_PROPERTY_VALUE_TYPE"),
    "no CURIE": (0, "Drug", {"id": "spravato"}, "INVALID_NODE_PROPERTY_VALUE"),
    "wrong object": (1, "treats", {"object": "CHEBI:6121"}, ""),
    "wrong association": (1, "has_adverse_event", {"predicate": "biolink:contraindicated_in"}, ""),
    "wrong qualifier": (1, "treats", {"causal_mechanism_qualifier": "antagonism"}, ""),
    "wrong value": (1, "treats", {"clinical_approval_status": "approved"}, ""),
    "negated": (1, "related_to", {"negated": True}, ""),
    "dangling publication": (1, "treats", {"publications": ["PMID:1"]}, ""),
}
"""In which file, of which predicate or category, what is changed; and what kgx calls it, if it hears it."""


def plant(fault: str, files: Files) -> None:
    """Changes the first node or edge of the kind."""
    at, kind, change, _ = PLANTED[fault]
    field = ("category", "predicate")[at]
    target = next(each for each in files[at] if f"biolink:{kind}" in each[field])
    target.update(change)
    for name in [name for name, value in target.items() if value is None]:
        del target[name]


@pytest.mark.parametrize("fault", PLANTED)
def test_a_fault_is_heard(fault: str, model: Model, files: Files) -> None:
    """A fault planted in one node or edge of the release is heard."""
    broken = copy.deepcopy(files)
    plant(fault, broken)
    assert list(faults(model, broken)) != []


def test_faults_are_heard_by_kgx(kgx: Callable[[Files], list[Object]], files: Files) -> None:
    """The validator of kgx hears each fault of a kind that it looks for."""
    broken = copy.deepcopy(files)
    heard = {fault: said for fault, (_, _, _, said) in PLANTED.items() if said}
    for fault in heard:
        plant(fault, broken)
    assert {each["kind"] for each in kgx(broken)} == set(heard.values())
    assert len(heard) == len(set(heard.values())) == 5
