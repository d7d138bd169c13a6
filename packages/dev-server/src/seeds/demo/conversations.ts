import type { Row } from "../../store/row.js";
import { listCategoryId, noteLabelId } from "../basics/organisation.js";
import { statusId } from "../basics/statuses.js";
import { userId } from "../basics/users.js";
import { artists } from "./plan.js";
import type { Production } from "./production.js";
import { demoId, type Studio } from "./studio.js";

const supervisors = artists
  .filter(({ group }) => group === "Production")
  .map(({ username }) => userId(username));

const remarks = [
  "Lovely light. Could the horizon sit a touch lower?",
  "The hold before the turn is four frames too long.",
  "Edges crawl around the lantern; check the matte.",
  "This is the one. Approved from my side.",
  "Please match the grain of the shot before.",
  "The silhouette reads well now, thank you.",
];
const replies = ["On it.", "Done in the next version.", "Agreed, trying a softer falloff.", "Thanks!"];

/** Notes on versions, some with a reply. */
export function addNotes(studio: Studio, versions: readonly Row[]): void {
  const { seed, random } = studio;
  for (const [index, version] of versions.entries()) {
    if (index % 2 === 1) continue;
    const id = demoId("note", String(version.id));
    const label = noteLabelId(random.pick(["Internal", "Client feedback", "Supervisor"]));
    const author = random.pick(supervisors);
    const date = seed.day(-8 + (index % 7));
    const answered = index % 4 === 0;
    seed.add("Note", {
      id,
      content: random.pick(remarks),
      date,
      thread_activity: answered ? seed.day(-7 + (index % 7)) : date,
      parent_id: version.id,
      parent_type: "AssetVersion",
      user_id: author,
      category_id: label,
    });
    seed.add("NoteLabelLink", { note_id: id, label_id: label });
    seed.add("Recipient", { note_id: id, resource_id: author });
    if (typeof version.user_id !== "string") continue;
    if (version.user_id !== author) seed.add("Recipient", { note_id: id, resource_id: version.user_id });
    if (!answered) continue;
    const replyId = demoId("reply", String(version.id));
    seed.add("Note", {
      id: replyId,
      content: random.pick(replies),
      date: seed.day(-7 + (index % 7)),
      thread_activity: seed.day(-7 + (index % 7)),
      parent_id: version.id,
      parent_type: "AssetVersion",
      in_reply_to_id: id,
      user_id: version.user_id,
    });
    seed.add("Recipient", { note_id: replyId, resource_id: version.user_id });
  }
}

/** The dailies and deliveries of a project, and a session to review them in. */
export function addReviews(studio: Studio, { project, shots }: Production, versions: readonly Row[]): void {
  const { seed } = studio;
  const name = String(project.name);
  const shown = versions.slice(-8);
  const common = { project_id: project.id, user_id: supervisors[0], date: seed.day(-2) };
  const dailies = demoId("list", name, "dailies");
  seed.add("AssetVersionList", {
    ...common,
    id: dailies,
    name: "Dailies",
    category_id: listCategoryId("Dailies"),
  });
  const delivery = demoId("list", name, "delivery");
  seed.add("TypedContextList", {
    ...common,
    id: delivery,
    name: "Trailer",
    category_id: listCategoryId("Deliveries"),
  });
  const members = [
    ...shown.map((row) => [dailies, row] as const),
    ...shots.slice(0, 5).map(({ row }) => [delivery, row] as const),
  ];
  for (const [list, row] of members) {
    seed.add("ListObject", { id: demoId(list, String(row.id)), list_id: list, entity_id: row.id });
  }
  addReviewSession(studio, project, shown);
}

function addReviewSession({ seed }: Studio, project: Row, versions: readonly Row[]): void {
  const id = demoId("review", String(project.name));
  const made = { created_at: seed.day(-2), created_by_id: supervisors[0] };
  seed.add("ReviewSession", {
    ...made,
    id,
    name: `${String(project.full_name)}: this week`,
    project_id: project.id,
    start_date: seed.day(-2),
    end_date: seed.day(5),
    availability: "always",
    is_moderated: false,
    passphrase_enabled: false,
    shareable_url_enabled: false,
  });
  const invitee = demoId("invitee", id);
  seed.add("ReviewSessionInvitee", {
    ...made,
    id: invitee,
    name: "Distributor",
    email: "screening@distributor.example",
    review_session_id: id,
    created_from_shared_url: false,
  });
  versions.forEach((version, order) => {
    const objectId = demoId("review-object", String(version.id));
    seed.add("ReviewSessionObject", {
      id: objectId,
      name: String(seed.workspace.store.get("Asset", String(version.asset_id))?.name ?? ""),
      version: `Version ${String(version.version)}`,
      version_id: version.id,
      review_session_id: id,
      created_at: made.created_at,
      sort_order: order + 1,
    });
    if (version.status_id !== statusId("approved")) return;
    seed.add("ReviewSessionObjectStatus", {
      id: demoId("review-status", objectId),
      status: "approved",
      created_at: seed.day(-1),
      review_session_object_id: objectId,
      review_session_invitee_id: invitee,
    });
  });
}
