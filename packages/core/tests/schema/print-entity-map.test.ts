import { describe, expect, it } from "vitest";
import type { CustomAttributeConfiguration } from "../../src/schema/custom-attribute-types.js";
import { printEntityMap } from "../../src/schema/print-entity-map.js";
import type { Schema, SchemaProperty } from "../../src/schema/wire.js";

const schema = (
  id: string,
  properties: Readonly<Record<string, SchemaProperty>>,
  more: Partial<Schema> = {},
): Schema => ({
  id,
  type: "object",
  properties: { id: { type: "string" }, ...properties },
  primary_key: ["id"],
  required: ["id"],
  immutable: ["id"],
  default_projections: ["id"],
  ...more,
});
/** What the map says about one attribute of the only type. */
const typeOf = (property: SchemaProperty, more: Partial<Schema> = {}): string | undefined => {
  const text = printEntityMap([schema("Thing", { value: property }, more)]);
  return /^ {2}((?:readonly )?value: .*);$/m.exec(text)?.[1];
};

describe("attributes", () => {
  it.each<[string, SchemaProperty, string]>([
    ["text", { type: "string" }, "string | null"],
    ["booleans", { type: "boolean" }, "boolean | null"],
    ["whole numbers", { type: "integer" }, "number | null"],
    ["numbers", { type: "number" }, "number | null"],
    ["dates", { type: "string", format: "date-time" }, "DateTime | null"],
    ["choices", { type: "string", enum: ["b", 'a"'] }, '"b" | "a\\"" | null'],
    ["addresses", { type: "object" }, "FileUrl | null"],
    ["values of any type", { type: "variable" }, "unknown"],
    ["keys without a type", { format: "foreign_key" }, "string | null"],
    ["what the server does not describe", {}, "unknown"],
    ["references", { $ref: "Thing" }, 'ToOne<"Thing"> | null'],
    ["collections", { type: "array", items: { $ref: "Thing" } }, 'ToMany<"Thing">'],
    ["mapped collections", { type: "mapped_array", items: { $ref: "Thing" } }, 'KeyValue<"Thing">'],
    [
      "relations that can only be filtered on",
      { type: "mapped_array", items: { $ref: "Thing" }, restricted_projection: true },
      'FilterOnly<"Thing">',
    ],
  ])("types %s", (_, property, expected) => {
    expect(typeOf(property)).toBe(`value: ${expected}`);
  });

  it("has no null where the schema requires a value or its key", () => {
    expect(typeOf({ type: "string" }, { required: ["value"] })).toBe("value: string");
    expect(typeOf({ type: "string" }, { primary_key: ["value"] })).toBe("value: string");
    expect(
      printEntityMap([
        schema(
          "Thing",
          { other: { $ref: "Thing" }, other_id: { type: "string" } },
          { required: ["other_id"] },
        ),
      ]),
    ).toContain('  other: ToOne<"Thing">;\n  other_id: string;\n');
  });

  it("has no null where servers always set a value, though schemas do not require it", () => {
    const text = printEntityMap([schema("Status", { name: { type: "string" }, note: { type: "string" } })]);

    expect(text).toContain("  name: string;\n  note: string | null;\n");
  });

  it("is read-only where the server keeps or computes a value", () => {
    expect(typeOf({ type: "string" }, { immutable: ["value"] })).toBe("readonly value: string | null");
    expect(typeOf({ type: "string" }, { computed: ["value"] })).toBe("readonly value: string | null");
  });

  it("types a link as what travels, not as what the schema says", () => {
    expect(printEntityMap([schema("Thing", { link: { type: "string" } })])).toContain(
      "  link: readonly EntityLink[] | null;\n",
    );
  });

  it("quotes names that are no identifiers", () => {
    expect(printEntityMap([schema("Thing", { "odd-name": { type: "number" } })])).toContain(
      '  "odd-name": number | null;\n',
    );
  });

  it("carries descriptions, which cannot end the comment they stand in", () => {
    const text = printEntityMap([
      schema("Thing", { value: { type: "string", description: "Evil */ import 'x'; /*\nnext line" } }),
    ]);

    expect(text).toContain("  /** Evil * / import 'x'; /* next line */\n  value: string | null;\n");
  });
});

describe("types", () => {
  it("prints keys, defaults and subtypes", () => {
    const text = printEntityMap([
      schema("Resource", {}),
      schema("User", {}, { default_projections: [] }),
      schema("Group", {}, { primary_key: ["id", "name"] }),
    ]);

    expect(text).toContain(`  Resource: {
    attributes: ResourceAttributes;
    key: "id";
    defaults: "id";
    subtypes: "Group" | "User";
  };
  /** A kind of Resource. */
  User: {
    attributes: UserAttributes;
    key: "id";
    defaults: "id";
    subtypes: never;
  };
`);
    expect(text).toContain('    key: "id" | "name";\n');
  });

  it("inherits attributes and repeats only those that differ", () => {
    const shared = { a: { type: "string" }, b: { type: "string" }, c: { type: "string" } };
    const text = printEntityMap([
      schema("Resource", shared),
      schema("User", { ...shared, a: { type: "number" }, d: { type: "string" } }),
      schema("Group", shared),
    ]);

    expect(text).toContain(
      'interface UserAttributes extends Omit<ResourceAttributes, "a"> {\n  a: number | null;\n  d: string | null;\n}\n',
    );
    expect(text).toContain("type GroupAttributes = ResourceAttributes;\n");
  });

  it("gives the same text whatever order the server sent", () => {
    const schemas = [
      schema("B", { y: { type: "string" }, x: { type: "string" } }),
      schema("A", { $ref: { type: "string" } }),
    ];
    const reversed = [...schemas].reverse().map((one) => ({
      ...one,
      properties: Object.fromEntries(Object.entries(one.properties).reverse()),
    }));

    expect(printEntityMap(reversed)).toBe(printEntityMap(schemas));
  });

  it("imports what it uses and nothing else, under the names asked for", () => {
    const text = printEntityMap([schema("Thing", { at: { type: "string", format: "date-time" } })], {
      name: "StudioMap",
      importFrom: "@ftrack-kit/core",
      header: "Ours.",
    });

    expect(text.startsWith('// Ours.\n\nimport type { DateTime } from "@ftrack-kit/core";\n\n')).toBe(true);
    expect(text).toContain("export interface StudioMap {\n");
  });
});

