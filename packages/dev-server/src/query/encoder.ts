import type { Attribute } from "@ftrack-kit/core";
import type { EntityAnswer } from "../operations/mutation-context.js";
import type { Row } from "../store/row.js";
import type { Budget } from "./budget.js";
import { CustomValues } from "./custom-values.js";
import { Members } from "./members.js";
import { allowedValues } from "./permissions.js";
import type { ProjectionNode } from "./projections.js";
import { type QuerySource, readValue } from "./query-source.js";
import { type PlannedRelation, planRow, type RowPlan } from "./row-plan.js";
import { systemProjections } from "./system-projections.js";
import { encodeValue, holdsDate } from "./values.js";

export interface EncoderOptions {
  readonly budget: Budget;
  /** Leave out what was not asked for, system projections included (wire protocol 3.5). */
  readonly onlyRequested: boolean;
  /** Write every occurrence of an entity in full (3.5). */
  readonly denormalize: boolean;
}

type Encoded = Record<string, unknown>;

/**
 * Writes the entities of one response.
 *
 * Each attribute of an entity is written once, where it first occurs, depth first; later occurrences are stubs that
 * carry only what is new (wire protocol 3.4). An entity that changes between two operations is written anew.
 */
export class Encoder {
  readonly #source: QuerySource;
  readonly #options: EncoderOptions;
  readonly #members: Members;
  readonly #customValues: CustomValues;
  readonly #plans = new Map<ProjectionNode, Map<string, RowPlan>>();
  /** Attributes written so far. Changed rows are new objects and so start afresh. */
  readonly #written = new Map<Row, Set<string>>();
  /** Rows met with each projection: what was nested below them then need not be looked at again. */
  readonly #visited = new Map<ProjectionNode, Set<Row>>();

  constructor(source: QuerySource, options: EncoderOptions) {
    this.#source = source;
    this.#options = options;
    this.#members = new Members(source);
    this.#customValues = new CustomValues(source);
  }

  /** Writes a row with what is asked of it. */
  encodeRow(row: Row, node: ProjectionNode): Encoded {
    return this.#encode(row, node).entity;
  }

  /** Writes the answer to a create or update. */
  encodeAnswer({ entityType, row, attributes, echo, related }: EntityAnswer): Encoded {
    const type = this.#source.registry.get(row.__entity_type__);
    const entity: Encoded = { ...this.#stub(row), __entity_type__: entityType };
    const written = this.#writtenOf(row);
    for (const name of [...systemProjections(type), ...attributes]) {
      if (type.primaryKey.includes(name)) continue;
      written.add(name);
      entity[name] = this.#answered({ ...row, ...echo }, name);
    }
    for (const [name, answers] of Object.entries(related)) {
      entity[name] = answers.map((answer) => this.encodeAnswer(answer));
    }
    return entity;
  }

  #encode(row: Row, node: ProjectionNode): { readonly entity: Encoded; readonly isNew: boolean } {
    const plan = this.#planOf(row, node);
    const entity = this.#stub(row);
    this.#options.budget.spend();
    if (!this.#options.denormalize && this.#isRepeated(row, node)) return { entity, isNew: false };

    const written = this.#options.denormalize ? new Set<string>() : this.#writtenOf(row);
    let isNew = false;
    for (const { name, attribute } of plan.values) {
      if (written.has(name)) continue;
      written.add(name);
      entity[name] = this.#value(row, attribute);
      isNew = true;
    }
    // What a row says of itself counts as written before anything nested in it is.
    const first = plan.relations.map(({ name }) => !written.has(name));
    for (const { name } of plan.relations) written.add(name);
    for (const [index, planned] of plan.relations.entries()) {
      const nested = this.#relation(row, planned);
      if (!first[index] && !nested.isNew) continue;
      entity[planned.name] = nested.value;
      isNew = true;
    }
    if (plan.permissions.length > 0) {
      entity.__permissions = Object.fromEntries(
        plan.permissions.map((name) => [name, { __options: allowedValues(this.#source, row, name) }]),
      );
      isNew = true;
    }
    return { entity, isNew };
  }

  #relation(row: Row, planned: PlannedRelation): { readonly value: unknown; readonly isNew: boolean } {
    const { relation, node } = planned;
    const rows = this.#rowsBehind(row, planned);
    if (relation.single) {
      const [target] = rows;
      if (!target) return { value: null, isNew: false };
      const { entity, isNew } = this.#encode(target, node);
      return { value: entity, isNew };
    }
    const encoded = rows.map((target) => this.#encode(target, node));
    return { value: encoded.map(({ entity }) => entity), isNew: encoded.some(({ isNew }) => isNew) };
  }

  #rowsBehind(row: Row, { attribute, relation }: PlannedRelation): readonly Row[] {
    const isCustom = attribute.name === "custom_attributes" && attribute.target !== undefined;
    return isCustom ? this.#customValues.valuesOf(row, attribute.target as string) : relation.rows(row);
  }

  #value(row: Row, attribute: Attribute): unknown {
    const stored = readValue(this.#source, row, attribute.name);
    return encodeValue(attribute, stored, attribute.scalar === "variable" && holdsDate(this.#source, row));
  }

  /** An attribute as an answer to a change shows it: relations as stubs. */
  #answered(row: Row, name: string): unknown {
    const member = this.#members.find([row.__entity_type__], name);
    if (!member) return row[name] ?? null;
    if (!member.relation) return this.#value(row, member.attribute);
    const stubs = member.relation.rows(row).map((target) => this.#stub(target));
    return member.relation.single ? (stubs[0] ?? null) : stubs;
  }

  #stub(row: Row): Encoded {
    const entity: Encoded = { __entity_type__: row.__entity_type__ };
    for (const name of this.#source.registry.get(row.__entity_type__).primaryKey) entity[name] = row[name];
    return entity;
  }

  #writtenOf(row: Row): Set<string> {
    let written = this.#written.get(row);
    if (!written) {
      written = new Set();
      this.#written.set(row, written);
    }
    return written;
  }

  /** Whether a row was met with this projection before; from now on it was. */
  #isRepeated(row: Row, node: ProjectionNode): boolean {
    let rows = this.#visited.get(node);
    if (!rows) {
      rows = new Set();
      this.#visited.set(node, rows);
    }
    if (rows.has(row)) return true;
    rows.add(row);
    return false;
  }

  #planOf(row: Row, node: ProjectionNode): RowPlan {
    let plans = this.#plans.get(node);
    if (!plans) {
      plans = new Map();
      this.#plans.set(node, plans);
    }
    let plan = plans.get(row.__entity_type__);
    if (!plan) {
      const type = this.#source.registry.get(row.__entity_type__);
      plan = planRow(type, node, this.#members, this.#options.onlyRequested);
      plans.set(row.__entity_type__, plan);
    }
    return plan;
  }
}
