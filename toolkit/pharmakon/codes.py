"""Code systems: what a CURIE's prefix stands for, how its codes are spelled, and who may use them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

License = Literal["open", "attribution", "restricted", "unstated"]
"""Whether codes may be shipped: freely, with an attribution, not at all, or not known."""

CHEMICALS = frozenset({"salt", "substance"})
"""The kinds of drugs and concepts that codes of chemical structures name."""

MACROMOLECULES = frozenset({"substance", "target"})
"""The kinds that codes of proteins and genes name: a protein is a substance, and may be acted on."""

_DISEASES = frozenset({"condition"})
_FINDINGS = frozenset({"condition", "effect"})
_MEDICINES = frozenset({"drug_class", "product", "salt", "substance"})


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
        kinds: The kinds of drugs and concepts that its codes name; none where it names all sorts.
        classifies: Whether one code may stand for several things, and one thing have several codes.
        spelled: What a code begins with where it is written without its system's prefix, as in FHIR.
    """

    prefix: str
    name: str
    pattern: str
    iri: str
    fhir: str = ""
    license: License = "open"
    check: Callable[[str], bool] | None = None
    kinds: frozenset[str] | None = None
    classifies: bool = False
    spelled: str = ""

    def spells(self, code: str) -> bool:
        """Whether a code, without its prefix, looks like one of the system."""
        return re.fullmatch(self.pattern, code, re.ASCII) is not None


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


def unii_check(code: str) -> bool:
    """Whether the last character of a UNII fits the others: the sum of their values modulo 36.

    Source: the registration system of the FDA (GSRS), class `UNIIGenerator`; digits count 0 to 9,
        letters 10 to 35.

    Example:
        >>> unii_check("690G0D6V8H"), unii_check("690G0D6V8I")
        (True, False)
    """
    *values, check = (int(each, 36) for each in code)
    return sum(values) % 36 == check


_OBO = "http://purl.obolibrary.org/obo/"
_PURL = "http://purl.bioontology.org/ontology/"
_IDENTIFIERS = "https://identifiers.org/"

