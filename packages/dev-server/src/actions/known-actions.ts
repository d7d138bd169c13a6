import type { ServerInformation } from "@ftrack-kit/core";
import type { Workspace } from "../schema/workspace.js";
import type { Action } from "./action.js";
import { createInformationActions } from "./information-actions.js";
import { delayedJob, encodeMedia } from "./job-actions.js";
import { create, remove, update } from "./mutation-actions.js";
import {
  authorizeOperation,
  computeRollups,
  getWidgetUrl,
  permissions,
  trackUsage,
} from "./other-actions.js";
import { query, search } from "./query-actions.js";
import {
  addUserSecurityRole,
  grantUserSecurityRoleProject,
  removeUserSecurityRole,
  revokeUserSecurityRoleProject,
  updateUserSecurityRole,
} from "./role-actions.js";
import { completeMultipartUpload, generateSignedUrl, getUploadMetadata } from "./upload-actions.js";
import { configureTotp, resetRemote, sendReviewSessionInvite, sendUserInvite } from "./user-actions.js";

/** Every action by its name on the wire (wire protocol 2). */
export function createActions(
  workspace: Workspace,
  information: () => ServerInformation,
): ReadonlyMap<unknown, Action> {
  return new Map<unknown, Action>(
    Object.entries({
      ...createInformationActions(workspace, information),
      query,
      search,
      create,
      update,
      delete: remove,
      get_upload_metadata: getUploadMetadata,
      complete_multipart_upload: completeMultipartUpload,
      generate_signed_url: generateSignedUrl,
      encode_media: encodeMedia,
      delayed_job: delayedJob,
      get_widget_url: getWidgetUrl,
      reset_remote: resetRemote,
      send_user_invite: sendUserInvite,
      send_review_session_invite: sendReviewSessionInvite,
      configure_totp: configureTotp,
      add_user_security_role: addUserSecurityRole,
      remove_user_security_role: removeUserSecurityRole,
      update_user_security_role: updateUserSecurityRole,
      grant_user_security_role_project: grantUserSecurityRoleProject,
      revoke_user_security_role_project: revokeUserSecurityRoleProject,
      compute_rollups: computeRollups,
      permissions,
      _authorize_operation: authorizeOperation,
      _track_usage: trackUsage,
    }),
  );
}
