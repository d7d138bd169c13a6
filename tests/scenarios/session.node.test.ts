import { Session } from "@ftrack-kit/node";
import { describe, inject } from "vitest";
import { describeSession } from "./session-suite.js";

describe("a session in Node", () => describeSession((options) => Session.open(options), inject("server")));
