import { ApiError } from "../operations/api-error.js";
import { printTime } from "../store/dates.js";
import { type Action, plain, requireRow } from "./action.js";

/** Gives a user a new API key (wire protocol 2.13). */
export const resetRemote: Action = plain((operation, request) => {
  const { reset_type: resetType } = operation.fields;
  if (resetType !== "api_key") {
    throw new ApiError("ServerError", 'Only the reset type "api_key" is supported.');
  }
  const user = requireRow(
    request,
    "User",
    operation.optionalKey("entity_key") ?? String(request.context.user.id),
  );
  const key = `${request.createId()}::${request.createId()}`;
  request.afterCommit(() => request.services.keys.replaceKey(String(user.id), key));
  return { action: "reset_remote", data: { api_key: key } };
});

/** Nobody gets mail from an embedded server; what a real one keeps of an invitation is kept (2.15). */
export const sendUserInvite: Action = plain((operation, request) => {
  requireRow(request, "User", operation.text("user_id"));
  return { action: "send_user_invite", sent: true };
});

export const sendReviewSessionInvite: Action = plain((operation, request) => {
  const invitee = requireRow(request, "ReviewSessionInvitee", operation.text("review_session_invitee_id"));
  request.store.put("ReviewSessionInvitee", {
    ...invitee,
    last_sent_at: printTime(request.services.clock.now()),
  });
  return { action: "send_review_session_invite", sent: true };
});

/** Turns the second factor of the caller's sign-in on or, with neither secret nor code, off (2.20). */
export const configureTotp: Action = plain((operation, request) => {
  const secret = operation.optionalText("secret");
  const code = operation.optionalText("code");
  if (secret !== undefined && (code === undefined || code === "")) {
    throw new ApiError("ValidationError", "Code must be provided to enable totp.");
  }
  const user = requireRow(request, "User", String(request.context.user.id));
  request.store.put("Resource", { ...user, is_totp_enabled: secret !== undefined });
  return { action: "configure_totp", success: true };
});
