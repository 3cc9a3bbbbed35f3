/** One model solved many times with other values. */
export { Studies, type StudiesOptions } from "./Studies.ts";
