import { LocationError } from "../errors/location-error.js";
import { OptionsError } from "../errors/options-error.js";
import { ServerError } from "../errors/server-error.js";
import { forEachConcurrently } from "../util/concurrent.js";
import type { Accessor } from "./accessor.js";
import { assertObject } from "./assert-object.js";
import type { ComponentTree, VersionPlace } from "./component-facts.js";
import { fileNameOf } from "./component-facts.js";
import { loadComponents, loadVersionPlaces } from "./component-queries.js";
import { idsOf } from "./id-of.js";
import type { AddOptions, Location } from "./location.js";
import type { CallOptions, EntityReference, LocationHost } from "./location-host.js";
import { isAnswerLost } from "./lost-answer.js";
import { ProgressMeter } from "./progress.js";
import { sourceAt, transfer } from "./transfer.js";

/** One component on its way. */
interface Move {
  readonly component: ComponentTree;
  readonly source: Location;
  sourceIdentifier: string | undefined;
  identifier: string;
}

/** Files announced to the target at once. */
const windowSize = 100;

export async function addComponents(
  host: LocationHost,
  target: Location,
  references: readonly EntityReference[],
  options: AddOptions,
): Promise<void> {
  const ids = idsOf(references);
  assertObject(options, "What tells how components are added");
  const sources = sourcesFor(references, options.source);
  target.requireStructure();
  if (ids.length === 0) return;
  const call: CallOptions = { signal: options.signal };
  const trees = await loadComponents(host, references, call);
  const moves = await leaveOutPresent(target, movesOf(trees, sources, options.recursive ?? true), options);
  await placeMoves(host, target, moves, call);
  const moved: Move[] = [];
  try {
    if (target.managed) await moveData(host, target, moves, moved, options);
  } catch (error) {
    const resumable = options.resumeKey !== undefined;
    const left = resumable ? await keepMoved(host, target, moved) : await removeMoved(target, moved);
    if (options.signal?.aborted && error === options.signal.reason) throw error;
    throw transferFailure(target, error, left, resumable ? moved.length : 0);
  }
  await register(target, moves, moved, call);
  announce(host, target, moves);
}

function announce(host: LocationHost, target: Location, moves: readonly Move[]): void {
  for (const { component } of moves) {
    host.events.publish("ftrack.location.component-added", {
      component_id: component.id,
      location_id: target.id,
    });
  }
}

function sourcesFor(
  references: readonly EntityReference[],
  source: Location | readonly Location[],
): Location[] {
  if (!Array.isArray(source)) return references.map(() => source as Location);
  if (source.length === references.length) return [...(source as readonly Location[])];
  throw new OptionsError("options_invalid", {
    message: `addComponents takes one source, or one for each component: ${references.length} were given with ${source.length} sources.`,
    details: { components: references.length, sources: source.length },
  });
}

/** Members come before what contains them, so that a container is only here once all of it is. */
function movesOf(trees: readonly ComponentTree[], sources: readonly Location[], recursive: boolean): Move[] {
  const moves = new Map<string, Move>();
  const visit = (component: ComponentTree, source: Location) => {
    if (recursive) for (const member of component.members) visit(member, source);
    if (!moves.has(component.id)) {
      moves.set(component.id, { component, source, sourceIdentifier: undefined, identifier: "" });
    }
  };
  trees.forEach((tree, index) => {
    visit(tree, sources[index] as Location);
  });
  return [...moves.values()];
}

async function leaveOutPresent(
  target: Location,
  moves: readonly Move[],
  options: AddOptions,
): Promise<Move[]> {
  const ids = moves.map(({ component }) => component.id);
  const present = await target.registry.get(ids, { signal: options.signal, kind: "read" });
  if (present.size > 0 && options.existing !== "skip") {
    throw new LocationError("location_component_present", {
      message: `Location "${target.name}" already has ${present.size} of these components; nothing was added.`,
      details: { location: target.name, componentIds: [...present.keys()] },
    });
  }
  return moves.filter(({ component }) => !present.has(component.id));
}

async function placeMoves(host: LocationHost, target: Location, moves: readonly Move[], call: CallOptions) {
  const structure = target.requireStructure();
  await findAtSources(moves, call);
  const versions = structure.needsVersion
    ? await loadVersionPlaces(
        host,
        moves.flatMap(({ component }) => versionIdOf(component) ?? []),
        call,
      )
    : new Map<string, VersionPlace>();
  const taken = new Map<string, string>();
  for (const move of moves) {
    const { component, sourceIdentifier: sourceResourceIdentifier } = move;
    const version = versions.get(versionIdOf(component) ?? "");
    move.identifier = await structure.resourceIdentifier(component, { sourceResourceIdentifier, version });
    const other = taken.get(move.identifier);
    if (target.managed && other !== undefined) throw collision(target, move, other);
    taken.set(move.identifier, component.id);
  }
}

/** Members of a sequence carry no version of their own. */
function versionIdOf(component: ComponentTree["container"]): string | undefined {
  return component && (component.versionId ?? versionIdOf(component.container));
}

