import assert from "node:assert/strict";
import type { Session } from "@ftrack-kit/node";
import type { Locator, Page } from "playwright";

const statusOf = async (session: Session, id: string) =>
  (await session.query(`select status.name from Task where id is "${id}"`).plain().one()).status?.name;

/** Waits until the server has it: others see what was done on the page. */
async function becomes(session: Session, id: string, status: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if ((await statusOf(session, id)) === status) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`The task is ${await statusOf(session, id)} and not ${status}.`);
}

/** Cards are told apart by the label of their status, and by the server by name and parent. */
async function taskOf(session: Session, card: Locator): Promise<{ id: string; label: string }> {
  const label = (await card.getByRole("combobox").getAttribute("aria-label")) ?? "";
  const [, name, parent] = /^Status of (.+), (.+)$/.exec(label) ?? [];
  const row = await session
    .query(`select id from Task where name is "${name}" and parent.name is "${parent}"`)
    .plain()
    .one();
  return { id: row.id, label };
}

const column = (page: Page, name: string) => page.getByRole("region", { name: new RegExp(`^${name} \\d`) });
const cardOf = (place: Locator, label: string) =>
  place.locator(".card", { has: place.page().getByLabel(label, { exact: true }) });

/** Moves cards by mouse and by keyboard, sees others move one, and goes offline and back. */
export async function workOnBoard(page: Page, other: Session): Promise<void> {
  const [from, to] = [column(page, "Not started"), column(page, "In progress")];
  const dragged = await taskOf(other, from.locator(".card").first());
  await from.locator(".card").first().dragTo(to);
  await cardOf(to, dragged.label).waitFor({ state: "attached" });
  await page.getByText("moved to In progress").waitFor();
  await becomes(other, dragged.id, "In progress");
  await cardOf(from, dragged.label).waitFor({ state: "detached" });

  const chosen = await taskOf(other, from.locator(".card").first());
  await from.getByLabel(chosen.label, { exact: true }).focus();
  await page.keyboard.press("ArrowDown");
  await cardOf(from, chosen.label).waitFor({ state: "detached" });
  await becomes(other, chosen.id, "Ready to start");

  const next = await taskOf(other, to.locator(".card").nth(1));
  other.update("Task", next.id, { name: "renamed elsewhere" });
  await other.commit();
  await to.getByText("renamed elsewhere").waitFor();
  await page.getByRole("log").getByText("changed the name").first().waitFor();

  await page.context().setOffline(true);
  await page.getByText("You are offline").waitFor();
  await page.context().setOffline(false);
  await page.getByText("You are offline").waitFor({ state: "detached" });
}
