"""Records that are well-formed and wrong: numbers, limits, names, dates and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hostile.case import DRUG, Case, text

from pharmakon.readers import Limits

OUTCOME = (
    '{{"id": "outcome/o", "type": "Outcome", "label": "o", "drug": "drug/k", "of": "concept/c", '
    '"measure": "onset", "quantity": {{"low": {}, "unit": "d"}}}}\n'
    '{{"id": "drug/k", "type": "Drug", "label": "k", "kind": "substance"}}\n'
    '{{"id": "concept/c", "type": "Concept", "label": "c", "kind": "condition"}}\n'
)
SOURCE = '{{"id": "evidence_source/e", "type": "EvidenceSource", "label": "e", "kind": "label", {}}}'
SALT = (
    '{{"id": "drug/k", "type": "Drug", "label": "k", "kind": "salt", "active_substance": {}, '
    '"sources": ["evidence_source/e"]}}'
)
CODED = (
    '{{"id": "drug/k", "type": "Drug", "label": "k", "kind": "substance", '
    '"codes": [{{"code": {}, "match": "exact", "seen_at": ["a"]}}]}}'
)
NUMBERS: dict[str, tuple[str, str]] = {
    "minus zero": ("-0", ""),
    "minus zero with a point": ("-0.0", ""),
    "zero to a huge power": ("0e999999999999999999999", ""),
    "sixteen digits": ("0.1234567890123456", ""),
    "a whole number with an exponent": ("1E2", ""),
    "the largest whole number": ("9007199254740991", ""),
    "trailing zeros": ("22.50000000000000000000000000", ""),
    "beyond all doubles": ("1e999", "PK014"),
    "beyond all doubles, below zero": ("-1e999", "PK014"),
    "an exponent of 20 digits": ("1e99999999999999999999", "PK014"),
    "too small for a double": ("1e-400", "PK014"),
    "an exponent of minus 20 digits": ("1e-99999999999999999999", "PK014"),
    "400 digits": ("9" * 400, "PK014"),
    "5,000 digits": ("9" * 5000, "PK014"),
    "5,000 digits after the point": (f"0.{'1' * 5000}", "PK014"),
    "17 digits": ("0.12345678901234567", "PK014"),
    "26 digits that round to two": ("0.10000000000000000000000001", "PK014"),
    "21 digits that round to one": ("1.00000000000000000001", "PK014"),
    "a whole number that a double rounds": ("9007199254740993", "PK014"),
    "in quotes": ('"5"', "PK013"),
    "true": ("true", "PK013"),
    "in a list": ("[5]", "PK013"),
    "in an object": ('{"value": 5}', "PK013"),
    "null": ("null", "PK005"),
    "a word": ('"NaN"', "PK013"),
    "empty": ('""', "PK013"),
}
COUNTS: dict[str, tuple[str, str]] = {
    "a point and zero": ("149.0", ""),
    "an exponent": ("1e3", ""),
    "a fraction": ("1.5", "PK013"),
    "zero": ("0", "PK014"),
    "below zero": ("-1", "PK014"),
    "minus zero": ("-0", "PK014"),
    "one too large": ("9007199254740992", "PK014"),
    "a fraction that rounds to a whole number": ("149.00000000000000000001", "PK014"),
    "far too large": ("1e22", "PK014"),
    "infinite": ("1e999", "PK013"),
    "true": ("true", "PK013"),
}
IDS: dict[str, tuple[str, ...]] = {
    "64 characters": ("drug/" + "a" * 64,),
    "one character": ("drug/0",),
    "65 characters": ("drug/" + "a" * 65, "PK014"),
    "100,000 characters": ("drug/" + "a" * 100_000, "PK014"),
    "empty": ("", "PK014"),
    "no slug": ("drug/", "PK014"),
    "no type": ("/k", "PK014"),
    "no slash": ("ketamine", "PK014"),
    "two slashes": ("drug/k/x", "PK014"),
    "capitals": ("drug/Ketamine", "PK014"),
    "capitals in the type": ("Drug/k", "PK014"),
    "a space": ("drug/k x", "PK014"),
    "a space at the end": ("drug/k ", "PK014"),
    "a space before": (" drug/k", "PK014"),
    "a line feed at the end": ("drug/k\\n", "PK014"),
    "a NUL": ("drug/k\\u0000", "PK014"),
    "an underscore": ("drug/a_b", "PK014"),
    "a hyphen first": ("drug/-a", "PK014"),
    "a hyphen last": ("drug/a-", "PK014"),
    "a point": ("drug/a.b", "PK014"),
    "a way up": ("drug/..", "PK014"),
    "a way up to a file": ("../../etc/passwd", "PK014"),
    "a way up after the type": ("drug/../concept/k", "PK014"),
    "a way up of Windows": ("drug\\\\..\\\\k", "PK014"),
    "a way up that is escaped": ("drug/%2e%2e", "PK014"),
    "a fragment": ("drug/k#about", "PK014"),
    "a query": ("drug/k?x=1", "PK014"),
    "an IRI": ("https://example.org/drug/k", "PK014"),
    "a Cyrillic letter that looks Latin": ("drug/\u043aetamine", "PK014"),
    "a Greek letter": ("drug/\u03b2-blocker", "PK014"),
    "a letter of full width": ("drug/\uff4b", "PK014"),
    "a Kelvin sign": ("drug/\u212a", "PK014"),
    "an accent": ("drug/k\u00e9", "PK014"),
    "an accent of its own": ("drug/ke\u0301", "PK014"),
    "a letter without a dot": ("drug/k\u0131", "PK014"),
    "a zero-width joiner": ("drug/k\u200d", "PK014"),
    "a turned direction": ("drug/\u202ek", "PK014"),
    "digits of Arabic": ("drug/\u0661", "PK014"),
    "an emoji": ("drug/\U0001f48a", "PK014"),
    "a command": ("drug/$(id)", "PK014"),
    "markup": ("drug/<b>", "PK014"),
    "another type": ("concept/k", "PK018"),
    "a type that is none": ("medicine/k", "PK018"),
    "a name reserved by Windows": ("drug/con",),
    "a name that JavaScript knows": ("drug/constructor",),
    "true": ("drug/true",),
    "null": ("drug/null",),
}
REFERENCES: dict[str, tuple[str, ...]] = {
    "to itself": ("drug/k", "PK104"),
    "to nothing": ("drug/nope", "PK101"),
    "to another type": ("concept/c", "PK102"),
    "to another case": ("drug/K", "PK014"),
    "with a line feed": ("drug/k\\n", "PK014"),
    "an IRI": ("https://example.org/drug/k", "PK014"),
    "a way up": ("drug/../k", "PK014"),
    "a fragment of itself": ("#k", "PK014"),
    "empty": ("", "PK014"),
}
GOOD_DATES = ("2019", "2019-03", "2019-03-05", "2024-02-29", "2000-02-29", "0000", "9999-12-31")
BAD_DATES = (
    *("2025-02-30", "2023-02-29", "1900-02-29", "2019-04-31", "2019-13", "2019-00", "2019-01-00"),
    *("2019-3-5", "19-03-05", "2019/03/05", "05.03.2019", "20190305", "2019-W10", "2019-064"),
    *("2019-03-05T10:00:00Z", "2019-03-05Z", "2019-", "-2019", "+2019", "12019", "2019-03-05 ", " 2019"),
    *("2019\\n", "2019-03-05\\n", "2019~", "2019?", "2019/2020", "20XX", "March 2019", "today", ""),
    *("\u0662\u0660\u0661\u0669", "\uff12\uff10\uff11\uff19"),
)
GOOD_ADDRESSES = (
    *("https://example.org", "http://example.org/a?b=c#d", "https://example.org/%C3%A9"),
    "https://example.org:8080/a",
)
BAD_ADDRESSES = (
    *("example.org", "//example.org/a", "/a", "a.html", "#a", "", "https:", "https://", "https:///a"),
    *("HTTPS://example.org", "ftp://example.org/a", "javascript:alert(1)", "data:text/html,x"),
    *("file:///etc/passwd", "urn:x:y", "mailto:a@example.org", "https://example.org/a b"),
    *("https://example.org/a\\nb", "https://example.org/\\u0000", "https://example.org/<a>"),
    *('https://example.org/\\"', "https://example.org/{a}", "https://example.org/a|b"),
    *("https://example.org/a\\\\b", "https://example.org/a^b", "https://example.org/a`b"),
    *("https://example.org/%zz", "https://example.org/%", "https://example.org/\u00e9"),
    *("https://ex\u0430mple.org/", "https://user:secret@example.org/", "https://example.org/#a#b"),
    *("https://example.org ", " https://example.org", "https://example.org\\n", "https://[::1"),
    "https://example.org:port/",
)
CODES: dict[str, tuple[str, ...]] = {
    "without a prefix": ("D007649", "PK014"),
    "without a code": ("mesh:", "PK014"),
    "a space after the prefix": ("mesh: D007649", "PK014"),
    "an address": ("https://id.nlm.nih.gov/mesh/D007649", "PK014"),
    "a line feed at the end": ("mesh:D007649\\n", "PK014"),
    "a prefix in capitals": ("MESH:D007649", "PK014"),
    "an unknown prefix": ("nope:1", "PK501"),
    "digits of Arabic": ("chebi:\u0661", "PK014"),
    "of another system": ("mesh:7649", "PK502"),
    "a wrong check digit": ("cas:6740-88-2", "PK503"),
    "a quote in it": ('mesh:\\"', "PK014"),
    "100,000 characters": ("mesh:" + "D" * 100_000, "PK502"),
}  # fmt: skip


def cases() -> Iterator[Case]:
    """All of them."""
    for name, (given, code) in NUMBERS.items():
        yield text(
            "numbers", name, "a.jsonl", OUTCOME.format(f"{'⟦' * bool(code)}{given}"), *filter(None, (code,))
        )
    for name, (given, code) in COUNTS.items():
        said = SOURCE.format(f'"participants": {"⟦" * bool(code)}{given}')
        for file in ("a.json", "a.yaml"):
            yield text("numbers", f"{name} for a count", file, said, *filter(None, (code,)))
    for name, (given, *codes) in IDS.items():
        yield text(
            "names",
            f"an id: {name}",
            "a.json",
            DRUG.replace('"drug/k"', f'{"⟦" * bool(codes)}"{given}"'),
            *codes,
        )
    for name, (given, *codes) in REFERENCES.items():
        pair = SALT.format(f'⟦"{given}"') + "\n" + SOURCE.format('"pmid": "1"')
        yield text("names", f"a reference: {name}", "a.jsonl", pair, *codes)
    for kind, field, good, bad in (
        ("dates", "published", GOOD_DATES, BAD_DATES),
        ("addresses", "url", GOOD_ADDRESSES, BAD_ADDRESSES),
    ):
        for given in good:
            yield text(kind, repr(given), "a.json", SOURCE.format(f'"{field}": "{given}"'))
        for given in bad:
            yield text(kind, repr(given), "a.json", SOURCE.format(f'"{field}": ⟦"{given}"'), "PK014")
    for name, (given, *codes) in CODES.items():
        yield text("names", f"a code: {name}", "a.json", CODED.format(f'⟦"{given}"'), *codes)
    yield from _limits()


def _limits() -> Iterator[Case]:
    """Sizes and depths, each just within its limit and just over it."""
    kind = "limits"
    small = Limits(max_bytes=200, max_depth=3, max_scalar=20)
    for file in ("a.json", "a.jsonl", "a.yaml"):
        yield replace(text(kind, "bytes, as many as allowed", file, DRUG.ljust(199) + "\n"), limits=small)
        yield replace(
            text(kind, "one byte too many", file, "⟦" + DRUG.ljust(200) + "\n", "PK006"), limits=small
        )
        longest = DRUG.replace('"k"', f'"{"a" * 20}"')
        yield replace(text(kind, "a text as long as allowed", file, longest), limits=small)
        longer = DRUG.replace('"k"', f'⟦"{"a" * 21}"')
        yield replace(text(kind, "a text that is one too long", file, longer, "PK006"), limits=small)
        key = DRUG.replace('"k"', f'"k", ⟦"{"a" * 21}": 1')
        yield replace(text(kind, "a key that is too long", file, key, "PK006"), limits=small)
        deep = DRUG.replace('"k"', '"k", ⟦"shade": [[]]')
        yield replace(text(kind, "nested as deep as allowed", file, deep, "PK012"), limits=small)
        deeper = DRUG.replace('"k"', '"k", "shade": [[⟦[]]]')
        yield replace(text(kind, "nested one too deep", file, deeper, "PK006"), limits=small)
        for levels in (65, 100_000):
            marked = "[" * 64 + "⟦" + "[" * (levels - 64)
            yield text(kind, f"{levels:,} brackets", file, marked, "PK006")
        objects = '{"a":' * 64 + "⟦" + '{"a":' * 1000
        yield text(kind, "1,064 braces", file, objects, "PK006")
        endless = DRUG.replace('"k"', f'⟦"{"a" * 1_048_577}"')
        yield text(kind, "a text of a million characters", file, endless, "PK006")
    yield text(kind, "100,000 dashes", "a.yaml", "- " * 64 + "⟦" + "- " * 99_936, "PK006")
    yield text(kind, "100,000 question marks", "a.yaml", "? " * 64 + "⟦" + "? " * 99_936, "PK006")
    wide = DRUG.replace('"k"', '"k", ' + ", ".join(f'⟦"shade{at}": 1' for at in range(500)))
    yield text(kind, "500 fields that do not exist", "a.json", wide, *["PK012"] * 500)
    many = "".join("⟦x\n" for _ in range(2000))
    yield text(kind, "2,000 lines that are no JSON", "a.jsonl", many, *["PK001"] * 2000)
