import { type Action, createEntity, immediate, plain, requireRow } from "./action.js";

/** Makes a component playable in a browser (wire protocol 2.11). What comes out exists at once; its bytes follow. */
export const encodeMedia: Action = plain((operation, request) => {
  const source = requireRow(request, "Component", operation.text("component_id"));
  const version = operation.optionalText("version_id");
  const versionId = version === undefined ? null : String(requireRow(request, "AssetVersion", version).id);
  const keepOriginal = operation.flag("keep_original");
  const { jobs } = request.services;

  const outputs = jobs.planEncoding(source, keepOriginal).map((output) => ({
    ...output,
    componentId: request.createId(),
  }));
  const jobId = request.createId();
  createEntity(request, "Job", {
    id: jobId,
    type: "api_job",
    status: "queued",
    user_id: request.context.user.id,
    data: JSON.stringify({
      description: `Encoding ${String(source.name)}`,
      source_component_id: source.id,
      keep_original: keepOriginal,
      output: outputs.map(({ format, componentId }) => ({ format, component_id: componentId })),
    }),
  });
  for (const { componentId, name, fileType } of outputs) {
    createEntity(request, "FileComponent", {
      id: componentId,
      name,
      file_type: fileType,
      version_id: versionId,
    });
    createEntity(request, "JobComponent", { job_id: jobId, component_id: componentId });
  }
  request.afterCommit(() =>
    jobs.startEncoding({ jobId, sourceComponentId: String(source.id), versionId, outputs }),
  );
  return { action: "encode_media", job_id: jobId };
});

/** Starts work that goes on by itself (2.14). */
export const delayedJob: Action = immediate((operation, request) => {
  const jobType = operation.text("job_type");
  const { data } = operation.fields;
  const jobId = request.createId();
  const job = createEntity(request, "Job", {
    id: jobId,
    type: "api_job",
    status: "queued",
    user_id: request.context.user.id,
    data: JSON.stringify({ description: jobType, data: data ?? null }),
  });
  request.afterCommit(() => request.services.jobs.startJob({ jobId, jobType, data }));
  return () => ({ action: "delayed_job", data: request.encoder.encodeAnswer(job) });
});
