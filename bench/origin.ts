import { createDevServer } from "@ftrack-kit/dev-server";

// The embedded server in a process of its own, with 100,000 tasks.

const [user, key] = process.argv.slice(2);
if (user === undefined || key === undefined) throw new Error("Usage: origin <user> <key>");
const server = await createDevServer({ seed: "bench-100k", credentials: { user, key } });
process.send?.({ url: server.url });
process.on("disconnect", () => void server.close().then(() => process.exit(0)));
