"""Rules about passages: where in its document a claim stands."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from pharmakon.dataset import Dataset
from pharmakon.findings import Finding
from pharmakon.model import Claim, EvidenceSource, Node
from pharmakon.model.evidence_source import Document
from pharmakon.rules import Documents, rule

_WORD = re.compile(r"[^\W_]+")
_BORROWED = 8
_BOM = b"\xef\xbb\xbf"


@rule("PK201")
def passage_outside(dataset: Dataset) -> Iterator[Finding]:
    """A passage ends before it begins, or after the end of its document.

    Why: such a passage holds no text, or text that nobody has.

    Given:
        the document
        the drug

    Bad:
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 9, "end": 99, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "drug/k", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}

    Good:
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "drug/k", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}
    """
    for claim in dataset.of_type(Claim):
        passage, document = claim.passage, _document(dataset, claim)
        if passage.end <= passage.start:
            yield Finding(
                f"the passage ends at {passage.end}, not after its start at {passage.start}",
                record=claim.id,
                pointer="/passage/end",
                hint="offsets are code points, counted from zero; the end is not included",
            )
        elif document is not None and passage.end > document.length:
            yield Finding(
                f"the passage ends at {passage.end}; the document has {document.length} characters",
                record=claim.id,
                pointer="/passage/end",
                hint="`pharmakon new claim --document FILE --find TEXT` computes the offsets",
                related=(claim.source,),
            )


@rule("PK202")
def source_without_document(dataset: Dataset) -> Iterator[Finding]:
    """A claim's source has no document into which a passage could point.

    Why: offsets mean nothing without the exact file that they count in.

    Bad:
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "drug/k", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}
        {"id": "evidence_source/d", "type": "EvidenceSource", "label": "d", "kind": "web_article"}
        {"id": "drug/k", "type": "Drug", "label": "ketamine", "kind": "substance"}

    Good:
        {"id": "evidence_source/d", "type": "EvidenceSource", "label": "d", "kind": "web_article"}
    """
    for claim in dataset.of_type(Claim):
        if claim.source in dataset and _document(dataset, claim) is None:
            yield Finding(
                f"{claim.source} has no document",
                record=claim.id,
                pointer="/source",
                hint="add `document` with file, sha256, length and encoding to the source",
                related=(claim.source,),
            )


@rule("PK203")
def passage_mismatch(dataset: Dataset, documents: Documents) -> Iterator[Finding]:
    """A passage does not match the document.

    Why: the claim can no longer be traced to the words on which it rests.

    Documents:
        {"d.txt": "foo bar"}

    Given:
        {"id": "evidence_source/d", "type": "EvidenceSource", "label": "d", "kind": "web_article", "document": {"file": "d.txt", "sha256": "fbc1a9f858ea9e177916964bd88c3d37b91a1e84412765e29950777f265c4b75", "length": 7, "encoding": "utf-8"}}
        the drug

    Bad:
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 4, "end": 7, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "drug/k", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}

    Good:
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "drug/k", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}
    """
    for claim, text in _texts(dataset, documents):
        start, end = claim.passage.start, claim.passage.end
        if start < end <= len(text):
            digest = _digest(text[start:end])
            if digest != claim.passage.sha256:
                yield Finding(
                    f"characters {start}..{end} of the document have sha256 {digest[:8]}…",
                    record=claim.id,
                    pointer="/passage/sha256",
                    hint="`pharmakon validate --documents DIR --fix-passages` if the text moved",
                    related=(claim.source,),
                )


@rule("PK204")
def document_mismatch(dataset: Dataset, documents: Documents) -> Iterator[Finding]:
    """A document at hand is not the one that the source describes.

    Why: offsets count in one exact file; in any other they point at other words.

    Documents:
        {"d.txt": "foo"}

    Bad:
        {"id": "evidence_source/d", "type": "EvidenceSource", "label": "d", "kind": "web_article", "document": {"file": "d.txt", "sha256": "fbc1a9f858ea9e177916964bd88c3d37b91a1e84412765e29950777f265c4b75", "length": 7, "encoding": "utf-8"}}

    Good:
        {"id": "evidence_source/d", "type": "EvidenceSource", "label": "d", "kind": "web_article", "document": {"file": "d.txt", "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", "length": 3, "encoding": "utf-8"}}
    """
    for source in dataset.of_type(EvidenceSource):
        document = source.document
        if document is None or document.file not in documents:
            continue
        data = documents[document.file]
        digest = hashlib.sha256(data).hexdigest()
        if digest != document.sha256:
            why, hint = _difference(data, document)
            yield Finding(
                f"{document.file} has sha256 {digest[:8]}…{why}",
                record=source.id,
                pointer="/document/sha256",
                hint=hint,
            )
            continue
        text = decoded(data)
        if text is None:
            yield Finding(
                f"{document.file} is not UTF-8",
                record=source.id,
                pointer="/document/encoding",
                hint="save the document as UTF-8 before passages are taken from it",
            )
        elif len(text) != document.length:
            yield Finding(
                f"{document.file} has {len(text)} characters, not {document.length}",
                record=source.id,
                pointer="/document/length",
                hint="count code points of the decoded text, not bytes",
            )


@rule("PK205")
def document_missing(dataset: Dataset, documents: Documents) -> Iterator[Finding]:
    """A source's document is not in the folder that was given.

    Why: its passages could not be checked.

    Documents:
        {"other.txt": "foo"}

    Bad:
        {"id": "evidence_source/d", "type": "EvidenceSource", "label": "d", "kind": "web_article", "document": {"file": "d.txt", "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", "length": 3, "encoding": "utf-8"}}

    Good:
        {"id": "evidence_source/d", "type": "EvidenceSource", "label": "d", "kind": "web_article"}
    """
    for source in dataset.of_type(EvidenceSource):
        if source.document is not None and source.document.file not in documents:
            yield Finding(
                f"{source.document.file} is not among the documents",
                record=source.id,
                pointer="/document/file",
                hint="put the file into the folder that --documents names",
            )


@rule("PK206", "warning")
def passage_inside_word(dataset: Dataset, documents: Documents) -> Iterator[Finding]:
    """A passage begins or ends within a word, or runs over the end of a paragraph.

    Why: a passage is what a person would mark: whole words, of one paragraph.

    Documents:
        {"d.txt": "foo bar"}

    Given:
        {"id": "evidence_source/d", "type": "EvidenceSource", "label": "d", "kind": "web_article", "document": {"file": "d.txt", "sha256": "fbc1a9f858ea9e177916964bd88c3d37b91a1e84412765e29950777f265c4b75", "length": 7, "encoding": "utf-8"}}
        the drug

    Bad:
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 2, "sha256": "9c3aee7110b787f0fb5f81633a36392bd277ea945d44c874a9a23601aefe20cf"}, "statement": "x", "about": [{"record": "drug/k", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}

    Good:
        {"id": "claim/d-1", "type": "Claim", "label": "x", "source": "evidence_source/d", "passage": {"start": 0, "end": 3, "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}, "statement": "x", "about": [{"record": "drug/k", "stance": "supports"}], "certainty": "asserted", "role": "background", "grounding": "direct"}
    """
    for claim, text in matched(dataset, documents):
        start, end = claim.passage.start, claim.passage.end
        for name, inside in (
            ("start", text[max(start - 1, 0) : start + 1]),
            ("end", text[end - 1 : end + 1]),
        ):
            if len(inside) == 2 and inside.isalnum():  # noqa: PLR2004 - both sides of an edge
                yield Finding(
                    f"the passage's {name} falls within a word",
                    record=claim.id,
                    pointer=f"/passage/{name}",
                    hint="move it to the edge of the word",
                )
        if "\n" in text[start:end]:
            yield Finding(
                "the passage runs over the end of a paragraph",
                record=claim.id,
                pointer="/passage",
                hint="mark the part that states the claim",
            )


@rule("PK207")
def borrowed_words(dataset: Dataset, documents: Documents) -> Iterator[Finding]:
    """A text of a record shares eight or more words in a row with a document.

    Why: the documents are not ours to redistribute; statements are in our own words.

    Documents:
        {"d.txt": "one two three four five six seven eight nine"}

    Bad:
        {"id": "drug/k", "type": "Drug", "label": "One, two: three four five six seven eight!", "kind": "substance"}

    Good:
        {"id": "drug/k", "type": "Drug", "label": "one two three four, then eight", "kind": "substance"}
    """
    runs = {run: name for name in sorted(documents) for run in _runs(words(decoded(documents[name]) or ""))}
    for record in dataset:
        for pointer, text in _strings(record, ""):
            shared = next((runs[run] for run in _runs(words(text)) if run in runs), None)
            if shared is not None:
                yield Finding(
                    f"{_BORROWED} or more words in a row stand in {shared}, too",
                    record=record.id,
                    pointer=pointer,
                    hint="say it in other words",
                )


def words(text: str) -> list[str]:
    """The words of a text: runs of letters and digits, case folded, apostrophes and hyphens dropped.

    Example:
        >>> words("Ketamine's well-known N-methyl")
        ['ketamines', 'wellknown', 'nmethyl']
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _WORD.findall(re.sub("['\u2019\u2010\u2011-]", "", folded))


def _runs(stream: list[str]) -> Iterator[tuple[str, ...]]:
    for at in range(len(stream) - _BORROWED + 1):
        yield tuple(stream[at : at + _BORROWED])


def _strings(node: Node, pointer: str) -> Iterator[tuple[str, str]]:
    """Every text of a record with its place."""
    for name in type(node).model_fields:
        value = getattr(node, name)
        many = isinstance(value, tuple)
        for at, each in enumerate(value if many else (value,)):
            place = f"{pointer}/{name}/{at}" if many else f"{pointer}/{name}"
            if isinstance(each, Node):
                yield from _strings(each, place)
            elif isinstance(each, str):
                yield place, each


def _document(dataset: Dataset, claim: Claim) -> Document | None:
    source = dataset.get(claim.source)
    return source.document if isinstance(source, EvidenceSource) else None


def matched(dataset: Dataset, documents: Documents) -> Iterator[tuple[Claim, str]]:
    """The claims whose passage matches its document, with the text of the document."""
    for claim, text in _texts(dataset, documents):
        start, end = claim.passage.start, claim.passage.end
        if start < end <= len(text) and _digest(text[start:end]) == claim.passage.sha256:
            yield claim, text


def _texts(dataset: Dataset, documents: Documents) -> Iterator[tuple[Claim, str]]:
    """The claims whose document is at hand and is the right one, with its text."""
    for claim in dataset.of_type(Claim):
        _, text = cited_text(dataset, claim, documents)
        if text is not None:
            yield claim, text


def cited_text(dataset: Dataset, claim: Claim, documents: Documents) -> tuple[str, str | None]:
    """The name and the text of a claim's document; no text if it is not the one that is described."""
    document = _document(dataset, claim)
    data = documents.get(document.file) if document is not None else None
    if document is None or data is None or _sha256(data) != document.sha256:
        return "", None
    return document.file, decoded(data)


@lru_cache(maxsize=64)
def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@lru_cache(maxsize=64)
def decoded(data: bytes) -> str | None:
    """The text of a document; None if it is no UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _difference(data: bytes, document: Document) -> tuple[str, str]:
    """What to say of a document that is another one, and what to do: often only an editor has saved it anew."""
    bare = data.removeprefix(_BOM)
    lines = bare.replace(b"\r\n", b"\n")
    for ends, variant in (("LF", lines), ("CRLF", lines.replace(b"\n", b"\r\n"))):
        for mark in (b"", _BOM):
            if hashlib.sha256(mark + variant).hexdigest() == document.sha256:
                other = "a byte order mark" if mark else "no byte order mark"
                parts = [("line ends", f"{ends} line ends", "by one for each line before it")]
                parts += [("byte order mark", other, "by one")]
                which = parts[variant == bare : 1 + (data != mark + bare)]
                names, wanted, off = (" and ".join(each) for each in zip(*which, strict=True))
                why = f"; it differs by its {names} only, so that each offset is off {off}"
                return why, f"save it with {wanted}, and every offset fits again"
    return "", "get the exact file, or curate the new one as a source of its own"
