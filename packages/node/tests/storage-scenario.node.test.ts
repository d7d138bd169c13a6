import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createId, Event } from "@ftrack-kit/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { collectWarnings, openServer, openSession } from "./support/open-server.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "storage-"));
});
afterEach(() => rm(folder, { recursive: true }));

const everywhere = (path: string) => ({ linux: path, osx: path, windows: path });

/** What the configuration wizard of the Python client writes. */
const scenarioOf = (mount_points: object, id = createId()) => ({
  scenario: "ftrack.centralized-storage",
  data: {
    location_id: id,
    location_name: "studio.central-storage-location",
    accessor: { mount_points },
    structure_id: "standard",
  },
});

/** A studio whose administrator has configured its storage, and a session opened after that. */
async function openStudio(scenario: object) {
  const server = await openServer();
  const admin = await openSession(server);
  const { data } = scenario as { data: { location_id?: string; location_name?: string } };
  if (data.location_id !== undefined) {
    admin.create("Location", { id: data.location_id, name: data.location_name, label: "Studio" });
  }
  admin.create("Setting", { name: "storage_scenario", group: "STORAGE", value: JSON.stringify(scenario) });
  await admin.commit();
  const { logger, warnings } = collectWarnings();
  return { session: await openSession(server, { logger }), warnings };
}

const verify = (session: Awaited<ReturnType<typeof openSession>>, storage_scenario: object) =>
  session.eventHub.publish(new Event("ftrack.connect.verify-startup", { storage_scenario }), {
    synchronous: true,
  });

describe("centralised storage", () => {
  it("becomes the preferred location, in standard structure under the mount point", async () => {
    const { session } = await openStudio(scenarioOf(everywhere(folder)));

    const location = await session.pickLocation();

    expect(location).toMatchObject({ name: "studio.central-storage-location", priority: 1 });
    expect(await location?.accessor?.getFilesystemPath?.("a/b.exr")).toBe(join(folder, "a", "b.exr"));
  });

  it.each([
    ["without a mount point", scenarioOf({})],
    ["without data", { scenario: "ftrack.centralized-storage", data: {} }],
  ])("is left out with a warning %s", async (_, scenario) => {
    const { session, warnings } = await openStudio(scenario);

    expect(session.locations.find("studio.central-storage-location")).toBeUndefined();
    expect(warnings.join()).toContain("storage is not available");
  });

  it("tells Connect nothing where all is well, also once after a reset", async () => {
    await mkdir(join(folder, "mounted"));
    const scenario = scenarioOf(everywhere(join(folder, "mounted")));
    const { session } = await openStudio(scenario);
    await session.reset();

    expect(await verify(session, scenario)).toEqual([undefined]);
  });

  it("tells Connect that the folder is not there", async () => {
    const scenario = scenarioOf(everywhere(join(folder, "unmounted")));
    const { session } = await openStudio(scenario);

    const [answer] = await verify(session, scenario);

    expect(answer).toContain(`The path ${join(folder, "unmounted")} does not exist.`);
  });

  it("tells Connect that this kind of machine has no mount point", async () => {
    const scenario = scenarioOf({ linux: " ", osx: "", windows: "" });
    const { session } = await openStudio(scenario);

    const [answer] = await verify(session, scenario);

    expect(answer).toContain("no mount point for this kind of machine");
  });

  it("says nothing of other scenarios", async () => {
    const { session } = await openStudio(scenarioOf(everywhere(folder)));

    expect(await verify(session, { scenario: "ftrack.automatic", data: {} })).toEqual([]);
  });
});

describe("invitations to a review session", () => {
  it("go out to all invitees in one request, and to nobody that is unknown", async () => {
    const server = await openServer();
    const session = await openSession(server);
    const schema = await session.query("select id from ProjectSchema").first();
    const project = session.create("Project", {
      name: "review",
      full_name: "Review",
      project_schema_id: schema?.id as string,
    });
    const review = session.create("ReviewSession", { name: "dailies", project_id: project.id });
    const invitees = ["ann", "bob"].map((name) =>
      session.create("ReviewSessionInvitee", {
        name,
        email: `${name}@studio.test`,
        review_session_id: review.id,
      }),
    );
    await session.commit();
    const before = server.requests.length;

    await session.sendReviewSessionInvites(invitees);
    await session.sendReviewSessionInvites([]);

    expect(server.requests.length - before).toBe(1);
    expect(server.requests.records.at(-1)?.actions).toEqual([
      "send_review_session_invite",
      "send_review_session_invite",
    ]);
    await expect(session.sendReviewSessionInvites([createId()])).rejects.toMatchObject({
      name: expect.stringContaining("Error"),
    });
  });
});
