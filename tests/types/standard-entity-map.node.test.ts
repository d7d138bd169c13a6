import { printEntityMap } from "@ftrack-kit/core";
import { expect, it } from "vitest";
import { createSchemas } from "../../packages/dev-server/src/schema/create-schemas.js";

it("ships a standard map that says what the schemas of a fresh server say", async () => {
  const text = printEntityMap(createSchemas(), {
    name: "StandardEntityMap",
    importFrom: "./entity-map.js",
    header: "Written by printEntityMap from the schemas of a fresh server; a test keeps it up to date.",
  });

  await expect(text).toMatchFileSnapshot("../../packages/core/src/schema/standard-entity-map.ts");
});
