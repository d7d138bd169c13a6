import { decodeUpdate, ql, type Session } from "ftrack-kit";

/**
 * Approves a shot when the last of its tasks is done, for as long as the session is open.
 *
 * @param print - Told of every shot that was approved.
 */
export async function approveFinishedShots(session: Session, print: (line: string) => void): Promise<void> {
  const approved = await session.query('select name from Status where name is "Approved"').one();

  async function check(shotId: string): Promise<void> {
    const open = await session
      .query(ql`select id from Task where parent.id is ${shotId} and status.state.short is_not "DONE"`)
      .first();
    if (open) return;
    const shot = await session.query(ql`select name, status.name from Shot where id is ${shotId}`).one();
    if (shot.status.name === approved.name) return;
    shot.status = approved;
    await session.commit();
    print(`${shot.name}: all tasks are done, approved`);
  }

  session.eventHub.subscribe("topic=ftrack.update", async (event) => {
    for (const { entityType, changes, parents } of decodeUpdate(event, session.types)) {
      const [parent] = parents;
      if (entityType === "Task" && changes.status_id && parent?.entityType === "Shot")
        await check(parent.key);
    }
  });

  // After a broken connection nobody knows what was missed: look at everything that may be concerned.
  const lookAgain = async () => {
    const expression = 'select parent_id from Task where status.state.short is "DONE"';
    const shots = new Set((await session.query(expression)).map(({ parent_id }) => parent_id));
    for (const id of shots) if (await session.get("Shot", id)) await check(id);
  };
  session.eventHub.on("gap", ({ reason }) => {
    print(`looking at all shots again, because ${reason}`);
    lookAgain().catch((error: unknown) => {
      session.logger.error("The shots could not be looked at again.", { error: String(error) });
    });
  });
}
