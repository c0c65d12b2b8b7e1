"""Bytes that are no clean UTF-8, and characters that may not stand anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from hostile.case import DRUG, Case, data, text

KIND = "encoding"
FILES = ("a.json", "a.jsonl", "a.yaml")
BROKEN = {
    "a continuation byte alone": "80",
    "the last continuation byte alone": "bf",
    "two continuation bytes": "80 bf",
    "a lead byte without its second": "c3",
    "a lead byte before a letter": "c3 28",
    "three bytes cut after one": "e2",
    "three bytes cut after two": "e2 82",
    "a wrong second byte of three": "e2 28 a1",
    "a wrong third byte of three": "e2 82 28",
    "four bytes cut after three": "f0 9f 98",
    "a wrong fourth byte of four": "f0 9f 98 28",
    "an overlong slash of two bytes": "c0 af",
    "an overlong NUL": "c0 80",
    "an overlong letter": "c1 81",
    "an overlong slash of three bytes": "e0 80 af",
    "an overlong slash of four bytes": "f0 80 80 af",
    "a high surrogate": "ed a0 80",
    "a low surrogate": "ed bf bf",
    "a pair of surrogates, as CESU-8 has it": "ed a0 bd ed b8 80",
    "beyond the last code point": "f4 90 80 80",
    "a lead byte that never was": "f5 80 80 80",
    "five bytes": "f8 88 80 80 80",
    "six bytes": "fc 84 80 80 80 80",
    "a byte FE": "fe",
    "a byte FF": "ff",
    "an e with an accent of Latin-1": "e9",
    "a quotation mark of Windows-1252": "92",
}
CONTROLS = [each for each in (*range(0x20), 0x7F) if each not in (0x09, 0x0A, 0x0D)]


def cases() -> Iterator[Case]:
    """All of them."""
    yield from _broken()
    yield from _other_encodings()
    yield from _marks()
    yield from _characters()


def _broken() -> Iterator[Case]:
    for file in FILES:
        for name, given in BROKEN.items():
            bad = bytes.fromhex(given)
            yield data(KIND, name, file, b'["' + bad + b'"]', ("PK002", 1, 3))
        late = '["\u2019",\n' if file != "a.jsonl" else "\n"
        line = 2
        yield data(KIND, "bad in a later line", file, f'{late}"'.encode() + b'\xff"]', ("PK002", line, 2))
        yield data(KIND, "bad at the very end", file, b"[]\xe2\x80", ("PK002", 1, 3))


def _other_encodings() -> Iterator[Case]:
    for file in FILES:
        for name in ("utf-16", "utf-32", "utf-16-be", "utf-16-le", "utf-32-be", "utf-32-le"):
            marked = name in ("utf-16", "utf-32")
            column = 2 if name.endswith("le") else 1
            yield data(
                KIND, f"{name.upper()}", file, "[]".encode(name), ("PK002", 1, 1 if marked else column)
            )
        yield data(KIND, "UTF-16 BE with a mark", file, b"\xfe\xff\0[\0]", ("PK002", 1, 1))
    yield text(KIND, "UTF-7", "a.json", "⟦+AFsAXQ-", "PK001")


def _marks() -> Iterator[Case]:
    """Byte order marks, and line ends of others."""
    mark = "\ufeff"
    for file in FILES:
        yield text(KIND, "a byte order mark", file, f"⟦{mark}{DRUG}\n", "PK007")
        yield text(KIND, "line ends of Windows", file, f"⟦{DRUG}\r\n", "PK007")
        yield text(KIND, "a carriage return alone", file, f"{DRUG}⟦\r{DRUG}\n", "PK002")
        yield text(KIND, "a mark in a text", file, DRUG.replace('"k"', f'"{mark}k{mark}"'))
    yield text(KIND, "two marks", "a.json", f"⟦{mark}{mark}{DRUG}\n", "PK001", "PK007")
    yield text(KIND, "two marks", "a.jsonl", f"⟦{mark}{mark}{DRUG}\n", "PK001", "PK007")
    yield text(KIND, "two marks", "a.yaml", f"⟦{mark}{mark}{DRUG}\n", "PK002", "PK007")
    yield text(KIND, "a mark between values", "a.json", f"[{DRUG},⟦{mark}{DRUG}]", "PK001")
    yield text(KIND, "a mark at the end", "a.json", f"{DRUG}⟦{mark}", "PK001")
    yield text(KIND, "a mark in the second line", "a.jsonl", f"{DRUG}\n⟦{mark}{DRUG}\n", "PK001")
    yield text(KIND, "a mark in the second line", "a.yaml", f"- {DRUG}\n⟦{mark}- {DRUG}\n", "PK002")


def _characters() -> Iterator[Case]:
    """Control characters, raw and escaped, and what is no character."""
    for file in FILES:
        for number in CONTROLS:
            raw = DRUG.replace('"k"', f'"k⟦{chr(number)}"')
            yield text(KIND, f"U+{number:04X} as it is", file, raw, "PK002")
    for number in (*CONTROLS, 0xFFFE, 0xFFFF):
        spelled = DRUG.replace('"k"', f'⟦"k\\u{number:04x}"')
        yield text(KIND, f"U+{number:04X} as an escape", "a.json", spelled, "PK014")
    for number in (0x80, 0x85, 0x9B, 0x9F, 0x2028, 0x2029, 0xFFFE, 0xFFFF):
        raw = DRUG.replace('"k"', f'"k⟦{chr(number)}"')
        yield text(KIND, f"U+{number:04X} as it is", "a.yaml", raw, "PK002")
    for number in (0x85, 0x2028, 0x2029, 0xFFFE, 0xFFFF):
        raw = DRUG.replace('"k"', f'⟦"k{chr(number)}"')
        yield text(KIND, f"U+{number:04X} in one line", "a.jsonl", raw, "PK014")
    for number in (0xA0, 0xAD, 0x200B, 0x200F, 0x202E, 0x2066, 0xFDD0, 0xE000, 0x1FFFE, 0x10FFFF):
        whole = DRUG.replace('"k"', f'"k{chr(number)}"')
        yield text(KIND, f"U+{number:04X} is kept", "a.yaml", whole)
        yield text(KIND, f"U+{number:04X} is kept", "a.json", whole)
