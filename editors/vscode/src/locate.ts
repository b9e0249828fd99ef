// Finds the command that runs luagen: the setting, the tool of the module, or PATH.

import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import * as path from "node:path";

/** Command is how luagen is started. */
export interface Command {
  readonly program: string;
  /** args come before the sub-command: ["tool", "luagen"] of go. */
  readonly args: readonly string[];
  /** cwd is the folder to start it in: go tool asks for that of the module. */
  readonly cwd?: string;
}

/** Machine is what locate asks of the machine. */
export interface Machine {
  /** hasTool reports whether "go tool luagen" works in a folder. */
  hasTool(folder: string): Promise<boolean>;
  /** onPath is the file that a program's name stands for; undefined when PATH has none. */
  onPath(name: string): Promise<string | undefined>;
}

/**
 * locate returns the command for the given folders of the workspace, undefined when luagen is
 * not installed. A setting of one word or more is taken as it is.
 */
export async function locate(setting: readonly string[], folders: readonly string[], machine: Machine): Promise<Command | undefined> {
  const [program, ...args] = setting;
  if (program !== undefined && program !== "") {
    return { program, args };
  }
  for (const folder of folders) {
    if (await machine.hasTool(folder)) {
      return { program: "go", args: ["tool", "luagen"], cwd: folder };
    }
  }
  const found = await machine.onPath("luagen");
  return found === undefined ? undefined : { program: found, args: [] };
}

/** local is the machine that the extension runs on. */
export const local: Machine = {
  hasTool(folder) {
    return new Promise((resolve) => {
      execFile("go", ["tool", "-n", "luagen"], { cwd: folder, timeout: 120_000 }, (error) => resolve(error === null));
    });
  },
  async onPath(name) {
    const endings = process.platform === "win32" ? (process.env["PATHEXT"] ?? ".EXE").split(";") : [""];
    for (const folder of (process.env["PATH"] ?? "").split(path.delimiter)) {
      if (folder === "") {
        continue;
      }
      for (const ending of endings) {
        const file = path.join(folder, name + ending);
        try {
          await access(file, constants.X_OK);
          return file;
        } catch {
          // The next folder may have it.
        }
      }
    }
    return undefined;
  },
};
