"""Canonical lines to values: for each record type a structure and its checks, made from the table.

Only what is surely a record in canonical form is taken, as the models would take it. Whatever else a
line holds is left to the models and the strict parser, which know what is wrong with it: so a good
record of a large file costs little, and a bad one is told as everywhere. Needs the extra `fast`; without
it no line is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache, partial
from importlib.util import find_spec
from typing import Annotated, Any, Literal, NamedTuple, Union, cast

from pharmakon.compiled import Writing
from pharmakon.model.term import AtMostOne, Form, Needs, snake_case
from pharmakon.terms import Field, Type, table

Value = Any
"""A record as a structure: an attribute for each field; `absent()` where it is left out."""

Test = Callable[..., Any]
"""Raises `_DoubtError` unless a value is surely good, and puts the ids that it names into a list."""

HERE = find_spec("msgspec") is not None
"""Whether lines can be read this way."""

_LAWS = {"_obey_laws", "_match_type"}
"""The validators of models that are known here."""

_QUOTE = '"'
_BACKSLASH, _DELETE = 0x5C, 0x7F
_REMEMBERED = 2_000
_LEAST, _MOST = 1e-3, 1e15
"""Between these, JSON libraries and RFC 8785 spell a number that is not whole alike."""

_BEGINNINGS = (b"\xc2", b"\xe2\x80", b"\xef\xbf")
_UNUSUAL = re.compile(rb"\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef\xbf[\xbe\xbf]")
"""In UTF-8, all beyond ASCII that some text may not have."""

_ANY_BUT = re.compile(r"\[\^[^\]]+\]\+")
_USUAL = "".join(
    each
    for each in map(chr, (*range(0x20, 0x7F), *range(0xA0, 0xD800), *range(0xE000, 0xFFFE), 0x1F600))
    if each not in '"\\\u2028\u2029'
)


class _DoubtError(Exception):
    """A value may not be good; the models are to say."""


class Line(NamedTuple):
    """A line that is a record in canonical form.

    Args:
        type: The name of its record type.
        value: The record.
        names: The ids that it names; some perhaps more than once.
        usual: Whether no text of it holds a character that some text must escape, or may not have.
    """

    type: str
    value: Value
    names: list[str]
    usual: bool


def read(line: bytes) -> Line | None:
    """The record of a line in canonical form; None if it is anything else, or may be.

    Args:
        line: The line, without its line feed.
    """
    return reader()(line)


def reader() -> Callable[[bytes], Line | None]:
    """The function `read` itself, for those who call it millions of times."""
    return _reader() if HERE else _nothing


def _nothing(line: bytes) -> None:
    del line


@cache
def _reader() -> Callable[[bytes], Line | None]:
    decode, encode, _, usually, always, _ = _machine()
    new = partial(tuple.__new__, Line)

    def made(line: bytes) -> Line | None:
        names: list[str] = []
        try:
            value = decode(line)
            if encode(value) != line:
                return None
            usual = _BACKSLASH not in line and _DELETE not in line
            if usual and not line.isascii():
                usual = not (any(each in line for each in _BEGINNINGS) and _UNUSUAL.search(line))
            type_ = type(value).__name__
            (usually if usual else always)[type_](value, names)
        except (_DoubtError, ValueError, RecursionError):  # what the library raises is a ValueError
            return None
        return new((type_, value, names, usual))

    return made


def text(value: Value) -> str:
    """The canonical JSON of a record that was read from a canonical line, or of an object in it."""
    return str(_machine().encode(value), "utf-8")


def plain(line: bytes) -> dict[str, Any]:
    """The record of a line that was read, as JSON values of one's own."""
    return cast("dict[str, Any]", _machine().loads(line))


def absent() -> object:
    """What stands for a field that is left out."""
    return _machine().absent


class _Machine(NamedTuple):
    """What decodes and encodes lines, and the tests of each record type, without and with those of texts."""

    decode: Callable[[bytes], Value]
    encode: Callable[[Value], bytes]
    loads: Callable[[bytes], Any]
    usually: dict[str, Test]
    always: dict[str, Test]
    absent: object


@cache
def _machine() -> _Machine:
    import msgspec  # noqa: PLC0415 - an extra

    known = [type_ for type_ in table().records if _known(type_)]
    structures = _Structures(msgspec)
    made = tuple(structures.of(type_) for type_ in known)
    encode = msgspec.json.Encoder(order="sorted").encode
    usually, always = (
        {type_.name: _Tests(msgspec.UNSET, encode, usual=usual).of(type_) for type_ in known}
        for usual in (True, False)
    )
    decode = msgspec.json.Decoder(Union[made]).decode  # noqa: UP007 - of a tuple
    return _Machine(decode, encode, msgspec.json.decode, usually, always, msgspec.UNSET)


def _known(type_: Type) -> bool:
    """Whether the models of a type have no validators but those that are known here."""
    laws = type_.model.__pydantic_decorators__
    parts = [field.part for field in type_.fields if field.part]
    return set(laws.model_validators) <= _LAWS and not laws.field_validators and all(map(_known, parts))


