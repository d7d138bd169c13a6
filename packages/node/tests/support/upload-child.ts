import { Session } from "@ftrack-kit/core";
import { createNodePlatform } from "../../src/platform.js";

// Uploads one file in a process of its own, so that a test can kill it.
const [serverUrl, cacheFolder, path] = process.argv.slice(2) as [string, string, string];
const platform = createNodePlatform({ cacheFolder });
const session = await Session.open({ serverUrl, apiUser: "jane", apiKey: "test-key" }, platform);
const component = await session.createComponent(
  path,
  { name: "big" },
  { location: "server", resumeKey: "big", concurrency: 2 },
);
console.log(component.id);
await session.close();
