// Judges JSON Lines on stdin by a JSON Schema 2020-12; prints one line of JSON for each instance.
//
//   node tests/peers/ajv_validate.mjs SCHEMA [OTHER…] < INSTANCES
//
// SCHEMA judges; OTHER schemas are known to it by their $id. A line printed is
// {index, valid, errors: [{instancePath, schemaPath, keyword, message}]}. Exit code 0 when all instances could be
// judged, valid or not; 1, with the reason on stderr, when a schema is itself at fault: an unknown keyword, format or
// reference, or a breach of the meta-schema.
import { readFileSync } from "node:fs";
import { installed } from "./installed.mjs";

const require = installed("ajv");
const Ajv2020 = require("ajv/dist/2020").default;
const addFormats = require("ajv-formats").default;

/** Yields the keywords of our own, which begin with x-, wherever they stand. */
function* annotations(value) {
  if (value === null || typeof value !== "object") return;
  for (const [key, inner] of Object.entries(value)) {
    if (!Array.isArray(value) && key.startsWith("x-")) yield key;
    yield* annotations(inner);
  }
}

/** Returns of an error, of ajv's or of JSON's, what is printed. */
const brief = ({ instancePath = "", schemaPath = "", keyword = "json", message }) => ({
  instancePath,
  schemaPath,
  keyword,
  message,
});

/** Returns the verdict on one line. */
const verdict = (validate, line, index) => {
  let instance;
  try {
    instance = JSON.parse(line);
  } catch (error) {
    return { index, valid: false, errors: [brief(error)] };
  }
  const valid = validate(instance);
  return { index, valid, errors: (validate.errors ?? []).map(brief) };
};

try {
  const [schema, ...others] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")));
  // A branch of if/then may speak of types and properties that are declared outside it: these two are not for us.
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
  addFormats(ajv);
  ajv.addVocabulary([...new Set([schema, ...others].flatMap((each) => [...annotations(each)]))]);
  ajv.addSchema(others);
  const validate = ajv.compile(schema);
  const lines = readFileSync(0, "utf8").split("\n").filter((line) => line !== "");
  const verdicts = lines.map((line, index) => JSON.stringify(verdict(validate, line, index)));
  process.stdout.write(verdicts.map((each) => `${each}\n`).join(""));
} catch (error) {
  process.stderr.write(`${error.name}: ${error.message}\n`);
  process.exitCode = 1;
}
