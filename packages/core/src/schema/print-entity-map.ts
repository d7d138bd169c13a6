import { isAlwaysSet } from "./always-set.js";
import { type CustomAttributeConfiguration, customAttributesOf } from "./custom-attribute-types.js";
import type { Attribute, EntityType } from "./entity-type.js";
import { SchemaRegistry } from "./schema-registry.js";
import type { Schema } from "./wire.js";

/** How an entity type map is written. */
export interface PrintEntityMapOptions {
  /** Name of the interface. Defaults to `WorkspaceEntityMap`. */
  readonly name?: string | undefined;
  /** Where the types the map is made of are imported from. Defaults to `ftrack-kit`. */
  readonly importFrom?: string | undefined;
  /** The workspace's custom attributes, which type the keys of `custom_attributes`; without it any may be read. */
  readonly configurations?: readonly CustomAttributeConfiguration[] | undefined;
  /** Comment at the top of the file, without marks. */
  readonly header?: string | undefined;
}

const lineWidth = 110;
const helpers = ["DateTime", "EntityLink", "FileUrl", "FilterOnly", "KeyValue", "ToMany", "ToOne"];
const defaultHeader =
  "Written by ftrack-kit from the schemas of a server; changes are lost when it is written again.";

/**
 * Writes the entity type map of a server as a TypeScript module.
 *
 * The same schemas give the same text, whatever order the server sent them in. Attributes are nullable unless the
 * schema requires them or servers always set them, and read-only where the server computes them or keeps them.
 *
 * @example
 * const text = printEntityMap(session.schemas, { name: "StudioEntityMap" });
 */
export function printEntityMap(schemas: readonly Schema[], options: PrintEntityMapOptions = {}): string {
  const { name = "WorkspaceEntityMap", importFrom = "ftrack-kit", header = defaultHeader } = options;
  const printer = new MapPrinter(new SchemaRegistry(schemas), options.configurations);
  const body = printer.print(name);
  const used = helpers.filter((helper) => new RegExp(`\\b${helper}\\b`).test(body));
  const single = `import type { ${used.join(", ")} } from ${JSON.stringify(importFrom)};`;
  const wrapped = `import type {\n${used.map((helper) => `  ${helper},\n`).join("")}} from ${JSON.stringify(importFrom)};`;
  const imports = used.length === 0 ? "" : `${single.length <= lineWidth ? single : wrapped}\n\n`;
  return `// ${header}\n\n${imports}${body}`;
}

class MapPrinter {
  readonly #registry: SchemaRegistry;
  readonly #configurations: readonly CustomAttributeConfiguration[] | undefined;
  readonly #bodies = new Map<string, ReadonlyMap<string, string>>();

  constructor(registry: SchemaRegistry, configurations: readonly CustomAttributeConfiguration[] | undefined) {
    this.#registry = registry;
    this.#configurations = configurations;
  }

