import { typeKey, type WireEntity } from "../codec/wire-entity.js";
import { LocationError } from "../errors/location-error.js";
import { ql } from "../query/ql.js";
import { assertObject } from "./assert-object.js";
import { type ComponentData, checkComponentData } from "./component-data.js";
import { type ComponentInput, fileTypeOf, type ReadInput, readInput } from "./component-input.js";
import { type ComponentIds, CreationRecords, newIds } from "./creation-record.js";
import { idOf } from "./id-of.js";
import { createOperation } from "./identifier-registry.js";
import { Location } from "./location.js";
import type { HostEntity, LocationHost } from "./location-host.js";
import type { LocationServices } from "./location-services.js";
import { wasCreated } from "./lost-answer.js";
import type { OnProgress } from "./progress.js";

/** Where the data of a new component goes, and how it gets there. */
export interface CreateComponentOptions {
  /**
   * Where the data goes: a location, its name or id; `"auto"` for the preferred one; `null` to only record the
   * component in the session, for its next commit. Defaults to `"auto"`.
   */
  readonly location?: Location | string | null | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Files or parts moved at the same time. Defaults to 4. */
  readonly concurrency?: number | undefined;
  /**
   * Longest time in which no byte moves before a connection is given up and made anew, in milliseconds. Engines that
   * do not tell how far an upload is, such as browsers, add a second for every 16 kB. Defaults to a minute.
   */
  readonly stallTimeout?: number | undefined;
  /** How much is checked after data has arrived. Defaults to `"checksum"`. */
  readonly verify?: "checksum" | "size" | undefined;
  /**
   * Lets a call go on where it was interrupted, even by the end of the process: make it again with the same text
   * and the same files. Without it, whatever a failed call made is removed again.
   */
  readonly resumeKey?: string | undefined;
}

interface Plan {
  readonly root: Row;
  readonly rows: readonly Row[];
  /** Where each component's data is now, by component id. */
  readonly origins: ReadonlyMap<string, string>;
}

interface Row {
  readonly entityType: string;
  readonly data: { readonly id: string; readonly [attribute: string]: unknown };
}

const reviewNames = ["ftrackreview-mp4", "ftrackreview-webm", "ftrackreview-image"];

export async function createComponent(
  services: LocationServices,
  input: ComponentInput,
  data: ComponentData = {},
  options: CreateComponentOptions = {},
): Promise<HostEntity> {
  const { host, locations } = services;
  checkComponentData(data);
  assertObject(options, "The options of a component");
  const read = await readInput(host, input, data.size);
  const target = targetOf(services, data, options.location);
  if (target?.managed) assertPresent(read);
  const records = new CreationRecords(host);
  const { resumeKey } = options;
  const names = read.kind === "sequence" ? read.members.map(({ name }) => name) : [];
  const ids =
    resumeKey === undefined ? newIds(data.id, names) : await records.begin(resumeKey, data.id, names);
  const plan = await planRows(host, read, data, ids);
  if (read.kind === "bytes") locations.originAccessor.keep(originOf(plan), read.source);
  await locations.origin.registry.add(plan.origins);
  if (!target) return recordInSession(host, plan);
  try {
    const resumed = resumeKey !== undefined && (await isOnServer(host, ids, options.signal));
    const entity = resumed ? decodeRoot(host, plan, []) : await sendRows(host, plan, data, options);
    if (target !== locations.origin) await fillOrRemove(services, plan, target, options);
    if (resumeKey !== undefined) await records.remove(resumeKey);
    return entity;
  } finally {
    if (target !== locations.origin) locations.originAccessor.forget(originOf(plan));
  }
}

async function fillOrRemove(
  services: LocationServices,
  plan: Plan,
  target: Location,
  options: CreateComponentOptions,
): Promise<void> {
  try {
    await fill(services, plan, target, options);
  } catch (error) {
    if (options.resumeKey === undefined) await removeRows(services.host, plan);
    throw error;
  }
}

/** Told before anything is made, by the name of the file. */
function assertPresent(read: ReadInput): void {
  if (read.kind === "bytes" || read.missing.length === 0) return;
  const [first] = read.missing;
  const others = read.missing.length === 1 ? "" : ` Nor do ${read.missing.length - 1} others.`;
  throw new LocationError("location_resource_missing", {
    message: `"${first}" does not exist.${others}`,
    details: { path: first, missing: read.missing.length },
  });
}

function targetOf(
  { locations }: LocationServices,
  { name = "" }: ComponentData,
  wanted: CreateComponentOptions["location"],
) {
  if (wanted === null || wanted instanceof Location) return wanted;
  if (wanted !== undefined && wanted !== "auto") return locations.get(wanted);
  return reviewNames.includes(name) ? locations.review : (locations.accessible[0] ?? null);
}

/** Whether an earlier call got as far as making them; they are made in one step. */
async function isOnServer(
  host: LocationHost,
  { root }: ComponentIds,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const rows = await host.query(ql`select id from Component where id is ${root}`.text, {
    kind: "read",
    signal,
  });
  return rows.length > 0;
}

