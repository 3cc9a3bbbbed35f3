/** Runs made again and compared with what they were. */
export { Verifications, type Makers } from "./Verifications.ts";
