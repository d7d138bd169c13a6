import { Session } from "ftrack-kit";
import { report } from "./scenario.mjs";

const version = globalThis.Deno?.version.deno ?? globalThis.Bun?.version ?? process.version;
const [options] = process.argv.slice(2);
await report(Session, JSON.parse(options), (result) => console.log(JSON.stringify({ version, ...result })));
