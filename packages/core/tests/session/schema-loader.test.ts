import { type Logger, MemoryCache, NetworkError } from "@ftrack-kit/core";
import { describe, expect, it } from "vitest";
import type { Operation } from "../../src/codec/operations.js";
import { loadServer } from "../../src/session/schema-loader.js";

const schemas = [{ id: "Task", type: "object", properties: { id: { type: "string" } }, primary_key: ["id"] }];

function createLoader(
  information: unknown = { version: "4.13.8", schema_hash: "h1" },
  answer: unknown = schemas,
) {
  const requests: string[][] = [];
  const warnings: string[] = [];
  const cache = new MemoryCache<string>();
  const nothing = () => undefined;
  const logger: Logger = {
    debug: nothing,
    info: nothing,
    warn: (text) => warnings.push(text),
    error: nothing,
  };
  const load = (serverUrl = "https://studio.example.com") =>
    loadServer({
      serverUrl,
      cache,
      logger,
      read: async (operations: readonly Operation[]) => {
        requests.push(operations.map(({ action }) => action));
        return operations.map(({ action }) => (action === "query_schemas" ? answer : information));
      },
    });
  return { load, requests, warnings, cache };
}

describe("loadServer", () => {
  it("takes one request when nothing is known, and one smaller one afterwards", async () => {
    const { load, requests } = createLoader();

    const cold = await load();
    await cold.kept;
    const warm = await load();

    expect(requests).toEqual([["query_server_information", "query_schemas"], ["query_server_information"]]);
    expect(warm.schemas).toEqual(cold.schemas);
  });

  it("loads schemas again when the server's hash is another", async () => {
    const { load, requests, cache } = createLoader();
    cache.set("https://studio.example.com", JSON.stringify({ hash: "h0", schemas }));

    await (await load()).kept;

    expect(requests).toEqual([["query_server_information"], ["query_schemas"]]);
    expect(JSON.parse(cache.get("https://studio.example.com") as string)).toMatchObject({ hash: "h1" });
  });

  it("keeps the schemas of two servers apart", async () => {
    const { load, cache } = createLoader();

    await (await load("https://one.example.com")).kept;
    await (await load("https://two.example.com")).kept;

    expect(cache.keys().sort()).toEqual(["https://one.example.com", "https://two.example.com"]);
  });

  it.each(["garbage", "{}", '{"hash":"h1","schemas":[{"id":1}]}', "null", ""])(
    "loads schemas again, with one warning, when the kept ones are %j",
    async (record) => {
      const { load, warnings, cache } = createLoader();
      cache.set("https://studio.example.com", record);

      expect((await load()).schemas).toEqual(schemas);
      expect(warnings).toHaveLength(1);
    },
  );

  it("keeps nothing for a server that tells no hash", async () => {
    const { load, cache } = createLoader({ version: "4.0.0" });

    await (await load()).kept;

    expect(cache.size).toBe(0);
  });

  it.each(["3.3.11", "3.3.12", "3.4", "3.4.1", "4.13.8.abc", "dev", "next"])(
    "works with version %s",
    async (version) => {
      const { load } = createLoader({ version });

      expect((await load()).information.version).toBe(version);
    },
  );

  it.each(["3.3.10", "3.2.99", "2.9.9", undefined])("refuses version %s", async (version) => {
    const { load } = createLoader({ version });

    await expect(load()).rejects.toMatchObject({
      code: "server_incompatible",
      name: "ServerCompatibilityError",
    });
  });

  it.each([
    ["server information", null, schemas],
    ["schemas", { version: "dev" }, { tasks: [] }],
    ["schemas", { version: "dev" }, [{ name: "Task" }]],
  ])("says so when what comes back as %s is something else", async (what, information, answer) => {
    const { load } = createLoader(information, answer);

    const error = await load().catch((error: unknown) => error);

    expect(error).toBeInstanceOf(NetworkError);
    expect((error as NetworkError).message).toContain(what);
  });
});
