/** What every entity, collection and mapped attribute offers, as types only: `query` builds row types from them. */

/** Where an entity stands between the server and the next commit. */
export type EntityState = "clean" | "created" | "modified" | "deleted";

export declare const untyped: unique symbol;

/** Marks entities whose type the compiler does not know, so that they can stand for any. No value has it. */
export interface Untyped {
  readonly [untyped]: true;
}

/** An entity, whatever is loaded of it: of one of these types, or of one that the compiler does not know. */
export type Reference<Type extends string> =
  | { readonly $type: Type; readonly $key: readonly string[] }
  | Untyped;

/** One attribute that differs from the server's value. */
export interface AttributeChange {
  readonly attribute: string;
  /** The server's value, `undefined` when it is not loaded. */
  readonly before: unknown;
  /** The value the next commit sends. */
  readonly after: unknown;
}

/**
 * The `$`-members of every entity.
 *
 * No server attribute starts with `$`, so none can collide with them. `$get` and `$load` are typed by path where
 * the entity type map is known; these are their loose forms.
 */
export interface EntityMembers<Type extends string = string> {
  /** Concrete entity type. */
  readonly $type: Type;
  /** Primary key values, in the order of the schema. */
  readonly $key: readonly string[];
  readonly $state: EntityState;
  /** Attributes with a local value that is not committed yet. */
  readonly $changes: readonly AttributeChange[];
  /** The session that made the entity. */
  readonly $session: object;
  /** Whether every step of a path has a value, local or from the server. Never fetches. */
  $isLoaded(path: string): boolean;
  /** Gives up local values: of the attributes named, or of all. */
  $revert(...attributes: string[]): void;
  /**
   * The value at a path, fetched where it is not loaded yet, together with that of the entity's peers.
   *
   * @example
   * const name = await task.$get("project.name");
   */
  $get(path: string, options?: { signal?: AbortSignal | undefined }): Promise<unknown>;
  /** Fetches what is missing of several paths and returns the same entity. */
  $load(...paths: string[]): Promise<this>;
}

/**
 * A to-many relation: an iterable, indexable list of entities that records what is added and removed.
 *
 * Reading one that is not loaded throws `entity_not_loaded` instead of looking empty; adding and removing work.
 */
export interface Collection<Item> extends Iterable<Item> {
  readonly [index: number]: Item;
  readonly length: number;
  /** Whether the members are known. */
  readonly isLoaded: boolean;
  at(index: number): Item | undefined;
  /** Whether an entity is a member. */
  has(item: object): boolean;
  /** Adds members; those already in stay where they are. */
  add(...items: object[]): this;
  /** Removes a member; whether it was one. On a collection that is not loaded the answer is `true`. */
  delete(item: object): boolean;
  /** Removes every member. */
  clear(): void;
  /** Makes these the members, whatever they were. */
  replace(items: Iterable<object>): this;
  /** The members as an array of their own. */
  toArray(): Item[];
  map<Result>(callback: (item: Item, index: number) => Result): Result[];
  filter<Kept extends Item>(callback: (item: Item, index: number) => item is Kept): Kept[];
  filter(callback: (item: Item, index: number) => boolean): Item[];
  find(callback: (item: Item, index: number) => boolean): Item | undefined;
  some(callback: (item: Item, index: number) => boolean): boolean;
  every(callback: (item: Item, index: number) => boolean): boolean;
  forEach(callback: (item: Item, index: number) => void): void;
  flatMap<Result>(callback: (item: Item, index: number) => Result | readonly Result[]): Result[];
  reduce<Result>(callback: (result: Result, item: Item, index: number) => Result, initial: Result): Result;
}

/**
 * Metadata and custom attributes: a `Map` from key to value whose changes are recorded.
 *
 * Reading one that is not loaded throws `entity_not_loaded`; setting and deleting work.
 */
export interface MappedCollection<Values extends object = Record<string, unknown>>
  extends Iterable<[string, unknown]> {
  readonly size: number;
  readonly isLoaded: boolean;
  /** The value of a key, or `undefined`. */
  get<Key extends keyof Values & string>(key: Key): Values[Key] | undefined;
  /** Whether there is a value for a key. */
  has(key: string): boolean;
  /** Records the value of a key. */
  set<Key extends keyof Values & string>(key: Key, value: Values[Key]): this;
  /** Removes a key; whether it was there. On a collection that is not loaded the answer is `true`. */
  delete(key: string): boolean;
  /** Removes every key. */
  clear(): void;
  /** The keys, in the server's order, new ones last. */
  keys(): IterableIterator<string>;
  /** The values, in the order of their keys. */
  values(): IterableIterator<unknown>;
  /** The pairs of keys and values. */
  entries(): IterableIterator<[string, unknown]>;
  /** Calls back with every pair, the value first. */
  forEach(callback: (value: unknown, key: string) => void): void;
  /** Makes these the pairs, whatever they were. */
  replace(values: Partial<Values>): this;
  /** A plain copy. */
  toObject(): Partial<Values>;
}

/** A value of a hierarchical custom attribute, and the entity it was inherited from. */
export interface ResolvedValue<Value = unknown> {
  readonly value: Value;
  /** The entity that holds the value; `undefined` for the configuration's default. */
  readonly from: object | undefined;
  /** Whether it comes from above the entity that was asked. */
  readonly inherited: boolean;
}

/** `custom_attributes`: as {@link MappedCollection}, and hierarchical values are resolved. */
export interface CustomAttributes<Values extends object = Record<string, unknown>>
  extends MappedCollection<Values> {
  /** The value that counts here: the own one, or the nearest inherited one, or the default. */
  resolve<Key extends keyof Values & string>(key: Key): Promise<ResolvedValue<Values[Key] | null>>;
}
