import type { Session } from "@ftrack-kit/core";
import { queryOptions, typedHooks, useEntity, useLive, useMutation, useQuery } from "@ftrack-kit/react";
import { describe, expectTypeOf, it } from "vitest";

declare const session: Session;

describe("the types of the hooks", () => {
  it("reads rows off the text of the query", () => {
    const { rows, status } = useLive("select name, status.name from Task");

    expectTypeOf(rows[0]!.name).toEqualTypeOf<string>();
    expectTypeOf(rows[0]!.status!.name).toEqualTypeOf<string>();
    expectTypeOf(status).toEqualTypeOf<"loading" | "stale" | "live" | "failed">();
    expectTypeOf(useQuery("Task").status).toEqualTypeOf<"loading" | "stale" | "ready" | "failed">();
    // @ts-expect-error: not selected
    rows[0]!.description;
    // @ts-expect-error: a misspelt attribute
    useLive("select asignee from Task");
    // @ts-expect-error: a misspelt attribute
    useQuery("select asignee from Task");
  });

  it("reads an entity off its type and paths", () => {
    const { row } = useEntity("Task", "id", "name, status.name");

    expectTypeOf(row!.name).toEqualTypeOf<string>();
    expectTypeOf(row).toExtend<object | null | undefined>();
    // @ts-expect-error: a misspelt attribute
    useEntity("Task", "id", "asignee");
    // @ts-expect-error: no such type
    useEntity("Tsak", "id", "name");
  });

  it("takes the values of a mutation from its change", () => {
    const { mutate } = useMutation((session, id: string, bid: number) => session.update("Task", id, { bid }));

    expectTypeOf(mutate).toEqualTypeOf<(id: string, bid: number) => Promise<boolean>>();
    // @ts-expect-error: an attribute of another type
    useMutation((session) => session.update("Task", "id", { bid: "9" }));
  });

  it("uses the map of a workspace", () => {
    interface Map {
      Crew: {
        attributes: { readonly id: string; size: number };
        key: "id";
        defaults: "id";
        subtypes: never;
      };
    }
    const hooks = typedHooks<Map>();

    expectTypeOf(hooks.useLive("select size from Crew").rows[0]!.size).toEqualTypeOf<number>();
    expectTypeOf(hooks.useSession()).toEqualTypeOf<Session<Map>>();
    // @ts-expect-error: not in the map
    hooks.useQuery("select name from Task");
  });

  it("types what TanStack Query fetches", () => {
    const { queryFn } = queryOptions(session, "select name from Task");

    expectTypeOf(
      (await_: Awaited<ReturnType<typeof queryFn>>) => await_[0]!.name,
    ).returns.toEqualTypeOf<string>();
  });
});
