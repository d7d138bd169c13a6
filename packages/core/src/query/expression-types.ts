import type { DeclaredAttribute, EntityOf, IsLoose, LooseEntity, PathProblem } from "./row-types.js";

declare const problem: unique symbol;

/** What a wrong expression is compared with, so that the compiler's message says what is wrong. */
export interface QueryTypeError<Message extends string> {
  readonly [problem]: Message;
}

/** Blanks of any kind become spaces. */
type OneLine<Text extends string> = Text extends `${infer Before}\n${infer Rest}`
  ? OneLine<`${Before} ${Rest}`>
  : Text extends `${infer Before}\t${infer Rest}`
    ? OneLine<`${Before} ${Rest}`>
    : Text extends `${infer Before}\r${infer Rest}`
      ? OneLine<`${Before} ${Rest}`>
      : Text;
type TrimStart<Text extends string> = Text extends ` ${infer Rest}` ? TrimStart<Rest> : Text;
type FirstWord<Text extends string> = Text extends `${infer Word} ${string}` ? Word : Text;
type Split<Text extends string, Parts extends string = never> = Text extends `${infer Part},${infer Rest}`
  ? Split<Rest, Parts | Part>
  : Parts | Text;

/** What the compiler reads of an expression. `select` is `never` when there is none. */
interface Outline<Type extends string, Select extends string, Rest extends string> {
  type: Type;
  select: Select;
  rest: Rest;
}

type Read<Expression extends string> = ReadStart<TrimStart<OneLine<Expression>>>;
type ReadStart<Text extends string> = Text extends `${infer Word} ${infer Rest}`
  ? Lowercase<Word> extends "select"
    ? ReadSelect<TrimStart<Rest>, "">
    : Outline<Word, never, Rest>
  : Outline<Text, never, "">;
/** Collects words until `from`; right after a comma, `from` is an attribute. */
type ReadSelect<Text extends string, Select extends string> = Text extends `${infer Word} ${infer Rest}`
  ? Lowercase<Word> extends "from"
    ? Select extends "" | `${string},`
      ? ReadSelect<TrimStart<Rest>, `${Select}${Word}`>
      : Outline<FirstWord<TrimStart<Rest>>, Split<Select>, Rest>
    : ReadSelect<TrimStart<Rest>, `${Select}${Word}`>
  : QueryTypeError<'The expression starts with "select" and has no "from".'>;

/**
 * Why an expression cannot be typed, as a readable error; `unknown` when it can, so that a parameter of type
 * `Expression & CheckedExpression<Map, Expression>` takes every good expression.
 */
export type CheckedExpression<Map, Expression extends string> =
  IsLoose<Map> extends true
    ? unknown
    : string extends Expression
      ? unknown
      : Expression extends unknown
        ? Problem<Map, Read<Expression>>
        : never;
type Problem<Map, Query> =
  Query extends Outline<infer Type, infer Select, string>
    ? Type extends keyof Map
      ? [SelectProblem<Map, Type, Select>] extends [never]
        ? unknown
        : QueryTypeError<SelectProblem<Map, Type, Select>>
      : Type extends ""
        ? QueryTypeError<"The expression names no entity type.">
        : string extends Type
          ? unknown
          : QueryTypeError<`There is no entity type "${Type}".`>
    : Query;
type SelectProblem<Map, Type extends string, Path extends string> = Path extends unknown
  ? string extends Path
    ? never
    : Path extends `${string}(${infer Argument})`
      ? PathProblem<Map, Type, Argument>
      : PathProblem<Map, Type, Path>
  : never;

/**
 * The row an expression gives, read from its text.
 *
 * Selected attributes and the primary key are present, others are not; without `select`, the default projections
 * are. Text that is not a literal, and sessions without a map, give {@link LooseEntity}.
 *
 * @example
 * type Row = QueryRow<StandardEntityMap, "select name, status.name from Task where bid > 1">;
 * // Row["status"] has name, Row has no description
 */
export type QueryRow<Map, Expression extends string> =
  IsLoose<Map> extends true
    ? LooseEntity
    : string extends Expression
      ? LooseEntity
      : Expression extends unknown
        ? RowOf<Map, Read<Expression>>
        : never;
type RowOf<Map, Query> =
  Query extends Outline<infer Type, infer Select, infer Rest>
    ? Type extends keyof Map
      ? SelectedRow<Map, Type, Select, GroupedBy<Rest>>
      : LooseEntity
    : never;

/** The row of a selection: an entity, or a record where there are aggregates. `never` selects the defaults. */
export type SelectedRow<Map, Type extends string, Select extends string, Group extends string> =
  IsLoose<Map> extends true
    ? LooseEntity
    : [Select] extends [never]
      ? EntityOf<Map, Type>
      : string extends Select
        ? LooseEntity
        : [Extract<Select, `${string}(${string}`>] extends [never]
          ? EntityOf<Map, Type, Select>
          : GroupRow<Map, Type, Select | Group>;

/** Attributes after `group by`. */
type GroupedBy<Rest extends string> = Rest extends `${string}group by ${infer Paths}`
  ? Split<RemoveSpaces<BeforeTail<Paths>>>
  : never;
type BeforeTail<Text extends string> =
  Text extends `${infer Before} ${"order by" | "limit" | "offset"} ${string}` ? BeforeTail<Before> : Text;
type RemoveSpaces<Text extends string> = Text extends `${infer Before} ${infer Rest}`
  ? RemoveSpaces<`${Before}${Rest}`>
  : Text;

/** A row of aggregates: `count(id)` reads as `count_id` (wire protocol 5.9). */
type GroupRow<Map, Type extends string, Select extends string> = {
  readonly [Path in Select as GroupKey<Path>]: GroupValue<Map, Type, Path>;
};
type GroupKey<Path extends string> = Path extends `${infer Name}(${infer Argument})`
  ? `${Lowercase<Name>}_${Argument}`
  : Path;
type GroupValue<
  Map,
  Type extends string,
  Path extends string,
> = Path extends `${infer Name}(${infer Argument})`
  ? Lowercase<Name> extends "count"
    ? number
    : Lowercase<Name> extends "min" | "max"
      ? ScalarAt<Map, Type, Argument> | null
      : number | null
  : ScalarAt<Map, Type, Path>;
type ScalarAt<Map, Type extends string, Path extends string> = Path extends `${string}.${string}`
  ? unknown
  : EntityOf<Map, Type, Path> extends { readonly [Name in Path]: infer Value }
    ? Value
    : DeclaredAttribute<Map, Type, Path>;
