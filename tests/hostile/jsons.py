"""JSON that is not well-formed, JSON Lines, and keys that stand twice."""

from __future__ import annotations

from collections.abc import Iterator

from hostile.case import DRUG, Case, text

OPEN = '{"id": "drug/k", "type": "Drug", "kind": "substance", "label": '
SYNTAX = {
    "nothing": "⟦",
    "white space only": "  \n ⟦",
    "an open bracket": "[⟦",
    "an open brace": "{⟦",
    "a closing bracket": "⟦]",
    "a closing brace": "⟦}",
    "the wrong closing bracket": "[{⟦]",
    "the wrong closing brace": "[⟦}",
    "one bracket too many": "[]⟦]",
    "two commas": "[{},⟦,{}]",
    "a comma first": "[⟦,{}]",
    "a comma last": "[{},⟦]",
    "a comma alone": "⟦,",
    "a comma last in an object": f'{OPEN}"k",⟦}}',
    "a comma for a colon": '{"id"⟦, "drug/k"}',
    "two colons": '{"id":⟦: "drug/k"}',
    "a colon in a list": '["id"⟦: "drug/k"]',
    "a key without a value": '{"id"⟦}',
    "a key with a colon only": '{"id":⟦}',
    "a value without a key": '{⟦: "drug/k"}',
    "a number as a key": "{⟦1: 2}",
    "a word as a key": "{⟦id: 2}",
    "null as a key": "{⟦null: 2}",
    "a key in single quotes": "{⟦'id': 2}",
    "a value in single quotes": "[⟦'drug']",
    "a value in typographic quotes": "[⟦\u201cdrug\u201d]",
    "a bare word": "[⟦drug]",
    "a keyword in capitals": "[⟦TRUE]",
    "a keyword cut short": "[⟦tru]",
    "a keyword too long": "[true⟦r]",
    "undefined": "[⟦undefined]",
    "NaN": "[⟦NaN]",
    "Infinity": "[⟦Infinity]",
    "minus infinity": "[⟦-Infinity]",
    "a minus alone": "[⟦-]",
    "two minus": "[⟦--1]",
    "a plus": "[⟦+1]",
    "a point first": "[⟦.5]",
    "a point last": "[5⟦.]",
    "a point before an exponent": "[5⟦.e1]",
    "two points": "[1.2⟦.3]",
    "an exponent without digits": "[1⟦e]",
    "an exponent with a sign only": "[1⟦e+]",
    "two exponents": "[1e1⟦e1]",
    "a leading zero": "[0⟦1]",
    "a leading zero after a minus": "[-0⟦1]",
    "a hexadecimal number": "[0⟦x1F]",
    "a binary number": "[0⟦b1]",
    "digits with underscores": "[1⟦_000]",
    "digits of full width": "[⟦\uff11]",
    "digits of Arabic": "[⟦\u0661]",
    "a space in a number": "[1 ⟦000]",
    "a comma in a number": '{"low": 1,⟦5}',
    "a percent sign": "[50⟦%]",
    "a comment to the line's end": "[] ⟦// no",
    "a comment within stars": "⟦/* no */ []",
    "a comment of a shell": "⟦# no\n[]",
    "two values": "{} ⟦{}",
    "two values without a space": "[]⟦[]",
    "text after the value": "[]⟦x",
    "a no-break space": "[⟦\u00a0]",
    "a line separator": "[⟦\u2028]",
    "a zero-width space": "[⟦\u200b]",
    "a text that is not closed": '["drug⟦',
    "a text that ends in a backslash": '["drug⟦\\',
    "a text over two lines": '["a⟦\nb"]',
    "a tab in a text": '["a⟦\tb"]',
    "an escaped line end": '["a⟦\\\nb"]',
    "an escape of C": '["a⟦\\a"]',
    "an escaped single quote": '["a⟦\\\'"]',
    "a hexadecimal escape": '["a⟦\\x41"]',
    "an octal escape": '["a⟦\\101"]',
    "an escape in braces": '["a⟦\\u{41}"]',
    "an escape of three digits": '["a⟦\\u041"]',
    "an escape in capitals": '["a⟦\\U0041"]',
    "an escape with a sign": '["a⟦\\u+041"]',
    "an escape cut by the end": '["a⟦\\u00',
    "an escape outside of a text": "[⟦\\u0041]",
    "markup": "⟦<html></html>",
    "YAML": "⟦- id: drug/k",
    "a call": "⟦callback([])",
    "a spread": "[⟦...[]]",
    "a byte text of Python": "[⟦b'a']",
    "a template": "[{⟦{ drug }}]",
}  # fmt: skip
HALVES = {
    "a high surrogate": '["⟦\\ud83d"]',
    "a low surrogate": '["⟦\\ude00"]',
    "a high surrogate in a key": '{"⟦\\ud83d": 1}',
    "two high surrogates": '["⟦\\ud83d\\ud83d"]',
    "two surrogates in the wrong order": '["⟦\\ude00\\ud83d"]',
    "a high surrogate before an escape": '["⟦\\ud83d\\n"]',
    "a high surrogate before text": '["⟦\\ud83dx"]',
    "a high surrogate before half an escape": '["⟦\\ud83d\\u12"]',
}
LINES = {
    "a blank line between": (f"{DRUG}\n\n \t\n", ()),
    "no line end": (DRUG, ()),
    "an object over two lines": ('{"id":⟦\n"drug/k"⟦}', ("PK001", "PK001")),
    "a list": ("⟦[]", ("PK008",)),
    "a list of records": (f"⟦[{DRUG}]", ("PK008",)),
    "a text": ('\n⟦"drug/k"', ("PK008",)),
    "null": ("\n\n⟦null", ("PK008",)),
    "two records in a line": (f"{DRUG} ⟦{DRUG}", ("PK001",)),
    "a comma at the end of a line": (f"{DRUG}⟦,\n", ("PK001",)),
    "a comment": (f"⟦# records\n{DRUG}", ("PK001",)),
    "a form feed for a line end": (f"{DRUG}⟦\f{DRUG}", ("PK002",)),
    "a NUL for a line end": (f"{DRUG}⟦\0", ("PK002",)),
    "a record separator of RFC 7464": (f"⟦\x1e{DRUG}", ("PK002",)),
    "one bad line of three": (f"{DRUG}\n{{⟦\n{DRUG.replace('drug/k', 'drug/l')}\n", ("PK001",)),
    "a dataset": ('⟦{"dataset": {}}', ("PK010",)),
}  # fmt: skip
TWICE = {
    "label": ('"label": "k", ⟦"label": "k"', "PK003"),
    "label, the other value first": ('"label": "j", ⟦"label": "k"', "PK003"),
    "label, three times": ('"label": "k", ⟦"label": "k", ⟦"label": "k"', "PK003", "PK003"),
    "label, once spelled with an escape": ('"label": "k", ⟦"l\\u0061bel": "k"', "PK003"),
    "label, once null": ('"label": "k", ⟦"label": null', "PK003"),
    "label, the first one a list": ('"label": ⟦["j"], ⟦"label": "k"', "PK013", "PK003"),
    "an unknown field": ('"label": "k", ⟦"shade": 1, ⟦"shade": 1', "PK012", "PK003"),
    "in a nested object": (
        '"label": "k", "codes": [{"code": "mesh:D1", "match": "exact", ⟦"match": "close", "seen_at": ["a"]}]',
        "PK003",
    ),
    "id and type are distinct": ('"label": "k"',),
}