async function findAtSources(moves: readonly Move[], call: CallOptions): Promise<void> {
  for (const source of new Set(moves.map((move) => move.source))) {
    const mine = moves.filter((move) => move.source === source);
    const found = await source.registry.get(
      mine.map(({ component }) => component.id),
      { kind: "read", ...call },
    );
    for (const move of mine) {
      const stored = found.get(move.component.id);
      if (stored === undefined) continue;
      move.sourceIdentifier = source.transformer?.decode(stored, move.component) ?? stored;
    }
  }
}

async function moveData(
  host: LocationHost,
  target: Location,
  moves: readonly Move[],
  moved: Move[],
  options: AddOptions,
): Promise<void> {
  const accessor = target.requireAccessor();
  const files = moves.filter(({ component }) => component.kind === "file");
  const meter = new ProgressMeter(host.clock, totalSize(files), options.onProgress);
  for (const { component, identifier } of moves) {
    if (component.kind === "container") await accessor.makeContainer(identifier);
  }
  for (let start = 0; start < files.length; start += windowSize) {
    const window = files.slice(start, start + windowSize);
    await accessor.prepare?.(
      window.map(({ component, identifier }) => ({
        identifier,
        fileName: fileNameOf(component),
        size: component.size,
      })),
      { signal: options.signal },
    );
    await forEachConcurrently(window, options.concurrency ?? 4, async (move) => {
      options.signal?.throwIfAborted();
      await moveFile(accessor, move, meter, options, files.length === 1);
      moved.push(move);
    });
  }
}

async function moveFile(
  accessor: Accessor,
  move: Move,
  meter: ProgressMeter,
  options: AddOptions,
  alone: boolean,
) {
  const { component, source, sourceIdentifier, identifier } = move;
  if (sourceIdentifier === undefined) {
    throw new LocationError("location_component_missing", {
      message: `Location "${source.name}" does not have component ${component.id} to take it from.`,
      details: { location: source.name, componentIds: [component.id] },
    });
  }
  const { resumeKey, signal, verify, stallTimeout } = options;
  await transfer(await sourceAt(source.requireAccessor(), sourceIdentifier), accessor, identifier, {
    signal,
    verify,
    stallTimeout,
    onBytes: (count) => meter.add(count),
    fileName: fileNameOf(component),
    // Either files or the parts of one file go side by side, so that memory stays bounded.
    concurrency: alone ? options.concurrency : 1,
    resumeKey: resumeKey === undefined || alone ? resumeKey : `${resumeKey}/${component.id}`,
  });
}

function totalSize(files: readonly Move[]): number | undefined {
  const sizes = files.map(({ component }) => component.size);
  return sizes.includes(undefined) ? undefined : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

/** What has arrived need not be sent again by the call that goes on. @returns What nobody knows of then. */
async function keepMoved(host: LocationHost, target: Location, moved: readonly Move[]): Promise<string[]> {
  try {
    await target.registry.add(storedIdentifiers(target, moved));
  } catch {
    return moved.map(({ identifier }) => identifier);
  }
  announce(host, target, moved);
  return [];
}

function storedIdentifiers({ transformer }: Location, moves: readonly Move[]): Map<string, string> {
  return new Map(
    moves.map(({ component, identifier }) => [
      component.id,
      transformer ? transformer.encode(identifier, component) : identifier,
    ]),
  );
}

async function register(target: Location, moves: readonly Move[], moved: readonly Move[], call: CallOptions) {
  try {
    await target.registry.add(storedIdentifiers(target, moves), call);
  } catch (error) {
    if (isAnswerLost(error) && (await areRegistered(target, moves))) return;
    // Only a refusal tells that nothing refers to the data.
    const refused = error instanceof ServerError;
    const left = refused ? await removeMoved(target, moved) : moved.map(({ identifier }) => identifier);
    throw transferFailure(target, error, left);
  }
}

/** They are registered in one step. */
async function areRegistered(target: Location, moves: readonly Move[]): Promise<boolean> {
  const ids = moves.map(({ component }) => component.id);
  const known = await target.registry.get(ids, { kind: "read" }).catch(() => new Map<string, string>());
  return known.size === ids.length;
}

/** @returns What could not be removed. */
async function removeMoved(target: Location, moved: readonly Move[]): Promise<string[]> {
  const left: string[] = [];
  for (const { identifier } of moved) {
    await target
      .requireAccessor()
      .remove(identifier)
      .catch(() => left.push(identifier));
  }
  return left;
}

function transferFailure(target: Location, cause: unknown, left: readonly string[], kept = 0): LocationError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const what = kept > 0 ? `${kept} files are there already` : `${left.length} resources were left there`;
  const rest = kept + left.length === 0 ? "Nothing was left there." : `${what}.`;
  return new LocationError("location_transfer", {
    message: `Components could not be added to location "${target.name}": ${reason} ${rest}`,
    details: { location: target.name, left },
    cause,
  });
}

function collision(target: Location, { component, identifier }: Move, other: string): LocationError {
  return new LocationError("location_structure", {
    message: `Components ${other} and ${component.id} would both be "${identifier}" in location "${target.name}". Rename one of them.`,
    details: { location: target.name, identifier, componentIds: [other, component.id] },
  });
}
