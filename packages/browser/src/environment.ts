import type { Environment } from "@ftrack-kit/core";

/** What a page or worker tells of itself. A page has no settings of its own, so credentials come as options. */
export function createBrowserEnvironment(): Environment {
  return {
    read: () => undefined,
    userName: () => undefined,
    hostName: () => globalThis.location?.hostname || undefined,
    onOnline(listener) {
      const online = () => listener(true);
      const offline = () => listener(false);
      return both(listen(globalThis, "online", online), listen(globalThis, "offline", offline));
    },
    onVisible(listener) {
      const page = globalThis.document;
      if (!page) return () => undefined;
      const show = () => listener(true);
      // A page restored from the back/forward cache becomes visible without `visibilitychange`.
      return both(
        listen(page, "visibilitychange", () => listener(page.visibilityState === "visible")),
        listen(globalThis, "pageshow", show),
      );
    },
    runtime: globalThis.navigator?.userAgent ?? "unknown",
  };
}

function listen(target: Partial<EventTarget>, type: string, listener: () => void): () => void {
  target.addEventListener?.(type, listener);
  return () => target.removeEventListener?.(type, listener);
}

const both = (first: () => void, second: () => void) => () => {
  first();
  second();
};
