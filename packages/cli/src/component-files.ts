import { ql, type Session } from "@ftrack-kit/node";

/** A file of a component. */
export interface ComponentFile {
  readonly id: string;
  /** Safe as a name on every system. */
  readonly fileName: string;
  /** Bytes, as the database has them. */
  readonly size: number;
}

/** A component as files. */
export interface ComponentFiles {
  readonly name: string;
  /** Whether it is one file, not several in a folder. */
  readonly single: boolean;
  readonly files: readonly ComponentFile[];
}

/** The files of a component, of its members and of theirs; `undefined` where there is no such component. */
export async function findComponentFiles(
  session: Session,
  id: string,
  signal: AbortSignal,
): Promise<ComponentFiles | undefined> {
  const [root] = await readComponents(session, "id", [id], signal);
  if (!root) return undefined;
  if (root.system_type === "file") return { name: root.name, single: true, files: [fileOf(root, "")] };
  const files: ComponentFile[] = [];
  const prefixes = new Map([[root.id, `${root.name}.`]]);
  for (let level = [root.id]; level.length > 0; ) {
    const members = await readComponents(session, "container_id", level, signal);
    const containers = members.filter(({ system_type }) => system_type !== "file");
    for (const member of members) {
      const prefix = prefixes.get(member.container_id ?? "") ?? "";
      if (containers.includes(member)) prefixes.set(member.id, `${prefix}${member.name}.`);
      else files.push(fileOf(member, prefix));
    }
    level = containers.map((container) => container.id);
  }
  return { name: root.name, single: false, files };
}

interface ComponentRow {
  readonly id: string;
  readonly name: string;
  readonly file_type: string | null;
  readonly size: number | null;
  readonly system_type: string | null;
  readonly container_id: string | null;
}

async function readComponents(
  session: Session,
  key: "id" | "container_id",
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly ComponentRow[]> {
  const expression = ql`
    select name, file_type, size, system_type, container_id from Component
    where ${ql.identifier(key)} in (${ids}) order by name`;
  return (await session.query(expression, { signal }).plain()) as unknown as readonly ComponentRow[];
}

function fileOf({ id, name, file_type, size }: ComponentRow, prefix: string): ComponentFile {
  return { id, fileName: safeName(`${prefix}${name}${file_type ?? ""}`), size: size ?? 0 };
}

/** Names come from the server: none of them may lead to another folder. */
function safeName(name: string): string {
  const safe = name.replace(/[/\\:*?"<>|\p{Cc}]/gu, "_").replace(/[. ]+$/, "");
  return safe === "" ? "_" : safe;
}
