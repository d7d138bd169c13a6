import { describe, expect, it } from "vitest";
import { studioServer } from "./studio-server.js";

describe("reset_remote", () => {
  const reset = { action: "reset_remote", reset_type: "api_key", entity_type: "User", entity_key: "u2" };

  it("gives a user a fresh key", async () => {
    const { ask, calls } = studioServer();

    const first = await ask(reset);
    const second = await ask({ action: "reset_remote", reset_type: "api_key" });

    const keys = [first, second].map(({ data }) => (data as { api_key: string }).api_key);
    expect(new Set(keys).size).toBe(2);
    expect(calls).toEqual([
      ["replaceKey", "u2", keys[0]],
      ["replaceKey", "u1", keys[1]],
    ]);
  });

  it.each([
    [{ reset_type: ["id"] }],
    [{ reset_type: "email" }],
    [{ entity_key: "gone" }],
    [{ entity_key: "g1" }],
  ])("refuses %j", async (fields) => {
    const { ask, calls } = studioServer();

    const answer = ask({ ...reset, ...fields });

    await expect(answer).rejects.toThrow("ServerError");
    expect(calls).toEqual([]);
  });
});

describe("invitations", () => {
  it("are sent to users and to invitees of a review", async () => {
    const { ask, row, studio } = studioServer();
    studio.add("ReviewSessionInvitee", {
      id: "i1",
      name: "Cy",
      email: "cy@studio.test",
      review_session_id: "r1",
    });

    const user = await ask({ action: "send_user_invite", user_id: "u1" });
    const review = await ask({ action: "send_review_session_invite", review_session_invitee_id: "i1" });

    expect([user.sent, review.sent]).toEqual([true, true]);
    expect(row("ReviewSessionInvitee", "i1")?.last_sent_at).toBe("2026-11-20T10:00:00");
  });

  it("need somebody to go to", async () => {
    const { ask } = studioServer();

    const answer = ask({ action: "send_user_invite", user_id: "gone" });

    await expect(answer).rejects.toThrow("gone");
  });
});

describe("configure_totp", () => {
  it("needs a code", async () => {
    const { ask, row } = studioServer();

    const answer = ask({ action: "configure_totp", secret: "s" });

    await expect(answer).rejects.toThrow("ValidationError: Code must be provided to enable totp.");
    expect(row("Resource", "u1")?.is_totp_enabled).not.toBe(true);
  });

  it("turns the second factor on and off", async () => {
    const { ask, row } = studioServer();

    await ask({ action: "configure_totp", secret: "s", code: "123456" });
    const enabled = row("Resource", "u1")?.is_totp_enabled;
    await ask({ action: "configure_totp" });

    expect([enabled, row("Resource", "u1")?.is_totp_enabled]).toEqual([true, false]);
  });
});

describe("security roles", () => {
  const change = (action: string, more: Readonly<Record<string, unknown>> = {}) => ({
    action: `${action}_user_security_role`,
    user_id: "u1",
    role_id: "r1",
    ...more,
  });

  function serverWithRoles() {
    const server = studioServer();
    server.studio.add("SecurityRole", { id: "r1", name: "Artist", type: "PROJECT" });
    server.studio.add("SecurityRole", { id: "r2", name: "Lead", type: "PROJECT" });
    const { store } = server.studio.workspace;
    return {
      ...server,
      roles: () => store.by("UserSecurityRole", "user_id", "u1").map((row) => row.security_role_id),
      projects: () => store.all("UserSecurityRoleProject").map((row) => row.project_id),
    };
  }

  it("are added, replaced and removed", async () => {
    const { ask, roles } = serverWithRoles();

    const added = await ask(change("add"));
    const before = roles();
    await ask(change("update", { new_role_id: "r2" }));
    const after = roles();
    await ask(change("remove", { role_id: "r2" }));

    expect(added.data).toMatchObject({
      __entity_type__: "UserSecurityRole",
      security_role_id: "r1",
      user_id: "u1",
    });
    expect([before, after, roles()]).toEqual([["r1"], ["r2"], []]);
  });

  it("are added once", async () => {
    const { ask, roles } = serverWithRoles();

    await ask(change("add"));
    await ask(change("add"));

    expect(roles()).toEqual(["r1"]);
  });

  it("are granted for projects and lose them when revoked or removed", async () => {
    const { ask, projects } = serverWithRoles();
    await ask(change("add"));
    const fields = { user_id: "u1", role_id: "r1" };

    await ask({ action: "grant_user_security_role_project", ...fields, project_id: "p1" });
    await ask({ action: "grant_user_security_role_project", ...fields, project_id: "p2" });
    await ask({ action: "revoke_user_security_role_project", ...fields, project_id: "p1" });
    const left = projects();
    await ask(change("remove"));

    expect([left, projects()]).toEqual([["p2"], []]);
  });

  it.each([
    [change("remove")],
    [change("update", { new_role_id: "r2" })],
    [change("add", { role_id: "gone" })],
    [{ action: "grant_user_security_role_project", user_id: "u1", role_id: "r1", project_id: "p1" }],
  ])("have to be there: %j", async (operation) => {
    const { ask } = serverWithRoles();

    const answer = ask(operation);

    await expect(answer).rejects.toThrow("ServerError");
  });
});