async function planRows(
  host: LocationHost,
  read: ReadInput,
  data: ComponentData,
  ids: ComponentIds,
): Promise<Plan> {
  const id = ids.root;
  const fileName = read.kind === "bytes" ? (read.source.name ?? data.name ?? "") : read.path;
  const file_type = data.file_type ?? (await fileTypeOf(host, fileName));
  const shared = { id, name: data.name ?? defaultName(read, file_type), file_type, ...versionOf(data) };
  if (read.kind !== "sequence") {
    const size = data.size ?? (read.kind === "bytes" ? read.source.size : read.size) ?? 0;
    const root: Row = { entityType: "FileComponent", data: { ...shared, system_type: "file", size } };
    const origin = read.kind === "file" ? read.path : `bytes of ${id}`;
    return { root, rows: [root], origins: new Map([[id, origin]]) };
  }
  const { members, padding, path } = read;
  const size = data.size ?? members.reduce((sum, member) => sum + member.size, 0);
  const root: Row = {
    entityType: "SequenceComponent",
    data: { ...shared, system_type: "sequence", size, padding },
  };
  const origins = new Map([[id, path]]);
  const children = members.map((member): Row => {
    const memberId = ids.members.get(member.name) as string;
    origins.set(memberId, member.path);
    const memberSize = data.size === undefined ? member.size : Math.round(data.size / members.length);
    const values = {
      id: memberId,
      name: member.name,
      file_type,
      size: memberSize,
      system_type: "file",
      container_id: id,
    };
    return { entityType: "FileComponent", data: values };
  });
  return { root, rows: [root, ...children], origins };
}

function defaultName(read: ReadInput, fileType: string): string {
  const name = read.kind === "bytes" ? read.source.name : undefined;
  if (name === undefined || name === "") return "main";
  return fileType !== "" && name.endsWith(fileType) ? name.slice(0, -fileType.length) : name;
}

function versionOf({ version, version_id }: ComponentData): { version_id?: string } {
  if (version === undefined) return version_id === undefined ? {} : { version_id };
  if (typeof version !== "string" && (version as Partial<HostEntity>).$state === "created") {
    throw new LocationError("location_uncommitted", {
      message:
        "The version is not on the server yet. Commit it first, or pass `location: null` and commit both together.",
      details: { versionId: version.id },
    });
  }
  return { version_id: idOf(version) };
}

function originOf({ root, origins }: Plan): string {
  return origins.get(root.data.id) as string;
}

function recordInSession(host: LocationHost, { rows }: Plan): HostEntity {
  const entities = rows.map(({ entityType, data }) => host.create(entityType, data));
  return entities[0] as HostEntity;
}

async function sendRows(
  host: LocationHost,
  plan: Plan,
  { metadata = {} }: ComponentData,
  { signal }: CreateComponentOptions,
): Promise<HostEntity> {
  const operations = plan.rows.map(({ entityType, data }) => createOperation(entityType, data));
  const { id } = plan.root.data;
  const notes = Object.entries(metadata).map(([key, value]) => ({
    action: "create",
    entity_type: "Metadata",
    entity_key: [id, key],
    entity_data: { [typeKey]: "Metadata", parent_id: id, parent_type: plan.root.entityType, key, value },
  }));
  const answers = await host.call([...operations, ...notes], { signal }).catch(async (error: unknown) => {
    if (await wasCreated(host, error, { entityType: "Component", id })) return [];
    throw error;
  });
  return decodeRoot(host, plan, answers);
}

function decodeRoot(host: LocationHost, { rows }: Plan, answers: readonly unknown[]): HostEntity {
  const known = rows.map(({ entityType, data }, index): WireEntity => {
    const answered = (answers[index] as { readonly data?: Readonly<Record<string, unknown>> } | undefined)
      ?.data;
    return { [typeKey]: entityType, ...data, ...answered };
  });
  return host.decode(known)[0] as HostEntity;
}

async function fill(
  { host, locations }: LocationServices,
  plan: Plan,
  target: Location,
  options: CreateComponentOptions,
) {
  const { id, size } = plan.root.data;
  let loaded = 0;
  await target.addComponents([id], {
    source: locations.origin,
    existing: options.resumeKey === undefined ? "fail" : "skip",
    signal: options.signal,
    concurrency: options.concurrency,
    verify: options.verify,
    stallTimeout: options.stallTimeout,
    resumeKey: options.resumeKey,
    onProgress: (progress) => {
      loaded = progress.loaded;
      options.onProgress?.(progress);
    },
  });
  if (plan.rows.length > 1 || size !== 0 || loaded === 0) return;
  // A stream tells its size only at its end.
  const update = {
    action: "update",
    entity_type: "FileComponent",
    entity_key: [id],
    entity_data: { [typeKey]: "FileComponent", size: loaded },
  };
  await host.call([update], { signal: options.signal });
  host.decode([{ [typeKey]: "FileComponent", id, size: loaded }]);
}

/** Best effort: the failure that led here is the one to tell. */
async function removeRows(host: LocationHost, { rows }: Plan): Promise<void> {
  const operations = rows.map(({ entityType, data }) => ({
    action: "delete",
    entity_type: entityType,
    entity_key: [data.id],
  }));
  await host.call(operations.reverse()).catch((error: unknown) => {
    host.logger.warn("A component whose data could not be stored could not be removed either.", {
      componentId: rows[0]?.data.id,
      error: String(error),
    });
  });
}
