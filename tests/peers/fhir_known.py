"""What FHIR referees say that is not ours to mend, each with the reason.

A row is a regular expression that the message fits. Every row must be needed, or a test fails.
"""

from __future__ import annotations

NO_TERMINOLOGY_SERVER = "HL7's packages do not list these codes, and no terminology server is asked"
OUR_OWN_CODES = "an extensible binding lets codes of others stand where HL7 has none for the matter"

UNCOMMENTED = "HL7's maps lack a comment where a constraint of HL7's asks for one"

FALSE_COMPLAINTS = {
    "r5": {
        "HL7 validator": {
            r"Type_Specific_Checks_DT_XHTML_Resolve": "the narrative links to a page of the specification",
            r"does not meet decimal regex": "2.3e-05: R5's pattern allows no exponent that begins with 0",
            r"Extension_EXT_Unknown_NotHere: The extension http://example\.org/": "made up for the example",
            r"CONCEPTMAP_GROUP_(?:SOURCE|TARGET)_CODE_INVALID": "HL7 maps codes that its own systems lack",
            r"https://www\.iana\.org/time-zones|IANA Timezones": NO_TERMINOLOGY_SERVER,
        },
    },
    "r4b": {
        "HL7 validator": {
            r"Type_Specific_Checks_DT_XHTML_Resolve": "the narrative links to a page of the specification",
            r"Extension_EXT_Unknown_NotHere: The extension http://example\.org/": "made up for the example",
            r"Inappropriate CodeSystem URL .*(?:ema|example)\.europa\.eu": "codes that are made up",
            r"CONCEPTMAP_GROUP_(?:SOURCE|TARGET)_CODE_INVALID": "HL7 maps codes that its own systems lack",
            r"Validation_VAL_Profile_Minimum: .*/shareablecodesystem\|": "it lacks what its own profile asks",
            r"ConceptMap#cmd-1: ": UNCOMMENTED,
            r"the validator fails: .*NullPointerException": "a defect where no terminology server is asked",
        },
        "JSON Schema": {
            r"^CodeSystem/concept/\d+/definition: must match": "R4B's pattern leaves out no-break spaces",
        },
        "Medplum": {
            r"Constraint cmd-1 not met": UNCOMMENTED,
            r"base64Binary exceeds": "a limit of Medplum's own",
        },
        "FHIRPath": {
            r": cmd-1: ": UNCOMMENTED,
        },
    },
}
"""Errors that referees find in HL7's official examples, by version and referee."""

OUR_VOCABULARY = r"https://w3id\.org/pharmakon/fhir/CodeSystem/vocabulary"

_EVERYWHERE = {
    "HL7 validator": {
        rf"Terminology_TX_NoValid_.*{OUR_VOCABULARY}#": OUR_OWN_CODES,
        r"Terminology_TX_Code_ValueSet_Ext: No code provided": "such a binding lets text stand alone",
        r"CodeSystem is unknown and can't be validated: (?!https://w3id\.org/)": NO_TERMINOLOGY_SERVER,
        r"CONCEPTMAP_GROUP_TARGET_(?:UNKNOWN|INCOMPLETE)": NO_TERMINOLOGY_SERVER,
    },
    "bindings": {
        rf": (?:{OUR_VOCABULARY}\|[\w.]+(?:, )?)+ by the ext": OUR_OWN_CODES,
        r"HL7's files do not list": NO_TERMINOLOGY_SERVER,
    },
}

ACCEPTED: dict[str, dict[str, dict[str, str]]] = {
    "r5": _EVERYWHERE,
    "r4b": {
        **_EVERYWHERE,
        "HL7 validator": {
            **_EVERYWHERE["HL7 validator"],
            r"ValueSet 'http://hl7\.org/fhir/ValueSet/product-(?:classification|characteristic)-codes'": (
                "example bindings of R4B to sets that HL7 does not publish"
            ),
        },
        "FHIRPath": {
            r"ref-1: the constraint gives neither true nor false": (
                "R4B's ref-1 is silent on a reference without an address; R5 has mended it"
            ),
        },
    },
}
"""Warnings, and what a referee cannot tell, about our export, by version and referee."""
