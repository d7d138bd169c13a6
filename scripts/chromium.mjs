import { existsSync } from "node:fs";

const paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Nothing that Chromium does by itself: no updates, no requests of its own, no first-run pages. */
const quiet = [
  "--no-sandbox",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Path of a Chromium on this machine, or `undefined`. */
export function findChromium() {
  return process.env.CHROMIUM_PATH || paths.find((path) => existsSync(path));
}

/** How tests and checks start Chromium; more of its switches can be given. */
export function chromiumOptions(...switches) {
  const executablePath = findChromium();
  return { ...(executablePath && { executablePath }), args: [...quiet, ...switches] };
}
