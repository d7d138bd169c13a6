import fc from "fast-check";
import { expect, it } from "vitest";
import { ApiError } from "../../src/operations/api-error.js";
import type { MutationOperation } from "../../src/operations/mutation-context.js";
import { createUpdateEvent } from "../../src/update-events/update-event.js";
import { Requests } from "../support/requests.js";

/** `process` exists in Node only, where the nightly run sets it. */
const nightly = "process" in globalThis && Boolean(globalThis.process.env.FTRACK_KIT_NIGHTLY);
const numRuns = nightly ? 100_000 : 2_000;

it("refuses any operation it cannot apply as a whole, and never fails otherwise", {
  timeout: 3_600_000,
}, async () => {
  const requests = await Requests.open();
  requests.addTree();
  const { store, workspace } = requests;
  const before = store.snapshot();
  const ids = fc.constantFrom(
    "t",
    "sh",
    "sq",
    "p",
    String(requests.user.id),
    "new",
    "other",
    "",
    "__proto__",
  );
  const typeNames = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...workspace.registry.names) },
    { weight: 1, arbitrary: fc.constantFrom("constructor", "__proto__", "Nothing") },
  );
  const entity = fc.record({
    __entity_type__: typeNames,
    id: ids,
    key: ids,
    parent_id: ids,
    value: fc.jsonValue(),
  });
  const value = fc.oneof(
    ids,
    entity,
    fc.array(entity, { maxLength: 3 }),
    fc.constantFrom(null, true, 0, -1.5, "2026-01-01", {
      __type__: "datetime",
      value: "2026-01-01T00:00:00Z",
    }),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const operation = typeNames.chain((typeName) => {
    const names = [
      ...(workspace.registry.find(typeName)?.attributes.keys() ?? []),
      "nonsense",
      "constructor",
    ];
    return fc.record(
      {
        action: fc.constantFrom("create", "update", "delete"),
        entity_type: fc.oneof({ weight: 20, arbitrary: fc.constant<unknown>(typeName) }, fc.jsonValue()),
        entity_key: fc.oneof(ids, fc.array(ids, { maxLength: 3 }), fc.jsonValue()),
        entity_data: fc.oneof(
          { weight: 20, arbitrary: fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 }) },
          { weight: 1, arbitrary: fc.jsonValue() },
        ),
      },
      { requiredKeys: ["action"] },
    ) as fc.Arbitrary<MutationOperation>;
  });

  fc.assert(
    fc.property(fc.array(operation, { minLength: 1, maxLength: 4 }), (operations) => {
      try {
        const { answers, changes } = requests.send(...operations);
        for (const answer of answers)
          if (answer !== true) expect(answer.row.__entity_type__).toBeTypeOf("string");
        createUpdateEvent(changes, {
          store,
          registry: workspace.registry,
          user: requests.user,
          clientToken: null,
          pushToken: null,
          createId: () => "id",
        });
        store.restore(before);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        expect(store.all("Context")).toEqual(before.Context);
      }
    }),
    { numRuns },
  );
});
