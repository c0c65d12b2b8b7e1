// Walks a FHIR resource in step with HL7's StructureDefinitions.
import { definitionsOf } from "./fhir_verdicts.mjs";

const SYSTEM = "http://hl7.org/fhirpath/System.";

/** Each type's StructureDefinition. */
export const types = new Map(
  definitionsOf("StructureDefinition")
    .filter((each) => each.derivation !== "constraint" && each.kind !== "logical")
    .map((each) => [each.type, each]),
);

/** Each type's elements, by path; a choice stands under each of its spellings, with its type. */
const elements = new Map();
for (const [type, { snapshot }] of types) {
  const ofType = new Map();
  for (const element of snapshot.element) {
    for (const { code } of element.type ?? [{}]) {
      const spelling = code && element.path.replace("[x]", code[0].toUpperCase() + code.slice(1));
      ofType.set(spelling ?? element.path, { element, type: code });
    }
  }
  elements.set(type, ofType);
}

/** Returns a value as a list, since JSON says how often an element may stand. */
const list = (value) => (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]);

/**
 * Yields each element of a resource as {element, node, base, place, root, resource}: its definition, its value, the
 * path of its definition, its place in words, and the resources around it; a type's own definition first.
 */
export function* walk(node, resource = node, root = node, place = resource.resourceType) {
  const type = node.resourceType;
  if (!types.has(type)) return;
  yield* inside(node, type, type, { resource, root, place });
}

/** Yields an object of a type, and what is in it. */
function* inside(node, type, base, around) {
  const ofType = elements.get(type);
  if (base === type) yield { element: ofType.get(type).element, node, base, ...around };
  for (const [key, value] of Object.entries(node)) {
    const found = ofType.get(`${base}.${key}`);
    if (key.startsWith("_") || !found) continue;
    for (const [index, inner] of list(value).entries()) {
      const place = `${around.place}.${key}${Array.isArray(value) ? `[${index}]` : ""}`;
      yield* one(inner, found, `${base}.${key}`, { ...around, place }, type);
    }
  }
}

/** Yields one value of an element, and what is in it. */
function* one(node, { element, type }, base, around, owner) {
  yield { element, node, base, ...around };
  if (node === null || typeof node !== "object") return;
  if (element.contentReference) {
    yield* inside(node, owner, element.contentReference.replace(/^[^#]*#/, ""), around);
  } else if (node.resourceType) {
    yield* walk(node, node, element.path.endsWith(".contained") ? around.root : node, around.place);
  } else if (["BackboneElement", "Element"].includes(type)) {
    yield* inside(node, owner, element.path, around);
  } else if (type && !type.startsWith(SYSTEM) && types.has(type)) {
    yield* inside(node, type, type, around);
  }
}
