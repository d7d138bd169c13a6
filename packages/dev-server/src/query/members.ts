import type { Attribute } from "@ftrack-kit/core";
import type { Relation } from "../schema/relation.js";
import { ownerOf } from "../schema/relation-computed.js";
import { relationOf } from "../schema/relation-of.js";
import { type Row, rowKey } from "../store/row.js";
import type { QuerySource } from "./query-source.js";

/** An attribute, as it is reached from rows of one or more types. */
export interface Member {
  readonly name: string;
  readonly attribute: Attribute;
  /** Present when the attribute leads to other rows. */
  readonly relation: RelationMember | undefined;
}

export interface RelationMember {
  /** Types on which the next name of a path is looked up. */
  readonly targets: readonly string[];
  readonly single: boolean;
  /** Whether several rows lead to the same target, so that what is found out about it is worth keeping. */
  readonly shared: boolean;
  readonly rows: (row: Row) => readonly Row[];
  /** Rows that lead to a target; `undefined` when the relation cannot be walked backwards. */
  readonly owners: ((target: Row) => readonly Row[]) | undefined;
  /** Whether `owners` reads one index, which gives rows in primary key order. */
  readonly indexed: boolean;
}

interface Variant {
  readonly type: string;
  readonly attribute: Attribute;
  readonly relation: Relation | undefined;
}

interface RelatedVariant extends Variant {
  readonly relation: Relation;
}

/** Kinds of entity a note can hang below. Schemas do not declare `Note.parent`; clients filter on it (4.5). */
const noteParents = ["TypedContext", "Project", "Asset", "AssetVersion", "ReviewSessionObject", "Component"];
/** `Status.state` under its former name (5.11). */
const formerNames: Readonly<Record<string, Readonly<Record<string, string>>>> = { Status: { type: "state" } };

/** Finds what names of a query mean. Falls through to subtypes, as queries do (wire protocol 4.3, rule 2). */
export class Members {
  readonly #source: QuerySource;
  readonly #known = new Map<string, Member | undefined>();
  readonly #kinds = new Map<string, ReadonlySet<string>>();

  constructor(source: QuerySource) {
    this.#source = source;
  }

