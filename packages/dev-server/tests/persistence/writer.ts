import { createDevServer } from "../../src/index.js";

/** A process to be killed: prints the address of a server that keeps its state in the folder given. */
const [data = ""] = process.argv.slice(2);
const server = await createDevServer({ seed: "empty", credentials: { user: "jane", key: "key" }, data });
process.stdout.write(`${server.url}\n`);
