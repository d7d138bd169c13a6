import { defineAction } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import * as classic from "zod";
import * as mini from "zod/mini";

const forms = {
  zod: classic.object({
    count: classic.number().int().default(2),
    mode: classic.union([classic.literal("fast"), classic.literal("slow")]).optional(),
    name: classic.string().trim().min(1),
  }),
  "zod/mini": mini.object({
    count: mini._default(mini.int(), 2),
    mode: mini.optional(mini.union([mini.literal("fast"), mini.literal("slow")])),
    name: mini.string().check(mini.trim(), mini.minLength(1)),
  }),
};

describe.each(["zod", "zod/mini"] as const)("a form described with %s", (flavour) => {
  const action = defineAction({
    id: "count",
    label: "Count",
    form: forms[flavour],
    run: ({ values }) => `${values.name.length} ${values.mode ?? "no mode"} ${values.count.toFixed(1)}`,
  });

  it("is drawn, answered and typed alike", async () => {
    const { form } = await action.simulate();
    const { result } = await action.simulate({ values: { count: "3", mode: "slow", name: " ab " } });
    const { form: again } = await action.simulate({ values: { name: "" } });

    expect(form?.map(({ type, name, value }) => [type, name, value])).toEqual([
      ["number", "count", 2],
      ["enumerator", "mode", undefined],
      ["text", "name", undefined],
    ]);
    expect(result).toEqual({ success: true, message: "2 slow 3.0" });
    expect(again?.[0]?.value).toMatch(/^Name: /);
  });
});
