"""Words that several record types use: each is declared once, with its meaning."""

from __future__ import annotations

from pharmakon.model.term import Term

CLAIMS = Term("pk:claims", "The claims that are judged or set against others.", to=("Claim",))
COMBINED_WITH = Term(
    "pk:combinedWith", "Drugs or classes of drugs that are given together with it.", to=("Drug",)
)
CONDITION = Term(
    "pk:condition",
    "The condition for which the drug is given or not given.",
    to=("Concept",),
    close=("biolink:object",),
)
DATE = Term("dcterms:date", "The date of the statement.")
DESCRIPTION = Term("dcterms:description", "What a reader should know beyond the label or title.")
DIRECTION = Term("pk:direction", "The direction of the change.")
DRUG = Term("pk:drug", "The drug that the record is about.", to=("Drug",), close=("biolink:subject",))
EVIDENCE = Term(
    "cito:citesAsEvidence",
    "The sources on which the judgement rests.",
    to=("EvidenceSource", "Authorization"),
)
JURISDICTION = Term(
    "pk:jurisdiction",
    "The country, or the union of countries, whose law it is, as in ISO 3166.",
    close=("schema:jurisdiction",),
)
KIND = Term("pk:kind", "What kind of thing, within its type, the record is about.")
LABELED = Term("pk:labeled", "The labels of authorized products that state it.")
POPULATION = Term(
    "pk:population",
    "The people of whom the record speaks, where it is not everyone.",
    to=("Concept",),
    close=("biolink:population_context_qualifier",),
)
PUBLISHER = Term("dc:publisher", "The institution or company that stands behind it.")
QUANTITY = Term("pk:quantity", "The amount, as a range of numbers with a unit.")
SEEN_AT = Term("pk:seenAt", "The public places that were seen to state it.")
SHA256 = Term(
    "pk:sha256",
    "The SHA-256 digest of the bytes of the file or of the UTF-8 passage.",
    close=("spdx:checksumValue",),
)
SOURCES = Term(
    "dcterms:source", "The sources from which the record's facts were taken.", to=("EvidenceSource",)
)
SYNONYMS = Term("skos:altLabel", "Other names and spellings under which a text may speak of it.")
TEXT = Term("pk:text", "What is said, in our own words.")
TITLE = Term("dcterms:title", "The title, where it may be given.")
WORD = Term("pk:word", "The amount, as a word of time or of grade.")
