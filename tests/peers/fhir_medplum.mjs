// Judges FHIR resources by HL7's StructureDefinitions, with Medplum; see fhir_verdicts.mjs for what goes in and out.
import { definitionsOf, judgeLines } from "./fhir_verdicts.mjs";
import { installed } from "./installed.mjs";

// Medplum's client, which nothing here uses, asks for it at import; Node has it from version 22 on.
globalThis.WebSocket ??= class {};

const { indexStructureDefinitionBundle, validateResource } = installed("medplum")("@medplum/core");

// Profiles of a type would replace the type.
indexStructureDefinitionBundle(definitionsOf("StructureDefinition").filter((each) => each.derivation !== "constraint"));

/** Returns one of Medplum's issues as a verdict. */
const brief = ({ severity, details, expression }) => ({
  severity: severity === "fatal" ? "error" : severity,
  message: `${(expression ?? []).join(", ")}: ${details?.text}`,
});

await judgeLines((resource) => {
  try {
    return validateResource(resource).map(brief);
  } catch (error) {
    return error.outcome?.issue.map(brief) ?? [{ severity: "error", message: String(error) }];
  }
});
