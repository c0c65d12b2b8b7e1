"""Regions: jurisdictions as FHIR codes them."""

from __future__ import annotations

from pharmakon.fhir.datatypes import Json, coding, concept

_COUNTRY = "urn:iso:std:iso:3166"
_UNION = "EU"


def region(jurisdiction: str) -> Json:
    """The concept of a country, of a part of one, or of the European Union, which is no country.

    Example:
        >>> region("US")["coding"]
        [{'system': 'urn:iso:std:iso:3166', 'code': 'US'}]
        >>> region("US-CA")["coding"]
        [{'system': 'urn:iso:std:iso:3166:-2', 'code': 'US-CA'}]
        >>> region("EU")["text"]
        'EU'
    """
    if jurisdiction == _UNION:
        return concept(text=jurisdiction)
    return concept(coding(f"{_COUNTRY}:-2" if "-" in jurisdiction else _COUNTRY, jurisdiction))
