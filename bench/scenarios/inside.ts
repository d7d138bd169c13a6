import { join } from "node:path";
import type { Scenario } from "../contract.js";

// Parts by themselves, without a server.

const planned = { small: 25_000, large: 100_000 };
const events = 200_000;
const texts = [
  "select name, bid, status.name from Task",
  'select name from Task where project.name is "bunny" and status.state.name is_not "DONE"',
  'Task where (name like "%comp%" or bid > 3.5) and not assignments any (resource.username is "jane")',
  'select id, name, parent.name from Shot where parent_id in ("a", "b", "c") order by name desc, id limit 50 offset 100',
];
const parsed = 5_000;
const reads = 50_000;

const planner = (operations: number) => async () => {
  const { planCommit } = await import("../../packages/core/src/session/commit-plan.js");
  const { SchemaRegistry } = await import("../../packages/core/src/schema/schema-registry.js");
  const { createSchemas } = await import("../../packages/dev-server/src/schema/create-schemas.js");
  const registry = new SchemaRegistry(createSchemas());
  const recorded = Array.from({ length: operations / 2 }, (_, index) => {
    const base = { identity: `Context:${index}`, entityType: "Task", entityKey: [String(index)] };
    return [
      { kind: "create" as const, ...base, data: { id: String(index), name: "task", parent_id: "project" } },
      {
        kind: "update" as const,
        ...base,
        attribute: "bid",
        slot: "bid",
        before: undefined,
        after: index,
        change: "value" as const,
      },
    ];
  }).flat();
  return {
    run: () => {
      const started = process.cpuUsage();
      const plan = planCommit(recorded, registry);
      const { user, system } = process.cpuUsage(started);
      const metrics = { "ns CPU per operation": ((user + system) * 1_000) / operations };
      return { kept: plan, check: () => true, metrics };
    },
  };
};

const dispatcher = (subscribers: number) => async () => {
  const { Delivery } = await import("../../packages/core/src/events/delivery.js");
  const { Subscriptions } = await import("../../packages/core/src/events/subscriptions.js");
  const { Event } = await import("@ftrack-kit/core");
  const { createNodePlatform } = await import("@ftrack-kit/node");
  const { clock } = createNodePlatform();
  let handled = 0;
  const fail = (error: unknown) => {
    throw error;
  };
  const subscriptions = new Subscriptions({ isEcho: () => false, onProblem: fail });
  for (let index = 0; index < subscribers; index++) {
    subscriptions.add(`topic=studio.topic-${index}`, () => void handled++, {});
  }
  const delivery = new Delivery({
    clock,
    subscriptions,
    trace: undefined,
    takesEvents: () => true,
    onEvent: () => undefined,
    onResult: () => undefined,
    onFailure: fail,
    onNonsense: () => fail(new Error("An event was not read.")),
  });
  let all: unknown[] = [];
  return {
    before: async () => {
      all = Array.from({ length: events }, () => new Event("studio.topic-0", { n: 1 }).toJSON());
      handled = 0;
    },
    run: () => {
      for (const event of all) delivery.receive(event);
      return { check: () => handled };
    },
  };
};

export const insideScenarios: readonly Scenario[] = [
  {
    name: "dispatch",
    title: "200,000 events handed to their handler, by one hub without a network",
    unit: { name: "event", count: events },
    contenders: {
      "1 subscriber": dispatcher(1),
      "100 subscribers": dispatcher(100),
      "1,000 subscribers": dispatcher(1_000),
    },
    targets: ["1 subscriber", "100 subscribers", "1,000 subscribers"].map((contender) => ({
      contender,
      metric: "cpu",
      phase: "repeated" as const,
      // A million a second.
      atMost: events / 1_000,
    })),
  },
  {
    name: "planning",
    title: "Planning a commit: a creation and a change of every entity",
    contenders: {
      "25,000 operations": planner(planned.small),
      "100,000 operations": planner(planned.large),
    },
    targets: [
      {
        contender: "100,000 operations",
        metric: "ns CPU per operation",
        phase: "repeated",
        atMost: 1.5,
        relativeTo: "25,000 operations",
      },
    ],
  },
  {
    name: "parsing",
    title: "20,000 query expressions read and printed again",
    unit: { name: "expression", count: parsed * texts.length },
    contenders: {
      "floor: JSON of the same trees": async () => {
        const { parseQuery } = await import("../../packages/core/src/query/parser.js");
        const trees = texts.map((text) => JSON.stringify(parseQuery(text)));
        return {
          run: () => {
            let length = 0;
            for (let round = 0; round < parsed; round++)
              for (const tree of trees) length += JSON.stringify(JSON.parse(tree)).length;
            return { check: () => length > 0 };
          },
        };
      },
      "ftrack-kit": async () => {
        const { parseQuery } = await import("../../packages/core/src/query/parser.js");
        const { printQuery } = await import("../../packages/core/src/query/printer.js");
        for (const text of texts) {
          const printed = printQuery(parseQuery(text));
          if (printQuery(parseQuery(printed)) !== printed) throw new Error(`Not the same again: ${printed}`);
        }
        return {
          run: () => {
            let length = 0;
            for (let round = 0; round < parsed; round++)
              for (const text of texts) length += printQuery(parseQuery(text)).length;
            return { check: () => length > 0 };
          },
        };
      },
    },
    targets: [],
  },
  {
    name: "cache",
    title: "50,000 reads through memory over files, 1,000 records, all in memory after the first time",
    unit: { name: "read", count: reads },
    contenders: {
      "floor: a Map and an await": async () => {
        const map = new Map(Array.from({ length: 1_000 }, (_, index) => [`key${index}`, { index }]));
        return {
          run: async () => {
            let sum = 0;
            for (let index = 0; index < reads; index++)
              sum += (await map.get(`key${index % 1_000}`))?.index ?? 0;
            return { check: () => sum };
          },
        };
      },
      "ftrack-kit": async ({ folder }) => {
        const { FileCache, LayeredCache, MemoryCache } = await import("@ftrack-kit/node");
        const files = new FileCache<{ index: number }>(join(folder, "layers"));
        for (let index = 0; index < 1_000; index++) await files.set(`key${index}`, { index });
        const cache = new LayeredCache<{ index: number }>([new MemoryCache(), files]);
        return {
          run: async () => {
            let sum = 0;
            for (let index = 0; index < reads; index++)
              sum += (await cache.get(`key${index % 1_000}`))?.index ?? 0;
            return { check: () => sum };
          },
          close: () => cache.close(),
        };
      },
    },
    targets: [],
  },
];
