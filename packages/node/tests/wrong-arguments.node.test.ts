import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FtrackError, Session } from "@ftrack-kit/core";
import { createDevServer, type DevServer } from "@ftrack-kit/dev-server";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createNodePlatform } from "../src/platform.js";

const credentials = { user: "jane", key: "test-key" };
/** What only plain JavaScript can pass. */
const wrong = null as never;
const bytes = new Uint8Array([1, 2, 3]);
const version = { id: "0b1a8e2e-0000-11ee-8000-000000000001", $type: "AssetVersion" };
let server: DevServer;
let folder: string;
let session: Session;
let sent = 0;

beforeAll(async () => {
  server = await createDevServer({ port: 0, seed: "empty", credentials });
  folder = await mkdtemp(join(tmpdir(), "wrong-"));
  const { user: apiUser, key: apiKey } = credentials;
  const platform = createNodePlatform({ cacheFolder: folder });
  const counting: typeof fetch = (...args) => {
    sent += 1;
    return fetch(...args);
  };
  session = await Session.open({ serverUrl: server.url, apiUser, apiKey }, { ...platform, fetch: counting });
});
afterAll(async () => {
  await session.close();
  await server.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  sent = 0;
});

const calls: Readonly<Record<string, () => Promise<unknown>>> = {
  "createComponent without an input": () => session.createComponent(wrong),
  "createComponent of an empty path": () => session.createComponent(""),
  "createComponent of a number": () => session.createComponent(5 as never),
  "createComponent with data that is none": () => session.createComponent(bytes, wrong),
  "createComponent with options that are none": () => session.createComponent(bytes, {}, wrong),
  "createComponent in a location that is a number": () =>
    session.createComponent(bytes, {}, { location: 5 as never }),
  "createComponent for a version without an id": () =>
    session.createComponent(bytes, { version: {} as never }),
  "readComponent of nothing": () => session.readComponent(wrong),
  "downloadComponent of nothing": () => session.downloadComponent(wrong, join(folder, "copy")),
  "pickLocation of null": () => session.pickLocation(wrong),
  "pickLocations of no list": () => session.pickLocations(wrong),
  "getComponentAvailabilities of no list": () => session.getComponentAvailabilities(wrong),
  "getComponentAvailability of an object without an id": () => session.getComponentAvailability({} as never),
  "encodeMedia of nothing": () => session.encodeMedia(wrong),
  "encodeMedia of an object without an id": () => session.encodeMedia({} as never),
  "encodeMedia with options that are none": () => session.encodeMedia(bytes, wrong),
  "createThumbnail of nothing": () => session.createThumbnail(wrong, bytes),
  "createThumbnail without an image": () => session.createThumbnail(version, wrong),
  "createThumbnail with data that is none": () => session.createThumbnail(version, bytes, wrong),
  "getThumbnailUrls of no list": () => session.getThumbnailUrls(wrong),
  "getThumbnailUrls of nothing": () => session.getThumbnailUrls([wrong]),
  "publishVersion of nothing": () => session.publishVersion(wrong),
  "publishVersion without an asset": () => session.publishVersion({} as never),
  "publishVersion with a component without an input": () =>
    session.publishVersion({ asset: version, components: [{ name: "main" } as never] }),
  "publishVersion with media that is none": () => session.publishVersion({ asset: version, media: wrong }),
  "a location's address of nothing": () => session.locations.server.getUrl(wrong),
  "a location's identifiers of no list": () => session.locations.server.getResourceIdentifiers(wrong),
  "addComponents of no list": () =>
    session.locations.server.addComponents(wrong, { source: session.locations.origin }),
  "addComponents without options": () => session.locations.server.addComponents(["a"], wrong),
  "removeComponent of nothing": () => session.locations.server.removeComponent(wrong),
};

describe("wrong arguments", () => {
  for (const [what, call] of Object.entries(calls)) {
    it(`are an error of ours before anything is sent: ${what}`, async () => {
      const error = await call().catch((reason: unknown) => reason);

      expect(error).toSatisfy(FtrackError.is);
      expect((error as FtrackError).code).toMatch(/^(options_invalid|location_not_configured)$/);
      expect(sent).toBe(0);
    });
  }
});
