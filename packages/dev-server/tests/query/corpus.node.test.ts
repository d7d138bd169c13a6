import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { createDispatcher, type Dispatcher } from "../../src/actions/dispatcher.js";
import type { Services } from "../../src/actions/services.js";
import { Workspace } from "../../src/schema/workspace.js";
import { seedWorkspace } from "../../src/seeds/seed-workspace.js";
import type { Row } from "../../src/store/row.js";

const file = new URL("../../../../../shared/facts/query-expressions.txt", import.meta.url);
const corpus = existsSync(file) ? readFileSync(file, "utf8") : undefined;

/** Expressions found in programs people run, kept outside the repository. */
describe.runIf(corpus !== undefined)("expressions real programs send", () => {
  const lines = (corpus ?? "").split("\n").filter((line) => line.trim() !== "");
  const now = Date.UTC(2026, 10, 20, 10);
  const unused = (): never => {
    throw new Error("No query needs this service.");
  };
  let dispatcher: Dispatcher;
  let user: Row;

  beforeAll(async () => {
    const workspace = new Workspace();
    await seedWorkspace(workspace, "demo", { now, users: ["jenkins"], putFile: () => undefined });
    user = workspace.store.by("Resource", "username", "jenkins")[0] as Row;
    const url = (id: string | null): string => `https://studio.test/${id}`;
    const services: Services = {
      clock: { now: () => now },
      files: { prepareUpload: unused, prepareParts: unused, completeParts: unused },
      urls: { componentUrl: url, thumbnailUrl: url, widgetUrl: unused },
      jobs: { planEncoding: unused, startEncoding: unused, startJob: unused },
      keys: { replaceKey: unused },
      temporaryData: { put: unused },
    };
    dispatcher = createDispatcher({ workspace, services });
  });

  it("are many", () => {
    expect(lines.length).toBeGreaterThan(200);
  });

  it.each(lines)("%s", async (expression) => {
    // Only strict clients may group (wire protocol 5.9).
    const onlyRequested = expression.includes("group by");
    const context = { user, strict: false, onlyRequested, denormalize: false };

    const { body } = await dispatcher.handle([{ action: "query", expression }], context);

    expect(body).not.toHaveProperty("exception");
    expect(body).toMatchObject([{ action: "query", data: expect.any(Array) }]);
  });
});
