import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { root } from "./engine";

let built: string | undefined;

/** luagen is the file of the program, built from this checkout. */
export function luagen(): string {
  if (built === undefined) {
    built = path.join(folder(), "luagen");
    execFileSync("go", ["build", "-o", built, "./cmd/luagen"], { cwd: path.join(root, "..", ".."), stdio: "inherit" });
  }
  return built;
}

/** folder makes a folder for a test. The system removes it some time. */
export function folder(): string {
  return realpathSync(mkdtempSync(path.join(tmpdir(), "luagen-")));
}
