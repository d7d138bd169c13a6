import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type Cache,
  FileCache,
  MemoryCache,
  memoise,
  ProxyCache,
  ql,
  Session,
} from "@ftrack-kit/node";
import type { Studio } from "./studio.js";

export async function caching({ folder, server }: Studio): Promise<void> {
  const path = join(folder, "entities");

  // #region file
  const session = await Session.open({ cache: new FileCache(path) });
  const [task] = await session.query("select name, bid from Task limit 1");
  await session.close(); // writes out what is still waiting
  // #endregion file
  assert.ok(task);

  // #region hit
  const next = await Session.open({ cache: new FileCache(path) });
  const [known] = await next.query(ql`select id from Task where id is ${task.id}`);
  await known?.$get("bid"); // from the folder, without a request
  // #endregion hit
  const before = server.requests.length;
  assert.equal(await known?.$get("name"), task.name);
  assert.equal(server.requests.length, before);
  await next.close();

  // #region factory
  const perUser = await Session.open({
    cache: (opening) =>
      new FileCache(path, { namespace: `entities-${opening.apiUser}` }),
  });
  // #endregion factory
  await perUser.close();

  // #region selective
  class OnlyUsers<Value> extends ProxyCache<Value> {
    override set(key: string, value: Value): void | Promise<void> {
      if (key.includes("User")) return super.set(key, value) as void | Promise<void>;
    }
  }
  const cache: Cache = new OnlyUsers(new FileCache(path));
  // #endregion selective
  await cache.set("Task", { a: 1 });
  assert.equal(await cache.get("Task"), undefined);

  // #region memory
  const recent = new MemoryCache<string>({ limit: 1_000 });
  recent.set("a", "1");
  // #endregion memory
  assert.equal(recent.get("a"), "1");

  await using reader = await Session.open();
  let asked = 0;
  // #region memoise
  const countTasks = memoise((projectName: string) => {
    asked += 1;
    return reader
      .from("Task")
      .where({ project: { name: projectName } })
      .count();
  });
  await Promise.all([countTasks("lantern_tide"), countTasks("lantern_tide")]); // asks once
  // #endregion memoise
  assert.equal(asked, 1);
}
