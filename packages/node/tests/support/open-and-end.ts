import { Session } from "../../src/session.js";

// Opens a session with everything that could keep a process alive, and ends or just stops.
const [serverUrl, closing] = process.argv.slice(2) as [string, string];
const session = new Session({
  serverUrl,
  apiUser: "jane",
  apiKey: "test-key",
  schemaCachePath: false,
  autoConnectEventHub: closing === "close",
});
await session.open();
await session.query("User");
if (closing === "close") {
  await session.eventHub.ready;
  await session.close();
}
process.stdout.write("done\n");
