"""Texts that have hurt other programs, and every slot of the model in which a text can stand."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

import mutations

from pharmakon.terms import Field, Type, table

Json = dict[str, Any]

TEXTS = (
    # quotes, escapes and what ends them
    *('"', "'", '"""', "'''", "\\", '\\"', "a\\", "\\n", "\\u0041", "\\U0001F600", "\\x41", '"@en'),
    *('"^^<x>', "''"),
    # white space
    *(" ", "  ", " a", "a ", "\ta", "a\t", "\n", "a\nb", "a\n\n", "\na", "a\r\nb", "\u00a0", "\u2003"),
    *("\u3000a",),
    # what some read as a line end
    *("a\u0085b", "a\u2028b", "a\u2029b", "\u2028", "a\x0bb", "a\x0cb", "a\rb", "a\x1cb"),
    # controls
    *("\x00", "a\x00b", "\x07", "\x08", "\x1b[31m", "\x1b]0;t\x07", "\x7f", "\x9b31m", "\x80", "\x9f"),
    # no characters, and half ones
    *("\ufffe", "\uffff", "\ufdd0", "\U0001fffe", "\U0010ffff", "\ud800", "\udfff", "\ude00\ud83d"),
    *("a\ud83d",),
    # marks that nobody sees
    *("\ufeff", "a\ufeffb", "\u200b", "\u200d", "\u00ad", "\u2060", "\u180e", "\ufff9a\ufffb", "\U000e0041"),
    # directions
    *("\u202ecod.exe", "\u2066a\u2069", "\u200f\u05e9\u05dc\u05d5\u05dd"),
    *("\u0645\u0631\u062d\u0628\u0627", "a\u061cb"),
    # the same letter in two ways, and letters that look alike or change with case
    *("\u00e9", "e\u0301", "\u212b", "\u00c5", "\u1e9b\u0323", "\u212a", "\ufb01", "\u0130", "\u0131"),
    *("\u00df", "\u1e9e"),
    *("\u0430spirin", "\uff41", "\u03b1", "\U0001d400", "\u0345", "a" + "\u0300" * 200),
    # beyond the first plane
    *("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1fa\U0001f1f8", "\U0001f44d\U0001f3fd"),
    *("\u2764\ufe0f", "\U00020000"),
    # markup and scripts
    *("<b>", "</script><script>alert(1)</script>", "<!--", "-->", "]]>", "<![CDATA[", "&amp;", "&#0;"),
    *("&", "<img src=x onerror=a>"),
    *("javascript:alert(1)", "[a](javascript:b)", "`a`", "**a**", "# a", "| a | b |", "---", "> a"),
    *("- a", "1. a"),
    # templates, shells, queries and formats
    *("{{7*7}}", "${7*7}", "#{7*7}", "<%= 7 %>", "%s%n", "{0}", "$(id)", "`id`", "; rm -rf /"),
    *("| cat", "&& a", "$HOME"),
    *("' OR '1'='1", "a'; DROP TABLE a;--", "} UNION {", "?x", "../../etc/passwd", "C:\\CON"),
    *("\\\\host\\share", "file:///a"),
    # formulas of spreadsheets
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C a'!A0", '"=1"', "a,b", "a;b", 'a"b', 'a""b', ","),
    # what other syntaxes read as something else
    *("null", "true", "NaN", "1e9", "012", "NO", "2019", "~", "", "[]", "{}", "!!str a", "&a", "*a"),
    *("<<", "%TAG", "a: b", "a #b", "@a"),
    *("_:b0", "<http://a>", "<a> <b> <c> .", "@prefix a: <b> .", "@base", "^^", "@en", "http://a b"),
    *("urn:a", "#a", "?a=b", "a:b", "@id"),
    # long ones
    *("a" * 100_000, "\u00e9" * 10_000, "\U0001f600" * 5000, "a " * 5000, "\\" * 1000, '"' * 1000),
    *("\n" * 1000, "<" * 1000),
)  # fmt: skip


@dataclass(frozen=True)
class Slot:
    """A place of the model in which a text can stand.

    Args:
        type: The record type.
        fields: The fields that lead to it, the last one holding the text.
    """

    type: Type
    fields: tuple[Field, ...]

    @property
    def field(self) -> Field:
        """The field that holds the text."""
        return self.fields[-1]

    def __str__(self) -> str:
        """Such as `Drug.codes.display`."""
        return ".".join((self.type.name, *(field.name for field in self.fields)))

    def filled(self, text: str, number: int) -> Json:
        """A record that has the text in this place, and an id of its own."""
        record = deepcopy(_record(self))
        if self.field.name != "id":
            record["id"] = f"{self.type.prefix}/n-{number}"
        here = record
        for field in self.fields[:-1]:
            here = here[field.name][0] if field.many else here[field.name]
        here[self.field.name] = [text] if self.field.many else text
        return record

    def held(self, record: Json) -> list[str]:
        """The texts that a record has in this place: one, and those of siblings in a set."""
        here: list[Any] = [record]
        for field in self.fields:
            values = [each[field.name] for each in here if field.name in each]
            here = [one for each in values for one in each] if field.many else values
        return [str(each) for each in here]


@cache
def _record(slot: Slot) -> Json:
    """A small record that has this place."""
    made = record = mutations.build(slot.type, slot.fields[0])
    for at, field in enumerate(slot.fields[:-1]):
        assert field.part is not None
        nested = mutations.build(field.part, slot.fields[at + 1])
        others = [mutations.build(field.part, at=more) for more in range(1, field.least_items)]
        record[field.name] = [nested, *others] if field.many else nested
        record = nested
    return made


def slots() -> Iterator[Slot]:
    """Every place in which a text can stand, ids, dates, codes and addresses included."""
    for type_ in (*table().records, table().dataset):
        yield from _below(type_, type_, ())


def _below(type_: Type, owner: Type, way: tuple[Field, ...]) -> Iterator[Slot]:
    for field in owner.fields:
        if field.part is not None:
            yield from _below(type_, field.part, (*way, field))
        elif (
            not field.values
            and field.form.kind not in ("integer", "number", "boolean")
            and field.name != "type"
        ):
            yield Slot(type_, (*way, field))
