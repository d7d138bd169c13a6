import type { ReadStore, Row } from "../store/row.js";

/** How a relation attribute finds its rows. */
export type Relation =
  /** `row[column]` is the key of one `target` row. */
  | { readonly kind: "one"; readonly target: string; readonly column: string }
  /** `target` rows whose `column` is the row's id and that hold the values of `where`. */
  | {
      readonly kind: "many";
      readonly target: string;
      readonly column: string;
      readonly where?: Readonly<Record<string, unknown>>;
    }
  /** `target` rows that rows of the family `link` connect: `link[from]` is the row's id, `link[to]` the target's. */
  | {
      readonly kind: "through";
      readonly target: string;
      readonly link: string;
      readonly from: string;
      readonly to: string;
    }
  /** Anything else, such as ancestors and the latest version. */
  | {
      readonly kind: "computed";
      readonly target: string;
      readonly many: boolean;
      readonly rows: (row: Row, store: ReadStore) => readonly Row[];
      /** Rows among which all are that lead to a target; without it, a filter has to look at every row. */
      readonly owners?: (target: Row, store: ReadStore) => readonly Row[];
    };
