import { report } from "./scenario.mjs";

globalThis.runInPage = (options) => new Promise((resolve) => report(ftrackKit.Session, options, resolve));
