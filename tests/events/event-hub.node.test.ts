import { Session } from "@ftrack-kit/node";
import { describe, inject } from "vitest";
import { describeConnection } from "./connection-suite.js";
import { describeEventHub } from "./hub-suite.js";
import { describeSessionEvents } from "./session-events-suite.js";
import type { MakeSession } from "./studio.js";

const make: MakeSession = (options) => new Session(options);
const place = "in Node";

describe(`an event hub ${place}`, () => describeEventHub(make, inject("server")));
describe(`the connection of a hub ${place}`, () => describeConnection(make, inject("server")));
describe(`the events of a session ${place}`, () => describeSessionEvents(make, inject("server")));
