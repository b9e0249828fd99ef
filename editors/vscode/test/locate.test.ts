import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { test } from "node:test";

import { local, locate, type Machine } from "../src/locate";

function machine(tools: readonly string[], programs: Readonly<Record<string, string>>): Machine {
  return {
    hasTool: async (folder) => tools.includes(folder),
    onPath: async (name) => programs[name],
  };
}

test("a setting comes first", async () => {
  const m = machine(["/shop"], { luagen: "/usr/bin/luagen" });
  assert.deepEqual(await locate(["/opt/luagen", "--color", "never"], ["/shop"], m), { program: "/opt/luagen", args: ["--color", "never"] });
});

test("the tool of the first module that has it comes before PATH", async () => {
  const m = machine(["/shop", "/jobs"], { luagen: "/usr/bin/luagen" });
  assert.deepEqual(await locate([], ["/docs", "/shop", "/jobs"], m), { program: "go", args: ["tool", "luagen"], cwd: "/shop" });
});

test("PATH comes last", async () => {
  assert.deepEqual(await locate([], ["/docs"], machine([], { luagen: "/usr/bin/luagen" })), { program: "/usr/bin/luagen", args: [] });
});

test("luagen may be missing", async () => {
  assert.equal(await locate([], ["/docs"], machine([], {})), undefined);
});

test("PATH is searched for a file that may be run", { skip: process.platform === "win32" }, async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "luagen-"));
  t.after(() => rm(folder, { recursive: true }));
  const file = path.join(folder, "luagen-for-test");
  await writeFile(file, "#!/bin/sh\n");
  const before = process.env["PATH"];
  process.env["PATH"] = `${path.delimiter}${folder}`;
  t.after(() => {
    process.env["PATH"] = before;
  });

  await chmod(file, 0o644);
  assert.equal(await local.onPath("luagen-for-test"), undefined);
  await chmod(file, 0o755);
  assert.equal(await local.onPath("luagen-for-test"), file);
});

test("a folder without a module has no tool", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), "luagen-"));
  t.after(() => rm(folder, { recursive: true }));
  assert.equal(await local.hasTool(folder), false);
});
