import { Session } from "@ftrack-kit/browser";
import { createUploadWidget } from "./widget.js";

function find<Found extends Element>(selector: string): Found {
  const found = document.querySelector<Found>(selector);
  if (!found) throw new Error(`The page has no ${selector}.`);
  return found;
}

const status = find<HTMLElement>("[role=status]");
try {
  // A page of your own gets a token from a server of yours, never a key: see examples/token-broker.
  const credentials = await (await fetch("connection.json")).json();
  const session = await Session.open(credentials);
  const version = await session.query("select id from AssetVersion").first();
  if (!version) throw new Error("The studio has no version yet.");
  createUploadWidget(session, version, {
    drop: find("#drop"),
    input: find("input"),
    progress: find("progress"),
    stop: find("button"),
    status,
    image: find("img"),
  });
  status.textContent = "Ready.";
} catch (error) {
  status.textContent = error instanceof Error ? error.message : String(error);
}
