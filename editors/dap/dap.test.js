// luagen dap in the hands of the client that VS Code's own adapters are tested with.
import { after, afterEach, before, beforeEach, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import testsupport from "@vscode/debugadapter-testsupport";

const scripts = join(import.meta.dirname, "scripts");
const folder = mkdtempSync(join(tmpdir(), "luagen-dap-"));
const luagen = join(folder, "luagen");
let redis, port, client;

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

// answers resolves when the server takes connections.
function answers(port) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => { socket.destroy(); resolve(); });
    socket.on("error", reject);
  });
}

before(async () => {
  execFileSync("go", ["build", "-o", luagen, "./cmd/luagen"], { cwd: join(import.meta.dirname, "../.."), stdio: "inherit" });
  port = await freePort();
  redis = spawn("redis-server", ["--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", folder, "--busy-reply-threshold", "50"]);
  for await (const text of redis.stdout) {
    if (String(text).includes("Ready to accept connections")) break;
  }
  await answers(port);
});

after(() => {
  redis.kill();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  client = new testsupport.DebugClient(luagen, "dap", "luagen", { cwd: scripts }, true);
  client.defaultTimeout = 30_000;
  await client.start();
});

afterEach(() => client?.stop());

function launch(more) {
  return {
    program: join(scripts, "reserve.lua"), redis: `redis://127.0.0.1:${port}`, root: scripts,
    inputs: { article: "pen", units: 3 }, setup: ["SET stock:{pen} 10"], ...more,
  };
}

test("initialize tells what is supported", async () => {
  const { body } = await client.initializeRequest();
  assert.ok(body.supportsConfigurationDoneRequest && body.supportsConditionalBreakpoints && body.supportsLogPoints);
});

test("a breakpoint in an include is hit", async () => {
  const library = join(scripts, "lib/left.lua");
  await client.hitBreakpoint(launch(), { path: library, line: 3 });
  const { body } = await client.stackTraceRequest({ threadId: 1 });
  assert.deepEqual(body.stackFrames.map((f) => [f.name, f.source.path, f.line]),
    [["left", library, 3], ["top level", join(scripts, "reserve.lua"), 9]]);
  await Promise.all([
    client.stepOutRequest({ threadId: 1 }),
    client.assertStoppedLocation("step", { path: join(scripts, "reserve.lua"), line: 10 }),
  ]);
});

test("conditions, variables of three levels, binary values, evaluation", async () => {
  await client.hitBreakpoint(launch(), { path: join(scripts, "reserve.lua"), line: 10, condition: "rest == 7" }, undefined, undefined);
  const { body: { scopes } } = await client.scopesRequest({ frameId: 1 });
  const list = async (variablesReference) => (await client.variablesRequest({ variablesReference })).body.variables;
  let at = (await list(scopes[0].variablesReference)).find((v) => v.name === "order");
  for (const name of ["parts", "first", "code"]) {
    at = (await list(at.variablesReference)).find((v) => v.name === name);
  }
  assert.equal(at.value, String.raw`"\x00\xff"`);
  assert.equal(at.evaluateName, "order.parts.first.code");
  const { body } = await client.evaluateRequest({ expression: "order.article .. rest", frameId: 1, context: "watch" });
  assert.equal(body.result, '"pen7"');
});

test("an error is shown where it is raised, with the commands before", async () => {
  const outputs = [];
  client.on("output", (e) => outputs.push(e.body.output));
  await Promise.all([
    client.configurationSequence(),
    client.launch(launch()),
    client.assertStoppedLocation("exception", { path: join(scripts, "reserve.lua"), line: 14 }),
  ]);
  assert.deepEqual(outputs.slice(0, 2), ['GET stock:{pen} -> "10"\n', "SET stock:{pen} 7 -> OK\n"]);
  const { body } = await client.exceptionInfoRequest({ threadId: 1 });
  assert.equal(body.description, "ERR attempt to perform arithmetic on field 'missing' (a nil value)");
  await Promise.all([client.continueRequest({ threadId: 1 }), client.waitForEvent("terminated")]);
});

test("an endless loop pauses and is terminated", async () => {
  await Promise.all([client.configurationSequence(), client.launch(launch({ program: join(scripts, "endless.lua"), inputs: {}, setup: [] }))]);
  await Promise.all([client.pauseRequest({ threadId: 1 }), client.waitForEvent("stopped")]);
  const { body } = await client.evaluateRequest({ expression: "n >= 0", frameId: 1, context: "watch" });
  assert.equal(body.result, "true");
  await client.continueRequest({ threadId: 1 });
  await Promise.all([client.terminateRequest({}), client.waitForEvent("terminated")]);
});

test("restart and keepWrites", async () => {
  const configuration = launch({ stopOnEntry: true, keepWrites: true });
  await Promise.all([client.configurationSequence(), client.launch(configuration), client.waitForEvent("stopped")]);
  await Promise.all([client.restartRequest({ arguments: configuration }), client.waitForEvent("stopped")]);
  await client.stop();
  client = undefined;
  const answer = execFileSync("redis-cli", ["-p", port, "GET", "stock:{pen}"]);
  assert.equal(String(answer), "10\n");
});

test("a mistake in the launch is told", async () => {
  await assert.rejects(client.launch(launch({ inputs: { artcle: "pen" } })), /artcle=pen: no such name; did you mean article\?/);
});
