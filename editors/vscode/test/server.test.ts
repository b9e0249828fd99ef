// A client that is not the project's own speaks with the server: the messages of a session are
// compared with those recorded in session.golden.json. UPDATE=1 records them anew.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import {
  CodeActionRequest,
  CompletionRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentSymbolRequest,
  ExitNotification,
  HoverRequest,
  InitializeRequest,
  InitializedNotification,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
  SignatureHelpRequest,
  StreamMessageReader,
  StreamMessageWriter,
  createProtocolConnection,
  type PublishDiagnosticsParams,
} from "vscode-languageserver-protocol/node";

import { root } from "./engine";
import { folder, luagen } from "./luagen";

const golden = path.join(root, "test", "session.golden.json");

const script = `-- Takes some of what is there.
--@key stock = stock:{<article>}
--@arg units:int
--@returns int
local stock = KEYS[1]
local left = tonumber(redis.call('GET', stock) or 0)
if left < tonumber(ARGV[1]) then
  return -1
end
return redis.call('DECRBY', stock, ARGV[1])
`;

test("a session", { timeout: 120_000 }, async (t) => {
  const workspace = path.join(folder(), "shop");
  mkdirSync(path.join(workspace, "scripts"), { recursive: true });
  const file = path.join(workspace, "scripts", "take.lua");
  writeFileSync(file, script);
  const uri = pathToFileURL(file).toString();

  const process = spawn(luagen(), ["lsp"], { cwd: workspace, stdio: ["pipe", "pipe", "inherit"] });
  t.after(() => process.kill()); // a test that has failed leaves it running
  const exit = new Promise<number | null>((resolve) => process.on("exit", resolve));
  const connection = createProtocolConnection(new StreamMessageReader(process.stdout), new StreamMessageWriter(process.stdin));
  const waiting = new Map<number, (p: PublishDiagnosticsParams) => void>();
  connection.onNotification(PublishDiagnosticsNotification.type, (p) => waiting.get(p.version ?? 0)?.(p));
  connection.onRequest(RegistrationRequest.type, () => undefined);
  connection.listen();
  const published = (version: number) => new Promise<PublishDiagnosticsParams>((resolve) => waiting.set(version, resolve));

  const session: { what: string; answer: unknown }[] = [];
  const record = (what: string, answer: unknown) => session.push({ what, answer });
  const textDocument = { uri };
  const at = (text: string, of = script) => {
    const before = of.slice(0, of.indexOf(text)).split("\n");
    return { textDocument, position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 } };
  };

  const { serverInfo, ...initialized } = await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: pathToFileURL(workspace).toString(),
    capabilities: { textDocument: { publishDiagnostics: { versionSupport: true }, hover: { contentFormat: ["markdown"] } } },
    workspaceFolders: [{ uri: pathToFileURL(workspace).toString(), name: "shop" }],
  });
  assert.equal(serverInfo?.name, "luagen");
  record("initialize", initialized);
  await connection.sendNotification(InitializedNotification.type, {});

  await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId: "lua", version: 1, text: script } });
  record("symbols", await connection.sendRequest(DocumentSymbolRequest.type, { textDocument }));
  record("hover on DECRBY", await connection.sendRequest(HoverRequest.type, at("DECRBY")));
  record("hover on the header", await connection.sendRequest(HoverRequest.type, at("units:int")));

  const broken = script.replace("tonumber(ARGV[1])", "ARGV[1]");
  const second = published(2);
  await connection.sendNotification(DidChangeTextDocumentNotification.type, { textDocument: { uri, version: 2 }, contentChanges: [{ text: broken }] });
  const { diagnostics } = await second;
  record("diagnostics", diagnostics);
  const [first] = diagnostics;
  assert.ok(first, "nothing is found");
  record("code actions", await connection.sendRequest(CodeActionRequest.type, { textDocument, range: first.range, context: { diagnostics: [first] } }));

  const unfinished = `${script}redis.call('SET', stock, 1, '`;
  const third = published(3);
  await connection.sendNotification(DidChangeTextDocumentNotification.type, { textDocument: { uri, version: 3 }, contentChanges: [{ text: unfinished }] });
  record("diagnostics of an unfinished call", (await third).diagnostics);
  const end = { textDocument, position: { line: script.split("\n").length - 1, character: unfinished.length - script.length } };
  record("completion", await connection.sendRequest(CompletionRequest.type, end));
  record("signature", await connection.sendRequest(SignatureHelpRequest.type, end));

  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  assert.equal(await exit, 0);
  connection.dispose();

  const shown = JSON.stringify(session, null, 2).replaceAll(pathToFileURL(workspace).toString(), "file:///shop") + "\n";
  if (globalThis.process.env["UPDATE"] !== undefined) {
    writeFileSync(golden, shown);
  }
  assert.equal(shown, readFileSync(golden, "utf8"));
});