class _Structures:
    """The structures of types: what is decoded without regard to patterns, order and laws."""

    def __init__(self, library: Any) -> None:  # noqa: ANN401 - a module
        self._library = library
        self._parts: dict[str, type] = {}

    def of(self, type_: Type) -> type:
        """The structure of a record type, or of the type of a nested object."""
        library, record = self._library, type_.role == "record"
        fields: list[Any] = []
        for field in type_.fields:
            kind = self._kind(field)
            if field.required and not (record and field.name == "type"):
                fields.append((field.name, kind))
            elif not field.required:
                fields.append((field.name, kind | library.UnsetType, library.UNSET))
        made: type = library.defstruct(
            type_.name,
            fields,
            kw_only=True,
            frozen=True,
            gc=False,
            forbid_unknown_fields=True,
            tag_field="type" if record else None,
            tag=type_.name if record else None,
        )
        return made

    def _kind(self, field: Field) -> Any:  # noqa: ANN401 - a type expression
        bound, form = self._library.Meta, field.form
        kind: Any = Annotated[str, bound(min_length=1)]
        if field.part is not None:
            if field.part.name not in self._parts:
                self._parts[field.part.name] = self.of(field.part)
            kind = self._parts[field.part.name]
        elif field.values:
            kind = Literal[field.values]
        elif form.kind == "integer":
            kind = Annotated[int, bound(ge=form.least, le=form.most)]
        elif form.kind == "number":
            kind = int | float
        elif form.kind == "boolean":
            kind = bool
        return Annotated[list[kind], bound(min_length=max(field.least_items, 1))] if field.many else kind


class _Tests:
    """The tests of types: of patterns, of the order of sets, and of the laws between fields."""

    def __init__(self, absent: object, encode: Callable[[Any], bytes], *, usual: bool) -> None:
        self._absent, self._encode, self._usual = absent, encode, usual

    def of(self, type_: Type) -> Test:
        """The test of an object of a type."""
        made = Writing(f"test of {type_.name}", "value", "names")
        doubt, absent = made.bind(_DoubtError), made.bind(self._absent)
        for field in type_.fields:
            one = self._one(made, field, type_)
            if not one and not field.many:
                continue
            made.line(f"x = value.{field.name}")
            with made.block(f"if x is not {absent}") if not field.required else nullcontext():
                if not field.many:
                    _ask(made, one, "x", doubt)
                    continue
                if one:
                    with made.block("for each in x"):
                        _ask(made, one, "each", doubt)
                spelled = f"[{self._spelling(made, field)} for each in x]"
                made.line(f"if len(x) > 1 and (y := {spelled}) != sorted(set(y)): raise {doubt}")
        for law in type_.constraints:
            held = " + ".join(f"(value.{name} is not {absent})" for name in law.fields)
            if isinstance(law, AtMostOne):
                made.line(f"if {held} > 1: raise {doubt}")
            else:
                made.line(f"if not ({held}) and {_triggers(made, law, absent)}: raise {doubt}")
        made.line("return")
        return made.made()

    def _spelling(self, made: Writing, field: Field) -> str:
        """What spells a value of a set so that the spellings are in the order of the canonical texts."""
        if self._usual and field.part is None and field.form.kind not in ("integer", "number", "boolean"):
            return f"each + {made.bind(_QUOTE)}"
        return f"{made.bind(self._encode)}(each)"

    def _one(self, made: Writing, field: Field, owner: Type) -> str:
        """Lines that test a value, with places for its name and for the doubt; empty if none is needed."""
        form, record = field.form, owner.role == "record"
        pattern = form.pattern or ""
        if field.part is not None:
            return f"{made.bind(self.of(field.part))}({{0}}, names)"
        if field.name == "id" and record:
            return f"if not {made.bind(_matcher(pattern, (owner.prefix,)))}({{0}}): raise {{1}}"
        if form.kind == "reference":
            prefixes = () if "Record" in field.to else tuple(map(snake_case, field.to))
            return f"if not {made.bind(_matcher(pattern, prefixes))}({{0}}): raise {{1}}\nnames.append({{0}})"
        if form.kind == "number":
            test = f"if not {made.bind(_keeps)}({{0}}): raise {{1}}"
        elif not pattern or (self._usual and _any_text(form)) or (field.name == "type" and record):
            test = ""
        elif form.kind in ("code", "date"):
            test = _remembered(made, _matcher(pattern))
        else:
            test = f"if not {made.bind(_matcher(pattern))}({{0}}): raise {{1}}"
        return test


def _matcher(pattern: str, prefixes: tuple[str, ...] = ()) -> Callable[[str], object]:
    """What asks for a pattern and, of an id, for the type of its record."""
    ahead = f"(?=(?:{'|'.join(prefixes)})/)" if prefixes else ""
    return re.compile(f"{ahead}(?:{pattern})").fullmatch


def _ask(made: Writing, one: str, name: str, doubt: str) -> None:
    """Writes the test of one value, and keeps it if it is an id."""
    for line in one.format(name, doubt).split("\n"):
        made.line(line)


def _triggers(made: Writing, law: Needs, absent: str) -> str:
    """When one of the fields of a law is needed, as an expression."""
    if law.given is None:
        return "True"
    given = f"value.{law.given}"
    return f"{given} in {made.bind(law.values)}" if law.values else f"{given} is not {absent}"


def _any_text(form: Form) -> bool:
    """Whether a pattern takes every text of usual characters that is not empty."""
    pattern = form.pattern or ""
    return bool(_ANY_BUT.fullmatch(pattern) and re.fullmatch(pattern, _USUAL))


def _remembered(made: Writing, matches: Callable[[str], object]) -> str:
    """A test of a pattern for values that come again and again."""
    good: set[str] = set()

    def test(value: str) -> bool:
        if not matches(value):
            return False
        if len(good) >= _REMEMBERED:
            good.clear()
        good.add(value)
        return True

    return f"if {{0}} not in {made.bind(good)} and not {made.bind(test)}({{0}}): raise {{1}}"


def _keeps(value: float) -> bool:
    """Whether a number is spelled by every library as here, and keeps all its digits."""
    size = abs(value)
    if isinstance(value, int):
        return size < _MOST
    return not value.is_integer() and _LEAST <= size < _MOST and float(f"{value:.15E}") == value
