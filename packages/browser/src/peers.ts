import type { Peers } from "@ftrack-kit/core";

/**
 * The other pages of this origin, by Web Locks and BroadcastChannel.
 *
 * @returns `undefined` where one of them is missing, as on pages served over plain http.
 */
export function createBrowserPeers(): Peers | undefined {
  const locks = globalThis.navigator?.locks;
  if (!locks || typeof BroadcastChannel !== "function") return undefined;
  return { hold: (name, signal) => hold(locks, name, signal), openChannel };
}

function hold(locks: LockManager, name: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const holding = () =>
      new Promise<void>((release) => {
        resolve();
        if (signal.aborted) release();
        signal.addEventListener("abort", () => release(), { once: true });
      });
    locks.request(name, { signal }, holding).catch(reject);
  });
}

const openChannel: Peers["openChannel"] = (name, onMessage) => {
  const channel = new BroadcastChannel(name);
  channel.addEventListener("message", ({ data }) => onMessage(data));
  return { post: (message) => channel.postMessage(message), close: () => channel.close() };
};
