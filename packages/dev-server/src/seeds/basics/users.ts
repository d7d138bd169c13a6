import { wellKnown } from "../../schema/well-known.js";
import type { Row } from "../../store/row.js";
import { type SeedWriter, seedId } from "../seed-writer.js";
import { roleId } from "./organisation.js";

export interface SeedUser {
  readonly username: string;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly email?: string | undefined;
  /** Name of the security role they have on all open projects. */
  readonly role?: string | undefined;
}

export const userId = (username: string): string => seedId(`user/${username}`);

/** Adds an active user with a role, unless there is one of that name. */
export function addUser(seed: SeedWriter, user: SeedUser): Row {
  const { username, firstName = username, lastName = "", email = null, role = "User" } = user;
  const known = seed.workspace.store.by("Resource", "username", username)[0];
  if (known) return known;
  const id = userId(username);
  seed.add("UserSecurityRole", {
    id: seedId(`user-role/${username}/${role}`),
    user_id: id,
    security_role_id: roleId(role),
    is_all_open_projects: true,
    is_all_projects: true,
  });
  return seed.add("User", {
    id,
    username,
    email,
    first_name: firstName,
    last_name: lastName,
    is_active: true,
    is_otp_enabled: false,
    is_totp_enabled: false,
    require_details_update: false,
    user_type_id: wellKnown.userType,
  });
}
