import { Session } from "@ftrack-kit/core";
import { createNodePlatform } from "../../src/platform.js";

// Uploads and downloads one file in a process of its own and tells how much memory that took.
const [serverUrl, cacheFolder, path, copy] = process.argv.slice(2) as [string, string, string, string];
const platform = createNodePlatform({ cacheFolder });
const session = await Session.open({ serverUrl, apiUser: "jane", apiKey: "test-key" }, platform);
const began = process.resourceUsage().maxRSS * 1024;
const component = await session.createComponent(path, { name: "big" }, { location: "server" });
const uploaded = process.resourceUsage().maxRSS * 1024;
await session.downloadComponent(component, copy);
const downloaded = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ began, uploaded, downloaded }));
await session.close();
