"""What a single value may be: the texts, names, references, dates and numbers that fields hold."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from pharmakon.model.term import Form

_MONTH_AND_DAY = (
    r"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_LEAP_YEAR = r"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"

SLUG = r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?"
"""The part of an id after the slash."""
ID = rf"[a-z_]+/{SLUG}"
"""The id of a record: its type in snake_case, a slash and a slug."""
PARTIAL_DATE = rf"[0-9]{{4}}(?:-(?:0[1-9]|1[0-2])|-{_MONTH_AND_DAY})?|{_LEAP_YEAR}-02-29"
"""A year, a month or a day of the calendar: EDTF level 0, without times."""
JURISDICTION = r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?"
"""A country of ISO 3166, or a part of one; also EU."""
MOST = 2**53 - 1
"""The largest whole number that every JSON processor keeps exactly."""
TEXT = r"[^\u0000-\u0008\u000B-\u001F\u007F\uD800-\uDFFF\uFFFE\uFFFF]+"
LINE = r"[^\u0000-\u001F\u007F\u0085\u2028\u2029\uD800-\uDFFF\uFFFE\uFFFF]+"
FILE_NAME = r"[^/\\\u0000-\u001F\u007F\u0085\u2028\u2029\uD800-\uDFFF\uFFFE\uFFFF]+"
_MARK = r"[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2}"
"""What may stand between the slashes of a URI (RFC 3986, pchar); other letters are spelled with %."""
_HOST = r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?"
CODE = rf"[a-z][a-z0-9.-]*:(?!//)(?:{_MARK}|/)+"
IRI = r'[A-Za-z][A-Za-z0-9+.-]*:[^\u0000-\u0020\u007F-\u00A0\uD800-\uDFFF\uFFFE\uFFFF<>"{}|\\^`]+'


def _keep_every_digit(value: float) -> float:
    """Refuses a number that JSON-LD processors, which print 16 digits of a double, would change."""
    if float(f"{value:.15E}") != value:
        raise PydanticCustomError("form", "must be a number of at most 16 significant digits")
    return value


Text = Annotated[str, Form("text", TEXT, "text without control characters, not empty", plain=False)]
Line = Annotated[str, Form("text", LINE, "one line of text, not empty", plain=False)]
Name = Annotated[str, Form("string", LINE, "one line, not empty", plain=False)]
FileName = Annotated[str, Form("string", FILE_NAME, "the name of a file, without a folder", plain=False)]
Ref = Annotated[str, Form("reference", ID, "a record id such as drug/ketamine")]
DatasetId = Annotated[str, Form("reference", f"dataset/{SLUG}", "an id such as dataset/ketamine")]
Slug = Annotated[str, Form("string", SLUG, "lower-case letters, digits and hyphens, at most 64")]
Code = Annotated[str, Form("code", CODE, "a CURIE such as mesh:D007649", plain=False)]
Iri = Annotated[str, Form("iri", IRI, "an absolute IRI", plain=False)]
WebAddress = Annotated[
    str,
    Form(
        "iri",
        rf"{_HOST}(?:/(?:{_MARK}|/)*)?(?:\?(?:{_MARK}|[/?])*)?(?:#(?:{_MARK}|[/?])*)?",
        "a web address (RFC 3986)",
        plain=False,
    ),
]
BaseIri = Annotated[
    str,
    Form(
        "iri",
        rf"{_HOST}/(?:(?!\.{{1,2}}/)(?:{_MARK})+/)*",
        "a web address that ends in a slash, without . and .. between slashes",
        plain=False,
    ),
]
PartialDate = Annotated[str, Form("date", PARTIAL_DATE, "a date such as 2019, 2019-03 or 2019-03-05")]
Sha256 = Annotated[str, Form("string", r"[0-9a-f]{64}", "64 lower-case hexadecimal digits")]
Unit = Annotated[str, Form("string", r"[!-~]+", "a unit in UCUM notation, such as mg/kg")]
Jurisdiction = Annotated[str, Form("string", JURISDICTION, "an ISO 3166 code such as US or EU")]
LanguageTag = Annotated[
    str,
    Form(
        "string",
        r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?(?:-[a-z][a-z0-9]{4,7})?",
        "a language tag such as en, pt-BR or zh-Hant",
    ),
]
Version = Annotated[str, Form("string", r"[0-9]+\.[0-9]+\.[0-9]+", "a version such as 1.0.0")]
Doi = Annotated[str, Form("string", r"10\.[0-9]{4,9}/[!-~]+", "a DOI such as 10.1000/182")]
Pmid = Annotated[str, Form("string", r"[1-9][0-9]{0,8}", "a PubMed number without leading zeros")]
Pmcid = Annotated[str, Form("string", r"PMC[1-9][0-9]{0,8}", "a PubMed Central id")]
Nct = Annotated[str, Form("string", r"NCT[0-9]{8}", "a ClinicalTrials.gov id")]
Count = Annotated[int, Form("integer", says="a whole number", least=1, most=MOST)]
Offset = Annotated[int, Form("integer", says="a whole number", least=0, most=MOST)]
Number = Annotated[
    float,
    Field(allow_inf_nan=False),
    Form("number", says="a number of at most 16 significant digits"),
    AfterValidator(_keep_every_digit),
]
Flag = Annotated[bool, Form("boolean", says="true or false")]

Route = Literal["intravenous", "intramuscular", "intranasal", "oral", "sublingual", "subcutaneous"]
TimeWord = Literal[
    "instant",
    "minutes",
    "hours",
    "hours_to_days",
    "days",
    "days_to_weeks",
    "weeks",
    "weeks_to_months",
    "months",
    "lasting",
]
GradeWord = Literal["low", "minimal", "mild", "good", "significant", "high"]
