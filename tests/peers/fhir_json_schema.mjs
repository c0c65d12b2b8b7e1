// Judges FHIR resources by HL7's JSON Schema, with ajv; see fhir_verdicts.mjs for what goes in and out.
import { definition, judgeLines } from "./fhir_verdicts.mjs";
import { installed } from "./installed.mjs";

const require = installed("ajv");
const Ajv = require("ajv").default;

// R5's pattern of decimals, 25 times in the file, has a brace too many, so that no engine can compile it.
const mended = (key, value) => (key === "pattern" ? value.replace("{1,9}})?$", "{1,9})?$") : value);

const schema = JSON.parse(JSON.stringify(definition("openapi/fhir.schema.json")), mended);
const identifier = schema.id;
delete schema.id; // as draft 4 had it; the schema says draft 6
const ajv = new Ajv({ allErrors: true, strict: false });
ajv.addMetaSchema(require("ajv/dist/refs/json-schema-draft-06.json"));
ajv.addSchema(schema, identifier);

await judgeLines((resource) => {
  const type = resource.resourceType;
  // By its own definition, since a complaint about one of all types says nothing.
  const validate = Object.hasOwn(schema.definitions, type) && ajv.getSchema(`${identifier}#/definitions/${type}`);
  if (!validate) return [{ severity: "error", message: `no resource type ${type}` }];
  validate(resource);
  return (validate.errors ?? []).map(({ instancePath, message, params }) => ({
    severity: "error",
    message: `${type}${instancePath}: ${message} ${JSON.stringify(params)}`,
  }));
});
