/** The best values within limits and rules, and what each of these costs. */
export { Optimisations, type OptimisationsOptions } from "./Optimisations.ts";
