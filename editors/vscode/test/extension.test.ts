// The extension in a stand-in for the editor: what it starts, asks, says and runs.

import assert from "node:assert/strict";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { test, type TestContext } from "node:test";

import { root } from "./engine";
import { Editor } from "./fake";
import { folder } from "./luagen";

const missing =
  "luagen is not installed: go.mod has no tool of that name, and it is not on PATH. Run go get -tool github.com/luagen/luagen/cmd/luagen, or set luagen.command.";

/** onPath makes PATH a folder of its own, with some programs that do nothing. */
function onPath(t: TestContext, ...programs: string[]): string {
  const bin = folder();
  for (const program of programs) {
    writeFileSync(path.join(bin, program), "#!/bin/sh\nexit 1\n");
    chmodSync(path.join(bin, program), 0o755);
  }
  const before = process.env["PATH"];
  process.env["PATH"] = bin;
  t.after(() => {
    process.env["PATH"] = before;
  });
  return bin;
}

/** started is an editor in which the extension runs /opt/luagen. */
async function started(): Promise<Editor> {
  const editor = new Editor();
  editor.folders = ["/shop"];
  editor.settings["luagen.command"] = ["/opt/luagen"];
  await editor.activate();
  return editor;
}

test("without luagen it says how to install it, and starts nothing", { skip: process.platform === "win32" }, async (t) => {
  onPath(t);
  for (const [answer, opened, executed] of [
    [undefined, [], []],
    ["How to install it", ["https://github.com/luagen/luagen/blob/main/docs/install.md"], []],
    ["Settings", [], [["workbench.action.openSettings", "luagen.command"]]],
  ] as const) {
    const editor = new Editor();
    editor.folders = [folder()];
    editor.answer = answer;
    await editor.activate();
    await new Promise(setImmediate); // the message is answered
    assert.deepEqual(editor.messages, [{ text: missing, choices: ["How to install it", "Settings"] }]);
    assert.deepEqual(editor.opened, opened);
    assert.deepEqual(editor.executed, executed);
    assert.deepEqual(editor.clients, []);
  }
});

