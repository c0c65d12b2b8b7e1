"""Lists of accepted findings that are not what they should be."""

from __future__ import annotations

from collections.abc import Iterator

from hostile.case import Case, text

WHOLE = "{code: PK306, record: drug/k, reason: x}"
LISTS = {
    "nothing": ("",),
    "an empty list": ("[]",),
    "comments only": ("# none\n",),
    "a word": ("⟦PK306", "PK008"),
    "a word in a list": ("- ⟦PK306", "PK008"),
    "null in a list": ("-⟦ ", "PK008"),
    "a list in a list": (f"- ⟦[{WHOLE}]", "PK008"),
    "no code": ("- ⟦{record: drug/k, reason: x}", "PK008"),
    "no record": ("- ⟦{code: PK306, reason: x}", "PK008"),
    "no reason": ("- ⟦{code: PK306, record: drug/k}", "PK008"),
    "an empty reason": ("- ⟦{code: PK306, record: drug/k, reason: ''}", "PK008"),
    "a reason of spaces": ("- ⟦{code: PK306, record: drug/k, reason: '  '}", "PK008"),
    "a reason that is null": ("- ⟦{code: PK306, record: drug/k, reason: ~}", "PK008"),
    "a reason that is a list": ("- ⟦{code: PK306, record: drug/k, reason: [x]}", "PK008"),
    "a record that is null": ("- ⟦{code: PK306, record: null, reason: x}", "PK008"),
    "an unknown field": ("- ⟦{code: PK306, record: drug/k, reason: x, until: 2030}", "PK008"),
    "a field twice": ("- ⟦{code: PK306, record: drug/k, reason: x, reason: x}", "PK008"),
    "two faults": ("- ⟦PK306\n- ⟦PK307", "PK008", "PK008"),
    "an alias": (f"- ⟦&a {WHOLE}\n- *a", "PK004"),
    "a tag": (f"- ⟦!x {WHOLE}", "PK004"),
    "a second document": ("[]\n⟦---\n[]", "PK004"),
    "an open bracket": ("- [⟦", "PK001"),
    "a NUL": ("- ⟦\0", "PK002"),
    "65 brackets": ("[" * 64 + "⟦[", "PK006"),
    "a text that is too long": (f"- {{code: PK306, record: drug/k, reason: ⟦{'x' * 1_048_577}}}", "PK006"),
    "what is not found": (f"- ⟦{WHOLE}", "PK902"),
    "a code that is none": ("- ⟦{code: nothing, record: drug/k, reason: x}", "PK902"),
    "a code of 100,000 characters": (f"- ⟦{{code: {'P' * 100_000}, record: drug/k, reason: x}}", "PK902"),
}


def cases() -> Iterator[Case]:
    """All of them."""
    for name, (given, *codes) in LISTS.items():
        yield text("accepted findings", name, "accepted.yaml", given, *codes)
