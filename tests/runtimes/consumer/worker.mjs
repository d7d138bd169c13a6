import { Session } from "./ftrack-kit.esm.min.js";
import { report } from "./scenario.mjs";

// A worker of a page, or its service worker: both answer the message that has the options in it.
globalThis.addEventListener("message", (event) => {
  const answer = event.source ?? globalThis;
  const running = report(Session, event.data, (result) => answer.postMessage(result));
  event.waitUntil?.(running);
});
