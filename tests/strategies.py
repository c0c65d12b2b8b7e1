"""Hypothesis strategies for any record, drawn from the one table; `import strategies` in a test."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pharmakon.codes import SYSTEMS, System
from pharmakon.dataset import Dataset, Entry
from pharmakon.model import Metadata, Record
from pharmakon.model.scalar import MOST, SLUG
from pharmakon.model.term import AtMostOne, Needs, snake_case
from pharmakon.terms import Field, Type, table

T = TypeVar("T")
Json = dict[str, Any]
"""A JSON object."""

_SLUGS = st.one_of(st.sampled_from(("a", "b", "k-1")), st.from_regex(SLUG, fullmatch=True))
_DOUBLES = st.floats(-1e308, 1e308).map(lambda value: float(f"{value:.15E}"))
_NUMBERS = st.one_of(st.integers(-MOST, MOST), _DOUBLES, st.sampled_from((0.1, 22.5, 1e21)))


def seeded(examples: int) -> settings:
    """Settings under which each run draws the same examples, however busy the machine is.

    Args:
        examples: How many.
    """
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=(HealthCheck.too_slow,),
    )


def simplest(strategy: st.SearchStrategy[T]) -> T:
    """The simplest value that a strategy draws."""
    found: list[T] = []

    @given(strategy)
    @settings(seeded(1), phases=(Phase.generate,))
    def draw(value: T) -> None:
        found.append(value)

    draw()
    return found[0]


class _Dumper(yaml.SafeDumper):
    """Writes YAML without anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 - as PyYAML declares it
        """Whether to write a value out each time: always."""
        return True


def yaml_of(value: Any, **style: Any) -> str:  # noqa: ANN401 - any JSON value, and PyYAML's options
    """YAML as people would write it; characters that YAML takes for line ends are escaped."""
    text: str = yaml.dump(value, Dumper=_Dumper, **style)
    breaks = set("\x85\u2028\u2029") & set(text)
    return yaml_of(value, **style | {"allow_unicode": False}) if breaks else text


def identifiers(type_name: str) -> st.SearchStrategy[str]:
    """Ids of records of a type; few, so that records come to name each other."""
    return _SLUGS.map(f"{snake_case(type_name)}/{{}}".format)


@st.composite
def values(draw: st.DrawFn, type_name: str, names: tuple[str, ...] | None = None) -> Json:
    """JSON objects that are valid records of a type, or valid nested objects; sets are unsorted.

    Args:
        draw: Given by hypothesis.
        type_name: The type.
        names: The optional fields that they have, beside those that its laws ask for; None: any.
    """
    type_ = table().by_name[type_name]
    given: Json = {}
    if type_.role != "part":
        given = {"id": draw(identifiers(type_name)), "type": type_name}
    for field in type_.fields:
        if field.name not in given and (field.required or _chosen(draw, field.name, names)):
            given[field.name] = draw(field_values(type_name, field.name))
    for law in type_.constraints:
        if isinstance(law, AtMostOne):
            given = {name: each for name, each in given.items() if name not in law.fields[1:]}
        elif not any(given.get(name) for name in law.fields) and _triggers(law, given):
            given[law.fields[0]] = draw(field_values(type_name, law.fields[0]))
    return given


@st.composite
def records(draw: st.DrawFn, type_name: str | None = None) -> Record:
    """Records of a type, or of any."""
    name = type_name or draw(st.sampled_from([each.name for each in table().records]))
    made = table().by_name[name].model.model_validate_json(json.dumps(draw(values(name))))
    assert isinstance(made, Record)
    return made


@st.composite
def metadata(draw: st.DrawFn) -> Metadata:
    """Descriptions of datasets."""
    return Metadata.model_validate_json(json.dumps(draw(values("Dataset"))))


@st.composite
def datasets(draw: st.DrawFn, most: int = 8) -> Dataset:
    """Datasets with metadata and some records; references may lead nowhere."""
    found = draw(st.lists(records(), max_size=most, unique_by=lambda record: record.id))
    nodes: list[Record | Metadata] = [*found, draw(metadata())]
    return Dataset.of(Entry(node, node.id) for node in nodes)[0]


def _chosen(draw: st.DrawFn, name: str, names: tuple[str, ...] | None) -> bool:
    return draw(st.booleans()) if names is None else name in names


def _triggers(law: Needs, given: Json) -> bool:
    if law.given is None:
        return True
    return given.get(law.given) in law.values if law.values else bool(given.get(law.given))


@cache
def field_values(type_name: str, name: str) -> st.SearchStrategy[Any]:
    """Values of a field: one, or a list of distinct ones."""
    field = table().by_name[type_name].field(name)
    assert field is not None
    if name == "schema_version":  # what is newer is refused
        return st.from_regex(r"[01]\.0\.[0-9]+", fullmatch=True)
    if not field.many:
        return _one(field)
    key = _key(field.part) if field.part else str
    return st.lists(_one(field), min_size=max(1, field.least_items), max_size=3, unique_by=key)


def _key(part: Type) -> Callable[[Json], str]:
    """What tells a nested object from its siblings: its key, or all of it with sets sorted."""
    return lambda value: json.dumps([value[name] for name in part.key] or sorted_sets(value), sort_keys=True)


def sorted_sets(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The value with every list in the order of its members' JSON."""
    if isinstance(value, dict):
        return {name: sorted_sets(each) for name, each in value.items()}
    if isinstance(value, list):
        return sorted(map(sorted_sets, value), key=lambda each: json.dumps(each, sort_keys=True))
    return value


def _one(field: Field) -> st.SearchStrategy[Any]:
    """One value of a field."""
    form, part = field.form, field.part
    if field.values:
        return st.sampled_from(field.values)
    if part is not None:
        return values(part.name)
    if form.kind == "reference":
        names = [each.name for each in table().records] if "Record" in field.to else field.to
        return st.sampled_from(names).flatmap(identifiers)
    if form.kind == "code":
        return st.sampled_from(SYSTEMS).flatmap(_codes)
    if form.pattern is not None:
        return st.from_regex(form.pattern, fullmatch=True)
    return {"number": _NUMBERS, "boolean": st.booleans()}.get(form.kind, st.integers(form.least, form.most))


def _codes(system: System) -> st.SearchStrategy[str]:
    return st.from_regex(f"(?a:{system.pattern})", fullmatch=True).map(f"{system.prefix}:{{}}".format)
