import { wellKnown } from "../../schema/well-known.js";
import { type SeedWriter, seedId } from "../seed-writer.js";

/** Kinds of custom attributes (wire protocol 4.7). */
export const customAttributeTypes = {
  text: "6268aef0-381c-11e0-acff-0019bb49847a",
  number: "92009b00-381c-11e0-acff-0019bb49847a",
  date: "79968e9e-381c-11e0-acff-0019bb49847a",
  boolean: "ad1034d8-15e2-11e1-b21a-0019bb4983d8",
  enumerator: "6ff9c812-ead3-11e2-846c-f23c91dfaa16",
  "dynamic enumerator": "882e4aee-fae6-11e3-b623-20c9d0831e59",
  expression: "d2e6a530-357f-11e2-bd73-0019bb4985b8",
  url: "ec616dcd-56e2-4147-99f8-7e4a4f040cf9",
  notificationtype: seedId("custom-attribute-type/notificationtype"),
} as const;

const { shot, sequence } = wellKnown.objectTypes;

export const builtInConfigurations = {
  frameStart: "acd86546-4082-11e2-95b1-0019bb4983d8",
  frameEnd: "432bc746-4087-11e2-8250-0019bb4983d8",
  handles: "432bdfa6-4087-11e2-8250-0019bb4983d8",
  duration: "928887a8-645f-4909-a7d0-d1661cacd178",
  shotRate: "d25907a0-acb5-11e1-8668-f23c91df1211",
} as const;

/** Frame ranges and rates: id, key, label, whether decimal, backend table, object type. */
const numbers = [
  [builtInConfigurations.frameStart, "fstart", "Frame start", false, "task", shot],
  [builtInConfigurations.frameEnd, "fend", "Frame end", false, "task", shot],
  [builtInConfigurations.handles, "handles", "Frame handles", false, "task", shot],
  [builtInConfigurations.duration, "duration", "Duration", true, "task", shot],
  [builtInConfigurations.shotRate, "fps", "Frame rate", true, "task", shot],
  ["d25532e2-acb5-11e1-8668-f23c91df1211", "fps", "Frame rate", true, "task", sequence],
  ["d25219d6-acb5-11e1-8668-f23c91df1211", "fps", "Frame rate", true, "show", null],
] as const;

const group = seedId("custom-attribute-group/editorial");

export function addCustomAttributes(seed: SeedWriter): void {
  for (const [name, id] of Object.entries(customAttributeTypes)) {
    seed.add("CustomAttributeType", { id, name, core: true });
  }
  seed.add("CustomAttributeGroup", { id: group, name: "Editorial" });
  numbers.forEach(([id, key, label, isDecimal, table, objectType], sort) => {
    seed.add("CustomAttributeConfiguration", {
      id,
      key,
      label,
      sort,
      core: true,
      config: JSON.stringify({ isdecimal: isDecimal }),
      default: null,
      entity_type: table,
      object_type_id: objectType,
      group_id: group,
      type_id: customAttributeTypes.number,
    });
  });
}
