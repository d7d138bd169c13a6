import { isWireDate } from "../../codec/wire-entity.js";
import type { Entity } from "../../entity/entity.js";
import { recordOf } from "../../entity/entity-face.js";
import type { EntityRecord } from "../../entity/entity-record.js";
import { NoResultFoundError } from "../../errors/query-error.js";
import { quote } from "../../query/literal.js";
import type { StartTimerOptions } from "../../schema/entity-methods.js";
import { createRecord, undoCreation } from "../create-entity.js";
import type { EntityStore } from "../entity-store.js";

/** Timers, invitations and keys of users. */
export function userMethods(store: EntityStore): object {
  return {
    async startTimer(this: Entity, options: StartTimerOptions = {}): Promise<Entity> {
      const { context = null, comment = "", name, force = false } = options;
      const running = force ? await findTimer(store, this) : undefined;
      if (running) await stop(store, this, running);
      const timer = createRecord(store, "Timer", { user: this, context, comment, name });
      await commitAlone(store, [timer]);
      return timer.entity;
    },

    async stopTimer(this: Entity): Promise<Entity> {
      const running = await findTimer(store, this);
      if (running) return stop(store, this, running);
      throw new NoResultFoundError("query_no_result", {
        message: `No timer of ${this} is running.`,
        details: { entityType: "Timer", user: this.$key[0] },
      });
    },

    async sendInvite(this: Entity): Promise<void> {
      await store.write([{ action: "send_user_invite", user_id: this.$key[0] }], undefined);
    },

    async resetApiKey(this: Entity): Promise<string> {
      const [answer] = await store.write(
        [{ action: "reset_remote", reset_type: "api_key", entity_type: "User", entity_key: this.$key[0] }],
        undefined,
      );
      return (answer as { data: { api_key: string } }).data.api_key;
    },
  };
}

async function findTimer(store: EntityStore, user: Entity): Promise<EntityRecord | undefined> {
  const [timer] = await store.fetchRecords([
    `select start, comment, name, context_id from Timer where user_id is ${quote(recordOf(user).key)}`,
  ]);
  return timer;
}

/** Whole seconds from the timer's start to now become a time log. */
async function stop(store: EntityStore, user: Entity, timer: EntityRecord): Promise<Entity> {
  const start = timer.stored("start");
  const began = isWireDate(start) ? Date.parse(store.dates.iso(start)) : store.clock.now();
  const log = createRecord(store, "Timelog", {
    user_id: recordOf(user).key,
    context_id: timer.stored("context_id"),
    comment: timer.stored("comment"),
    name: timer.stored("name"),
    start,
    duration: Math.max(0, Math.floor((store.clock.now() - began) / 1_000)),
  });
  timer.stage = "deleted";
  store.unit.delete(timer);
  await commitAlone(store, [log, timer]);
  return log.entity;
}

/** Commits some records and nothing else; a refusal takes back what was recorded of them. */
async function commitAlone(store: EntityStore, records: readonly EntityRecord[]): Promise<void> {
  try {
    await store.committer.commit({ only: records });
  } catch (error) {
    for (const record of records) {
      if (store.committer.isDoubtful(record)) continue;
      if (record.stage === "created") undoCreation(store, record);
      else takeBackDeletion(store, record);
    }
    throw error;
  }
}

function takeBackDeletion(store: EntityStore, record: EntityRecord): void {
  store.unit.take(store.unit.entries().filter((entry) => entry.record === record && entry.kind === "delete"));
  record.stage = "persisted";
}
