import { ApiError } from "../operations/api-error.js";
import type { Row } from "../store/row.js";
import { type Action, type ActiveRequest, immediate, requireRow, type WriteAnswer } from "./action.js";
import type { Operation } from "./operation.js";

/** Security roles of users. Clients change them through these actions only (wire protocol 2.19). */

export const addUserSecurityRole: Action = immediate((operation, request) => {
  const user = requireRow(request, "User", operation.text("user_id"));
  const role = requireRow(request, "SecurityRole", operation.text("role_id"));
  const row = findRole(request, user.id, role.id) ?? {
    __entity_type__: "UserSecurityRole",
    id: request.createId(),
    user_id: user.id,
    security_role_id: role.id,
    is_all_projects: false,
    is_all_open_projects: false,
  };
  return answer("add_user_security_role", request, put(request, row));
});

export const removeUserSecurityRole: Action = immediate((operation, request) => {
  const role = requireRole(operation, request);
  for (const grant of [...request.store.by("UserSecurityRoleProject", "user_security_role_id", role.id)]) {
    request.store.remove("UserSecurityRoleProject", String(grant.id));
  }
  request.store.remove("UserSecurityRole", String(role.id));
  return () => ({ action: "remove_user_security_role", data: true });
});

export const updateUserSecurityRole: Action = immediate((operation, request) => {
  const role = requireRole(operation, request);
  const next = requireRow(request, "SecurityRole", operation.text("new_role_id"));
  return answer("update_user_security_role", request, put(request, { ...role, security_role_id: next.id }));
});

export const grantUserSecurityRoleProject: Action = immediate((operation, request) => {
  const role = requireRole(operation, request);
  const project = requireRow(request, "Project", operation.text("project_id"));
  if (!findGrant(request, role, project.id)) {
    request.store.put("UserSecurityRoleProject", {
      __entity_type__: "UserSecurityRoleProject",
      id: request.createId(),
      user_security_role_id: role.id,
      project_id: project.id,
    });
  }
  return answer("grant_user_security_role_project", request, role);
});

export const revokeUserSecurityRoleProject: Action = immediate((operation, request) => {
  const role = requireRole(operation, request);
  const grant = findGrant(request, role, operation.text("project_id"));
  if (!grant) throw new ApiError("ServerError", "The role is not granted for that project.");
  request.store.remove("UserSecurityRoleProject", String(grant.id));
  return answer("revoke_user_security_role_project", request, role);
});

function requireRole(operation: Operation, request: ActiveRequest): Row {
  const role = findRole(request, operation.text("user_id"), operation.text("role_id"));
  if (!role) throw new ApiError("ServerError", "The user does not have that security role.");
  return role;
}

const findRole = ({ store }: ActiveRequest, userId: unknown, roleId: unknown): Row | undefined =>
  store.by("UserSecurityRole", "user_id", userId).find(({ security_role_id: id }) => id === roleId);

const findGrant = ({ store }: ActiveRequest, role: Row, projectId: unknown): Row | undefined =>
  store
    .by("UserSecurityRoleProject", "user_security_role_id", role.id)
    .find(({ project_id: id }) => id === projectId);

function put(request: ActiveRequest, row: Row): Row {
  request.store.put("UserSecurityRole", row);
  return row;
}

function answer(action: string, request: ActiveRequest, row: Row): WriteAnswer {
  const attributes = ["user_id", "security_role_id"];
  const entity = { entityType: row.__entity_type__, row, attributes, echo: {}, related: {} };
  return () => ({ action, data: request.encoder.encodeAnswer(entity) });
}
