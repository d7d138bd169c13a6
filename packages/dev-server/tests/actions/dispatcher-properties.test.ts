import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expressions } from "../query/expressions.js";
import { runs } from "../query/runs.js";
import { studioServer } from "./studio-server.js";

const actions = [
  "query",
  "search",
  "create",
  "update",
  "delete",
  "query_server_information",
  "query_schemas",
  "get_upload_metadata",
  "complete_multipart_upload",
  "encode_media",
  "get_widget_url",
  "reset_remote",
  "delayed_job",
  "send_user_invite",
  "send_review_session_invite",
  "compute_rollups",
  "generate_signed_url",
  "permissions",
  "add_user_security_role",
  "remove_user_security_role",
  "update_user_security_role",
  "grant_user_security_role_project",
  "revoke_user_security_role_project",
  "configure_totp",
  "_authorize_operation",
  "_track_usage",
];
const fields = [
  "expression",
  "entity_type",
  "entity_key",
  "entity_data",
  "terms",
  "context_id",
  "component_id",
  "version_id",
  "parts",
  "upload_id",
  "user_id",
  "role_id",
  "project_id",
  "reset_type",
  "job_type",
  "values",
  "name",
  "theme",
  "type",
  "data",
  "code",
  "secret",
];

describe("any request", () => {
  it("is answered in JSON, and never by a failure of the server", { timeout: 600_000 }, async () => {
    const server = studioServer();
    const { store, registry } = server.studio.workspace;
    const snapshot = store.snapshot();
    const ids = fc.constantFrom("t1", "p1", "sh1", "u1", "v1", "c1", "as1", "n1", "m1", "gone");
    const types = fc.constantFrom(...registry.names, "__proto__", "constructor");
    const reference = fc.record({ __entity_type__: types, id: ids });
    const scalar = fc.oneof(
      ids,
      types,
      fc.jsonValue({ maxDepth: 2 }),
      reference,
      fc.array(reference, { maxLength: 2 }),
    );
    const entity = fc
      .oneof(types, fc.constantFrom("Task", "Note", "AssetVersion", "Project"))
      .chain((type) => {
        const names = [...(registry.find(type)?.attributes.keys() ?? []), "nonsense", "__proto__"];
        return fc.record({
          action: fc.constantFrom("create", "update", "delete"),
          entity_type: fc.constant(type),
          entity_key: fc.oneof(ids, fc.array(ids, { maxLength: 3 }), scalar),
          entity_data: fc.dictionary(fc.constantFrom(...names), scalar, { maxKeys: 5 }),
        });
      });
    const query = fc.record({ action: fc.constant("query"), expression: expressions(registry) });
    const search = fc.record({
      action: fc.constant("search"),
      expression: expressions(registry),
      entity_type: types,
      terms: fc.array(fc.string(), { maxLength: 2 }),
    });
    const anything = fc
      .tuple(fc.constantFrom(...actions), fc.dictionary(fc.constantFrom(...fields), scalar, { maxKeys: 6 }))
      .map(([action, given]) => ({ ...given, action }));
    const operation = fc.oneof(anything, entity, query, search, fc.jsonValue());

    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 3 }), fc.boolean(), async (operations, strict) => {
        // What comes over the wire has been text.
        const received: unknown = JSON.parse(JSON.stringify(operations));

        const { status, body, changes } = await server.send(received, { strict, onlyRequested: strict });
        if (changes.length > 0) store.restore(snapshot);

        expect(JSON.parse(JSON.stringify(body))).toBeDefined();
        if ("exception" in body) {
          expect(body.content).not.toContain("The server failed");
          expect(body.content).not.toContain("takes too long");
          expect(strict ? status >= 400 : status === 200).toBe(true);
          expect(changes).toEqual([]);
        } else {
          expect([status, body.length]).toEqual([200, operations.length]);
        }
      }),
      { numRuns: runs },
    );
  });

  it("may be any JSON at all", { timeout: 600_000 }, async () => {
    const { send } = studioServer();

    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (body) => {
        const result = await send(body);

        expect(result.status).toBe(200);
      }),
      { numRuns: runs },
    );
  });
});
