"""Statements of records in canonical form: one function for each record type, made from the table.

They are the lines that `graph.lines` makes of the same record as a model, made in a fraction of the time.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import lru_cache
from typing import Any

from pharmakon import codes
from pharmakon.compiled import Writing
from pharmakon.graph import TYPE, Naming, boolean, double
from pharmakon.graph.statement import iri, text
from pharmakon.model.canonical import IN_AN_IRI, member
from pharmakon.terms import DATATYPES, Field, Type

_END = "\n"

Value = Any
"""A record, or an object in it, with an attribute for each field of its type."""

Write = Callable[[Value, str, list[str]], None]
"""Takes an object, its IRI as it is spelled, without its end, and a list for the texts of objects."""

Spell = Callable[[Any], str]


def writer(
    type_: Type, naming: Naming, absent: object, content: Callable[[Value], str], *, usual: bool
) -> Callable[[Value], str | None]:
    """What makes the sorted lines of N-Triples of one record of a type.

    Args:
        type_: The record type.
        naming: How ids and texts become terms.
        absent: What stands for a field that is left out.
        content: Gives the canonical JSON of a nested object.
        usual: Whether no text holds a character that must be escaped.

    Returns:
        A function of a record in canonical form. It returns None for one in which two nested objects
        have one name, so that their statements run together.
    """
    write = _Writers(naming, absent, content, usual=usual).node(type_)
    base = iri(naming.base)[:-1]

    def lines(value: Value) -> str | None:
        made: list[str] = []
        try:
            write(value, base + value.id, made)
        except _TwinsError:
            return None
        made.sort()  # each text begins with its own subject
        return "".join(made)

    return lines


class _TwinsError(Exception):
    """Two nested objects have one name."""


class _Writers:
    """Makes the functions that write: one text for each object, its lines sorted by predicate."""

    def __init__(
        self,
        naming: Naming,
        absent: object,
        content: Callable[[Value], str],
        *,
        usual: bool,
    ) -> None:
        self._naming, self._absent, self._content, self._usual = naming, absent, content, usual

    def node(self, type_: Type) -> Write:
        """Writes an object and what is nested in it."""
        made = Writing(f"statements of {type_.name}", "value", "s", "out")
        absent = made.bind(self._absent)
        for field in type_.fields:
            if field.part:
                self._nested(made, type_, field, field.part, absent)
        told: list[tuple[str, Field | None]] = [
            (iri(field.iri), field) for field in type_.fields if field.iri
        ]
        kind = f"{{s}}{{{made.bind(f'> {iri(TYPE)} {iri(type_.iri)} .{_END}')}}}"
        begun, run = False, ""  # of what is always there, one text is made
        for _, each in sorted([*told, (iri(TYPE), None)], key=lambda line: line[0]):
            if each is None or (each.required and not each.many):
                run += self._line(made, each) if each else kind
                continue
            if run or not begun:
                made.line(f't {"+" * begun}= f"{run}"')
                begun, run = True, ""
            self._optional(made, each, absent)
        if run:
            made.line(f't {"+" * begun}= f"{run}"')
        made.line("out.append(t)")
        return made.made()

    def _nested(self, made: Writing, owner: Type, field: Field, part: Type, absent: str) -> None:
        """Writes what is in a field, and keeps its IRIs, as they are spelled, without their ends."""
        kept, node = f"{field.name}_", made.bind(self.node(part))
        mark = "." if owner.role == "part" else "#"
        made.line(f"{kept} = x = value.{field.name}")
        with made.block(f"if x is not {absent}") if not field.required else nullcontext():
            if not field.many:
                made.line(f'{kept} = f"{{s}}{{{made.bind(mark + field.name)}}}"')
                made.line(f"{node}(x, {kept}, out)")
                return
            made.line(f"{kept} = []")
            with made.block("for each in x"):
                self._member(made, mark + field.name, part, absent)
                made.line(f"{kept}.append(inner)")
                made.line(f"{node}(each, inner, out)")
            made.line(f"if len(x) > 1 and len(set({kept})) < len(x): raise {made.bind(_TwinsError)}")

    def _member(self, made: Writing, name: str, part: Type, absent: str) -> None:
        """Names an object of a set: by its key, if that can be spelled in an IRI, else by its content."""
        content, prefix = self._content, made.bind(f"{name}-")
        keys = [field for each in part.key if (field := part.field(each))]
        if len(keys) == 1 and keys[0].required and keys[0].form.kind == "reference":
            slash, hyphen = made.bind("/"), made.bind("-")
            key = f"each.{keys[0].name}.replace({slash}, {hyphen})"  # an id has nothing else to spell anew
            made.line(f'inner = f"{{s}}{{{prefix}}}{{{key}}}"')
            return
        given = [
            f"each.{key.name}"
            if key.required
            else f"(None if each.{key.name} is {absent} else each.{key.name})"
            for key in keys
        ]
        told = made.bind(lambda value, *key: member(name, list(map(str, key)), lambda: content(value)))
        whole = f'inner = f"{{s}}{{{told}({", ".join(["each", *given])})}}"'
        if not given:
            made.line(whole)
            return
        made.line(f'key = f"{"-".join(f"{{{each}}}" for each in given)}"')
        made.line(f'if key.isascii(): inner = f"{{s}}{{{prefix}}}{{key.translate({made.bind(IN_AN_IRI)})}}"')
        made.line(f"else: {whole}")

    def _line(self, made: Writing, field: Field, value: str = "") -> str:
        """The line that one value makes, as the inside of a formatted text."""
        before, after, spell = self._template(field)
        value = value or (f"{field.name}_" if field.part else f"value.{field.name}")
        said = f"{made.bind(spell)}({value})" if spell else value
        return f"{{s}}{{{made.bind(f'> {before}')}}}{{{said}}}{{{made.bind(after + _END)}}}"

    def _optional(self, made: Writing, field: Field, absent: str) -> None:
        """Writes the lines of a field that may be absent or hold several values."""
        made.line(f"x = {field.name}_" if field.part else f"x = value.{field.name}")
        with made.block(f"if x is not {absent}"):
            if not field.many:
                made.line(f't += f"{self._line(made, field, "x")}"')
                return
            made.line(f'if len(x) == 1: t += f"{self._line(made, field, "x[0]")}"')
            each = f'f"{self._line(made, field, "each")}"'
            join = made.bind("".join)
            made.line(f"else: t += {join}(sorted([{each} for each in x]))")

    def _template(self, field: Field) -> tuple[str, str, Spell | None]:
        """What stands before and after a value in its line, and what spells it, unless it stays as it is."""
        predicate, kind = f"{iri(field.iri)} ", field.form.kind
        quote = None if self._usual else text
        mark = "" if quote else '"'
        datatype = f'"^^{iri(DATATYPES[kind])} .' if kind in DATATYPES else ""
        made: dict[str, tuple[str, str, Spell | None]] = {
            "part": (predicate, "> .", None),
            "reference": (f"{predicate}{iri(self._naming.base)[:-1]}", "> .", None),
            "code": (predicate, " .", lru_cache(maxsize=1024)(lambda value: iri(codes.expand(value)))),
            "iri": (predicate, " .", iri),
            "text": (predicate + mark, f"{mark}@{self._naming.language} .", quote),
            "string": (predicate + mark, f"{mark} .", quote),
            "number": (f'{predicate}"', datatype, double),
            "boolean": (f'{predicate}"', datatype, boolean),
        }
        return made.get(kind, (f'{predicate}"', datatype, None))
