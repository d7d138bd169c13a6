import * as z from "zod/mini";
import type { Cache } from "../cache/cache.js";
import type { Operation } from "../codec/operations.js";
import { NetworkError } from "../errors/network-error.js";
import { ServerCompatibilityError } from "../errors/server-error.js";
import type { Schema, ServerInformation } from "../schema/wire.js";
import type { Logger } from "../util/logger.js";

export interface SchemaLoaderInit {
  readonly serverUrl: string;
  readonly read: (operations: readonly Operation[]) => Promise<readonly unknown[]>;
  /** Where schemas are kept between sessions; it turns its own failures into misses. */
  readonly cache: Cache<string> | undefined;
  readonly logger: Logger;
}

export interface LoadedServer {
  readonly information: ServerInformation;
  readonly schemas: readonly Schema[];
  /** Settles, never rejects, once the schemas have been kept for the next session. */
  readonly kept: Promise<void>;
}

const oldestVersion = [3, 3, 11] as const;

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
const isRecordOfObjects = (value: unknown) =>
  isObject(value) && Object.values(value as object).every(isObject);

const schemasSchema = z.array(
  z.looseObject({
    id: z.string(),
    // By hand: there are thousands of properties, and a schema for each costs more than reading them.
    properties: z.custom<Readonly<Record<string, object>>>(isRecordOfObjects),
    primary_key: z.array(z.string()),
  }),
);
const recordSchema = z.looseObject({ hash: z.string(), schemas: schemasSchema });
const informationSchema = z.looseObject({
  version: z.optional(z.string()),
  schema_hash: z.optional(z.nullable(z.string())),
});

/**
 * Asks the server who it is and how its entities look: one small request when the schemas are known, one larger
 * request when nothing is.
 *
 * @throws {@link ServerCompatibilityError} `server_incompatible` when the server is older than 3.3.11.
 */
export async function loadServer(init: SchemaLoaderInit): Promise<LoadedServer> {
  const kept = await readKept(init);
  const operations: Operation[] = [{ action: "query_server_information" }];
  if (!kept) operations.push({ action: "query_schemas" });
  const answers = await init.read(operations);
  const information = understand(informationSchema, answers[0], "server information") as ServerInformation;
  checkVersion(information.version);
  if (kept && kept.hash === information.schema_hash) {
    return { information, schemas: kept.schemas, kept: Promise.resolve() };
  }
  const answer = kept ? (await init.read([{ action: "query_schemas" }]))[0] : answers[1];
  const schemas = understand(schemasSchema, answer, "schemas") as unknown as readonly Schema[];
  return { information, schemas, kept: keep(init, information.schema_hash, schemas) };
}

interface KeptSchemas {
  readonly hash: string;
  readonly schemas: readonly Schema[];
}

async function readKept({ cache, serverUrl, logger }: SchemaLoaderInit): Promise<KeptSchemas | undefined> {
  const text = await cache?.get(serverUrl);
  if (text === undefined) return undefined;
  try {
    return recordSchema.parse(JSON.parse(text)) as unknown as KeptSchemas;
  } catch (error) {
    logger.warn("The cached schemas cannot be read and are loaded again.", { error: String(error) });
    return undefined;
  }
}

/** Without a hash there is no telling whether kept schemas are still right. */
async function keep(
  { cache, serverUrl }: SchemaLoaderInit,
  hash: string | null | undefined,
  schemas: readonly Schema[],
): Promise<void> {
  if (cache && hash) await cache.set(serverUrl, JSON.stringify({ hash, schemas }));
}

function checkVersion(version: string | undefined): void {
  if (version === "dev") return;
  const numbers =
    version === undefined ? undefined : /^(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number);
  if (version !== undefined && (!numbers || !isOlder(numbers))) return;
  throw new ServerCompatibilityError("server_incompatible", {
    message: `The server's version is ${version ?? "unknown"}; this SDK needs ${oldestVersion.join(".")} or later.`,
    details: { version: version ?? null, required: oldestVersion.join(".") },
    exception: "ServerCompatibilityError",
  });
}

function isOlder(numbers: readonly number[]): boolean {
  for (const [index, oldest] of oldestVersion.entries()) {
    const number = numbers[index] as number;
    if (number !== oldest) return number < oldest;
  }
  return false;
}

function understand<Output>(schema: z.ZodMiniType<Output>, answer: unknown, what: string): Output {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  throw new NetworkError("network_malformed_response", {
    message: `What came back as ${what} has another shape; check that the address is that of an ftrack server.`,
    details: { path: result.error.issues[0]?.path.map(String).join(".") ?? "" },
    retryable: false,
  });
}
