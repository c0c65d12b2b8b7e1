"""A statement: subject, predicate, object; and how its terms are spelled in N-Triples."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pharmakon.terms import expand

_XSD_STRING = expand("xsd:string")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPES |= {"\b": "\\b", "\f": "\\f"}
_ESCAPED = re.compile(r'[\\"\n\r\t\x00-\x1f\x7f\ufffe\uffff]')
_NOT_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`\x7f-\xa0\ud800-\udfff]')


@dataclass(frozen=True, slots=True)
class Literal:
    """A value with its datatype, or a text with its language.

    Args:
        value: The lexical form.
        datatype: The IRI of the datatype; empty for a text in a language.
        language: The language tag of a text.
    """

    value: str
    datatype: str = _XSD_STRING
    language: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One triple; there are no blank nodes, so subject and predicate are always IRIs.

    Args:
        subject: An absolute IRI.
        predicate: An absolute IRI.
        object: An absolute IRI, or a literal.
    """

    subject: str
    predicate: str
    object: str | Literal

    def line(self) -> str:
        """The statement as a line of N-Triples, without its line end.

        Source: RDF 1.2 N-Triples, section 4 (canonical form).
        """
        value = self.object if isinstance(self.object, Literal) else None
        said = literal(value) if value else iri(str(self.object))
        return f"{iri(self.subject)} {iri(self.predicate)} {said} ."


def iri(value: str) -> str:
    """An IRI in angle brackets.

    Raises:
        ValueError: It holds a character that no IRI may hold; readers refuse such input earlier.
    """
    if _NOT_IRI.search(value):
        message = f"{value!r} is not an IRI"
        raise ValueError(message)
    return f"<{value}>"


def text(value: str) -> str:
    r"""A text in double quotes, escaped as canonical N-Triples asks for.

    Example:
        >>> print(text('a "b"'))
        "a \"b\""
    """
    return f'"{_ESCAPED.sub(_escape, value)}"'


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}"


def literal(value: Literal) -> str:
    """A literal with its language or datatype; a plain string has neither."""
    if value.language:
        return f"{text(value.value)}@{value.language}"
    if value.datatype == _XSD_STRING:
        return text(value.value)
    return f"{text(value.value)}^^{iri(value.datatype)}"
