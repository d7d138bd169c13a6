import { type Browser, chromium } from "playwright";
import { chromiumOptions } from "../../../scripts/chromium.mjs";

/** Starts the Chromium the other suites use. */
export function openChromium(...switches: readonly string[]): Promise<Browser> {
  return chromium.launch(chromiumOptions(...switches));
}