test("the page that says how to install it is there", () => {
  assert.match(readFileSync(path.join(root, "..", "..", "docs", "install.md"), "utf8"), /^# /);
});

test("it starts luagen on PATH", { skip: process.platform === "win32" }, async (t) => {
  const bin = onPath(t, "luagen");
  const editor = new Editor();
  editor.folders = [folder()];
  await editor.activate();
  assert.equal(editor.clients.length, 1);
  assert.deepEqual(editor.clients[0]?.server, { command: path.join(bin, "luagen"), args: ["lsp"], options: {} });
  assert.equal(editor.clients[0]?.running, true);
  assert.deepEqual(editor.messages, []);
});

test("it starts the tool of the module, in its folder", { skip: process.platform === "win32" }, async (t) => {
  const bin = onPath(t, "luagen", "go");
  writeFileSync(path.join(bin, "go"), '#!/bin/sh\n[ "$1 $2 $3" = "tool -n luagen" ]\n');
  const editor = new Editor();
  editor.folders = [folder()];
  await editor.activate();
  assert.deepEqual(editor.clients[0]?.server, { command: "go", args: ["tool", "luagen", "lsp"], options: { cwd: editor.folders[0] } });
});

test("it serves Lua and Go files", async () => {
  const editor = await started();
  assert.deepEqual(editor.clients[0]?.options.documentSelector, [
    { scheme: "file", language: "lua" },
    { scheme: "file", language: "go" },
  ]);
  assert.deepEqual(editor.logged, ["starting /opt/luagen lsp"]);
});

test("another command restarts the server, other settings do not", async () => {
  const editor = await started();
  await editor.change("luagen.redis", "redis://localhost:6379");
  assert.equal(editor.clients.length, 1);
  await editor.change("luagen.command", ["/usr/bin/luagen", "--color", "never"]);
  assert.deepEqual(
    editor.clients.map((client) => [client.server.command, client.server.args, client.running]),
    [
      ["/opt/luagen", ["lsp"], false],
      ["/usr/bin/luagen", ["--color", "never", "lsp"], true],
    ],
  );
  await editor.run("luagen.restart");
  assert.deepEqual(
    editor.clients.map((client) => client.running),
    [false, false, true],
  );
});

test("a server that does not start is told of", async () => {
  const editor = new Editor();
  editor.settings["luagen.command"] = ["/opt/luagen"];
  editor.refuses = true;
  await editor.activate();
  assert.deepEqual(editor.messages, [{ text: "luagen's language server did not start: Error: it ends at once", choices: [] }]);
});

const lens = { file: "/shop/scripts/reserve.lua", dir: "/shop", args: ["run", "scripts/reserve.lua"], inputs: [{ name: "article" }, { name: "units" }] };

test("run asks for the inputs and runs the script in a terminal", { skip: process.platform === "win32" }, async () => {
  const editor = await started();
  editor.answer = "article='a pen' units=3";
  await editor.run("luagen.run", lens);
  const [prompt] = editor.prompts;
  assert.equal(prompt?.value, "article= units=");
  assert.equal(prompt?.validateInput("article=pen 3"), "3 has no name; write NAME=VALUE");
  assert.equal(prompt?.validateInput("article=pen units=3"), undefined);
  const [terminal] = editor.terminals;
  assert.equal(terminal?.creationOptions.cwd, "/shop");
  assert.deepEqual(terminal?.sent, ["/opt/luagen run scripts/reserve.lua 'article=a pen' units=3"]);
  assert.equal(terminal?.shown, 1);
});

test("run on the server of the settings", async () => {
  const editor = await started();
  editor.settings["luagen.redis"] = "redis://localhost:6379/1";
  await editor.run("luagen.run", { ...lens, inputs: [] });
  assert.deepEqual(editor.prompts, []);
  assert.deepEqual(editor.terminals[0]?.sent, ["/opt/luagen run scripts/reserve.lua --redis redis://localhost:6379/1"]);
});

test("run does nothing when nothing is answered", async () => {
  const editor = await started();
  await editor.run("luagen.run", lens);
  await editor.run("luagen.debug", lens);
  assert.equal(editor.prompts.length, 2);
  assert.deepEqual(editor.terminals, []);
  assert.deepEqual(editor.sessions, []);
});

test("commands use a terminal again while it is there", async () => {
  const editor = await started();
  await editor.run("luagen.test", { ...lens, args: ["test", "scripts/reserve_test.redis"] });
  await editor.run("luagen.generate");
  await editor.run("luagen.test", { ...lens, args: ["test", "other_test.redis"], dir: "/jobs" });
  assert.deepEqual(
    editor.terminals.map((terminal) => terminal.sent),
    [["/opt/luagen test scripts/reserve_test.redis", "/opt/luagen generate"], ["/opt/luagen test other_test.redis"]],
  );
  editor.terminals[0]!.exitStatus = { code: 0 };
  await editor.run("luagen.info");
  assert.deepEqual(editor.terminals[2]?.sent, ["/opt/luagen info"]);
  await editor.run("luagen.output");
  assert.deepEqual(editor.executed, [["output"]]);
});

test("debug starts a session with the inputs", async () => {
  const editor = await started();
  editor.answer = "article=pen units=3 units=4";
  await editor.run("luagen.debug", { ...lens, args: ["debug", "scripts/reserve.lua"] });
  assert.deepEqual(editor.sessions, [
    [
      "/shop",
      { type: "luagen", request: "launch", name: "Debug script", program: "/shop/scripts/reserve.lua", inputs: { article: "pen", units: ["3", "4"] }, stopOnEntry: true },
    ],
  ]);
});

interface Provider {
  resolveDebugConfiguration(folder: unknown, config: Record<string, unknown>): Promise<unknown>;
}

test("a launch is completed from what is open", async () => {
  const editor = await started();
  const provider = editor.providers.get("luagen") as unknown as Provider;
  assert.equal(await provider.resolveDebugConfiguration(undefined, {}), undefined);
  assert.deepEqual(editor.messages, [{ text: "Open the script that is to be debugged, or name it as the program of the launch configuration.", choices: [] }]);
  editor.active = { languageId: "go", uri: { fsPath: "/shop/main.go" } };
  assert.equal(await provider.resolveDebugConfiguration(undefined, {}), undefined);
  editor.active = { languageId: "lua", uri: { fsPath: "/shop/a.lua" } };
  assert.deepEqual(await provider.resolveDebugConfiguration(undefined, {}), { type: "luagen", request: "launch", name: "Debug script", program: "/shop/a.lua" });
  editor.settings["luagen.redis"] = "redis://localhost:6379/1";
  const given = { type: "luagen", request: "launch", name: "Mine", program: "/shop/b.lua" };
  assert.deepEqual(await provider.resolveDebugConfiguration(undefined, { ...given }), { ...given, redis: "redis://localhost:6379/1" });
  assert.deepEqual(await provider.resolveDebugConfiguration(undefined, { ...given, redis: "" }), { ...given, redis: "" });
});

test("the debug adapter is luagen dap", async () => {
  const editor = await started();
  const factory = editor.factories.get("luagen") as unknown as { createDebugAdapterDescriptor(): Promise<object> };
  assert.deepEqual({ ...(await factory.createDebugAdapterDescriptor()) }, { command: "/opt/luagen", args: ["dap"], options: {} });
});

test("every command and setting that package.json contributes is there", async () => {
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    contributes: { commands: { command: string }[]; configuration: { properties: Record<string, unknown> } };
  };
  const editor = await started();
  for (const { command } of manifest.contributes.commands) {
    assert.ok(editor.commands.has(command), command);
  }
  for (const command of ["luagen.run", "luagen.test", "luagen.debug"]) {
    assert.ok(editor.commands.has(command), `a lens has ${command}`);
  }
  const source = readFileSync(path.join(root, "src", "extension.ts"), "utf8");
  for (const setting of Object.keys(manifest.contributes.configuration.properties)) {
    const name = setting.replace(/^luagen\./, "");
    // The language client itself reads the trace.
    assert.ok(name === "trace.server" || source.includes(`get<string[]>("${name}"`) || source.includes(`get<string>("${name}"`), `nothing reads ${setting}`);
  }
});
