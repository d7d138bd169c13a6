import { findChromium } from "./chromium.mjs";
import { run } from "./lib.mjs";

/** Finds a Chromium for the browser suites, or installs Debian's when that is possible without asking. */
export async function ensureChromium() {
  if (findChromium()) return 0;
  if (process.getuid?.() === 0 && (await run("sh", ["-c", "command -v apt-get >/dev/null"])) === 0) {
    console.log("No Chromium found; installing Debian's.");
    const install =
      "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium";
    return run("sh", ["-c", install], { stdio: ["ignore", "ignore", "inherit"] });
  }
  console.error("The browser suites need a Chromium. Install one, or set CHROMIUM_PATH to its binary.");
  return 1;
}
