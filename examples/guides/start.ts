import assert from "node:assert/strict";
// #region import
import { ql, Session } from "ftrack-kit";
// #endregion import

export async function start(): Promise<void> {
  const lines: string[] = [];
  const console = { log: (...values: unknown[]) => void lines.push(values.join(" ")) };

  // #region open
  await using session = await Session.open(); // FTRACK_SERVER, FTRACK_API_USER, FTRACK_API_KEY
  console.log(`ftrack ${session.serverInformation.version}, as ${session.apiUser}`);
  // #endregion open

  // #region query
  const tasks = await session.query(
    'select name, description, status.name, parent.name from Task where project.name is "lantern_tide" limit 5',
  );
  for (const task of tasks) {
    console.log(`${task.parent?.name} / ${task.name}: ${task.status.name}`);
  }
  // #endregion query
  assert.equal(lines.length, 6);

  // #region value
  const userInput = 'Pending "Review';
  const status = await session
    .query(ql`select name from Status where name is ${userInput}`)
    .first();
  // #endregion value
  assert.equal(status, null);

  // #region change
  const review = await session
    .query('select name from Status where name is "Pending Review"')
    .one();
  for (const task of tasks) {
    task.status = review;
    task.description = "Ready for a look";
  }
  await session.commit();
  // #endregion change
  assert.equal(session.recordedOperations.length, 0);

  // #region create
  const project = await session
    .query('select name from Project where name is "lantern_tide"')
    .one();
  const sequence = session.create("Sequence", {
    name: "EPILOGUE",
    parent: project,
    project,
  });
  for (const number of ["010", "020", "030"]) {
    session.create("Shot", { name: `EPILOGUE_${number}`, parent: sequence, project });
  }
  await session.commit(); // four entities, one request
  // #endregion create
  const made = await session.query(
    ql`select id from Shot where parent.id is ${sequence.id}`,
  );
  assert.equal(made.length, 3);

  // #region typo
  // @ts-expect-error: Task has no attribute "stauts"
  const typo = session.query("select stauts.name from Task").first();
  // #endregion typo
  await assert.rejects(typo, { code: "query_unknown_attribute" });
}
