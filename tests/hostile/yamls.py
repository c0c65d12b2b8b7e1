"""YAML that is not well-formed, that uses what records do not use, or that parsers read in two ways."""

from __future__ import annotations

from collections.abc import Iterator

from hostile.case import DRUG, Case, text

BLOCK = "- id: drug/k\n  type: Drug\n  label: k\n  kind: substance\n"
SOURCE = "- id: evidence_source/e\n  type: EvidenceSource\n  label: {}\n  kind: label\n  {}\n"
SYNTAX = {
    "an open bracket": "[a, b⟦",
    "an open brace": "{a: b⟦",
    "the wrong closing bracket": "[a⟦}",
    "one bracket too many": "[a]⟦]",
    "two commas": "[a,⟦, b]",
    "an open text": '- "abc⟦',
    "an open text in single quotes": "- 'abc⟦",
    "text after a quoted text": '- "a" ⟦b',
    "two colons in a line": "- a: b⟦: c",
    "a colon without a space": "a:b\nc⟦: d",
    "a tab as indent": "a:\n⟦\tb: c",
    "a tab after a dash": "-⟦\t- a",
    "an indent too far": "a: b\n  c⟦: d",
    "an indent that fits nothing": "a:\n    b: c\n  ⟦d: e",
    "a dash beside a key": "a: b\n⟦- c",
    "a key beside a dash": "- a\n⟦b: c",
    "a value beside a list": "a: ⟦- b",
    "a reserved at": "- ⟦@a",
    "a reserved backquote": "- ⟦`a`",
    "a percent sign first": "- ⟦%a",
    "an unknown escape": '- "a⟦\\qb"',
    "half an escape": '- "\\x⟦4"',
    "half a surrogate pair": '- "\\u⟦d800"',
    "beyond the last code point": '- "\\U⟦00110000"',
    "a block with two signs": "- |+⟦+\n  a",
    "a block indented by zero": "- |⟦0\n  a",
    "a block with text in its first line": "- | ⟦text\n  a",
    "a document end with text": "a: b\n... ⟦c",
    "text after the document's end": "[]\n...\n⟦foo",
    "a directive without a document": "%YAML 1.2\n⟦",
    "an unknown directive": "%FOO⟦ bar\n---\n[]",
    "a version of the future": "⟦%YAML 2.0\n---\n[]",
    "a version that is none": "%YAML ⟦x\n---\n[]",
    "a version twice": "%YAML 1.1\n⟦%YAML 1.1\n---\n[]",
    "a star alone": "- *⟦ a",
    "an ampersand alone": "- &⟦ a",
    "an open tag": "- !<⟦",
    "a percent sign in a tag": "- !⟦%zz a",
    "an unknown tag handle": "- ⟦!e!a b",
    "a comment glued to a bracket": "- [a]⟦#b",
    "a comment glued to a comma": "- [a,⟦#b\n  c]",
    "a comment glued to a text": "- 'a'⟦#b",
    "a comment glued to a block": "- |⟦#b\n  c",
    "a comment glued to a directive": "%YAML 1.1⟦#b\n---\n[]",
    "a dash alone in brackets": "- [⟦-]",
    "two dashes alone in brackets": "- [a, ⟦-, b]",
    "a question mark glued to a word": "- [⟦?a]",
    "a question mark glued to a key": "- {⟦?a: b}",
    "a list that is not indented": "- a: [b,\n⟦c]",
    "a text that is not indented": '- a: "b\n⟦c"',
    "a text indented by a tab": '- a: "b\n⟦\tc"',
    "a list indented by a tab": "- [\n⟦\ta\n  ]",
    "an object that is not indented": "- a: {b:\n⟦c}",
    "a blank line too deep in a block": "- a: |\n⟦     \n   b",
    "a blank line too deep in a block that has no text": "- a: >\n⟦     \n   # b",
}  # fmt: skip
FEATURES = {
    "an alias": "- label: ⟦*a",
    "an alias to an anchor": "- ⟦&a x\n- *a",
    "an alias as a key": "- ⟦*a : b",
    "an alias to itself": "⟦&a [*a]",
    "an anchor on a key": "- ⟦&a b: c",
    "an anchor on a list": "⟦&a [x]",
    "an anchor on nothing": "- ⟦&a",
    "a tag of YAML": "- ⟦!!str x",
    "a tag of a whole list": "⟦!!seq [x]",
    "a tag of a set": "⟦!!set {a, b}",
    "a binary tag": "- ⟦!!binary aGk=",
    "a tag of one's own": "- ⟦!drug k",
    "a tag that says nothing": "- ⟦! x",
    "a verbatim tag": "- ⟦!<tag:yaml.org,2002:str> x",
    "a tag on a key": "- ⟦!!str a: b",
    "a call of Python": "- ⟦!!python/object/apply:os.system [id]",
    "a name of Python": "- ⟦!!python/name:os.system",
    "a call of Java": "- ⟦!!javax.script.ScriptEngineManager []",
    "a class of Ruby": "- ⟦!ruby/object:Gem::Installer {}",
    "an inclusion": "- ⟦!include other.yaml",
    "a merge key": "- a: b\n  ⟦<<: {c: d}",
    "a merge key with a list": "- ⟦<<: [{c: d}]\n  a: b",
    "a merge key in braces": "- {⟦<<: {c: d}}",
    "a list as a key": "- ? ⟦[a]\n  : b",
    "an object as a key": "- {⟦{a: b}: c}",
    "a block as a key": "? ⟦- a\n: b",
    "a tag directive": "⟦%TAG ! tag:example.org,2000:\n---\n[]",
    "a tag directive with a handle": "⟦%TAG !e! tag:example.org,2000:\n---\n[]",
    "a tag directive after a version": "%YAML 1.1\n⟦%TAG !e! tag:example.org,2000:\n---\n[]",
    "a second document": "---\n[]\n⟦---\n[]",
    "a second document after an end": "[]\n...\n⟦---\n[]",
    "a second document that is empty": "[]\n⟦---\n",
}  # fmt: skip
TAKEN = {
    "a version of YAML": f"%YAML 1.2\n---\n{BLOCK}",
    "a document mark": f"---\n{BLOCK}...\n",
    "comments": f"# a\n{BLOCK}# b # c\n",
    "a comment without a line end": f"{BLOCK}# b",
    "flow over lines": "- {\n    id: drug/k,\n    type: Drug, label: k,\n    kind: substance,\n  }\n",
    "a closing bracket below its key": f"{BLOCK}  synonyms: [\n    a,\n  ]\n",
    "JSON": DRUG,
    "an escape of JSON for a slash": DRUG.replace('"k"', '"\\/"'),
    "a hash within a word": "- {id: drug/k, type: Drug, label: a#b, kind: substance}\n",
    "a merge sign in quotes as a value": "- {id: drug/k, type: Drug, label: '<<', kind: substance}\n",
    "a folded label": "- id: drug/k\n  type: Drug\n  label: a\n    b\n  kind: substance\n",
    "a block with a comment after it": f"{BLOCK}  description: |\n    a\n\n    b\n  # c\n",
    "a block with blank lines of several depths": f"{BLOCK}  description: |\n   \n  \n   b\n",
    "a block of blank lines": f"{BLOCK}  description: |+\n   \n  \n",
    "a block with a counted indent": f"{BLOCK}  description: |2\n     a\n    b\n",
    "nothing": "",
    "comments only": "# a\n# b",
    "no indent for a list under a key": f"{BLOCK}  synonyms:\n  - a\n  - b\n",
    "complex keys that are words": "? id\n: drug/k\n? type\n: Drug\n? label\n: k\n? kind\n: substance\n",
}  # fmt: skip
PLAIN = {
    "no": "NO",
    "yes": "Yes",
    "on": "on",
    "a leading zero": "012",
    "an octal number": "0o17",
    "a hexadecimal number": "0x1F",
    "a number to base 60": "1:30",
    "an underscored number": "1_000",
    "an infinity": ".inf",
    "not a number": ".nan",
    "a date": "2019-03-05",
    "a time": "2001-12-14t21:59:43.10-05:00",
    "an exponent": "1e3",
    "true": "true",
    "an equals sign": "=",
    "a merge sign": "<<",
    "a formula": "=1+1",
    "a long run of digits": "1" * 500,
}
WRONG = {
    "a number in quotes": "participants: ⟦'5'",
    "an octal number": "participants: ⟦0o17",
    "a leading zero": "participants: ⟦017",
    "a hexadecimal number": "participants: ⟦0x1F",
    "a number to base 60": "participants: ⟦1:30",
    "an underscored number": "participants: ⟦1_000",
    "a number with a plus": "participants: ⟦+5",
    "not a number": "participants: ⟦.nan",
    "an infinity": "participants: ⟦.inf",
    "a block": "participants: ⟦|\n    5",
}
NULLS = ("", "~", "null", "Null", "NULL", "!!null ''", "# none")


