"""The table: what it says of the shipped models, and which models it refuses."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Annotated, Any, ClassVar, Literal

import pytest
from annotated_types import MinLen

from pharmakon import model
from pharmakon.model import RECORD_TYPES, Part, Record
from pharmakon.model.scalar import Count, Flag, Line, Ref
from pharmakon.model.term import Internal, Term, snake_case
from pharmakon.terms import Field, Type, expand, reflect, table

NAMED = [(type_, field) for type_ in table().types for field in type_.fields]
every_field = pytest.mark.parametrize(("type_", "field"), NAMED, ids=lambda each: each.name)


def says(iri: str, meaning: str = "A full sentence.", **given: Any) -> Term:  # noqa: ANN401 - of Term
    """A term with a meaning."""
    return Term(iri, meaning, **given)


def made(**fields: Any) -> type[Record]:  # noqa: ANN401 - annotations
    """A record type `Sample` with some fields, each given as its annotation."""
    body: dict[str, Any] = {
        "__module__": __name__,
        "__doc__": "A sample.",
        "__annotations__": {
            "term": ClassVar[Term],
            "type": Annotated[Literal["Sample"], Internal("Always `Sample`.")],
            **fields,
        },
        "term": Term("pk:Sample"),
    }
    return type("Sample", (Record,), body)


def test_a_sound_record_type_is_reflected() -> None:
    """What a model declares stands in the table: form, number, target, words and unit."""
    sample = made(
        drug=Annotated[Ref, says("pk:drug", to=("Sample",))],
        size=Annotated[Count | None, says("pk:size", unit="mg")],
        many=Annotated[tuple[Line, ...], says("pk:many"), MinLen(2)],
        word=Annotated[Literal["a", "b"] | None, says("pk:word")],
    )
    type_ = reflect((sample,)).by_name["Sample"]
    drug, size, many, word = (type_.field(name) for name in ("drug", "size", "many", "word"))
    assert drug is not None
    assert (drug.iri, drug.to, drug.many, drug.required) == (expand("pk:drug"), ("Sample",), False, True)
    assert size is not None
    assert (size.form.kind, size.term and size.term.unit) == ("integer", "mg")
    assert many is not None
    assert (many.many, many.least_items, many.form.kind) == (True, 2, "text")
    assert word is not None
    assert (word.values, word.description) == (("a", "b"), "A full sentence.")
    assert type_.field("nothing") is None


class Clash(Part):
    """A nested object whose type has the name of a field."""

    term: ClassVar[Term] = Term("pk:label")

    text: Annotated[Line, says("pk:text")]


REFUSED: dict[str, tuple[Any, str]] = {
    "no term": (Line, "exactly one Term"),
    "two terms": (Annotated[Line, says("pk:a"), says("pk:b")], "exactly one Term"),
    "term inside the union": (Annotated[Line, says("pk:extra")] | None, "exactly one Term"),
    "term inside the list": (tuple[Annotated[Line, says("pk:extra")], ...], "exactly one Term"),
    "no form": (Annotated[str, says("pk:extra")], "without a form"),
    "a mutable list": (Annotated[list[Line], says("pk:extra")], "without a form"),
    "two kinds in one": (Annotated[Line | Count, says("pk:extra")], "without a form"),
    "no target": (Annotated[Ref, says("pk:extra")], "must name its target types"),
    "unknown target": (Annotated[Ref, says("pk:extra", to=("Nope",))], "unknown type Nope"),
    "unknown namespace": (Annotated[Line, says("nope:extra")], "known namespace"),
    "a bare word": (Annotated[Line, says("extra")], "known namespace"),
    "two words for one meaning": (Annotated[Line, says("rdfs:label")], "two words"),
    "a type and a field": (Annotated[Clash, says("pk:extra")], "both a type and a field"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_model_that_loses_a_meaning_is_refused(case: str) -> None:
    """A field without a meaning, a reference without a target, or a word with two meanings never ships."""
    annotation, said = REFUSED[case]
    with pytest.raises(TypeError, match=said):
        reflect((made(extra=annotation),))


def test_one_word_means_the_same_in_two_types() -> None:
    """Two types may share a field, but not with another term, kind, number or description."""

    class Other(Record):
        """Another."""

        term: ClassVar[Term] = Term("pk:Other")
        type: Annotated[Literal["Other"], Internal("Always `Other`.")]
        extra: Annotated[Line, says("pk:extra")]

    reflect((made(extra=Annotated[Line, says("pk:extra")]), Other))
    for different in (
        Annotated[Line, says("pk:another")],
        Annotated[Flag, says("pk:extra")],
        Annotated[tuple[Line, ...], says("pk:extra")],
        Annotated[Line, says("pk:extra", "Another sentence.")],
    ):
        with pytest.raises(TypeError, match="another meaning"):
            reflect((made(extra=different), Other))


def test_every_record_type_is_in_the_table() -> None:
    """A record type that stands in a file of the model is registered, and no name occurs twice."""
    modules = [import_module(f"pharmakon.model.{info.name}") for info in pkgutil.iter_modules(model.__path__)]
    declared = {
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Record) and each is not Record
    }
    assert declared == set(RECORD_TYPES)
    assert len(table().by_name) == len(table().types)
    assert [type_.model for type_ in table().records] == list(RECORD_TYPES)
    assert all(issubclass(type_.model, Part) for type_ in table().parts)
    assert (*table().records, *table().parts, table().dataset) == table().types
    assert {type_.model.__name__ for type_ in table().records} == {type_.name for type_ in table().records}


@every_field
def test_every_field_says_what_it_means(type_: Type, field: Field) -> None:
    """A field is in snake_case, described in a full sentence, and a number tells its unit."""
    assert field.name == snake_case(field.name)
    assert field.description[:1].isupper()
    assert field.description.endswith(".")
    if field.form.kind in ("integer", "number"):
        assert field.term is not None
        assert field.term.unit
    if not field.iri:
        assert field.name in ("id", "type")


@every_field
def test_every_mapping_names_a_known_vocabulary(type_: Type, field: Field) -> None:
    """The terms that a field or a type is compared to expand to full IRIs."""
    for term in filter(None, (type_.term, field.term)):
        for curie in (term.iri, *term.exact, *term.close, *term.broad):
            assert expand(curie).startswith("http")


@every_field
def test_a_type_tag_is_the_name_of_its_type(type_: Type, field: Field) -> None:
    """The words that `type` allows are the one name of the record type."""
    if field.name == "type":
        assert field.values == (type_.name,)


def test_no_word_is_both_a_type_and_a_field() -> None:
    """Types are in PascalCase and fields in snake_case, so that JSON-LD's one namespace holds both."""
    assert not {type_.name for type_ in table().types} & {field.name for _, field in NAMED}
    assert not {type_.iri for type_ in table().types} & {field.iri for _, field in NAMED}
    assert all(type_.name[:1].isupper() for type_ in table().types)


