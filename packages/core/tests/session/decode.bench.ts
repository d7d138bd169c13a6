import { bench, describe } from "vitest";
import { createManager } from "./support/create-manager.js";
import { createTaskPages } from "./support/task-pages.js";

const pages = createTaskPages(10_000);

describe("10,000 tasks with status, type, project and assignees, in pages of 500", () => {
  bench("JSON.parse alone", () => {
    for (const page of pages) JSON.parse(page);
  });

  bench("tracked entities", () => {
    const { manager } = createManager();
    for (const page of pages) manager.decode(JSON.parse(page)[0].data);
  });

  const { manager } = createManager();
  bench("tracked entities, known already", () => {
    for (const page of pages) manager.decode(JSON.parse(page)[0].data);
  });

  bench("plain rows", () => {
    const { manager: plain } = createManager();
    for (const page of pages) plain.plainRows(JSON.parse(page)[0].data);
  });
});
