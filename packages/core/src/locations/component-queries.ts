import { LocationError } from "../errors/location-error.js";
import { ql } from "../query/ql.js";
import type { ComponentFacts, ComponentTree, VersionPlace } from "./component-facts.js";
import { idsOf } from "./id-of.js";
import type { CallOptions, EntityReference, HostRow, LocationHost } from "./location-host.js";

/** Ids per query: long lists make servers slow to parse. */
const idsPerQuery = 500;

/** A tree while it is put together. */
interface Draft extends Omit<ComponentTree, "members" | "container"> {
  readonly containerId: string | undefined;
  readonly members: Draft[];
  container: ComponentFacts | undefined;
}

/** Runs one query per part of a list of ids; all parts travel together. */
export async function queryByIds(
  host: LocationHost,
  ids: Iterable<string>,
  expression: (part: readonly string[]) => { readonly text: string },
  options?: CallOptions,
): Promise<HostRow[]> {
  const all = [...new Set(ids)];
  const parts: string[][] = [];
  for (let start = 0; start < all.length; start += idsPerQuery)
    parts.push(all.slice(start, start + idsPerQuery));
  const answers = await Promise.all(parts.map((part) => host.query(expression(part).text, options)));
  return answers.flat();
}

/**
 * Components with everything they contain, in the order given. Takes one request for each level of containers.
 *
 * @throws {@link LocationError} `location_uncommitted` when the server does not know one of them.
 */
export async function loadComponents(
  host: LocationHost,
  references: readonly EntityReference[],
  options?: CallOptions,
): Promise<ComponentTree[]> {
  const ids = idsOf(references);
  const known = new Map<string, Draft>();
  const asked = new Set<string>(ids);
  let unread: readonly string[] = ids;
  // Reads the components and their members at once; deeper levels only where there are containers in containers.
  let readMembersOf: readonly string[] = ids;
  while (unread.length > 0 || readMembersOf.length > 0) {
    const [own, members] = await Promise.all([
      readComponents(host, "id", unread, options),
      readComponents(host, "container_id", readMembersOf, options),
    ]);
    const found = [...own, ...members].filter(({ id }) => !known.has(id));
    for (const component of found) known.set(component.id, component);
    readMembersOf = members.filter(({ kind }) => kind !== "file").map(({ id }) => id);
    unread = containersBeside(known, asked);
    for (const id of unread) asked.add(id);
  }
  link(known);
  return ids.map((id) => known.get(id) ?? unknownComponent(id));
}

/** Containers of known components that nobody asked for yet; structures look at them. */
function containersBeside(known: ReadonlyMap<string, Draft>, asked: ReadonlySet<string>): string[] {
  const wanted = [...known.values()].map(({ containerId }) => containerId);
  return wanted.filter((id): id is string => id !== undefined && !known.has(id) && !asked.has(id));
}

function link(known: ReadonlyMap<string, Draft>): void {
  for (const component of known.values()) {
    const container = known.get(component.containerId ?? "");
    if (!container) continue;
    component.container = container;
    container.members.push(component);
  }
}

async function readComponents(
  host: LocationHost,
  key: "id" | "container_id",
  ids: readonly string[],
  options: CallOptions | undefined,
): Promise<Draft[]> {
  const field = ql.identifier(key);
  const [rows, sequences] = await Promise.all([
    queryByIds(
      host,
      ids,
      (part) =>
        ql`select name, file_type, size, system_type, container_id, version_id from Component where ${field} in (${part})`,
      options,
    ),
    queryByIds(
      host,
      ids,
      (part) => ql`select padding from SequenceComponent where ${field} in (${part})`,
      options,
    ),
  ]);
  const paddings = new Map(sequences.map((row) => [row.id, Number(row.padding ?? 0)]));
  return rows.map((row) => treeOf(row, paddings.get(row.id) ?? 0));
}

function treeOf(row: HostRow, padding: number): Draft {
  const system = row.system_type;
  return {
    id: String(row.id),
    kind: system === "sequence" || system === "container" ? system : "file",
    name: textOf(row.name) ?? "",
    fileType: textOf(row.file_type) ?? "",
    size: typeof row.size === "number" ? row.size : undefined,
    padding,
    versionId: textOf(row.version_id),
    containerId: textOf(row.container_id),
    container: undefined,
    members: [],
  };
}

/** Where versions stand, by version id. Takes two requests, however many there are. */
export async function loadVersionPlaces(
  host: LocationHost,
  versionIds: Iterable<string>,
  options?: CallOptions,
): Promise<ReadonlyMap<string, VersionPlace>> {
  const versions = await queryByIds(
    host,
    versionIds,
    (part) => ql`select version, link, asset.name from AssetVersion where id in (${part})`,
    options,
  );
  const links = new Map(versions.map((row) => [String(row.id), linkOf(row.link)]));
  const projectIds = [...links.values()].flatMap((link) => link.slice(0, 1).map(({ id }) => id));
  const projects = await queryByIds(
    host,
    projectIds,
    (part) => ql`select name from Project where id in (${part})`,
    options,
  );
  const names = new Map(projects.map((row) => [String(row.id), String(row.name)]));
  const places = versions.flatMap((row): [string, VersionPlace][] => {
    const id = String(row.id);
    const link = links.get(id) ?? [];
    const projectName = names.get(link[0]?.id ?? "");
    const asset = row.asset as { readonly name?: unknown } | null | undefined;
    if (projectName === undefined) return [];
    // The link runs from the project to the version itself.
    const folderNames = link.slice(1, -1).map(({ name }) => name);
    return [
      [
        id,
        {
          id,
          version: Number(row.version),
          assetName: String(asset?.name ?? ""),
          projectName,
          folderNames,
        },
      ],
    ];
  });
  return new Map(places);
}

interface LinkPart {
  readonly id: string;
  readonly name: string;
}

function linkOf(value: unknown): readonly LinkPart[] {
  return Array.isArray(value) ? (value as readonly LinkPart[]) : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function unknownComponent(id: string): never {
  throw new LocationError("location_uncommitted", {
    message: `The server has no component ${id}. Commit it before giving it to a location.`,
    details: { componentId: id },
  });
}
