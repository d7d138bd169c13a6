import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";

/**
 * Starts a real Firefox; Playwright brings a changed one of its own and cannot drive others.
 *
 * @throws Where there is none: most machines have no Firefox, and `npm test` asks for none.
 */
export async function launchFirefox() {
  const executablePath = process.env.FIREFOX_PATH ?? "/usr/bin/firefox-esr";
  if (!existsSync(executablePath))
    throw new Error("No Firefox found. Install Debian's firefox-esr, or set FIREFOX_PATH to a binary.");
  return puppeteer.launch({ browser: "firefox", executablePath, headless: true });
}
