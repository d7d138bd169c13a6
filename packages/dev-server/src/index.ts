/** An embedded server that speaks the ftrack API, for tests, examples and offline work. Needs Node; pages import `/embedded`. */

export type { ConnectionInfo } from "./event-server/connection.js";
export type { FaultRule } from "./faults/fault-rule.js";
export type { FaultScript } from "./faults/fault-script.js";
export type { SeedName } from "./seeds/seed-workspace.js";
export type { DevEvent } from "./server/dev-api.js";
export { createDevServer, type DevServer } from "./server/dev-server.js";
export type { DevApiOptions, DevCredentials, DevLimits, DevServerOptions } from "./server/options.js";
export type { RequestLog, RequestRecord } from "./server/request-log.js";
export type { ServerClock } from "./server/server-clock.js";
export type { DevSnapshot } from "./server/workspace-state.js";
