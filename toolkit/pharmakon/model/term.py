"""How a field of a record gets its meaning: the annotations from which the one table is reflected."""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any, Literal

from pydantic_core import PydanticCustomError, core_schema

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

NAMESPACES = {
    "pk": "https://w3id.org/pharmakon/vocabulary#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "schema": "https://schema.org/",
    "bibo": "http://purl.org/ontology/bibo/",
    "cito": "http://purl.org/spar/cito/",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "biolink": "https://w3id.org/biolink/vocab/",
    "sepio": "http://purl.obolibrary.org/obo/SEPIO_",
    "va": "https://w3id.org/ga4gh/schema/va-spec/1.0.1/base/json/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
}
"""Prefixes of the vocabularies that terms are taken from or mapped to, and their IRIs."""


@dataclass(frozen=True, slots=True)
class Term:
    """The meaning of a field or a record type: one term of a published vocabulary, or of ours.

    Args:
        iri: The term, as `prefix:name` with a prefix of `NAMESPACES`.
        says: What a field means, in a full sentence; a record type's docstring says it instead.
        to: For a reference, the record types that it may name; `Record` for any.
        exact: Terms of other vocabularies that mean the same.
        close: Terms of other vocabularies that mean nearly the same.
        broad: Terms of other vocabularies that mean this and more; subclass or subproperty of these.
        unit: The unit of a number, in UCUM where it has one, else in words.
    """

    iri: str
    says: str = ""
    _: KW_ONLY
    to: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    broad: tuple[str, ...] = ()
    unit: str | None = None

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Tells pydantic's own JSON Schema what the field means."""
        return {**handler(schema), "description": self.says}

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Makes a reference refuse the id of a record of another type."""
        schema = handler(source)
        if not self.to or "Record" in self.to:
            return schema
        return core_schema.no_info_after_validator_function(self._check_target, schema)

    def _check_target(self, value: Any) -> Any:  # noqa: ANN401 - one id, or a tuple of them
        names = tuple(snake_case(name) for name in self.to)
        for at, reference in enumerate((value,) if isinstance(value, str) else value or ()):
            if reference.partition("/")[0] not in names:
                raise PydanticCustomError(
                    "reference_type",
                    "{reference} is not the id of a {expected}",
                    {
                        "reference": reference,
                        "expected": " or a ".join(self.to),
                        "at": None if isinstance(value, str) else at,
                    },
                )
        return value


@dataclass(frozen=True, slots=True)
class Internal:
    """Marks a field that has no meaning of its own outside the record, such as its type tag.

    Args:
        says: What the field is, in a full sentence.
    """

    says: str


Kind = Literal["text", "string", "reference", "code", "iri", "date", "integer", "number", "boolean", "part"]
"""What a value is as a statement: text in a language, a plain string, a link, a number, …"""


@dataclass(frozen=True, slots=True)
class Form:
    """How a value is spelled: its kind, and for strings the pattern that the whole of it matches.

    Args:
        kind: What the value is as a statement.
        pattern: A regular expression that Python, ECMAScript and XPath read alike; matched whole.
        says: What a value must look like, for people; completes the sentence "It must be ...".
        plain: Whether the pattern is simple enough for SHACL processors to be given it.
        least: The smallest number allowed.
        most: The largest number allowed.
    """

    kind: Kind
    pattern: str | None = None
    says: str = ""
    plain: bool = True
    least: int | None = None
    most: int | None = None

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Makes pydantic refuse a value that is not spelled so."""
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def _check(self, value: Any) -> Any:  # noqa: ANN401 - a string or a number
        if self.pattern is not None and not re.fullmatch(self.pattern, value):
            raise PydanticCustomError("form", "must be {says}", {"says": self.says})
        if self.least is not None and value < self.least:
            raise PydanticCustomError("form", "must be {least} or more", {"least": self.least})
        if self.most is not None and value > self.most:
            raise PydanticCustomError("form", "must be {most} or less", {"most": self.most})
        return value


@dataclass(frozen=True, slots=True)
class Needs:
    """A law between fields: one of `fields` is present, if `given` is (with one of `values`).

    Args:
        fields: The fields of which at least one must be present.
        given: The field on which that depends; none: always.
        values: The values of `given` on which it depends; empty: any value.
    """

    fields: tuple[str, ...]
    given: str | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AtMostOne:
    """A law between fields: of `fields`, one may be present.

    Args:
        fields: The fields that exclude each other.
    """

    fields: tuple[str, ...]


Constraint = Needs | AtMostOne
"""A law between the fields of one record that every published schema states."""


def snake_case(name: str) -> str:
    """The snake_case form of a PascalCase name, as ids of records begin with it.

    Example:
        >>> snake_case("AdverseEvent")
        'adverse_event'
    """
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
