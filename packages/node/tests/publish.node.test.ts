import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Session } from "../src/session.js";
import { createVersion } from "./support/create-version.js";
import { openServer, openSession } from "./support/open-server.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "publish-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** How a request is lost: on its way there, or on its way back. */
type Loss = "request" | "answer";

/** Loses the request with a number, counted from when it is armed; reads are sent again by themselves. */
function createLoss(loss: Loss) {
  let requests = 0;
  let lost = 0;
  const fetchOrLose: typeof fetch = async (url, init) => {
    const hit = ++requests === lost;
    if (hit && loss === "request") throw new TypeError("fetch failed");
    const response = await fetch(url, init);
    if (!hit) return response;
    await response.body?.cancel();
    throw new TypeError("fetch failed");
  };
  return {
    fetch: fetchOrLose,
    arm(number: number) {
      requests = 0;
      lost = number;
    },
    disarm() {
      const reached = requests >= lost;
      lost = 0;
      return reached;
    },
  };
}

const plan = (assetId: string, comment: string) => ({
  asset: assetId,
  version: { comment },
  components: [
    { name: "main", input: new File(["main"], "main.exr", { lastModified: 1 }), location: "server" },
  ],
  media: new File(["not really a movie"], "shot.mp4", { type: "video/mp4", lastModified: 1 }),
  thumbnail: new File(["not really an image"], "still.png", { type: "image/png", lastModified: 1 }),
});

const thumbnails = 'select id from Component where name is "thumbnail"';
const jobs = "select id from Job";

/** What the server has of a publication. */
async function inventory(session: Session, comment: string) {
  const ids = async (expression: string) =>
    (await session.query(expression).all()).map(({ id }) => id as string);
  const [versions, published, main] = await Promise.all([
    ids(`select id from AssetVersion where comment is "${comment}"`),
    ids(`select id from AssetVersion where comment is "${comment}" and is_published is true`),
    ids(`select id from Component where name is "main" and version.comment is "${comment}"`),
  ]);
  return { versions, published, main };
}

/** Loses one request after the other, each of a publication of its own, until there are no more to lose. */
async function loseEach(loss: Loss, check: (run: Run) => Promise<void>): Promise<number> {
  const losing = createLoss(loss);
  const server = await openServer();
  const session = await openSession(server, {
    schemaCachePath: join(folder, "cache"),
    fetch: losing.fetch,
    retry: { base: 1, max: 1 },
  });
  const { assetId } = await createVersion(session);
  const count = async (expression: string) => (await session.query(expression).all()).length;
  for (let lost = 1; ; lost++) {
    const comment = `without ${loss} ${lost}`;
    const before = { thumbnails: await count(thumbnails), jobs: await count(jobs) };
    let reached = true;
    await check({
      comment,
      publish: async (options = {}) => {
        losing.arm(lost);
        const publishing = session.publishVersion({ ...plan(assetId, comment), ...options });
        const outcome = await publishing.catch((error: unknown) => error);
        reached = losing.disarm();
        return outcome;
      },
      again: (options) => session.publishVersion({ ...plan(assetId, comment), ...options }),
      found: async () => ({
        ...(await inventory(session, comment)),
        thumbnails: (await count(thumbnails)) - before.thumbnails,
        jobs: (await count(jobs)) - before.jobs,
      }),
    });
    if (!reached) return lost - 1;
  }
}

interface Run {
  readonly comment: string;
  readonly publish: (options?: { resumeKey?: string }) => Promise<unknown>;
  readonly again: (options: { resumeKey: string }) => Promise<unknown>;
  readonly found: () => Promise<
    Record<"versions" | "published" | "main", string[]> & { thumbnails: number; jobs: number }
  >;
}

const whole = { main: [expect.any(String)], thumbnails: 1, jobs: 1 };
const losses = ["request", "answer"] as const;

describe("publishVersion, whichever request is lost", () => {
  it.each(losses)(
    "makes one version or leaves nothing, and says which: the %s",
    { timeout: 120_000 },
    async (loss) => {
      const failed: unknown[] = [];

      const requests = await loseEach(loss, async ({ comment, publish, found }) => {
        const outcome = await publish();
        const left = await found();
        if (outcome instanceof Error) {
          failed.push(outcome);
          expect(outcome, comment).toMatchObject({
            code: "location_publish",
            details: { exists: {}, uncertain: {} },
          });
          expect(left, comment).toMatchObject({ versions: [], main: [], thumbnails: 0 });
        } else {
          expect(outcome, comment).toMatchObject({ versionId: left.versions[0] });
          expect(left, comment).toMatchObject({ ...whole, versions: left.published });
        }
      });

      expect(requests).toBeGreaterThan(15);
      // What arrived is found, so that only what never did makes it fail.
      expect(failed.length > 0).toBe(loss === "request");
    },
  );

  it("goes on with the same version when it is called again", { timeout: 120_000 }, async () => {
    await loseEach("request", async ({ comment, publish, again, found }) => {
      const options = { resumeKey: comment };
      const first = await publish(options);

      const outcome = first instanceof Error ? await again(options) : first;

      const left = await found();
      expect(outcome, comment).toMatchObject({ versionId: left.versions[0] });
      expect(left.versions, comment).toHaveLength(1);
      expect(left, comment).toMatchObject({ ...whole, versions: left.published });
    });
  });
});
