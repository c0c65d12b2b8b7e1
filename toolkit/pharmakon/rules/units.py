"""Units of measure: which strings are UCUM units, and what each of them measures."""

from __future__ import annotations

import re
from functools import cache

ATOMS = {
    "g": ("mass", "kmunp"),
    "[lb_av]": ("mass", ""),
    "[oz_av]": ("mass", ""),
    "mol": ("amount", "mun"),
    "eq": ("amount", "m"),
    "[iU]": ("activity", "kM"),
    "[IU]": ("activity", "kM"),
    "U": ("activity", "km"),
    "s": ("time", "mu"),
    "min": ("time", ""),
    "h": ("time", ""),
    "d": ("time", ""),
    "wk": ("time", ""),
    "mo": ("time", ""),
    "a": ("time", ""),
    "L": ("volume", "dmu"),
    "l": ("volume", "dmu"),
    "m": ("length", "kcmu"),
    "m2": ("area", ""),
    "m[Hg]": ("pressure", "m"),
    "Pa": ("pressure", "k"),
    "Cel": ("temperature", ""),
    "%": ("share", ""),
}
"""The atoms of UCUM that medicine needs: what each measures, and the prefixes it may bear.

Mega and larger are left out for mass: megagram, `Mg`, is a slip for milligram, `mg`.

Source: The Unified Code for Units of Measure, version 2.2, tables 1 to 5, case-sensitive codes.
"""

SLIPS = {
    **dict.fromkeys(("mcg", "ugm", "mcgs"), "ug"),
    **dict.fromkeys(("Mg", "MG", "mgs", "mgm"), "mg"),
    **dict.fromkeys(("gm", "gms", "gr", "G"), "g"),
    **dict.fromkeys(("IU", "iu", "units"), "[iU]"),
    **dict.fromkeys(("cc", "ML", "mls"), "mL"),
    **dict.fromkeys(("sec", "secs", "second", "seconds", "S"), "s"),
    **dict.fromkeys(("mins", "minute", "minutes", "Min"), "min"),
    **dict.fromkeys(("hr", "hrs", "hour", "hours", "H"), "h"),
    **dict.fromkeys(("day", "days", "D"), "d"),
    **dict.fromkeys(("w", "wks", "week", "weeks"), "wk"),
    **dict.fromkeys(("mon", "mos", "month", "months"), "mo"),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), "a"),
    **dict.fromkeys(("percent", "pct", "per_cent"), "%"),
    "mmHg": "mm[Hg]",
}
"""What people write, and the UCUM unit that they mean."""

_NUMBER = re.compile(r"(?:10\*-?)?[0-9]+")
_OPERATOR = re.compile(r"([./])")
_NOTE = re.compile(r"\{[!-z|~]*\}")


@cache
def dimension(unit: str) -> str | None:
    """What a unit measures; none where the string is no unit that is known here.

    Args:
        unit: A unit in UCUM notation: atoms with prefixes, joined by `.` and `/`, notes in braces.

    Returns:
        Such as `mass`, `share` for a plain number or a percentage, `score` for a unit that is a
        note alone, and `mass/mass` for a dose by body weight.

    Example:
        >>> [dimension(each) for each in ("mg", "mg/kg", "%", "1", "{score}", "/a", "mcg", "hours")]
        ['mass', 'mass/mass', 'share', 'share', 'score', 'share/time', None, None]
    """
    if _NOTE.fullmatch(unit):
        return "score"
    first, *rest = _OPERATOR.split(f"1{unit}" if unit.startswith("/") else unit)
    over: list[str | None] = [_factor(first)]
    under: list[str | None] = []
    for operator, factor in zip(rest[::2], rest[1::2], strict=True):
        (over if operator == "." else under).append(_factor(factor))
    if None in over or None in under:
        return None
    named = [[str(each) for each in side if each != "share"] for side in (over, under)]
    return "/".join((".".join(named[0]) or "share", *named[1]))


def _factor(text: str) -> str | None:
    """What one factor of a unit measures; a note alone counts things, so it is a plain number."""
    bare = _NOTE.sub("", text, count=1)
    if _NUMBER.fullmatch(bare) or (text and not bare):
        return "share"
    if bare in ATOMS:
        return ATOMS[bare][0]
    measured, prefixes = ATOMS.get(bare[1:], ("", ""))
    return measured if bare[:1] and bare[:1] in prefixes else None


def meant(unit: str) -> str | None:
    """The UCUM unit that a slip stands for, factor by factor; none where that cannot be told.

    Example:
        >>> meant("mcg/hr"), meant("blob")
        ('ug/h', None)
    """
    told = "/".join(SLIPS.get(each, each) for each in unit.split("/"))
    return told if told != unit and dimension(told) else None
