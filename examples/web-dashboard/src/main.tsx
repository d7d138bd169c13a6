import { Session } from "@ftrack-kit/browser";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.js";
import type { StudioEntityMap } from "./entity-map.js";
import { SessionProvider } from "./studio.js";
import "./styles.css";

const element = document.getElementById("root");
if (!element) throw new Error("The page has no #root.");
const root = createRoot(element);

try {
  // The page's own server hands out the credentials of whoever is signed in.
  const response = await fetch("../connection.json");
  if (!response.ok) throw new Error(`There are no connection settings (${response.status}).`);
  const session = new Session<StudioEntityMap>(await response.json());
  root.render(
    <StrictMode>
      <SessionProvider session={session}>
        <App />
      </SessionProvider>
    </StrictMode>,
  );
} catch (error) {
  root.render(
    <p className="empty" role="alert">
      {error instanceof Error ? error.message : String(error)}
    </p>,
  );
}
