"""Nanopublications: each claim as an assertion with its provenance, named by a hash of both.

The assertion says what is claimed: the statement and the stance on each record, never the records
as facts. The provenance says where it stands (a Web Annotation of the document by position and
hash, never its text), how certain and in which role. The publication info says in which dataset
and version, under which license, and which nanopublications it supersedes. Nothing is signed.

Only claims are told, with the document of their source. All other records are named by their IRIs
and are in `rdf/`, judgments of claims too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from pharmakon.artifacts import Artifact
from pharmakon.dataset import Dataset
from pharmakon.export import Format
from pharmakon.export.nanopubs.trusty import HOLE, Quad, artifact_code
from pharmakon.graph import TYPE, Literal, Naming, Statement, statements, turtle
from pharmakon.model import Claim, EvidenceSource, Metadata, Record
from pharmakon.terms import expand

FORMAT = Format("nanopubs", "a nanopublication for each claim", "application/trig", "trig", stream=False)
FILES = ("rdf/nanopubs.trig",)

PREFIXES = {"np": "http://www.nanopub.org/nschema#", "npx": "http://purl.org/nanopub/x/"}
"""The vocabularies of nanopublications, which no other format speaks."""

PLACE = "np/"
"""What follows the base in the IRI of a nanopublication, before its artifact code."""

GRAPHS = ("Head", "assertion", "provenance", "pubinfo")
"""The graphs of a nanopublication, in order."""

_METHOD = Literal("A passage was read, and what it says was recorded in other words.", "", "en")
_PARTS = {
    expand(name): graph
    for graph, names in {
        "provenance": (
            *("prov:hadPrimarySource", "pk:passage", "pk:certainty", "pk:role"),
            *("cito:cites", "pk:absolute", "pk:grounding"),
        ),
        "pubinfo": ("owl:deprecated", "dcterms:isReplacedBy"),
    }.items()
    for name in names
}
"""The graphs of those statements on a claim that are not what is claimed."""

_OF_DATASET = frozenset(
    map(expand, ("dcterms:title", "dcterms:issued", "schema:version", "pk:schemaVersion", "pk:disclaimer"))
)
"""What each nanopublication says of the dataset, so that it can travel alone."""

_DATES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
"""The datatype of a partial date, by its length."""


def export(dataset: Dataset) -> Iterator[Artifact]:
    """The file of a dataset."""
    yield Artifact(FILES[0], _chunks(dataset), FORMAT.media_type, len(dataset.of_type(Claim)))


def _chunks(dataset: Dataset) -> Iterator[bytes]:
    naming = Naming.of(dataset.metadata)
    names = turtle.prefixes(naming.base) | PREFIXES
    yield turtle.head(names).encode()
    spelled = _speller(names, naming.base + PLACE + HOLE)
    older = superseded(dataset, naming)
    for claim in dataset.of_type(Claim):
        told = sorted(set(quads(claim, dataset, naming, older.get(claim.id, ()))), key=_reading_order)
        yield _block(told, naming.base + PLACE + artifact_code(told), spelled).encode()


def superseded(dataset: Dataset, naming: Naming) -> dict[str, tuple[str, ...]]:
    """The nanopublications that each claim's own supersedes, by the claim's id.

    Args:
        dataset: The records.
        naming: How ids and texts become terms.

    Returns:
        IRIs, sorted. Claims that replace each other in a circle supersede nothing: a hash would have
        to hold itself.
    """
    after = {each.id: each.replaced_by for each in dataset.of_type(Claim) if each.replaced_by}
    waiting: dict[str, int] = {}
    for replaced_by in after.values():
        waiting[replaced_by] = waiting.get(replaced_by, 0) + 1
    ready = [name for name in after if name not in waiting]
    found: dict[str, tuple[str, ...]] = {}
    while ready:
        name = ready.pop()
        claim, newer = dataset.get(name), after.get(name)
        if newer is None or not isinstance(claim, Claim):
            continue
        code = artifact_code(quads(claim, dataset, naming, found.get(name, ())))
        found[newer] = tuple(sorted((*found.get(newer, ()), naming.base + PLACE + code)))
        waiting[newer] -= 1
        if not waiting[newer]:
            ready.append(newer)
    return {name: iris for name, iris in found.items() if not waiting[name]}


def quads(claim: Claim, dataset: Dataset, naming: Naming, older: tuple[str, ...] = ()) -> Iterator[Quad]:
    """The quads of a claim's nanopublication; its own IRIs have a hole for the artifact code.

    Args:
        claim: The claim.
        dataset: The dataset that holds the claim and its source.
        naming: How ids and texts become terms.
        older: The IRIs of the nanopublications that it supersedes.
    """
    this = naming.base + PLACE + HOLE
    iri = naming.base + claim.id
    head, assertion, provenance, pubinfo = (f"{this}#{name}" for name in GRAPHS)
    yield head, this, TYPE, PREFIXES["np"] + "Nanopublication"
    yield head, this, PREFIXES["np"] + "hasAssertion", assertion
    yield head, this, PREFIXES["np"] + "hasProvenance", provenance
    yield head, this, PREFIXES["np"] + "hasPublicationInfo", pubinfo
    passage = f"{iri}#passage"
    for each in statements(claim, naming):
        part = "provenance" if each.subject == passage else _PARTS.get(each.predicate, "assertion")
        yield f"{this}#{part}", each.subject, each.predicate, each.object
    document = _document(dataset.get(claim.source), naming)
    for each in (*_provenance(this, claim, naming, described=bool(document)), *document):
        yield provenance, each.subject, each.predicate, each.object
    for each in _pubinfo(this, iri, dataset.metadata, naming):
        yield pubinfo, each.subject, each.predicate, each.object
    for other in older:
        yield pubinfo, this, PREFIXES["npx"] + "supersedes", other


def _provenance(this: str, claim: Claim, naming: Naming, *, described: bool) -> Iterator[Statement]:
    """How the assertion came about, and the passage as a Web Annotation of its document, if described."""
    source = naming.base + claim.source
    passage = f"{naming.base}{claim.id}#passage"
    document = f"{source}#document" if described else source
    assertion, reading, annotation, target = (
        f"{this}#{name}" for name in ("assertion", "reading", "annotation", "target")
    )
    yield Statement(assertion, expand("prov:hadPrimarySource"), source)
    yield Statement(assertion, expand("prov:wasDerivedFrom"), passage)
    yield Statement(assertion, expand("prov:wasGeneratedBy"), reading)
    yield Statement(reading, TYPE, expand("prov:Activity"))
    yield Statement(reading, expand("rdfs:label"), _METHOD)
    yield Statement(reading, expand("prov:used"), document)
    yield Statement(annotation, TYPE, expand("oa:Annotation"))
    yield Statement(annotation, expand("oa:motivatedBy"), expand("oa:describing"))
    yield Statement(annotation, expand("oa:hasBody"), naming.base + claim.id)
    yield Statement(annotation, expand("oa:hasTarget"), target)
    yield Statement(target, TYPE, expand("oa:SpecificResource"))
    yield Statement(target, expand("oa:hasSource"), document)
    yield Statement(target, expand("oa:hasSelector"), passage)
    yield Statement(passage, TYPE, expand("oa:TextPositionSelector"))


@lru_cache(maxsize=256)
def _document(source: Record | None, naming: Naming) -> tuple[Statement, ...]:
    """The file into which passages of a source point, with its hash; nothing if the source has none."""
    if not isinstance(source, EvidenceSource) or source.document is None:
        return ()
    document = f"{naming.base}{source.id}#document"
    found = [each for each in statements(source, naming) if each.subject == document]
    return (*found, Statement(document, expand("dcterms:format"), Literal("text/plain")))


def _pubinfo(this: str, claim: str, metadata: Metadata | None, naming: Naming) -> Iterator[Statement]:
    """What the nanopublication belongs to, from when it is, and what may be done with it."""
    yield Statement(this, PREFIXES["npx"] + "introduces", claim)
    if metadata is None:
        return
    date = Literal(metadata.released, expand(_DATES[len(metadata.released)]))
    yield Statement(this, expand("dcterms:created"), date)
    yield Statement(this, expand("dcterms:isPartOf"), naming.base + metadata.id)
    yield Statement(this, expand("dcterms:license"), metadata.license)
    for name in metadata.creators:
        yield Statement(this, expand("dc:creator"), Literal(name))
    yield from _dataset_of(metadata, naming)


@lru_cache(maxsize=4)
def _dataset_of(metadata: Metadata, naming: Naming) -> tuple[Statement, ...]:
    return tuple(each for each in statements(metadata, naming) if each.predicate in _OF_DATASET)


def _reading_order(quad: Quad) -> tuple[str, str, bool, str]:
    graph, subject, predicate, _ = quad
    return graph, subject, predicate != TYPE, predicate


def _speller(names: dict[str, str], this: str) -> Callable[[str | Literal], str]:
    """How terms are written; a nanopublication's own by two prefixes that each one declares anew."""

    @lru_cache(maxsize=4096)
    def spelled(value: str | Literal) -> str:
        if isinstance(value, Literal):
            return turtle.term(value, names)
        if value.startswith(this):
            local = value.removeprefix(this)
            return f"sub:{local[1:]}" if local else "this:"
        return "a" if value == TYPE else turtle.short(value, names)

    return spelled


def _block(told: list[Quad], iri: str, spelled: Callable[[str | Literal], str]) -> str:
    """One nanopublication: its prefixes, then its graphs, a line for each subject and predicate."""
    lines = [f"\n@prefix this: <{iri}> .\n@prefix sub: <{iri}#> .\n"]
    for graph, of_graph in groupby(told, key=itemgetter(0)):
        lines.append(f"{spelled(graph)} {{\n")
        for subject, of_subject in groupby(of_graph, key=itemgetter(1)):
            parts = [
                f"{spelled(predicate)} {', '.join(sorted([spelled(quad[3]) for quad in same]))}"
                for predicate, same in groupby(of_subject, key=itemgetter(2))
            ]
            lines.append(f"  {spelled(subject)} " + " ;\n    ".join(parts) + " .\n")
        lines.append("}\n")
    return "".join(lines)
