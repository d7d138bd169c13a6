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

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown) => typeof value === "string";

/** The path of the first thing that is not as it must be, or `undefined`. */
type FindFault = (value: unknown) => string | undefined;

const faultOfSchemas: FindFault = (value) => {
  if (!Array.isArray(value)) return "";
  for (const [index, schema] of value.entries()) {
    if (!isObject(schema)) return `${index}`;
    const { id, properties, primary_key: key } = schema;
    if (!isText(id)) return `${index}.id`;
    if (!(isObject(properties) && Object.values(properties).every(isObject))) return `${index}.properties`;
    if (!(Array.isArray(key) && key.every(isText))) return `${index}.primary_key`;
  }
  return undefined;
};

const faultOfInformation: FindFault = (value) => {
  if (!isObject(value)) return "";
  const { version = "", schema_hash: hash = null } = value;
  if (!isText(version)) return "version";
  return hash === null || isText(hash) ? undefined : "schema_hash";
};

const isKept = (value: unknown): value is KeptSchemas =>
  isObject(value) && isText(value.hash) && faultOfSchemas(value.schemas) === undefined;

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
  const information = understand<ServerInformation>(faultOfInformation, answers[0], "server information");
  checkVersion(information.version);
  if (kept && kept.hash === information.schema_hash) {
    return { information, schemas: kept.schemas, kept: Promise.resolve() };
  }
  const answer = kept ? (await init.read([{ action: "query_schemas" }]))[0] : answers[1];
  const schemas = understand<readonly Schema[]>(faultOfSchemas, answer, "schemas");
  return { information, schemas, kept: keep(init, information.schema_hash, schemas) };
}

interface KeptSchemas {
  readonly hash: string;
  readonly schemas: readonly Schema[];
}

async function readKept({ cache, serverUrl, logger }: SchemaLoaderInit): Promise<KeptSchemas | undefined> {
  const text = await cache?.get(serverUrl);
  if (text === undefined) return undefined;
  const warn = (error: string) =>
    logger.warn("The cached schemas cannot be read and are loaded again.", { error });
  try {
    const kept: unknown = JSON.parse(text);
    if (isKept(kept)) return kept;
    warn("They have another shape.");
  } catch (error) {
    warn(String(error));
  }
  return undefined;
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

function understand<Output>(findFault: FindFault, answer: unknown, what: string): Output {
  const path = findFault(answer);
  if (path === undefined) return answer as Output;
  throw new NetworkError("network_malformed_response", {
    message: `What came back as ${what} has another shape; check that the address is that of an ftrack server.`,
    details: { path },
    retryable: false,
  });
}
