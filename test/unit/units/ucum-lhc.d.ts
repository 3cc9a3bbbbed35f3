/** The part of ucum-lhc that the oracle tests call; the package brings no types. */
declare module "@lhncbc/ucum-lhc" {
  export class UcumLhcUtils {
    static getInstance(): UcumLhcUtils;
    convertUnitTo(from: string, value: number, to: string): { readonly status: "succeeded" | "failed" | "error"; readonly toVal: number | null };
    validateUnitString(text: string): { readonly status: "valid" | "invalid" | "error" };
  }
}
