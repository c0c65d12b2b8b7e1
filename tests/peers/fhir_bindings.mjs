// Judges the codes of FHIR resources by HL7's ValueSets and CodeSystems; see fhir_verdicts.mjs for what goes in and out.
//
// A code must be in the ValueSet that its element is bound to, when the binding is required, and in its own CodeSystem,
// when HL7 publishes the whole of that; extensible bindings give warnings.
import { walk } from "./fhir_structure.mjs";
import { definitionsOf, judgeLines } from "./fhir_verdicts.mjs";

const byUrl = (type) => new Map(definitionsOf(type).map((each) => [each.url, each]));
const systems = byUrl("CodeSystem");
const sets = byUrl("ValueSet");

/** Yields the codes of a CodeSystem, those below others included. */
function* codes(concepts = []) {
  for (const { code, concept } of concepts) {
    yield code;
    yield* codes(concept);
  }
}

/** Returns all codes of a CodeSystem; nothing when HL7 does not publish them here. */
const whole = (url) => {
  const system = systems.get(url);
  return system?.content === "complete" && system.concept ? new Set(codes(system.concept)) : undefined;
};

/** Returns what a part of a ValueSet has, as `system|code`; nothing when that cannot be told from HL7's files. */
const part = ({ system, concept, filter, valueSet }) => {
  if (filter) return undefined;
  const listed = concept ? concept.map(({ code }) => code) : system && whole(system);
  if (system && !listed) return undefined;
  const own = system && new Set([...listed].map((code) => `${system}|${code}`));
  const others = (valueSet ?? []).map((url) => members(url));
  if (others.includes(undefined)) return undefined;
  return [own, ...others].filter(Boolean).reduce((left, right) => new Set([...left].filter((each) => right.has(each))));
};

const known = new Map();

/** Returns what a ValueSet has, as `system|code`; nothing when that cannot be told from HL7's files. */
const members = (canonical) => {
  const url = canonical.split("|")[0];
  if (!known.has(url)) {
    const compose = sets.get(url)?.compose;
    const included = compose?.include.map(part) ?? [undefined];
    const excluded = compose?.exclude?.map(part) ?? [];
    const decided = ![...included, ...excluded].includes(undefined);
    const without = new Set(decided ? excluded.flatMap((each) => [...each]) : []);
    const all = decided ? included.flatMap((each) => [...each]).filter((each) => !without.has(each)) : undefined;
    known.set(url, all && new Set(all));
  }
  return known.get(url);
};

/** Returns the codings of a value, of which one must be in the ValueSet; a plain code has no system. */
const codings = (node) => {
  if (typeof node === "string") return [{ code: node }];
  if (Array.isArray(node.coding) || "text" in node) return node.coding ?? [];
  if ("concept" in node || "reference" in node) return node.concept ? codings(node.concept) : undefined;
  return "code" in node ? [node] : undefined;
};

/** Returns whether a ValueSet has a coding. */
const has = (set, { system, code }) =>
  system === undefined ? [...set].some((each) => each.endsWith(`|${code}`)) : set.has(`${system}|${code}`);

/** Returns the verdict on the binding of an element. */
const bound = ({ element, node, place }) => {
  const { strength, valueSet } = element.binding ?? {};
  const given = valueSet && ["required", "extensible"].includes(strength) ? codings(node) : undefined;
  if (!given || (given.length === 0 && strength === "extensible")) return [];
  const set = members(valueSet);
  const shown = given.map(({ system, code }) => `${system ?? ""}|${code}`).join(", ") || "no code";
  const message = `${place}: ${shown} by the ${strength} binding to ${valueSet}`;
  if (!set) return [{ severity: "undecided", message: `${place}: HL7's files do not list ${valueSet}` }];
  if (given.some((coding) => has(set, coding))) return [];
  return [{ severity: strength === "required" ? "error" : "warning", message }];
};

/** Returns the verdict on a coding in itself. */
const itself = ({ element, node, base, place }) => {
  if (base !== "Coding" || !element.path.startsWith("Coding") || typeof node !== "object") return [];
  const all = whole(node.system);
  if (!all || all.has(node.code)) return [];
  return [{ severity: "error", message: `${place}: ${node.system} has no code ${node.code}` }];
};

await judgeLines((resource) => [...walk(resource)].flatMap((place) => [...bound(place), ...itself(place)]));
