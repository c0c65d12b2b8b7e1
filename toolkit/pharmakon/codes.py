"""Code systems: what a CURIE's prefix stands for, how its codes are spelled, and who may use them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

License = Literal["open", "attribution", "restricted", "unstated"]
"""Whether codes may be shipped: freely, with an attribution, not at all, or not known."""


@dataclass(frozen=True, slots=True)
class System:
    """One code system.

    Args:
        prefix: The Bioregistry prefix, as in `mesh:D007649`.
        name: The name for people.
        pattern: What a code without its prefix looks like; matched whole.
        iri: The address that, followed by the code, is the IRI of the coded thing.
        fhir: The URI by which FHIR names the system; empty where HL7 has none.
        license: Whether its codes may be shipped.
        check: Whether a code's check digit is right; none where the system has none that we know.
    """

    prefix: str
    name: str
    pattern: str
    iri: str
    fhir: str = ""
    license: License = "open"
    check: Callable[[str], bool] | None = None


def cas_check(code: str) -> bool:
    """Whether the last digit of a CAS number fits the others: their sum, weighted by place, modulo 10.

    Example:
        >>> cas_check("6740-88-1"), cas_check("6740-88-2")
        (True, False)
    """
    *digits, check = (int(each) for each in code if each != "-")
    return sum(at * digit for at, digit in enumerate(reversed(digits), start=1)) % 10 == check


def verhoeff_check(code: str) -> bool:
    """Whether the digits of a code fit each other as those of a SNOMED CT identifier do.

    Source: Verhoeff 1969, the dihedral group of order 10; SNOMED CT Release File Specification, SCTID.

    Example:
        >>> verhoeff_check("373464007"), verhoeff_check("1156248006")
        (True, False)
    """
    state = 0
    for at, digit in enumerate(reversed(code)):
        turned = int(digit)
        for _ in range(at % 8):
            turned = _TURN[turned]
        state = _multiply(state, turned)
    return state == 0


_TURN = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
"""The permutation that Verhoeff's scheme applies once more at each further place."""


def _multiply(one: int, other: int) -> int:
    """The product of two elements of the dihedral group D5: 0..4 turn, 5..9 turn and flip."""
    turn = one % 5 + (other % 5 if one < 5 else -other % 5)  # noqa: PLR2004 - the order of the group
    return turn % 5 + (5 if (one < 5) != (other < 5) else 0)  # noqa: PLR2004


_OBO = "http://purl.obolibrary.org/obo/"
_IDENTIFIERS = "https://identifiers.org/"

