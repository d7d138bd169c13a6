import { useSyncExternalStore } from "react";

export const views = ["board", "timeline", "charts", "review"] as const;
export type View = (typeof views)[number];

export interface Route {
  readonly view: View;
  /** `undefined` until one is chosen. */
  readonly project: string | undefined;
}

const subscribe = (listener: () => void) => {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
};

/** What the address asks for: `#/board/<project>`. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(
    subscribe,
    () => location.hash,
    () => "",
  );
  const [, view, project] = hash.split("/");
  return { view: views.find((one) => one === view) ?? "board", project: project || undefined };
}

export const hrefOf = (view: View, project: string): string => `#/${view}/${project}`;
