import { describe, expect, it } from "vitest";
import { studioServer } from "./studio-server.js";

describe("get_upload_metadata", () => {
  const upload = { action: "get_upload_metadata", component_id: "not-yet-there" };

  it("names one address and its headers for a small file", async () => {
    const { ask } = studioServer();

    const answer = await ask({ ...upload, file_name: "a.mov", file_size: 13, checksum: null, parts: null });

    expect(answer).toEqual({
      component_id: "not-yet-there",
      url: "https://studio.test/upload/1",
      headers: { "Content-Length": "13" },
    });
  });

  it("needs no more than the component", async () => {
    const { ask } = studioServer();

    const answer = await ask(upload);

    expect(answer).toHaveProperty("url");
  });

  it("names an address per part for a large file", async () => {
    const { ask } = studioServer();

    const answer = await ask({ ...upload, parts: 2 });

    expect(answer).toEqual({
      component_id: "not-yet-there",
      upload_id: "upload1",
      urls: [
        { part_number: 1, signed_url: "https://studio.test/upload/1/1" },
        { part_number: 2, signed_url: "https://studio.test/upload/1/2" },
      ],
    });
  });

  it.each([[0], [-1], [1.5], [1e9], ["2"]])("refuses %s parts", async (parts) => {
    const { ask } = studioServer();

    const answer = ask({ ...upload, parts });

    await expect(answer).rejects.toThrow("ValidationError");
  });
});

describe("complete_multipart_upload", () => {
  const complete = {
    action: "complete_multipart_upload",
    upload_id: "upload1",
    component_id: "c1",
    parts: [{ part_number: 1, e_tag: "abc" }],
  };

  it("joins the parts and gives the component's address", async () => {
    const { ask, calls } = studioServer();

    const answer = await ask(complete);

    expect(answer).toEqual({
      action: "complete_multipart_upload",
      component_id: "c1",
      url: "https://studio.test/component/get?id=c1",
    });
    expect(calls).toEqual([
      ["completeParts", { uploadId: "upload1", componentId: "c1", parts: [{ partNumber: 1, eTag: "abc" }] }],
    ]);
  });

  it("fails the whole request when the upload is unknown", async () => {
    const { send, row } = studioServer();

    const { body } = await send([
      { action: "update", entity_type: "Task", entity_key: "t1", entity_data: { name: "x" } },
      { ...complete, upload_id: "gone" },
    ]);

    expect(body).toMatchObject({ exception: "ServerError" });
    expect(row("Context", "t1")?.name).toBe("Animation");
  });
});

describe("generate_signed_url", () => {
  it("gives an address for a component there is", async () => {
    const { ask } = studioServer();

    const answer = await ask({ action: "generate_signed_url", component_id: "c1" });
    const missing = ask({ action: "generate_signed_url", component_id: "gone" });

    expect(answer).toMatchObject({ signed_url: "https://studio.test/component/get?id=c1" });
    await expect(missing).rejects.toThrow("gone");
  });
});

describe("encode_media", () => {
  const encode = { action: "encode_media", component_id: "c1", version_id: "v1", keep_original: true };

  it("queues a job whose outputs can be read at once", async () => {
    const { ask, row, studio } = studioServer();

    const { job_id: jobId } = await ask(encode);

    const job = row("Job", String(jobId));
    const data = JSON.parse(String(job?.data)) as { output: { format: string; component_id: string }[] };
    expect(job).toMatchObject({ status: "queued", user_id: "u1" });
    expect(data).toMatchObject({ source_component_id: "c1", keep_original: true });
    expect(data.output.map(({ format }) => format)).toEqual(["video/mp4", "image/jpeg"]);
    expect(data.output.map(({ component_id: id }) => row("Component", id))).toMatchObject([
      { name: "ftrackreview-mp4", file_type: ".mp4", version_id: "v1" },
      { name: "ftrackreview-image", file_type: ".jpg", version_id: "v1" },
    ]);
    expect(studio.workspace.store.by("JobComponent", "job_id", jobId)).toHaveLength(2);
  });

  it("starts the encoding once everything is committed", async () => {
    const { ask, calls } = studioServer();

    const { job_id: jobId } = await ask(encode);

    expect(calls).toMatchObject([["startEncoding", { jobId, sourceComponentId: "c1", versionId: "v1" }]]);
  });

  it("works without a version", async () => {
    const { ask, calls } = studioServer();

    await ask({ ...encode, version_id: null });

    expect(calls).toMatchObject([["startEncoding", { versionId: null }]]);
  });

  it.each([[{ component_id: "gone" }], [{ version_id: "gone" }], [{ component_id: undefined }]])(
    "starts nothing for %j",
    async (fields) => {
      const { ask, calls } = studioServer();

      const answer = ask({ ...encode, ...fields });

      await expect(answer).rejects.toThrow("Error");
      expect(calls).toEqual([]);
    },
  );
});

describe("delayed_job", () => {
  it("answers the job it started", async () => {
    const { ask, calls } = studioServer();

    const answer = await ask({ action: "delayed_job", job_type: "SYNC_USERS_LDAP" });

    expect(answer).toMatchObject({
      data: { __entity_type__: "Job", id: expect.any(String), status: "queued" },
    });
    expect(calls).toMatchObject([["startJob", { jobType: "SYNC_USERS_LDAP" }]]);
  });
});
