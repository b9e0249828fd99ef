import { readFileSync } from "node:fs";
import * as path from "node:path";

import { createOnigScanner, createOnigString, loadWASM } from "vscode-oniguruma";
import { INITIAL, Registry, parseRawGrammar, type IGrammar, type IRawTheme, type StateStack } from "vscode-textmate";

/** root is the extension's folder. */
export const root = path.join(__dirname, "..", "..");

interface Contributed {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo?: readonly string[];
}

function contributed(): readonly Contributed[] {
  const manifest: unknown = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  return (manifest as { contributes: { grammars: readonly Contributed[] } }).contributes.grammars;
}

/** registry has the grammars that package.json contributes, and the editor's own of Lua and Go. */
export async function registry(theme?: IRawTheme): Promise<Registry> {
  const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const own = contributed();
  return new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    ...(theme === undefined ? {} : { theme }),
    async loadGrammar(scope) {
      const mine = own.find((g) => g.scopeName === scope);
      if (mine !== undefined) {
        const file = path.join(root, mine.path);
        return parseRawGrammar(readFileSync(file, "utf8"), file);
      }
      const language = scope.replace(/^source\./, "");
      if (language !== "lua" && language !== "go") {
        return null;
      }
      const file = require.resolve(`tm-grammars/grammars/${language}.json`);
      return parseRawGrammar(readFileSync(file, "utf8"), file);
    },
    getInjections: (scope) => own.filter((g) => g.injectTo?.includes(scope)).map((g) => g.scopeName),
  });
}

/** loadGrammar loads the grammar of a scope, with all that is injected into it. */
export async function loadGrammar(scope: string): Promise<{ grammar: IGrammar; initial: StateStack }> {
  const grammar = await (await registry()).loadGrammar(scope);
  if (grammar === null) {
    throw new Error(`no grammar for ${scope}`);
  }
  return { grammar, initial: INITIAL };
}
