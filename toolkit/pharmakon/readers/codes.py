"""The codes of what is found while files are read."""

from __future__ import annotations

from pharmakon.findings import Code

_DRUG = '{"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}'

SYNTAX = Code(
    "PK001",
    "error",
    "The file is not well-formed.",
    "a file that two programs may read in two ways says nothing for sure.",
    bad='{"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"',
    good=_DRUG,
)
ENCODING = Code(
    "PK002",
    "error",
    "The file is not clean UTF-8 text.",
    "control characters and broken encodings are shown, compared and stored differently everywhere.",
    bad="a byte 0xFF, a NUL, or an escape sequence for a terminal",
    good="UTF-8 text with tabs and line feeds only",
)
REPEATED_KEY = Code(
    "PK003",
    "error",
    "A key stands twice in one object.",
    "programs silently keep the first or the last of the two values.",
    bad='{"id": "drug/k", "type": "Drug", "label": "a", "label": "b", "kind": "substance"}',
    good=_DRUG,
)
YAML_FEATURE = Code(
    "PK004",
    "error",
    "The file uses a feature of YAML that records do not use.",
    "anchors, aliases, tags, merge keys and several documents in a file hide what a record says.",
    bad="label: &a ketamine",
    good="label: ketamine",
)
NULL = Code(
    "PK005",
    "error",
    "A value is null.",
    "an absent value is absent; null would be a second spelling of the same.",
    bad='{"id": "drug/k", "type": "Drug", "label": "k", "kind": "substance", "description": null}',
    good=_DRUG,
)
LIMIT = Code(
    "PK006",
    "error",
    "A file, a text or its nesting is larger than allowed.",
    "a limit that is said beats a program that runs out of memory.",
    bad="[[[[ … 65 levels … ]]]]",
    good="values nested up to 64 levels; see `--max-depth`, `--max-bytes`, `--max-scalar`",
)
LINE_ENDS = Code(
    "PK007",
    "info",
    "The file begins with a byte order mark or has line ends of Windows.",
    "it is read all the same, but differs from what other tools compare byte by byte.",
    bad="a file saved as UTF-8 with BOM, or with CRLF",
    good="a file saved as UTF-8 with LF",
)
NOT_RECORDS = Code(
    "PK008",
    "error",
    "Something else stands where a record is expected.",
    "a file is one list of records, and each record is one object.",
    bad='"drug/k"',
    good=_DRUG,
)
OTHER_CONTEXT = Code(
    "PK009",
    "error",
    "A JSON-LD document has another context than the shipped one.",
    "the context says what the words mean; only a JSON-LD processor can turn other words into ours.",
    bad='{"@context": "https://schema.org/", "id": "drug/k", "type": "Drug", "label": "ketamine", '
    '"kind": "substance"}',
    good='{"@context": "https://w3id.org/pharmakon/schema/context.jsonld", "id": "drug/k", "type": "Drug", '
    '"label": "ketamine", "kind": "substance"}',
)
UNKNOWN_TYPE = Code(
    "PK010",
    "error",
    "A record has no type, or one that does not exist.",
    "without its type nobody knows what the other fields mean.",
    bad='{"id": "drug/k", "type": "Medicine", "label": "ketamine", "kind": "substance"}',
    good=_DRUG,
)
MISSING_FIELD = Code(
    "PK011",
    "error",
    "A required field is missing.",
    "whoever uses the record relies on the field being there.",
    bad='{"id": "drug/k", "type": "Drug", "label": "ketamine"}',
    good=_DRUG,
)
UNKNOWN_FIELD = Code(
    "PK012",
    "error",
    "A record has a field that its type does not have.",
    "a word without a declared meaning is lost, in silence, by every program that reads it.",
    bad='{"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance", "shade": "x"}',
    good=_DRUG,
)
WRONG_KIND = Code(
    "PK013",
    "error",
    "A value is of the wrong kind.",
    "a number in quotes, or one value instead of a list, is read differently by each program.",
    bad='{"id": "drug/k", "type": "Drug", "label": 7, "kind": "substance"}',
    good=_DRUG,
)
MALFORMED = Code(
    "PK014",
    "error",
    "A value is not spelled as its field demands.",
    "dates, digests, codes and ids are compared as text, so there is one spelling for each.",
    bad='{"id": "drug/K k", "type": "Drug", "label": "ketamine", "kind": "substance"}',
    good=_DRUG,
)
UNKNOWN_WORD = Code(
    "PK015",
    "error",
    "A value is not one of the words that its field allows.",
    "a list of allowed words is what makes records comparable.",
    bad='{"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "chemical"}',
    good=_DRUG,
)
FIELD_LAW = Code(
    "PK016",
    "error",
    "Fields that depend on each other do not fit.",
    "one field may need another, or exclude it, for the record to have a meaning.",
    bad='{"id": "indication/i", "type": "Indication", "label": "x", "drug": "drug/k", "intent": "treatment"}',
    good='{"id": "indication/i", "type": "Indication", "label": "x", "drug": "drug/k", '
    '"intent": "anesthesia"}',
)
SET = Code(
    "PK017",
    "error",
    "A list is too short, or holds one value twice.",
    "lists are sets; a value twice, or a set that may not be empty, is a mistake of the author.",
    bad='{"id": "drug/k", "type": "Drug", "label": "k", "kind": "substance", "synonyms": ["a", "a"]}',
    good='{"id": "drug/k", "type": "Drug", "label": "k", "kind": "substance", "synonyms": ["a"]}',
)
ID_TYPE = Code(
    "PK018",
    "error",
    "The id does not begin with the record's type.",
    "the id alone must tell what it is the id of.",
    bad='{"id": "concept/k", "type": "Drug", "label": "ketamine", "kind": "substance"}',
    good=_DRUG,
)
NESTED_NAME = Code(
    "PK019",
    "error",
    "A nested object in JSON-LD says an id or a type that is not its own.",
    "these follow from the record; others would be lost, or would tie a fact to the wrong thing.",
    bad='{"@context": "https://w3id.org/pharmakon/schema/context.jsonld", "id": "drug/k", "type": "Drug", '
    '"label": "ketamine", "kind": "substance", "codes": [{"id": "drug/k#codes-1", '
    '"code": "cas:6740-88-1", "match": "exact", "seen_at": ["a"]}]}',
    good='{"@context": "https://w3id.org/pharmakon/schema/context.jsonld", "id": "drug/k", "type": "Drug", '
    '"label": "ketamine", "kind": "substance", "codes": [{"id": "drug/k#codes-cas-6740-88-1", '
    '"type": "Coding", "code": "cas:6740-88-1", "match": "exact", "seen_at": ["a"]}]}',
)
NEWER_MAJOR = Code(
    "PK020",
    "error",
    "The records obey a record schema of a newer major version.",
    "a new major version may give the same words another meaning, so that records which look right would "
    "be misread; an older one was known when this program was made, and its words that are gone are told.",
    bad="schema_version: 99.0.0",
    good="schema_version: 1.0.0",
)
NEWER_MINOR = Code(
    "PK021",
    "warning",
    "The records obey a record schema of a newer minor version.",
    "a new minor version only adds: what is read means the same, but what was added is refused here as "
    "unknown; a new patch changes no word, and is not told.",
    bad="schema_version: 1.99.0",
    good="schema_version: 1.0.99",
)
REFERENCE_TYPE = Code(
    "PK102",
    "error",
    "A reference names a record of a type that does not belong there.",
    "a mechanism of a condition, or a claim by a drug, means nothing.",
    bad='{"id": "indication/i", "type": "Indication", "label": "x", "drug": "concept/c", '
    '"intent": "anesthesia"}',
    good='{"id": "indication/i", "type": "Indication", "label": "x", "drug": "drug/k", '
    '"intent": "anesthesia"}',
)

CODES = (
    SYNTAX,
    ENCODING,
    REPEATED_KEY,
    YAML_FEATURE,
    NULL,
    LIMIT,
    LINE_ENDS,
    NOT_RECORDS,
    OTHER_CONTEXT,
    UNKNOWN_TYPE,
    MISSING_FIELD,
    UNKNOWN_FIELD,
    WRONG_KIND,
    MALFORMED,
    UNKNOWN_WORD,
    FIELD_LAW,
    SET,
    ID_TYPE,
    NESTED_NAME,
    NEWER_MAJOR,
    NEWER_MINOR,
    REFERENCE_TYPE,
)
"""All of them."""

BY_ID = {code.id: code for code in CODES}
"""All of them, by id."""
