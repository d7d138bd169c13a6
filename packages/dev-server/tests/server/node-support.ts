import { createDevServer, type DevServer, type DevServerOptions } from "../../src/index.js";
import { jane } from "./support.js";

/** An empty server for one test. */
export const startServer = (options: DevServerOptions = {}): Promise<DevServer> =>
  createDevServer({ seed: "empty", credentials: jane, ...options });
