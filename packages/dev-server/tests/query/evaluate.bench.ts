import { bench, describe, expect } from "vitest";
import { largeStudio } from "./large-studio.js";

const studio = largeStudio();

const expressions = {
  "a two-step relationship filter":
    "select name, status.name, assignments.resource.username from Task where project.name is project7 and assignments.resource.username is user21 limit 500",
  "a two-step relationship filter that a whole page fits":
    "select name, status.name from Task where parent.project.name is project7 and status.state.short is IN_PROGRESS limit 500",
  "nested any": "select name from Task where assignments any (resource has (username is user21)) limit 500",
  "a pattern on every row": 'select name from Task where name like "%ight%" and bid > 100 limit 500',
  "ordering every row": "select name, bid from Task order by bid desc, name limit 500",
  "ordering over a relation":
    "select name from Task where assignments.resource.username is user21 order by status.sort, name limit 500",
  "a page far back": "select name from Task offset 90000 limit 500",
  "everything below a shot":
    "select name from TypedContext where ancestors any (id is shot77) or id is shot77",
} as const;

// A bench that found nothing would be fast and mean nothing; the first run also builds the indexes.
for (const [title, expression] of Object.entries(expressions)) {
  expect(studio.encode(expression).length, title).toBeGreaterThan(10);
}

describe("a page of 500 out of 100,000 tasks", () => {
  for (const [title, expression] of Object.entries(expressions)) {
    bench(title, () => void studio.encode(expression), { time: 1_000, warmupTime: 200 });
  }
});
