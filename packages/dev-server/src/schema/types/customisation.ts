import type { SchemaProperty } from "@ftrack-kit/core";
import type { TypeDeclaration } from "../declaration.js";
import { flag, id, integer, key, many, one, reference, text, typeName, variable } from "../property.js";

const configuration = {
  id: id("registerid"),
  key: text({ description: "Attribute name unique to entity type." }),
  label: text({ description: "Display name for attribute." }),
  config: text({ description: "JSON blob of relevant menu options." }),
  core: flag({ default: false, description: "Whether a non-alterable builtin." }),
  sort: integer({ default: 0, description: "Graphical interface sort order." }),
  entity_type: text({ alias: "entity", description: "The entity type (table name)." }),
  object_type: one("ObjectType", "object_type"),
  object_type_id: text({ alias: "entity_key", description: "Id of object type attribute applies to." }),
  project_id: text({ alias: "topid", description: "Id of project attribute is configured for." }),
  ...reference("group", "CustomAttributeGroup", { column: "groupid" }),
  read_security_roles: many("SecurityRole", "read_roles"),
  write_security_roles: many("SecurityRole", "write_roles"),
};

const configurationSystem = ["write_permissionid", "permissionid", "topid"];

/** Entities that custom values are kept for; those of projects can be configured per project. */
const valueFamilies = {
  Asset: { perProject: true },
  AssetVersion: { perProject: true },
  Context: { perProject: true },
  List: { perProject: true },
  ListObject: { perProject: false },
  User: { perProject: false },
} as const;

const valueType = (family: string, perProject: boolean): TypeDeclaration => ({
  id: `${family}CustomAttributeValue`,
  key: ["configuration_id", "entity_id"],
  attributes: {
    ...reference("configuration", "CustomAttributeConfiguration", {
      alias: "register",
      column: "register_id",
    }),
    entity_id: key(family),
    key: text(),
    value: variable({ alias: "casted_value" }),
  },
  defaults: ["configuration_id", "entity_id", "key"],
  system: ["entity_id", "key", "_casted_value", ...(perProject ? ["project_id"] : [])],
});

/** Entities that custom links lead to, by the relation that shows them. */
const linkedFamilies = {
  asset: "Asset",
  asset_version: "AssetVersion",
  component: "Component",
  context: "Context",
  group: "Group",
  list: "List",
  user: "User",
} as const;

const customLink = {
  id: id(),
  from_id: text(),
  to_id: text(),
  ...reference("configuration", "CustomAttributeLinkConfiguration", {
    alias: "register",
    column: "registerid",
  }),
};
const customLinkFrom = { ...customLink, from_entity_type: typeName(), to_entity_type: typeName() };

function linkTypes(base: string, attributes: Readonly<Record<string, SchemaProperty>>): TypeDeclaration[] {
  return [
    {
      id: base,
      attributes,
      required: ["configuration_id", "from_id", "to_id"],
      immutable: ["configuration_id"],
      defaults: ["configuration_id", "from_id", "to_id"],
    },
    ...Object.entries(linkedFamilies).map(([relation, family]) => ({
      id: `${family}${base}`,
      attributes: { ...attributes, [relation]: one(family) },
      required: ["configuration_id", "from_id", "to_id", "from_entity_type", "to_entity_type"],
      immutable: ["configuration_id"],
      defaults: ["id", "to_id", "to_entity_type", "configuration_id", "from_id"],
    })),
  ];
}

/** Custom attributes and custom links: what is configured, and the values. */
export const customisationTypes: readonly TypeDeclaration[] = [
  {
    id: "CustomConfigurationBase",
    alias: "RegisterBase",
    attributes: configuration,
    required: ["core", "config"],
    system: configurationSystem,
  },
  {
    id: "CustomAttributeConfiguration",
    alias: "Variable_Register",
    attributes: {
      ...configuration,
      ...reference("type", "CustomAttributeType", { column: "typeid" }),
      default: variable({
        alias: "casted_default",
        default: "",
        description: "Default value to use when no specific attribute value set on an instance.",
      }),
      is_hierarchical: flag({
        alias: "ishierarchical",
        default: false,
        description: "Whether overridable at different levels.",
      }),
      values: many("CustomAttributeValue"),
    },
    required: ["core", "config"],
    system: configurationSystem,
  },
  {
    id: "CustomAttributeLinkConfiguration",
    alias: "LinkRegister",
    attributes: {
      ...configuration,
      entity_type_to: text({ alias: "entity_to", description: "The entity type (table name)." }),
      object_type_to: one("ObjectType", "object_type_to"),
      object_type_id_to: key("ObjectType", "entity_key_to"),
      one_to_one: flag(),
    },
    required: ["entity_type", "entity_type_to", "core", "config"],
    immutable: ["entity_type_to", "object_type_id_to"],
    system: configurationSystem,
  },
  {
    id: "CustomAttributeGroup",
    alias: "AttributeGroup",
    attributes: {
      id: id("groupid"),
      name: text({ description: "Name of custom attribute group" }),
      custom_attribute_configurations: many("CustomAttributeConfiguration", "registers"),
    },
    defaults: ["id", "name"],
  },
  {
    id: "CustomAttributeType",
    attributes: {
      id: id("typeid"),
      name: text({ description: "Name of custom attribute type" }),
      core: flag({ default: false, description: "Whether a non-alterable builtin." }),
      form_config: text({ alias: "formconfig" }),
      custom_attribute_configurations: many("CustomAttributeConfiguration", "variables"),
    },
    required: ["core"],
  },
  {
    id: "CustomAttributeValue",
    alias: "Variable_Value",
    key: ["configuration_id", "entity_id"],
    attributes: {
      ...reference("configuration", "CustomAttributeConfiguration", {
        alias: "register",
        column: "registerid",
      }),
      entity_id: text({ alias: "entityid" }),
      value: variable({ alias: "casted_value" }),
    },
  },
  ...Object.entries(valueFamilies).map(([family, { perProject }]) => valueType(family, perProject)),
  ...linkTypes("CustomAttributeLink", customLink),
  ...linkTypes("CustomAttributeLinkFrom", customLinkFrom),
];
