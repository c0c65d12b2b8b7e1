// Reads a file of JSON-LD and prints its N-Quads, with every loss an error and no network.
//
//   node tests/peers/jsonld_nquads.mjs FILE [BASE]
//
// BASE is the address at which the file stands, for addresses that are relative to it.
// Exit code 1, with the reason on stderr, when the file is not JSON, would lose a term, or asks for another document.
import { readFileSync } from "node:fs";
import { installed } from "./installed.mjs";

const jsonld = installed("jsonld")("jsonld");

const documentLoader = (url) => {
  throw new Error(`refused to load ${url}`);
};

/** Returns every message of an error and of what caused it. */
const reasons = (error) => {
  const events = error.details?.event ? [JSON.stringify(error.details.event)] : [];
  const cause = error.cause ?? error.details?.cause;
  return [`${error.name}: ${error.message}`, ...events, ...(cause instanceof Error ? reasons(cause) : [])];
};

try {
  const document = JSON.parse(readFileSync(process.argv[2], "utf8"));
  const format = "application/n-quads";
  process.stdout.write(await jsonld.toRDF(document, { safe: true, format, documentLoader, base: process.argv[3] }));
} catch (error) {
  process.stderr.write(`${reasons(error).join("\n")}\n`);
  process.exitCode = 1;
}