SYSTEMS: tuple[System, ...] = (
    System("atc", "Anatomical Therapeutic Chemical classification", r"[ABCDGHJLMNPRSV](\d{2}([A-Z]([A-Z](\d{2})?)?)?)?",
           f"{_IDENTIFIERS}atc:", "http://www.whocc.no/atc", "attribution", kinds=_MEDICINES, classifies=True),
    System("cas", "CAS Registry Number", r"[1-9]\d{1,6}-\d{2}-\d", f"{_IDENTIFIERS}cas:",
           "http://terminology.hl7.org/CodeSystem/CAS", "unstated", cas_check, CHEMICALS),
    System("chebi", "Chemical Entities of Biological Interest", r"[1-9]\d*", f"{_OBO}CHEBI_", "", "attribution",
           kinds=CHEMICALS | {"drug_class"}),
    System("chembl.compound", "ChEMBL compound", r"CHEMBL[1-9]\d*", f"{_IDENTIFIERS}chembl.compound:", "", "attribution", kinds=CHEMICALS),
    System("chembl.target", "ChEMBL target", r"CHEMBL[1-9]\d*", f"{_IDENTIFIERS}chembl.target:", "", "attribution", kinds=MACROMOLECULES),
    System("cpt", "Current Procedural Terminology", r"\d{4}[0-9A-Z]", f"{_PURL}CPT/", "http://www.ama-assn.org/go/cpt", "restricted"),
    System("doid", "Human Disease Ontology", r"[1-9]\d{0,6}|0\d{6}", f"{_OBO}DOID_", kinds=_DISEASES),
    System("drugbank", "DrugBank accession number", r"DB\d{5}", f"{_IDENTIFIERS}drugbank:", kinds=CHEMICALS),
    System("drugcentral", "DrugCentral", r"[1-9]\d*", f"{_IDENTIFIERS}drugcentral:", "", "attribution", kinds=CHEMICALS),
    System("eco", "Evidence and Conclusion Ontology", r"\d{7}", f"{_OBO}ECO_", kinds=frozenset()),
    System("efo", "Experimental Factor Ontology", r"\d{7}", "http://www.ebi.ac.uk/efo/EFO_",
           kinds=_FINDINGS | {"population", "procedure", "process", "structure"}),
    System("go", "Gene Ontology", r"\d{7}", f"{_OBO}GO_", "", "attribution", kinds=frozenset({"process", "structure", "target"})),
    System("hgnc", "HUGO Gene Nomenclature Committee", r"[1-9]\d{0,4}", f"{_IDENTIFIERS}hgnc:", "http://www.genenames.org", kinds=MACROMOLECULES, spelled="HGNC:"),
    System("hp", "Human Phenotype Ontology", r"\d{7}", f"{_OBO}HP_", "http://human-phenotype-ontology.org", "attribution", kinds=_FINDINGS,
           spelled="HP:"),
    System("icd10cm", "ICD-10-CM", r"[A-Z][0-9A][0-9AB](\.[0-9A-Z]{1,4})?", f"{_PURL}ICD10CM/", "http://hl7.org/fhir/sid/icd-10-cm",
           kinds=_FINDINGS, classifies=True),
    System("inchikey", "InChIKey", r"[A-Z]{14}-[A-Z]{8}[SN]A-[A-Z]", f"{_IDENTIFIERS}inchikey:", kinds=CHEMICALS),
    System("iuphar.ligand", "IUPHAR/BPS Guide to Pharmacology ligand", r"[1-9]\d*", f"{_IDENTIFIERS}iuphar.ligand:", "", "attribution", kinds=CHEMICALS),
    System("kegg.drug", "KEGG DRUG", r"D\d{5}", f"{_IDENTIFIERS}kegg.drug:", "", "unstated", kinds=CHEMICALS | {"product"}),
    System("meddra", "Medical Dictionary for Regulatory Activities", r"1\d{7}", f"{_IDENTIFIERS}meddra:", "https://www.meddra.org", "restricted"),
    System("mesh", "Medical Subject Headings", r"[CD]\d{6}(\d{3})?|Q\d{6}", f"{_IDENTIFIERS}mesh:", "https://www.nlm.nih.gov/mesh"),
    System("mondo", "Mondo Disease Ontology", r"\d{7}", f"{_OBO}MONDO_", "http://purl.obolibrary.org/obo/mondo.owl", "attribution", kinds=_DISEASES,
           spelled="MONDO:"),
    System("ncit", "NCI Thesaurus", r"C[1-9]\d*", f"{_OBO}NCIT_", "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl", "attribution"),
    System("nddf", "National Drug Data File", r"\d{6}", f"{_PURL}NDDF/", "http://terminology.hl7.org/CodeSystem/nddf", "restricted"),
    System("pubchem.compound", "PubChem compound", r"[1-9]\d*", f"{_IDENTIFIERS}pubchem.compound:", kinds=CHEMICALS),
    System("rxnorm", "RxNorm", r"[1-9]\d{0,6}", f"{_PURL}RXNORM/", "http://www.nlm.nih.gov/research/umls/rxnorm", kinds=CHEMICALS | {"product"}),
    System("snomedct", "SNOMED CT, Global Patient Set", r"[1-9]\d{2,14}00\d|[1-9]\d{7,14}10\d", "http://snomed.info/id/",
           "http://snomed.info/sct", "attribution", verhoeff_check),
    System("unii", "Unique Ingredient Identifier", r"[A-Z0-9]{10}", f"{_IDENTIFIERS}unii:", "http://fdasis.nlm.nih.gov", check=unii_check, kinds=CHEMICALS),
    System("uniprot", "UniProt", r"[OPQ]\d[A-Z0-9]{3}\d|[A-NR-Z]\d([A-Z][A-Z0-9]{2}\d){1,2}", f"{_IDENTIFIERS}uniprot:",
           "https://www.uniprot.org", "attribution", kinds=MACROMOLECULES),
)  # fmt: skip
"""All code systems, by prefix."""

BY_PREFIX = {system.prefix: system for system in SYSTEMS}
"""All code systems, to look one up."""


COUNTRIES = frozenset(
    (  # noqa: SIM905 - 249 strings would fill the screen
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS "
        "BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE "
        "EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM "
        "HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC "
        "LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA "
        "NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW "
        "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO "
        "TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
    ).split()
)
"""The codes of countries: ISO 3166-1 alpha-2, officially assigned. The United Kingdom is GB."""


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
    if not system.spells(code):
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
    "drugcentral": f"University of New Mexico, CC BY-SA 4.0; {_CREDIT}",
    "go": f"Gene Ontology Consortium, CC BY 4.0; {_CREDIT}",
    "hgnc": "The HUGO Gene Nomenclature Committee asks to be referenced.",
    "hp": "This product uses the Human Phenotype Ontology, http://www.human-phenotype-ontology.org",
    "iuphar.ligand": f"International Union of Basic and Clinical Pharmacology, CC BY-SA 4.0; {_CREDIT}",
    "mondo": f"CC BY 4.0; {_CREDIT}",
    "ncit": f"National Cancer Institute, CC BY 4.0; {_CREDIT}",
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
