import { typeKey } from "../codec/wire-entity.js";
import type { EntityRecord } from "../entity/entity-record.js";
import { identityOf, type LogEntry } from "./unit-of-work.js";

/**
 * The entries of some records, and those of the new entities they refer to, in the order of the log.
 *
 * Sending these alone leaves everything else the application has pending where it is.
 */
export function dependencies(
  entries: readonly LogEntry[],
  records: readonly EntityRecord[],
): readonly LogEntry[] {
  const byIdentity = new Map<string, LogEntry[]>();
  for (const entry of entries) {
    const identity = identityOf(entry.record);
    const known = byIdentity.get(identity);
    if (known) known.push(entry);
    else byIdentity.set(identity, [entry]);
  }
  const chosen = new Set<LogEntry>();
  const open = records.map(identityOf);
  const seen = new Set(open);
  for (let identity = open.pop(); identity !== undefined; identity = open.pop()) {
    for (const entry of byIdentity.get(identity) ?? []) {
      chosen.add(entry);
      for (const mentioned of mentionsOf(entry)) {
        const isNew = byIdentity.get(mentioned)?.some(({ kind }) => kind === "create");
        if (!isNew || seen.has(mentioned)) continue;
        seen.add(mentioned);
        open.push(mentioned);
      }
    }
  }
  return entries.filter((entry) => chosen.has(entry));
}

/** Identities of the entities an entry refers to, by reference or by foreign key. */
function mentionsOf({ record, edit, data }: LogEntry): string[] {
  const { host } = record.model;
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
      return;
    }
    const type = (value as Record<string, unknown>)[typeKey];
    if (typeof type === "string") {
      const names = host.registry.find(type)?.primaryKey ?? ["id"];
      const values = names.map((name) => (value as Record<string, unknown>)[name]);
      found.push(`${host.registry.familyOf(type)}:${values.join("\u0000")}`);
    } else {
      for (const inner of Object.values(value)) visit(inner);
    }
  };
  visit(edit?.after());
  for (const [name, value] of Object.entries(data ?? {})) {
    visit(value);
    for (const { target } of record.model.referencesOf(name)) {
      if (target && typeof value === "string") found.push(`${host.registry.familyOf(target)}:${value}`);
    }
  }
  return found;
}
