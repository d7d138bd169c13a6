import { type Action, plain, requireRow } from "./action.js";
import { MalformedOperationError } from "./errors.js";

const mostParts = 10_000;

/** Where to put the bytes of a component (wire protocol 2.9). The component need not exist yet. */
export const getUploadMetadata: Action = {
  prepare: async (operation, { files }) => {
    const componentId = operation.text("component_id");
    const parts = operation.optionalNumber("parts");
    const request = {
      componentId,
      fileName: operation.optionalText("file_name"),
      fileSize: operation.optionalNumber("file_size"),
      checksum: operation.optionalText("checksum"),
    };
    if (parts === undefined) return { ...(await files.prepareUpload(request)), component_id: componentId };
    if (!Number.isInteger(parts) || parts < 1 || parts > mostParts) {
      throw new MalformedOperationError(`"parts" has to be a whole number from 1 to ${mostParts}.`);
    }
    const underWay = operation.optionalText("upload_id");
    const { uploadId, urls } = await files.prepareParts({ ...request, parts, uploadId: underWay });
    return {
      component_id: componentId,
      upload_id: uploadId,
      urls: urls.map((url, index) => ({ part_number: index + 1, signed_url: url })),
    };
  },
  run: (_operation, _request, prepared) => () => prepared,
};

/** Joins the parts of an upload (2.10). */
export const completeMultipartUpload: Action = {
  prepare: async (operation, { files }) => {
    await files.completeParts({
      uploadId: operation.text("upload_id"),
      componentId: operation.text("component_id"),
      parts: operation.objects("parts").map((part) => ({
        partNumber: part.optionalNumber("part_number") ?? 0,
        eTag: part.text("e_tag"),
      })),
    });
  },
  run: (operation, { services }) => {
    const componentId = operation.text("component_id");
    const url = services.urls.componentUrl(componentId);
    return () => ({ action: "complete_multipart_upload", component_id: componentId, url });
  },
};

/** An address for a component's bytes that needs no further permission (2.17). */
export const generateSignedUrl: Action = plain((operation, request) => {
  const { id } = requireRow(request, "Component", operation.text("component_id"));
  return { action: "generate_signed_url", signed_url: request.services.urls.componentUrl(String(id)) };
});
