import { useEffect, useState } from "react";
import { useSession } from "./studio.js";

/** Shorter interruptions are not worth a word, in milliseconds. */
const patience = 1_500;

/** `lost` when changes have not been arriving for a while. */
export function useConnection(): "connecting" | "live" | "lost" {
  const { eventHub } = useSession();
  const [state, setState] = useState<"connecting" | "live" | "lost">("connecting");

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (!navigator.onLine) setState("lost");
      else if (eventHub.status.state === "ready") setState("live");
      else timer = setTimeout(() => setState((before) => (before === "live" ? "lost" : before)), patience);
    };
    const stop = eventHub.on("status", look);
    addEventListener("online", look);
    addEventListener("offline", look);
    look();
    return () => {
      clearTimeout(timer);
      stop();
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, [eventHub]);

  return state;
}
