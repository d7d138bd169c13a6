const { Session } = require("ftrack-kit");

const version = globalThis.Bun?.version ?? process.version;
const [options] = process.argv.slice(2);
import("./scenario.mjs").then(({ report }) =>
  report(Session, JSON.parse(options), (result) => console.log(JSON.stringify({ version, ...result }))),
);