def test_a_key_is_made_of_required_single_fields() -> None:
    """What tells a nested object from its siblings is always there."""
    for type_ in table().parts:
        for name in type_.key:
            field = type_.field(name)
            assert field is not None
            assert field.required
            assert not field.many


def test_each_field_is_listed_once() -> None:
    """The list of all fields has every word once, and the uses of each are found again."""
    listed = table().fields()
    assert [field.name for field in listed] == sorted({field.name for _, field in NAMED if field.iri})
    for field in listed:
        uses = list(table().uses(field.name))
        assert {use.iri for _, use in uses} == {field.iri}
        assert {type_.name for type_, _ in uses} == {t.name for t, each in NAMED if each.name == field.name}


def test_pydantic_tells_the_same_meaning() -> None:
    """The description in pydantic's own schema is the table's."""
    for type_ in table().types:
        told = type_.model.model_json_schema(ref_template="{model}")["properties"]
        for field in type_.fields:
            if field.iri:
                assert told[field.name]["description"] == field.description


def test_a_field_without_meaning_needs_no_form() -> None:
    """What stays within the record is a word, whatever its type."""
    field = reflect((made(extra=Annotated[str, Internal("A note.")]),)).by_name["Sample"].field("extra")
    assert field is not None
    assert (field.iri, field.form.kind, field.description) == ("", "string", "A note.")


def test_laws_speak_of_fields_that_exist() -> None:
    """Every law between fields names fields, and values, that the type has."""
    for type_ in table().types:
        for law in type_.constraints:
            given = getattr(law, "given", None)
            assert all(type_.field(name) for name in (*law.fields, *filter(None, [given])))
            if field := type_.field(given or ""):
                assert set(getattr(law, "values", ())) <= set(field.values)
