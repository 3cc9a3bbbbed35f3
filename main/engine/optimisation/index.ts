/** The best values within limits and rules, and what each of these costs. */
export { Optimisations } from "./Optimisations.ts";
