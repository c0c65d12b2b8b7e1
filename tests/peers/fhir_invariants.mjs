// Judges FHIR resources by the constraints of HL7's StructureDefinitions, with the FHIRPath engine of the National
// Library of Medicine; see fhir_verdicts.mjs for what goes in and out.
import { types, walk } from "./fhir_structure.mjs";
import { judgeLines, version } from "./fhir_verdicts.mjs";
import { installed } from "./installed.mjs";

const require = installed("fhirpath");
const fhirpath = require("fhirpath");

/** Returns R4's model of types with what R4B says, since the engine comes with no model of R4B. */
const modelOfR4B = () => {
  const model = { ...require("fhirpath/fhir-context/r4") };
  for (const part of ["choiceTypePaths", "pathsDefinedElsewhere", "type2Parent", "path2Type", "path2Repeating"]) {
    model[part] = { ...model[part] };
  }
  for (const definition of types.values()) {
    model.type2Parent[definition.type] = definition.baseDefinition?.split("/").at(-1) ?? "Base";
    for (const { path, type, max, contentReference } of definition.snapshot.element) {
      const stem = path.replace("[x]", "");
      if (contentReference) model.pathsDefinedElsewhere[path] = contentReference.slice(1);
      if (max !== "0" && max !== "1") model.path2Repeating[stem] = true;
      if (stem !== path) model.choiceTypePaths[stem] = type.map(({ code }) => code[0].toUpperCase() + code.slice(1));
      for (const { code } of path.includes(".") ? (type ?? []) : []) {
        const spelling = stem === path ? path : stem + code[0].toUpperCase() + code.slice(1);
        model.path2Type[spelling] = code.replace("http://hl7.org/fhirpath/", "");
      }
    }
  }
  model.path2TypeWithoutElements = Object.fromEntries(
    Object.entries(model.path2Type).filter(([, type]) => type !== "Element" && type !== "BackboneElement"),
  );
  model.availableTypes = new Set([...Object.keys(model.type2Parent), ...Object.values(model.type2Parent)]);
  return model;
};

const model = version === "r5" ? require("fhirpath/fhir-context/r5") : modelOfR4B();
const compiled = new Map();
/** Some constraints trace, by default to stdout, where the verdicts go. */
const traceFn = () => {};
/** A reference resolves to as much as it says itself: the type and id of its target. */
const resolve = (references) =>
  references.map(({ reference }) => {
    const [resourceType, id] = reference?.split("/").slice(-2) ?? [];
    return { resourceType, id };
  });
const options = { traceFn, userInvocationTable: { resolve: { fn: resolve, arity: { 0: [] } } } };

/** Returns what a constraint's expression gives for an element. */
const evaluate = (expression, { node, base, resource, root }) => {
  const key = `${base} ${expression}`;
  if (!compiled.has(key)) compiled.set(key, fhirpath.compile({ base, expression }, model, options));
  // HL7's validator asks for xml:lang in a narrative, and this engine documents that it refuses any prefix there.
  const asked = expression.includes("htmlChecks") ? node.replaceAll(/ xml:lang="[^"]*"/g, "") : node;
  return compiled.get(key)(asked, { resource, rootResource: root, context: node });
};

/** Returns the verdict on one constraint of an element: nothing, what is broken, or that the engine cannot tell. */
const verdict = ({ key, human, severity, expression }, place) => {
  const undecided = (reason) => [{ severity: "undecided", message: `${place.place}: ${key}: ${reason}` }];
  // R4B's dom-3 asks a whole collection for its type, which only a single item has; R5 says ofType.
  const mended = key === "dom-3" ? expression.replaceAll(/\bas\(/g, "ofType(") : expression;
  try {
    const result = evaluate(mended, place);
    if (result.length === 0) return undecided("the constraint gives neither true nor false");
    return result[0] === true ? [] : [{ severity, message: `${place.place}: ${key}: ${human}` }];
  } catch (error) {
    return undecided(error.message.replaceAll(/\{.*\}/g, "{…}"));
  }
};

/** Returns the constraints of an element that can be asked of its value. */
const constraints = ({ element, node }) =>
  // That an element has a value or children, a value in JSON shows by being there.
  (element.constraint ?? []).filter(({ key, expression }) => expression && (key !== "ele-1" || typeof node === "object"));

await judgeLines((resource) =>
  [...walk(resource)].flatMap((place) => constraints(place).flatMap((constraint) => verdict(constraint, place))),
);
