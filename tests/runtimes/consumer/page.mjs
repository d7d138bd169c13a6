import { Session } from "ftrack-kit";
import { report } from "./scenario.mjs";

globalThis.runInPage = (options) => new Promise((resolve) => report(Session, options, resolve));
