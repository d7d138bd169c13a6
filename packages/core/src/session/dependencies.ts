import { typeKey } from "../codec/wire-entity.js";
import type { EntityRecord } from "../entity/entity-record.js";
import { identityOf, type LogEntry } from "./unit-of-work.js";

/** The entries of some records, in the order of the log. */
export function entriesOf(
  entries: readonly LogEntry[],
  records: readonly EntityRecord[],
): readonly LogEntry[] {
  const identities = new Set(records.map(identityOf));
  return entries.filter(({ record }) => identities.has(identityOf(record)));
}

/**
 * Some entries, and those of the new entities they are about or refer to, in the order of the log.
 *
 * Sending these alone leaves everything else the application has pending where it is.
 */
export function dependencies(entries: readonly LogEntry[], wanted: readonly LogEntry[]): readonly LogEntry[] {
  const ofNew = new Map<string, LogEntry[]>();
  for (const entry of entries) if (entry.kind === "create") ofNew.set(identityOf(entry.record), []);
  for (const entry of entries) ofNew.get(identityOf(entry.record))?.push(entry);
  const chosen = new Set(wanted);
  for (const entry of chosen) {
    for (const identity of [identityOf(entry.record), ...mentionsOf(entry)])
      for (const needed of ofNew.get(identity) ?? []) chosen.add(needed);
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
  const values = edit ? [[edit.attribute.name, edit.after()] as const] : Object.entries(data ?? {});
  for (const [name, value] of values) {
    visit(value);
    for (const { target } of record.model.referencesOf(name)) {
      if (target && typeof value === "string") found.push(`${host.registry.familyOf(target)}:${value}`);
    }
  }
  return found;
}
