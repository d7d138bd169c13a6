import { wellKnown } from "../../schema/well-known.js";
import { type SeedWriter, seedId } from "../seed-writer.js";
import { type StatusName, statuses, statusId } from "./statuses.js";
import { buildTypes, taskTypes } from "./types.js";

interface ProjectSchemaPlan {
  readonly id: string;
  readonly name: string;
  readonly taskTypeSchemaId: string;
  readonly taskWorkflowId: string;
  readonly versionWorkflowId: string;
  /** `Schema` rows by object type; their ids. */
  readonly schemas: Readonly<Record<"shot" | "milestone" | "assetBuild" | "episode", string>>;
}

const own = (name: string): string => seedId(`project-schema/${name}`);

export const vfxSchema: ProjectSchemaPlan = {
  id: "caddd816-acb5-11e1-8668-f23c91df1211",
  name: "VFX",
  taskTypeSchemaId: "cadd9e5a-acb5-11e1-8668-f23c91df1211",
  taskWorkflowId: "cadb0afa-acb5-11e1-8668-f23c91df1211",
  versionWorkflowId: "cadb4c0e-acb5-11e1-8668-f23c91df1211",
  schemas: {
    shot: "22e77f90-57c5-11e5-8a87-42010af0e994",
    milestone: "22edfc08-57c5-11e5-8a87-42010af0e994",
    assetBuild: "66d53188-13c6-11e3-abf2-f23c91dfaa16",
    episode: "685ec2dc-40ce-11ed-a028-8e70b81a65da",
  },
};

/** The schema under an id that test programs for servers of this kind take for granted. */
const filmSchema: ProjectSchemaPlan = {
  id: "69cb7f92-4dbf-11e1-9902-f23c91df25eb",
  name: "Film",
  taskTypeSchemaId: own("film/types"),
  taskWorkflowId: own("film/tasks"),
  versionWorkflowId: own("film/versions"),
  schemas: {
    shot: own("film/shot"),
    milestone: own("film/milestone"),
    assetBuild: own("film/asset-build"),
    episode: own("film/episode"),
  },
};

const everyStatus = (Object.keys(statuses) as StatusName[]).filter((name) => name !== "normal");
const versionStatuses: readonly StatusName[] = [
  "pendingReview",
  "approved",
  "clientApproved",
  "revise",
  "onHold",
  "omitted",
];
const statusesOf = {
  shot: ["notStarted", "inProgress", "pendingReview", "approved", "onHold", "omitted", "completed"],
  milestone: ["notStarted", "inProgress", "completed"],
  assetBuild: ["notStarted", "inProgress", "pendingReview", "approved", "onHold", "omitted", "completed"],
  episode: ["notStarted", "inProgress", "completed"],
} as const satisfies Record<string, readonly StatusName[]>;

const typesOf: Readonly<Record<string, readonly string[]>> = {
  assetBuild: Object.values(buildTypes).map(([id]) => id),
  milestone: [taskTypes.deliverable[0]],
};

export function addProjectSchemas(seed: SeedWriter): void {
  for (const plan of [vfxSchema, filmSchema]) {
    addWorkflow(seed, plan.taskWorkflowId, `${plan.name} tasks`, everyStatus);
    addWorkflow(seed, plan.versionWorkflowId, `${plan.name} versions`, versionStatuses);
    addTaskTypes(seed, plan);
    seed.add("ProjectSchema", {
      id: plan.id,
      name: plan.name,
      task_type_schema_id: plan.taskTypeSchemaId,
      task_workflow_schema_id: plan.taskWorkflowId,
      asset_version_workflow_schema_id: plan.versionWorkflowId,
    });
    for (const id of Object.values(wellKnown.objectTypes)) {
      seed.add("ProjectSchemaObjectType", { object_type_id: id, project_schema_id: plan.id });
    }
    addObjectTypeSchemas(seed, plan);
  }
}

function addWorkflow(seed: SeedWriter, id: string, name: string, names: readonly StatusName[]): void {
  seed.add("WorkflowSchema", { id, name });
  for (const status of names) {
    seed.add("WorkflowSchemaStatus", { workflow_schema_id: id, status_id: statusId(status) });
  }
}

function addTaskTypes(seed: SeedWriter, { taskTypeSchemaId: id, name }: ProjectSchemaPlan): void {
  seed.add("TaskTypeSchema", { id, name: `${name} task types` });
  for (const [type] of Object.values(taskTypes)) {
    seed.add("TaskTypeSchemaType", { task_type_schema_id: id, type_id: type });
  }
}

function addObjectTypeSchemas(seed: SeedWriter, plan: ProjectSchemaPlan): void {
  for (const kind of ["shot", "milestone", "assetBuild", "episode"] as const) {
    const id = plan.schemas[kind];
    const objectType = wellKnown.objectTypes[kind];
    seed.add("Schema", {
      id,
      type_id: objectType,
      object_type_id: objectType,
      project_schema_id: plan.id,
    });
    statusesOf[kind].forEach((status, sort) => {
      seed.add("SchemaStatus", { schema_id: id, status_id: statusId(status), sort });
    });
    typesOf[kind]?.forEach((type, sort) => {
      seed.add("SchemaType", { schema_id: id, type_id: type, sort });
    });
  }
}
