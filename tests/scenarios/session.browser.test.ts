import { Session } from "@ftrack-kit/browser";
import { describe, inject } from "vitest";
import { describeSession } from "./session-suite.js";

describe("a session in a page", () => describeSession((options) => Session.open(options), inject("server")));
