import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { Output } from "../../../main/cli/output.ts";
import { sayCut } from "../../../main/cli/sayRun.ts";
import { US_PER_HOUR } from "../../../shared/time/time.ts";

describe("a run over a span that was asked for on the command line", () => {
  it.each([
    ["that ends earlier is said to do so", { toUs: 2 * US_PER_HOUR }, /^Solved up to 1970-01-01T01:00:00\.000000Z, not to 1970-01-01T02:00:00\.000000Z: .* A forecast goes on from there\.\n$/],
    ["is as asked for otherwise", { toUs: US_PER_HOUR }, /^$/],
    ["ends where history does if no end was named", {}, /^$/],
  ])("%s", (_what, asked, says) => {
    const stderr = new PassThrough();
    sayCut(new Output({ json: true, stdout: new PassThrough(), stderr }), asked, { toUs: US_PER_HOUR });
    expect(String(stderr.read() ?? "")).toMatch(says);
  });
});
