"""What single values may be."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from pharmakon.model import scalar

GOOD = {
    "Text": ("a", "a\n\tb", "\u202e\U0001f600", " "),
    "Line": ("a", "a\tb".replace("\t", " "), "\u2019"),
    "FileName": ("a.txt", "..hidden", "a b"),
    "Ref": ("drug/k", "adverse_event/a-1", f"drug/{'a' * 64}"),
    "Slug": ("a", "0", "a-b"),
    "Code": ("cas:6740-88-1", "chembl.compound:CHEMBL742"),
    "Iri": ("urn:x", "https://example.org/\u00e9"),
    "WebAddress": ("https://example.org", "http://a:80/?q=%20#f", "https://a/b;c,d"),
    "BaseIri": ("https://example.org/", "https://example.org/a/"),
    "Sha256": ("0" * 64, "0123456789abcdef" * 4),
    "Unit": ("1", "mg/kg", "%", "{score}"),
    "Jurisdiction": ("US", "EU", "GB-ENG"),
    "LanguageTag": ("en", "pt-BR", "zh-Hant-TW"),
    "Version": ("0.1.0", "10.20.30"),
    "Doi": ("10.1000/182",),
    "Pmid": ("1", "123456789"),
    "Pmcid": ("PMC1",),
    "Nct": ("NCT00000001",),
    "Count": (1, 9007199254740991),
    "Offset": (0, scalar.MOST),
    "Number": (0, -1.5, 1e308, 0.1, 9007199254740991.0),
    "Flag": (True, False),
}
BAD: dict[str, tuple[Any, ...]] = {
    "Text": ("", "\0", "\x1b[31m", "\r", "\x7f", "\ufffe", "\ud800", 1, None, b"a"),
    "Line": ("", "a\n", "a\u2028b", "a\u0085b", "\t"),
    "FileName": ("", "a/b", "../b", "a\\b", "a\n"),
    "Ref": (
        "drug",
        "Drug/k",
        "drug/",
        "drug/K",
        "drug/-a",
        "drug/a-",
        "drug/k\n",
        f"drug/{'a' * 65}",
        "drug/\u00e9",
    ),
    "Slug": ("", "A", "a_b", "-a", "a-"),
    "Code": ("cas", "cas:", ":1", "cas:1 2", "cas:<1>", "CAS:1", "cas://1", "cas:1\n"),
    "Iri": ("x", "https://a b", "https://a\n", "https://a{b}", "1a:b"),
    "WebAddress": (
        "ftp://a",
        "https://",
        "javascript:alert(1)",
        "https://a\u00a0b",
        "https://a:/",
        "https://a/%zz",
        "https://a/\u00e9",
    ),
    "BaseIri": ("https://example.org", "https://a/?b/", "https://a/#/", "https://a/../", "https://a/b//"),
    "Sha256": ("0" * 63, "0" * 65, "A" * 64, "0" * 64 + "\n"),
    "Unit": ("", "mg kg", "\u00b5g"),
    "Jurisdiction": ("us", "USA", "U", "GB-"),
    "LanguageTag": ("e", "EN", "en-", "en_US", "en-us", "en\n"),
    "Version": ("1", "1.0", "1.0.0-rc1", "1.0.0\n"),
    "Doi": ("doi:10.1000/182", "10.1/x", "10.1000/", "10.1000/a b"),
    "Pmid": ("0", "012", "1234567890", "12a"),
    "Pmcid": ("PMC0", "1"),
    "Nct": ("NCT1", "nct00000001"),
    "Count": (0, -1, 1.0, True, "1", 9007199254740992),
    "Offset": (-1, 0.0, False, "0", scalar.MOST + 1),
    "Number": ("1", True, float("nan"), float("inf"), 0.1 + 0.2),
    "Flag": (0, 1, "true", None),
}


def accepts(name: str, value: object) -> bool:
    """Whether a scalar type takes a value, as the models do: without converting it."""
    try:
        TypeAdapter(getattr(scalar, name)).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(("name", "value"), [(name, each) for name, many in GOOD.items() for each in many])
def test_a_scalar_takes_what_is_spelled_right(name: str, value: object) -> None:
    """Each kind of value takes what its description promises."""
    assert accepts(name, value)


@pytest.mark.parametrize(("name", "value"), [(name, each) for name, many in BAD.items() for each in many])
def test_a_scalar_refuses_what_is_spelled_wrong(name: str, value: object) -> None:
    """Each kind of value refuses other spellings, a line feed at the end, and other kinds."""
    assert not accepts(name, value)


def test_dates_are_days_of_the_calendar() -> None:
    """A date is taken exactly if the calendar has it; leap years count."""
    for year in (1, 4, 1600, 1900, 1996, 2000, 2019, 2020, 2100, 9999):
        for month in range(14):
            text = f"{year:04d}-{month:02d}"
            assert bool(re.fullmatch(scalar.PARTIAL_DATE, text)) == (1 <= month <= 12)
            for day in range(33):
                try:
                    dt.date(year, month, day)
                except ValueError:
                    real = False
                else:
                    real = True
                assert bool(re.fullmatch(scalar.PARTIAL_DATE, f"{text}-{day:02d}")) == real


@pytest.mark.parametrize(
    "text",
    [
        "19",
        "2019-1",
        "2019-03-05T00:00",
        "2019-03-05Z",
        "2019/03",
        "20190305",
        "2019\n",
        "\u0661\u0669\u0661\u0669",
        "",
    ],
)
def test_dates_have_one_spelling(text: str) -> None:
    """There are no times, zones, other separators, digits of other scripts, or line feeds in a date."""
    assert not accepts("PartialDate", text)


@given(st.text(max_size=5))
@strategies.seeded(300)
def test_a_text_holds_any_character_but_controls(text: str) -> None:
    """Whatever Unicode allows is a text; controls, halves of pairs and non-characters are not."""
    refused = {*range(9), *range(0x0B, 0x20), 0x7F, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)}
    assert accepts("Text", text) == (bool(text) and not any(ord(each) in refused for each in text))
    lines = accepts("Text", text) and not set(text) & set("\t\n\x85\u2028\u2029")
    assert accepts("Line", text) == lines
