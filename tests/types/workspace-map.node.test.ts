import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createDevServer } from "@ftrack-kit/dev-server";
import { describe, expect, it } from "vitest";
import { runCommandLine } from "../../packages/cli/src/program.js";
import { compile } from "./compile.js";

const folder = fileURLToPath(new URL("../../examples/web-dashboard/src/", import.meta.url));
const mapFile = `${folder}entity-map.ts`;

/** What `ftrack-kit generate` says about the dashboard's map, against the demo workspace. */
async function checkMap(): Promise<{ code: number; says: string }> {
  await using server = await createDevServer({
    port: 0,
    seed: "demo",
    credentials: { user: "jane", key: "k" },
  });
  let says = "";
  const print = (text: string) => {
    says += text;
  };
  const words = ["generate", "--out", mapFile, "--name", "StudioEntityMap"];
  const code = await runCommandLine([...words, "--import-from", "@ftrack-kit/browser", "--check"], {
    out: print,
    note: print,
    interactive: false,
    environment: { FTRACK_SERVER: server.url, FTRACK_API_USER: "jane", FTRACK_API_KEY: "k" },
    signal: new AbortController().signal,
  });
  return { code, says };
}

const script = (body: string) => `
  import { Session } from "@ftrack-kit/browser";
  import type { StudioEntityMap } from "./entity-map.js";
  declare const session: Session<StudioEntityMap>;
  ${body}`;

const typed = `
  const shots = await session.query("select name, status.name, custom_attributes from Shot where project.name is bunny");
  const frame: number | null | undefined = shots[0]?.custom_attributes.get("fstart");
  const task = await session.query("select bid, type.name, assignments.resource.username from Task").first();
  const bid: number | undefined = task?.bid;
  const notes = await session.query("select content, author.first_name, metadata.key from Note order by date").plain();
  export const all = [frame, bid, notes[0]?.content];`;

const untyped = `
  const shots = await session.query("Shot" as string);
  const task = await session.query("Task" as string).first();
  const notes = await session.query("Note" as string).plain();
  export const all = [shots, task, notes];`;

describe("the generated map of the demo workspace", () => {
  it("is what the web dashboard has", { timeout: 60_000 }, async () => {
    expect(await checkMap()).toMatchObject({ code: 0, says: expect.stringContaining("up to date") });
  });

  it("compiles under the strictest options, and types queries and custom attributes at little cost", {
    timeout: 120_000,
  }, async ({ annotate }) => {
    const map = await readFile(mapFile, "utf8");
    const check = (body: string) => compile({ [mapFile]: map, [`${folder}script.ts`]: script(body) });

    const without = check(untyped);
    const withTypes = check(typed);
    const wrong = check(`export const task = session.query("select asignee from Task");`);

    const added = withTypes.instantiations - without.instantiations;
    await annotate(`${added} of ${withTypes.instantiations} instantiations for three typed queries`);
    expect([...without.problems, ...withTypes.problems]).toEqual([]);
    expect(wrong.problems.join()).toContain("asignee");
    expect(added / 3).toBeLessThan(1_600);
  });
});
