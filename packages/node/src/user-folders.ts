import { homedir } from "node:os";
import { join } from "node:path";

/** Where this operating system keeps what a user's programs can compute again. */
export function defaultCacheFolder(
  platform: NodeJS.Platform = process.platform,
  variables: NodeJS.ProcessEnv = process.env,
): string {
  return join(userCacheFolder(platform, variables), "ftrack-kit");
}

function userCacheFolder(platform: NodeJS.Platform, variables: NodeJS.ProcessEnv): string {
  if (platform === "win32") return variables.LOCALAPPDATA || join(homedir(), "AppData", "Local");
  if (platform === "darwin") return join(homedir(), "Library", "Caches");
  return variables.XDG_CACHE_HOME || join(homedir(), ".cache");
}
