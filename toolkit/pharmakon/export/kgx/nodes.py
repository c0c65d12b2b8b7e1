"""Nodes: drugs, concepts and publications with their Biolink category, code and cross references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from pharmakon.dataset import Dataset
from pharmakon.graph import Naming
from pharmakon.model import Concept, Drug, EvidenceSource, Record
from pharmakon.model.canonical import Json

PREFIXES = {
    "cas": "CAS",
    "chebi": "CHEBI",
    "chembl.compound": "CHEMBL.COMPOUND",
    "chembl.target": "CHEMBL.TARGET",
    "doid": "DOID",
    "drugbank": "DRUGBANK",
    "drugcentral": "DrugCentral",
    "efo": "EFO",
    "go": "GO",
    "hgnc": "HGNC",
    "hp": "HP",
    "inchikey": "INCHIKEY",
    "iuphar.ligand": "GTOPDB",
    "kegg.drug": "KEGG.DRUG",
    "mesh": "MESH",
    "mondo": "MONDO",
    "ncit": "NCIT",
    "pubchem.compound": "PUBCHEM.COMPOUND",
    "rxnorm": "RXCUI",
    "snomedct": "SNOMEDCT",
    "unii": "UNII",
    "uniprot": "UniProtKB",
}
"""How the Biolink Model spells the prefixes of code systems; those that it lacks are left out."""

_CHEMICAL = ("CHEBI", "UNII", "PUBCHEM.COMPOUND", "CHEMBL.COMPOUND", "DRUGBANK", "MESH", "CAS")
_PREFERRED: Mapping[str, tuple[str, ...]] = {
    "AnatomicalEntity": ("GO", "MESH", "NCIT"),
    "BiologicalProcess": ("GO",),
    "ChemicalEntity": _CHEMICAL,
    "Disease": ("MONDO", "DOID", "EFO", "MESH", "NCIT", "SNOMEDCT"),
    "Drug": ("RXCUI", "UNII"),
    "Gene": ("HGNC",),
    "PhenotypicFeature": ("HP", "EFO", "NCIT", "SNOMEDCT", "MESH"),
    "Protein": ("UniProtKB",),
    "SmallMolecule": _CHEMICAL,
}
"""Which codes may be the id of a node of a category, the best first; a part of the model's own lists."""

_CONCEPTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "condition": (
        *(("MONDO", "Disease"), ("DOID", "Disease"), ("HP", "PhenotypicFeature")),
        ("", "DiseaseOrPhenotypicFeature"),
    ),
    "effect": (
        *(("HP", "PhenotypicFeature"), ("MONDO", "Disease"), ("DOID", "Disease")),
        ("", "DiseaseOrPhenotypicFeature"),
    ),
    "target": (("UniProtKB", "Protein"), ("HGNC", "Gene"), ("", "NamedThing")),
    "process": (("GO", "BiologicalProcess"), ("", "NamedThing")),
    "substance": (("UniProtKB", "Protein"), ("INCHIKEY", "SmallMolecule"), ("", "ChemicalEntity")),
    "population": (("", "PopulationOfIndividualOrganisms"),),
    "structure": (("", "AnatomicalEntity"),),
    "procedure": (("", "Procedure"),),
}
"""The category of a concept by its kind: that of the first system in which it has an exact code."""

_DRUGS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "product": (("", "Drug"),),
    "substance": (("INCHIKEY", "SmallMolecule"), ("", "ChemicalEntity")),
    "salt": (("INCHIKEY", "SmallMolecule"), ("", "ChemicalEntity")),
    "drug_class": (("", "ChemicalEntity"),),
}
_SOURCES = {
    "web_article": ("WebPage", "fabio:WebPage"),
    "journal_article": ("Publication", "fabio:JournalArticle"),
    "trial": ("Publication", "dctypes:Text"),
    "label": ("DrugLabel", "dctypes:Text"),
    "regulatory_document": ("Publication", "dctypes:Text"),
}
"""The category and the type of a source; of other kinds, nobody can say that they were published."""

Node = dict[str, Json]


def own(record: str) -> str:
    """The CURIE of a record below the base.

    Example:
        >>> own("adverse_event/ketamine-nausea")
        'pharmakon.adverse_event:ketamine-nausea'
    """
    type_, _, slug = record.partition("/")
    return f"pharmakon.{type_}:{slug}"


def exact(record: Record) -> list[str]:
    """The codes that mean exactly this, as the Biolink Model spells them, sorted."""
    found = (each.code.partition(":") for each in record.codes if each.match == "exact")
    return sorted(f"{PREFIXES[prefix]}:{code}" for prefix, _, code in found if prefix in PREFIXES)


def category(record: Drug | Concept) -> str:
    """The category of a drug or a concept, without its prefix."""
    choices = _DRUGS[record.kind] if isinstance(record, Drug) else _CONCEPTS[record.kind]
    held = {curie.partition(":")[0] for curie in exact(record)}
    return next(name for prefix, name in choices if not prefix or prefix in held)


def is_publication(record: Record | None) -> bool:
    """Whether a record is a source that was published, and is not retired."""
    return isinstance(record, EvidenceSource) and record.kind in _SOURCES and not record.retired


def names(dataset: Dataset) -> dict[str, str]:
    """The id of the node of each record that has one: a code that no other record has, else its own CURIE."""
    wanted = {each.id: list(_wanted(each)) for each in dataset if _is_node(each)}
    count = Counter(curie for curies in wanted.values() for curie in curies)
    return {
        name: next((curie for curie in curies if count[curie] == 1), own(name))
        for name, curies in wanted.items()
    }


def _is_node(record: Record) -> bool:
    return not record.retired and (isinstance(record, (Drug, Concept)) or is_publication(record))


def _wanted(record: Record) -> Iterator[str]:
    """The codes that may be the id of a record's node, the best first."""
    if isinstance(record, EvidenceSource):
        yield from (each for each in _identifiers(record) if "/" not in each)
    if isinstance(record, (Drug, Concept)):
        codes = exact(record)
        for prefix in _PREFERRED.get(category(record), ()):
            yield from (each for each in codes if each.partition(":")[0] == prefix)


def _identifiers(source: EvidenceSource) -> Iterator[str]:
    if source.pmid:
        yield f"PMID:{source.pmid}"
    if source.pmcid:
        yield f"PMC:{source.pmcid.removeprefix('PMC')}"
    if source.nct:
        yield f"CLINICALTRIALS:{source.nct}"
    if source.doi:
        yield f"doi:{source.doi}"


def nodes(dataset: Dataset) -> Iterator[Node]:
    """A node for each drug, concept and publication, unordered."""
    base = Naming.of(dataset.metadata).base
    for name, curie in names(dataset).items():
        record = dataset[name]
        made: Node = {"id": curie, "name": record.label}
        if record.description:
            made["description"] = record.description
        references = exact(record)
        if isinstance(record, EvidenceSource):
            kind, type_ = _SOURCES[record.kind]
            made |= {"category": [f"biolink:{kind}"], "publication_type": [type_]}
            made |= {"full_name": record.title} if record.title else {}
            references = [*_identifiers(record), *((record.url,) if record.url else ())]
        elif isinstance(record, (Drug, Concept)):
            made["category"] = [f"biolink:{category(record)}"]
        if curie == own(name):
            made["iri"] = base + name
        else:
            references.append(base + name)
        if references:
            made["xref"] = list[Json](sorted(references))
        yield made
