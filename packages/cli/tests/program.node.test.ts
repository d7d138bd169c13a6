import { expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { runWith } from "./run-with.js";

it("prints its version", async () => {
  const result = await runWith(["--version"], {});

  expect(result).toEqual({ code: 0, out: `${manifest.version}\n`, notes: "" });
});

it("names the command that was meant, and ends with the code of a wrong usage", async () => {
  const result = await runWith(["qurey"], {});

  expect(result).toMatchObject({ code: 2, out: "" });
  expect(result.notes).toContain("Did you mean query?");
});
