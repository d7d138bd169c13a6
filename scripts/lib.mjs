import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");
/** Lets Node run the TypeScript sources of the workspace without a build. */
export const fromSource = [
  "--import",
  "tsx",
  "--conditions=@ftrack-kit/source",
  "--unhandled-rejections=strict",
];

/** Runs a command to its end, showing what it prints; resolves with its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit", ...options });
    child.on("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/** Runs a tool of the workspace. */
export const tool = (name, ...args) => run(join(root, "node_modules/.bin", name), args);
