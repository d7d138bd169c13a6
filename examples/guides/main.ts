import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDevServer } from "@ftrack-kit/dev-server";
import { caching } from "./caching.js";
import { entities } from "./entities.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import { live } from "./live.js";
import { locations } from "./locations.js";
import { media } from "./media.js";
import { plugins } from "./plugins.js";
import { python } from "./python.js";
import { querying } from "./querying.js";
import { react } from "./react.js";
import { readme } from "./readme.js";
import { scale } from "./scale.js";
import { security } from "./security.js";
import { sessions } from "./sessions.js";
import { start } from "./start.js";
import type { Studio } from "./studio.js";
import { testing } from "./testing.js";

// The code of the documentation, run in the order of its pages: a page can only show what works.
const guides = {
  readme,
  start,
  sessions,
  querying,
  entities,
  caching,
  events,
  plugins,
  locations,
  media,
  live,
  react,
  testing,
  errors,
  security,
  scale,
  python,
};

const credentials = { user: "jane", key: "guide-key" };
const server = await createDevServer({ seed: "demo", credentials });
const folder = await mkdtemp(join(tmpdir(), "guides-"));
const connection = {
  serverUrl: server.url,
  apiUser: credentials.user,
  apiKey: credentials.key,
};
process.env.FTRACK_SERVER = connection.serverUrl;
process.env.FTRACK_API_USER = connection.apiUser;
process.env.FTRACK_API_KEY = connection.apiKey;
process.env.FTRACK_API_SCHEMA_CACHE_PATH = join(folder, "schemas");

const seed = await server.snapshot();
const wanted = process.argv.slice(2);
try {
  for (const [name, guide] of Object.entries(guides)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const started = performance.now();
    const studio: Studio = { server, connection, folder };
    await guide(studio);
    console.log(`  ${name.padEnd(10)} ${Math.round(performance.now() - started)} ms`);
    server.faults.clear();
    await server.restore(seed);
  }
} finally {
  await server.close();
  await rm(folder, { recursive: true });
}