def cases() -> Iterator[Case]:
    """All of them."""
    for name, given in SYNTAX.items():
        yield text("YAML syntax", name, "a.yaml", given, "PK001")
    for name, given in FEATURES.items():
        yield text("YAML features", name, "a.yaml", given, "PK004")
    for name, given in TAKEN.items():
        yield text("YAML accepted", name, "a.yaml", given)
    for name, given in PLAIN.items():
        whole = SOURCE.format(given, f"publisher: {given}")
        yield text("YAML accepted", f"{name} as a text", "a.yaml", whole)
    for name, given in WRONG.items():
        whole = SOURCE.format("e", given)
        yield text("YAML words", f"{name} for a number", "a.yaml", whole, "PK013")
    for given in NULLS:
        code = "PK004" if given.startswith("!") else "PK005"
        value = f" ⟦{given}" if given and not given.startswith("#") else f"⟦ {given}"
        yield text("YAML words", f"null as {given!r}", "a.yml", f"{BLOCK}  description:{value}\n", code)
    yield text("YAML words", "an empty document", "a.yml", "---\n⟦", "PK008")
    yield from _bombs()


def _bombs() -> Iterator[Case]:
    kind = "YAML features"
    laughs = "a: ⟦&a [lol, lol]\n" + "".join(
        f"{chr(98 + at)}: &{chr(98 + at)} [*{chr(97 + at)}, *{chr(97 + at)}]\n" for at in range(20)
    )
    yield text(kind, "a billion laughs", "a.yaml", laughs, "PK004")
    quadratic = "a: ⟦&a " + "x" * 10_000 + "\nb: [" + ", ".join(["*a"] * 1000) + "]\n"
    yield text(kind, "a quadratic blow-up", "a.yaml", quadratic, "PK004")