SYSTEMS: tuple[System, ...] = (
    System("atc", "Anatomical Therapeutic Chemical classification", r"[A-Z](\d{2}([A-Z]([A-Z](\d{2})?)?)?)?",
           f"{_IDENTIFIERS}atc:", "http://www.whocc.no/atc", "attribution"),
    System("cas", "CAS Registry Number", r"\d{1,7}-\d{2}-\d", f"{_IDENTIFIERS}cas:", "", "unstated", cas_check),
    System("chebi", "Chemical Entities of Biological Interest", r"\d+", f"{_OBO}CHEBI_", "", "attribution"),
    System("chembl.compound", "ChEMBL compound", r"CHEMBL\d+", f"{_IDENTIFIERS}chembl.compound:", "", "attribution"),
    System("chembl.target", "ChEMBL target", r"CHEMBL\d+", f"{_IDENTIFIERS}chembl.target:", "", "attribution"),
    System("doid", "Human Disease Ontology", r"\d+", f"{_OBO}DOID_"),
    System("drugbank", "DrugBank accession number", r"DB\d{5}", f"{_IDENTIFIERS}drugbank:"),
    System("drugcentral", "DrugCentral", r"\d+", f"{_IDENTIFIERS}drugcentral:", "", "attribution"),
    System("eco", "Evidence and Conclusion Ontology", r"\d{7}", f"{_OBO}ECO_"),
    System("efo", "Experimental Factor Ontology", r"\d{7}", "http://www.ebi.ac.uk/efo/EFO_"),
    System("go", "Gene Ontology", r"\d{7}", f"{_OBO}GO_", "", "attribution"),
    System("hgnc", "HUGO Gene Nomenclature Committee", r"\d+", f"{_IDENTIFIERS}hgnc:", "http://www.genenames.org"),
    System("hp", "Human Phenotype Ontology", r"\d{7}", f"{_OBO}HP_", "http://human-phenotype-ontology.org", "attribution"),
    System("icd10cm", "ICD-10-CM", r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?", f"{_IDENTIFIERS}icd10cm:", "http://hl7.org/fhir/sid/icd-10-cm"),
    System("inchikey", "InChIKey", r"[A-Z]{14}-[A-Z]{10}-[A-Z]", f"{_IDENTIFIERS}inchikey:"),
    System("iuphar.ligand", "IUPHAR/BPS Guide to Pharmacology ligand", r"\d+", f"{_IDENTIFIERS}iuphar.ligand:", "", "attribution"),
    System("kegg.drug", "KEGG DRUG", r"D\d+", f"{_IDENTIFIERS}kegg.drug:", "", "unstated"),
    System("mesh", "Medical Subject Headings", r"[CDQ]\d{6,9}", f"{_IDENTIFIERS}mesh:", "https://www.nlm.nih.gov/mesh"),
    System("mondo", "Mondo Disease Ontology", r"\d{7}", f"{_OBO}MONDO_", "http://purl.obolibrary.org/obo/mondo.owl", "attribution"),
    System("ncit", "NCI Thesaurus", r"C\d+", f"{_OBO}NCIT_", "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"),
    System("pubchem.compound", "PubChem compound", r"\d+", f"{_IDENTIFIERS}pubchem.compound:"),
    System("rxnorm", "RxNorm", r"\d{1,8}", f"{_IDENTIFIERS}rxnorm:", "http://www.nlm.nih.gov/research/umls/rxnorm"),
    System("snomedct", "SNOMED CT, Global Patient Set", r"\d{6,18}", "http://snomed.info/id/", "http://snomed.info/sct", "attribution", verhoeff_check),
    System("unii", "Unique Ingredient Identifier", r"[A-Z0-9]{10}", f"{_IDENTIFIERS}unii:", "http://fdasis.nlm.nih.gov"),
    System("uniprot", "UniProt", r"[OPQ]\d[A-Z0-9]{3}\d|[A-NR-Z]\d([A-Z][A-Z0-9]{2}\d){1,2}", f"{_IDENTIFIERS}uniprot:", "https://www.uniprot.org", "attribution"),
)  # fmt: skip
"""All code systems, by prefix."""

BY_PREFIX = {system.prefix: system for system in SYSTEMS}
"""All code systems, to look one up."""


def expand(curie: str) -> str:
    """The IRI of a coded thing; a CURIE whose prefix is unknown is its own IRI, as in JSON-LD.

    Example:
        >>> expand("chebi:6121")
        'http://purl.obolibrary.org/obo/CHEBI_6121'
    """
    prefix, _, code = curie.partition(":")
    system = BY_PREFIX.get(prefix)
    return system.iri + code if system else curie


def fault(curie: str) -> str:
    """What is wrong with a CURIE, in words; empty if nothing is.

    Example:
        >>> fault("mesh:7649")
        "'7649' is not a code of Medical Subject Headings"
    """
    prefix, _, code = curie.partition(":")
    system = BY_PREFIX.get(prefix)
    if system is None:
        return f"no code system has the prefix {prefix!r}"
    if not re.fullmatch(system.pattern, code, re.ASCII):
        return f"{code!r} is not a code of {system.name}"
    if system.check is not None and not system.check(code):
        return f"{code!r} has a wrong check digit for {system.name}"
    return ""


_CREDIT = "asks for attribution; identifiers, and the names of some of them, are used here."

NOTICES = {
    "atc": "Maintained and copyrighted by the WHO Collaborating Centre for Drug Statistics Methodology,\n"
    "Oslo. Codes only.",
    "chebi": f"EMBL-EBI, CC BY 4.0; {_CREDIT}",
    "chembl.compound": f"EMBL-EBI, CC BY-SA 3.0; {_CREDIT}",
    "chembl.target": f"EMBL-EBI, CC BY-SA 3.0; {_CREDIT}",
    "go": f"Gene Ontology Consortium, CC BY 4.0; {_CREDIT}",
    "hgnc": "The HUGO Gene Nomenclature Committee asks to be referenced.",
    "hp": "This product uses the Human Phenotype Ontology, http://www.human-phenotype-ontology.org",
    "mondo": f"CC BY 4.0; {_CREDIT}",
    "rxnorm": "This product uses publicly available data courtesy of the U.S. National Library of Medicine\n"
    "(NLM), National Institutes of Health, Department of Health and Human Services; NLM is not\n"
    "responsible for the product and does not endorse or recommend this or any other product.",
    "snomedct": "Limited to concepts of the SNOMED International Global Patient Set (GPS), which is produced by\n"
    "SNOMED International under the terms of the Creative Commons Attribution 4.0 International\n"
    "Public License, https://creativecommons.org/licenses/by/4.0/\n"
    "SNOMED CT is (c) and (R) SNOMED International. The right to maintain the GPS remains vested\n"
    "exclusively in SNOMED International. The Licensee can redistribute the GPS, and can create\n"
    "derivatives or implementation-related products and services based on it. The Licensee cannot\n"
    "claim that SNOMED International or any of its Members endorses the Licensee's derivative\n"
    "because it uses content from the GPS. Neither SNOMED International nor any of the contributors\n"
    "accept any liability for the Licensee's use or redistribution of the GPS. SNOMED CT(R) was\n"
    "originally created by the College of American Pathologists.\n"
    "Without obtaining prior written permission from SNOMED International, you are expressly\n"
    "prohibited from using, distributing or reproducing the SNOMED International, SNOMED CT or\n"
    "SNOMED GPS logo, service mark or trademark.",
    "uniprot": f"UniProt Consortium, CC BY 4.0; {_CREDIT}",
}
"""What the owner of a code system asks to be said wherever its codes are used, by prefix."""
