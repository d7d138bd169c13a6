import { OptionsError, type Session } from "@ftrack-kit/core";
import { createContext, createElement, type ReactElement, type ReactNode, useContext, useMemo } from "react";
import type { InitialResults } from "./initial-results.js";

/** What a provider hands down. */
export interface SessionProviderProps<Map extends object> {
  /** The session of everything below; whoever made it closes it. */
  readonly session: Session<Map>;
  /** What the server rendered with, as `dehydrate` gave it: shown until there is something newer. */
  readonly initial?: InitialResults | undefined;
  readonly children?: ReactNode;
}

interface Provided {
  readonly session: Session;
  readonly initial: InitialResults | undefined;
}

const Context = createContext<Provided | undefined>(undefined);

export function SessionProvider({ session, initial, children }: SessionProviderProps<object>): ReactElement {
  const value = useMemo(() => ({ session: session as unknown as Session, initial }), [session, initial]);
  return createElement(Context.Provider, { value }, children);
}

/** @throws {@link OptionsError} `options_missing` outside of a provider. */
export function useProvided(): Provided {
  const provided = useContext(Context);
  if (provided) return provided;
  throw new OptionsError("options_missing", {
    message: "There is no <SessionProvider session={…}> above this hook.",
  });
}
