import type { Session } from "@ftrack-kit/core";
import { describe, expectTypeOf, it } from "vitest";

declare const session: Session;

describe("the types of live results", () => {
  it("gives rows what the text selects", () => {
    const live = session.live("select name, status.name from Task");

    const [row] = live.getSnapshot().rows;
    expectTypeOf(row!.name).toEqualTypeOf<string>();
    expectTypeOf(row!.status!.name).toEqualTypeOf<string>();
    live.subscribe((rows, change) => {
      expectTypeOf(rows[0]!.name).toEqualTypeOf<string>();
      expectTypeOf(change.rowsChanged).toEqualTypeOf<boolean>();
    });
    // @ts-expect-error: not selected
    row!.description;
    // @ts-expect-error: rows of a snapshot are not to be changed
    row!.name = "other";
  });

  it("refuses what the map does not have", () => {
    // @ts-expect-error: a misspelt attribute
    session.live("select asignee from Task");
  });
});