  /** `undefined` when none of the types, nor a subtype, has the attribute. */
  find(types: readonly string[], name: string): Member | undefined {
    const key = `${types.join()}.${name}`;
    if (this.#known.has(key)) return this.#known.get(key);
    const member = this.#create(types, name);
    this.#known.set(key, member);
    return member;
  }

  /** Whether a row is of a type or derives from it. */
  isKindOf(row: Row, type: string): boolean {
    let kinds = this.#kinds.get(type);
    if (!kinds) {
      kinds = new Set([type, ...this.#source.registry.subtypesOf(type)]);
      this.#kinds.set(type, kinds);
    }
    return kinds.has(row.__entity_type__);
  }

  #create(types: readonly string[], name: string): Member | undefined {
    const variants = types.flatMap((type) => this.#variants(type, formerNames[type]?.[name] ?? name));
    const [first] = variants;
    if (!first) return name === "parent" && types.includes("Note") ? this.#noteParent() : undefined;
    const related = variants.filter(hasRelation);
    return {
      name: first.attribute.name,
      attribute: first.attribute,
      relation: related.length === 0 ? undefined : this.#relationMember(first.attribute.name, related),
    };
  }

  #variants(type: string, name: string): Variant[] {
    const { registry } = this.#source;
    const variants: Variant[] = [];
    const own = registry.find(type)?.attributes.get(name);
    const holders = own ? [type] : registry.subtypesOf(type);
    for (const holder of holders) {
      const attribute = registry.find(holder)?.attributes.get(name);
      if (!attribute) continue;
      const relation = attribute.kind === "scalar" ? undefined : relationOf(registry, holder, name);
      variants.push({ type: holder, attribute, relation });
    }
    return variants;
  }

  #relationMember(name: string, variants: readonly RelatedVariant[]): RelationMember {
    const { registry } = this.#source;
    const walks = new Map<string, Walk>();
    const byType = new Map<string, Walk | undefined>();
    for (const { type, relation } of variants) {
      const family = registry.familyOf(type);
      const key = `${family} ${JSON.stringify(relation)} ${relation.kind === "computed" ? type : ""}`;
      const walk = walks.get(key) ?? createWalk(this.#source, relation, family);
      walks.set(key, walk);
      for (const kind of [type, ...registry.subtypesOf(type)]) if (!byType.has(kind)) byType.set(kind, walk);
    }
    const walkOf = (type: string): Walk | undefined => {
      if (!byType.has(type)) byType.set(type, this.#ownWalk(type, name));
      return byType.get(type);
    };
    const all = [...walks.values()];
    const owners = all.flatMap((walk) => walk.owners ?? []);
    const [onlyOwners] = owners;
    return {
      targets: [...new Set(variants.map(({ relation }) => relation.target))],
      single: all.every((walk) => walk.single),
      shared: all.some((walk) => walk.shared),
      rows: (row) => walkOf(row.__entity_type__)?.rows(row) ?? [],
      owners:
        owners.length < all.length
          ? undefined
          : owners.length === 1
            ? onlyOwners
            : (target) => owners.flatMap((find) => find(target)),
      indexed: all.length === 1 && variants[0]?.relation.kind === "one",
    };
  }

  /** Relations lead to rows outside the type they declare, such as a milestone as the task of a version. */
  #ownWalk(type: string, name: string): Walk | undefined {
    const { registry } = this.#source;
    const known = registry.find(type)?.attributes.has(name) ?? false;
    const relation = known ? relationOf(registry, type, name) : undefined;
    return relation && createWalk(this.#source, relation, registry.familyOf(type));
  }

  #noteParent(): Member | undefined {
    const { registry, store } = this.#source;
    const attribute = registry.find("Note")?.attributes.get("parent_id");
    if (!attribute) return undefined;
    const targets = noteParents.filter((type) => registry.has(type));
    return {
      name: "parent",
      attribute,
      relation: {
        targets,
        single: true,
        shared: true,
        rows: (row) => {
          const parent = ownerOf(row, store);
          return parent ? [parent] : [];
        },
        owners: (target) => store.by("Note", "parent_id", target.id),
        indexed: true,
      },
    };
  }
}

/** The key a row is stored under. */
export function keyOf({ registry }: QuerySource, row: Row): string {
  const primaryKey = registry.find(row.__entity_type__)?.primaryKey;
  if (!primaryKey) return String(row.id);
  return rowKey(primaryKey.map((name) => row[name]));
}

/** Each row once, as collections are in primary key order whatever the order of the links. */
export function inKeyOrder(source: QuerySource, rows: readonly Row[]): readonly Row[] {
  if (rows.length < 2) return rows;
  const keyed = [...new Set(rows)].map((row) => ({ row, key: keyOf(source, row) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  return keyed.map(({ row }) => row);
}

const hasRelation = (variant: Variant): variant is RelatedVariant => variant.relation !== undefined;

interface Walk {
  readonly single: boolean;
  readonly shared: boolean;
  readonly rows: (row: Row) => readonly Row[];
  readonly owners: ((target: Row) => readonly Row[]) | undefined;
}

const none: readonly Row[] = [];

function createWalk(source: QuerySource, relation: Relation, ownerFamily: string): Walk {
  const { store, registry } = source;
  const family = registry.familyOf(relation.target);
  const get = (from: string, key: unknown): readonly Row[] => {
    const row = key === null || key === undefined ? undefined : store.get(from, String(key));
    return row ? [row] : none;
  };
  switch (relation.kind) {
    case "one":
      return {
        single: true,
        shared: true,
        rows: (row) => get(family, row[relation.column]),
        owners: (target) => store.by(ownerFamily, relation.column, keyOf(source, target)),
      };
    case "many": {
      const { column, where } = relation;
      const conditions = Object.entries(where ?? {});
      const holds = (row: Row): boolean => conditions.every(([name, value]) => (row[name] ?? null) === value);
      return {
        single: false,
        shared: false,
        rows: (row) => {
          const rows = store.by(family, column, keyOf(source, row));
          return conditions.length === 0 ? rows : rows.filter(holds);
        },
        owners: (target) => (holds(target) ? get(ownerFamily, target[column]) : none),
      };
    }
    case "through": {
      const { link, from, to } = relation;
      return {
        single: false,
        shared: true,
        rows: (row) => {
          const linked = store.by(link, from, keyOf(source, row)).flatMap((found) => get(family, found[to]));
          return inKeyOrder(source, linked);
        },
        owners: (target) =>
          store.by(link, to, keyOf(source, target)).flatMap((found) => get(ownerFamily, found[from])),
      };
    }
    case "computed": {
      const { many, rows, owners } = relation;
      return {
        single: !many,
        shared: true,
        rows: (row) => rows(row, store),
        owners: owners && ((target) => owners(target, store)),
      };
    }
  }
}
