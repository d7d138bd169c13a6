import { readFile, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { callPlainly, openKit, openNpm } from "../clients.js";
import type { Scenario, Surroundings } from "../contract.js";

const information = { action: "query_server_information" };
const schemas = { action: "query_schemas" };

const kit = (schemaCachePath: false | undefined) => async (surroundings: Surroundings) => {
  const more = schemaCachePath === false ? { schemaCachePath } : {};
  if (schemaCachePath === undefined) await warmInAnotherProcess(surroundings);
  await import("@ftrack-kit/node");
  return {
    run: async () => {
      const session = await openKit(surroundings.replayUrl, surroundings, more);
      return { kept: session, check: () => session.schemas.some(({ id }) => id === "Task") };
    },
  };
};

/** Keeps the schemas where sessions look for them, without loading anything into this process. */
async function warmInAnotherProcess(surroundings: Surroundings): Promise<void> {
  const { execFileSync } = await import("node:child_process");
  const client = process.argv[1] as string;
  execFileSync(process.execPath, [client, "warm-up", "warm", JSON.stringify(surroundings)]);
}

/** Opens a session once; run by the scenario below in a process that ends. */
export const warmUp: Scenario = {
  name: "warm-up",
  title: "",
  contenders: {
    warm: async (surroundings) => {
      const session = await openKit(surroundings.replayUrl, surroundings);
      await session.close();
      process.exit(0);
    },
  },
  targets: [],
};

const ready = { processes: 3, warmUps: 15, repeats: 15 };

export const openScenarios: readonly Scenario[] = [
  {
    name: "open-cold",
    title: "Session ready, nothing cached",
    ...ready,
    contenders: {
      floor: async (surroundings) => ({
        run: async () => {
          const answers = await callPlainly(surroundings.replayUrl, surroundings, [information, schemas]);
          return {
            kept: answers,
            check: () => (answers[1] as { id: string }[]).some(({ id }) => id === "Task"),
          };
        },
      }),
      "ftrack-kit": kit(false),
      "@ftrack/api": async (surroundings) => {
        await import("@ftrack/api");
        return {
          run: async () => {
            const session = await openNpm(surroundings.replayUrl, surroundings);
            return { kept: session, check: () => session.schemas?.some(({ id }) => id === "Task") };
          },
        };
      },
    },
    targets: [{ contender: "ftrack-kit", metric: "requests", phase: "first", atMost: 1 }],
  },
  {
    name: "open-warm",
    title: "Session ready, schemas cached on disk",
    ...ready,
    contenders: {
      floor: async (surroundings) => {
        const path = join(surroundings.folder, "floor.json");
        const [, known] = await callByHttp(surroundings);
        await writeFile(path, JSON.stringify(known));
        return {
          run: async () => {
            const [file, answers] = await Promise.all([
              readFile(path, "utf8"),
              callPlainly(surroundings.replayUrl, surroundings, [information]),
            ]);
            const kept = JSON.parse(file) as { id: string }[];
            return { kept: [answers, kept], check: () => kept.some(({ id }) => id === "Task") };
          },
        };
      },
      "ftrack-kit": kit(undefined),
    },
    targets: [
      { contender: "ftrack-kit", metric: "requests", phase: "first", atMost: 1 },
      { contender: "ftrack-kit", metric: "cpu", phase: "first", atMost: 1.3, relativeTo: "floor" },
      { contender: "ftrack-kit", metric: "cpu", phase: "repeated", atMost: 1.3, relativeTo: "floor" },
    ],
  },
];

/** By `node:http`, so that `fetch` is not loaded when the clock starts. */
async function callByHttp({ replayUrl, user, key }: Surroundings): Promise<unknown[]> {
  const { request } = await import("node:http");
  const { text: readText } = await import("node:stream/consumers");
  const headers = { "content-type": "application/json", "ftrack-user": user, "ftrack-api-key": key };
  const call = request(`${replayUrl}/api`, { method: "POST", headers });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    call.on("response", resolve);
    call.on("error", reject);
  });
  call.end(JSON.stringify([information, schemas]));
  const text = await readText(await answered);
  return JSON.parse(text) as unknown[];
}