  print(name: string): string {
    const names = [...this.#registry.names].sort();
    const types = names.map((typeName) => this.#registry.get(typeName));
    const entries = types.map((type) => this.#printEntry(type)).join("");
    const attributes = types.map((type) => this.#printAttributes(type)).join("");
    return `/** The entity types of a workspace. */\nexport interface ${name} {\n${entries}}\n${attributes}`;
  }

  #printEntry(type: EntityType): string {
    const defaults = type.defaultProjections.length > 0 ? type.defaultProjections : type.primaryKey;
    const subtypes = [...this.#registry.subtypesOf(type.name)].sort();
    return [
      describeType(type),
      `  ${type.name}: {\n`,
      `    attributes: ${attributesName(type.name)};\n`,
      printUnion("key", type.primaryKey),
      printUnion("defaults", [...defaults].sort()),
      printUnion("subtypes", subtypes),
      "  };\n",
    ].join("");
  }

  /** Attributes of the base type are inherited, but for those that differ. */
  #printAttributes(type: EntityType): string {
    const own = this.#bodyOf(type);
    const base = type.base === undefined ? undefined : this.#registry.find(type.base);
    const inherited = base === undefined ? new Map<string, string>() : this.#bodyOf(base);
    const different = [...inherited].filter(([name, text]) => own.get(name) !== text).map(([name]) => name);
    const extend = base !== undefined && different.length < inherited.size / 2;
    const lines = [...own].filter(([name, text]) => !extend || inherited.get(name) !== text);
    const name = attributesName(type.name);
    if (!extend) return `\ninterface ${name} {\n${joinTexts(lines)}}\n`;
    const parent = attributesName(base.name);
    if (lines.length === 0) return `\ntype ${name} = ${parent};\n`;
    return `\n${printHeritage(name, parent, different)}\n${joinTexts(lines)}}\n`;
  }

  /** The text of each attribute, in order of their names. */
  #bodyOf(type: EntityType): ReadonlyMap<string, string> {
    const known = this.#bodies.get(type.name);
    if (known) return known;
    const attributes = [...type.attributes.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
    const body = new Map(
      attributes.map((attribute) => [attribute.name, this.#printAttribute(type, attribute)]),
    );
    this.#bodies.set(type.name, body);
    return body;
  }

  #printAttribute(type: EntityType, attribute: Attribute): string {
    const { name, mutable, computed, kind } = attribute;
    const list = kind === "collection" || kind === "mapped";
    const plainType = this.#typeOf(type, attribute);
    const nullable = list || plainType === "unknown" || this.#isSet(type, attribute) ? "" : " | null";
    const readonly = computed || !mutable ? "readonly " : "";
    const valueType = `${plainType}${nullable}`;
    return `${describeAttribute(type, attribute)}  ${readonly}${propertyName(name)}: ${valueType};\n`;
  }

  #isSet(type: EntityType, { name, required, foreignKey }: Attribute): boolean {
    if (required || type.primaryKey.includes(name)) return true;
    if (foreignKey !== undefined && type.attributes.get(foreignKey)?.required) return true;
    return isAlwaysSet(this.#registry, type.name, name);
  }

  #typeOf(type: EntityType, attribute: Attribute): string {
    const { kind, target, restricted, name } = attribute;
    if (target === undefined) return scalarType(type, attribute);
    const quoted = JSON.stringify(target);
    if (restricted) return `FilterOnly<${quoted}>`;
    if (kind === "reference") return `ToOne<${quoted}>`;
    if (kind === "collection") return `ToMany<${quoted}>`;
    if (name === "metadata") return `KeyValue<${quoted}, Record<string, string>>`;
    if (this.#configurations === undefined) return `KeyValue<${quoted}>`;
    return this.#typeOfCustomAttributes(type, quoted, this.#configurations);
  }

  #typeOfCustomAttributes(
    type: EntityType,
    target: string,
    configurations: readonly CustomAttributeConfiguration[],
  ): string {
    const keys = customAttributesOf(type, this.#registry, configurations);
    if (keys.length === 0) return `KeyValue<${target}, Record<never, unknown>>`;
    const lines = keys.map(({ key, valueType, label }) => {
      const comment = label === undefined || label === key ? "" : `      ${asComment(label)}\n`;
      return `${comment}      ${propertyName(key)}: ${valueType};\n`;
    });
    return `KeyValue<\n    ${target},\n    {\n${lines.join("")}    }\n  >`;
  }
}

const joinTexts = (entries: readonly (readonly [string, string])[]): string =>
  entries.map(([, text]) => text).join("");

/** The head of an interface, broken into lines as formatters do. */
function printHeritage(name: string, base: string, omitted: readonly string[]): string {
  if (omitted.length === 0) return `interface ${name} extends ${base} {`;
  const union = omitted.map((one) => JSON.stringify(one));
  const clause = `extends Omit<${base}, ${union.join(" | ")}> {`;
  const line = `interface ${name} ${clause}`;
  if (line.length <= lineWidth) return line;
  if (clause.length + 2 <= lineWidth) return `interface ${name}\n  ${clause}`;
  const flat = `    ${union.join(" | ")}`;
  const members = flat.length <= lineWidth ? flat : union.map((one) => `    | ${one}`).join("\n");
  return `interface ${name}\n  extends Omit<\n    ${base},\n${members}\n  > {`;
}

/** In quotes only where they are needed, as formatters want it. */
const propertyName = (name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);

const attributesName = (typeName: string): string => `${typeName}Attributes`;

function scalarType(type: EntityType, { name, scalar, enum: choices }: Attribute): string {
  if (choices && choices.length > 0) return choices.map((choice) => JSON.stringify(choice)).join(" | ");
  // The schema calls a link text; it travels as a list (wire protocol 3.9).
  if (name === "link" || name === "_link") return "readonly EntityLink[]";
  switch (scalar) {
    case "string":
      return "string";
    case "boolean":
      return "boolean";
    case "integer":
    case "number":
      return "number";
    case "datetime":
      return "DateTime";
    case "object":
      return "FileUrl";
    case "variable":
      return "unknown";
    case "unknown":
      return type.schema.properties[name]?.format === "foreign_key" ? "string" : "unknown";
  }
}

function describeType({ base, schema }: EntityType): string {
  const kind = base === undefined ? "" : `A kind of ${base}.`;
  return schema.deprecated === undefined ? comment(kind, 2) : comment(`${kind} @deprecated`.trim(), 2);
}

function describeAttribute(type: EntityType, { name, computed }: Attribute): string {
  const description = type.schema.properties[name]?.description ?? "";
  const separator = description === "" || description.endsWith(".") ? " " : ". ";
  return comment(computed ? `${description}${separator}Computed by the server.`.trim() : description, 2);
}

const comment = (text: string, indent: number): string =>
  text === "" ? "" : `${" ".repeat(indent)}${asComment(text)}\n`;

/** Text of a server on one line that cannot end the comment. */
const asComment = (text: string): string =>
  `/** ${text.replace(/\s+/g, " ").replace(/\*\//g, "* /").trim()} */`;

function printUnion(name: string, members: readonly string[]): string {
  if (members.length === 0) return `    ${name}: never;\n`;
  const quoted = members.map((member) => JSON.stringify(member));
  const line = `    ${name}: ${quoted.join(" | ")};\n`;
  if (line.length <= lineWidth) return line;
  return `    ${name}:\n${quoted.map((member) => `      | ${member}`).join("\n")};\n`;
}
