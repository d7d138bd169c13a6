import { Session } from "@ftrack-kit/browser";
import { describe } from "vitest";
import { describeEmbeddedSession } from "./embedded-suite.js";

describe("a session in a page, its server in the same page", () =>
  describeEmbeddedSession((options) => Session.open({ ...options, schemaCache: false })));
