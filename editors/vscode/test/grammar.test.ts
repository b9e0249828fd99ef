// The grammars are run by the engine that the editor has, over the grammars of Lua and Go that
// it comes with. Each line of a sample is followed by lines that mark its tokens:
//
//   --@key likers = {post:<postId:int>}:likers
//   # ^^^ keyword.other.annotation.luagen
//
// The marks stand below the characters that must have the scope.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { test } from "node:test";

import { loadGrammar, root } from "./engine";

const samples = path.join(root, "test", "grammar");

interface Line {
  readonly text: string;
  readonly marks: { readonly from: number; readonly to: number; readonly scopes: readonly string[]; readonly line: number }[];
}

function read(file: string): Line[] {
  const lines: Line[] = [];
  readFileSync(file, "utf8")
    .replace(/\n$/, "")
    .split("\n")
    .forEach((text, i) => {
      const mark = /^%(\s*)(\^+)\s+(.*)$/.exec(text);
      if (mark === null) {
        lines.push({ text, marks: [] });
        return;
      }
      const [, blank = "", carets = "", scopes = ""] = mark;
      const from = 1 + blank.length;
      lines.at(-1)?.marks.push({ from, to: from + carets.length, scopes: scopes.split(/\s+/), line: i + 1 });
    });
  return lines;
}

for (const name of readdirSync(samples)) {
  test(name, async () => {
    const scope = name.endsWith(".lua") ? "source.lua" : name.endsWith(".go.txt") ? "source.go" : "source.redis-test";
    const { grammar, initial } = await loadGrammar(scope);
    let stack = initial;
    let marks = 0;
    for (const line of read(path.join(samples, name))) {
      const result = grammar.tokenizeLine(line.text, stack);
      stack = result.ruleStack;
      for (const mark of line.marks) {
        marks++;
        for (let at = mark.from; at < mark.to; at++) {
          const token = result.tokens.find((t) => t.startIndex <= at && at < t.endIndex);
          assert.ok(token, `${name}:${mark.line}: nothing stands above column ${at + 1}`);
          for (const wanted of mark.scopes) {
            const unwanted = wanted.startsWith("!");
            const scope = unwanted ? wanted.slice(1) : wanted;
            const has = token.scopes.some((s) => s.split(" ").some((one) => one === scope || one.startsWith(`${scope}.`)));
            assert.equal(has, !unwanted, `${name}:${mark.line}: ${JSON.stringify(line.text[at])} has ${token.scopes.join(" ")}, wanted ${wanted}`);
          }
        }
      }
    }
    assert.ok(marks > 0, "the sample marks nothing");
  });
}