def cases() -> Iterator[Case]:
    """All of them."""
    for name, given in SYNTAX.items():
        yield text("JSON syntax", name, "a.json", given, "PK001")
    for name, given in HALVES.items():
        yield text("JSON syntax", name, "a.json", given, "PK002")
    for name, (given, codes) in LINES.items():
        yield text("JSON Lines", name, "a.jsonl", given, *codes)
    for name, (given, *codes) in TWICE.items():
        for file in ("a.json", "a.jsonl", "a.yaml"):
            whole = f'{{"id": "drug/k", "type": "Drug", "kind": "substance", {given}}}'
            yield text("a key twice", name, file, whole, *codes)
    yield from _twice_elsewhere()


def _twice_elsewhere() -> Iterator[Case]:
    kind = "a key twice"
    both = '{"id": "drug/k", ⟦"id": "drug/l", "type": "Drug", "label": "k", "kind": "substance"}'
    yield text(kind, "two ids", "a.json", both, "PK003")
    types = '{"id": "drug/k", "type": "Drug", ⟦"type": "Concept", "label": "k", "kind": "substance"}'
    yield text(kind, "two types", "a.json", types, "PK003")
    yield text(kind, "records", "a.json", f'{{"records": [{DRUG}], ⟦"records": []}}', "PK003")
    yield text(
        kind,
        "quoted and not",
        "a.yaml",
        '{id: drug/k, ⟦"id": drug/k, type: Drug, label: k, kind: substance}',
        "PK003",
    )
    yield text(
        kind,
        "over lines",
        "a.yaml",
        "id: drug/k\ntype: Drug\nlabel: k\nkind: substance\n⟦id: drug/k\n",
        "PK003",
    )
    yield text(
        kind,
        "as a complex key",
        "a.yaml",
        "id: drug/k\ntype: Drug\nlabel: k\nkind: substance\n? ⟦label\n: k\n",
        "PK003",
    )
    again = DRUG.replace('"drug/k"', '⟦"drug/k"')
    yield text(kind, "two records of one id", "a.jsonl", f"{DRUG}\n{again}\n", "PK103")
    dotted = '{"id": "drug/k", "type": "Drug", "label": "k", "kind": "substance", ⟦"Label": "k"}'
    yield text(kind, "in another case, which is another key", "a.json", dotted, "PK012")
