import { MemoryAccessor } from "../../src/locations/memory-accessor.js";
import { describeAccessor } from "../../src/testing/describe-accessor.js";

describeAccessor("memory", { create: () => new MemoryAccessor() });
