import { Session } from "@ftrack-kit/node";
import { describe } from "vitest";
import { describeEmbeddedSession } from "./embedded-suite.js";

describe("a session in Node, its server in the same process", () =>
  describeEmbeddedSession((options) => Session.open({ ...options, schemaCache: false })));