describe("custom attributes", () => {
  const mapped: SchemaProperty = { type: "mapped_array", items: { $ref: "ContextCustomAttributeValue" } };
  const schemas = [
    schema("TypedContext", { custom_attributes: mapped }, { alias_for: "Task" }),
    schema("AssetBuild", { custom_attributes: mapped }, { alias_for: { id: "Task" } }),
    schema("Shot", { custom_attributes: mapped }, { alias_for: { id: "Task" } }),
    schema("Project", { custom_attributes: mapped }, { alias_for: "Show" }),
    schema("User", { custom_attributes: mapped }),
  ];
  const configuration = (
    key: string,
    type: string,
    more: Partial<CustomAttributeConfiguration> = {},
  ): CustomAttributeConfiguration => ({ key, entity_type: "task", type: { name: type }, ...more });
  const keysOf = (typeName: string, configurations: readonly CustomAttributeConfiguration[]): string[] => {
    const text = printEntityMap(schemas, { configurations });
    const alias = new RegExp(`type ${typeName}Attributes = (\\w+)Attributes;`).exec(text)?.[1];
    if (alias !== undefined) return keysOf(alias, configurations);
    const body = new RegExp(`interface ${typeName}Attributes[^{]*\\{(.*?)\\n\\}`, "s").exec(text)?.[1] ?? "";
    return [...body.matchAll(/^ {6}(\w.*);$/gm)].map(([, line]) => line as string);
  };

  it.each([
    ["text", "string | null"],
    ["number", "number | null"],
    ["boolean", "boolean | null"],
    ["date", "string | null"],
    ["url", "string | null"],
    ["expression", "string | null"],
    ["dynamic enumerator", "string[] | null"],
    ["something new", "unknown"],
  ])("types the value of a %s", (type, expected) => {
    expect(keysOf("Shot", [configuration("key", type)])).toEqual([`key: ${expected}`]);
  });

  it("knows the choices of an enumerator", () => {
    const data = JSON.stringify([
      { menu: "Two", value: "2" },
      { menu: "One", value: "1" },
    ]);
    const config = JSON.stringify({ multiSelect: false, data });

    expect(keysOf("Shot", [configuration("key", "enumerator", { config })])).toEqual([
      'key: ("1" | "2")[] | null',
    ]);
  });

  it.each(["", "{", "null", "[]", '{"data":"{"}', '{"data":"[1,null,{}]"}'])(
    "takes any text where the choices %j cannot be read",
    (config) => {
      expect(keysOf("Shot", [configuration("key", "enumerator", { config })])).toEqual([
        "key: string[] | null",
      ]);
    },
  );

  it("gives each type the keys that apply to it", () => {
    const configurations = [
      configuration("everywhere", "text", { is_hierarchical: true, entity_type: "show" }),
      configuration("shots", "text", { object_type: { name: "Shot" } }),
      configuration("builds", "text", { object_type: { name: "Asset Build" } }),
      configuration("projects", "text", { entity_type: "show" }),
      configuration("users", "text", { entity_type: "user" }),
    ];

    expect(keysOf("Shot", configurations)).toEqual(["everywhere: string | null", "shots: string | null"]);
    expect(keysOf("AssetBuild", configurations)).toEqual([
      "builds: string | null",
      "everywhere: string | null",
    ]);
    expect(keysOf("Project", configurations)).toEqual([
      "everywhere: string | null",
      "projects: string | null",
    ]);
    expect(keysOf("User", configurations)).toEqual(["users: string | null"]);
  });

  it("gives a base type the keys of all its subtypes", () => {
    const configurations = [
      configuration("key", "text", { object_type: { name: "Shot" } }),
      configuration("key", "number", { object_type: { name: "Asset Build" } }),
    ];

    expect(keysOf("TypedContext", configurations)).toEqual(["key: number | string | null"]);
  });

  it("allows no key where there are none", () => {
    expect(printEntityMap(schemas, { configurations: [] })).toContain(
      'KeyValue<"ContextCustomAttributeValue", Record<never, unknown>>',
    );
  });

  it("puts keys into quotes that are no names", () => {
    expect(printEntityMap(schemas, { configurations: [configuration("frame-start", "number")] })).toContain(
      '      "frame-start": number | null;\n',
    );
  });

  it("says what people call a key", () => {
    const text = printEntityMap(schemas, {
      configurations: [configuration("fstart", "number", { label: "Frame start" })],
    });

    expect(text).toContain("      /** Frame start */\n      fstart: number | null;\n");
  });
});
