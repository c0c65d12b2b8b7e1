// How the FHIR adapters beside this file read resources and print verdicts.
//
//   node tests/peers/fhir_NAME.mjs r5|r4b < RESOURCES
//
// RESOURCES are JSON Lines. One line is printed for each: a list of {severity, message}, where severity is error or
// warning. Exit code 0 when all could be judged; otherwise the reason is on stderr.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { installed } from "./installed.mjs";

/** The version of FHIR that is asked for. */
export const version = process.argv[2];

/** The folder of HL7's definitions of that version. */
export const definitions = path.dirname(installed("hl7").resolve(`hl7.fhir.${version}.core/package.json`));

/** Returns a file of HL7's definitions. */
export const definition = (name) => JSON.parse(readFileSync(path.join(definitions, name), "utf8"));

/** Returns HL7's definitions of one resource type, in the order of their file names. */
export const definitionsOf = (type) =>
  readdirSync(definitions)
    .filter((name) => name.startsWith(`${type}-`))
    .sort()
    .map(definition);

/** Prints for each line of stdin the issues that `judge` finds in its resource. */
export const judgeLines = async (judge) => {
  for (const line of readFileSync(0, "utf8").split("\n")) {
    if (line !== "") process.stdout.write(`${JSON.stringify(await judge(JSON.parse(line)))}\n`);
  }
};
