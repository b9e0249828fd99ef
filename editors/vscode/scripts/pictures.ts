// Draws samples as the editor colours them, for the README: the tokens of the grammars in the
// colours of a theme that the editor comes with.

import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";

import { INITIAL, type IRawTheme } from "vscode-textmate";

import { registry, root } from "../test/engine";

const width = 8.43; // of a character of the font, in pixels
const height = 20; // of a line

interface Theme {
  readonly tokenColors: IRawTheme["settings"];
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

async function draw(sample: string, scope: string): Promise<string> {
  const theme: Theme = JSON.parse(readFileSync(require.resolve("tm-themes/themes/dark-plus.json"), "utf8"));
  const reg = await registry({ name: "dark-plus", settings: [{ settings: { foreground: "#d4d4d4", background: "#1e1e1e" } }, ...theme.tokenColors] });
  const grammar = await reg.loadGrammar(scope);
  if (grammar === null) {
    throw new Error(`no grammar for ${scope}`);
  }
  const colours = reg.getColorMap();
  const lines = readFileSync(path.join(root, "scripts", sample), "utf8").trimEnd().split("\n");
  const longest = Math.max(...lines.map((l) => l.replaceAll("\t", "    ").length));
  const rows: string[] = [];
  let stack = INITIAL;
  lines.forEach((line, i) => {
    const { tokens, ruleStack } = grammar.tokenizeLine2(line, stack);
    stack = ruleStack;
    let column = 0;
    for (let t = 0; t < tokens.length; t += 2) {
      const from = tokens[t] ?? 0;
      const text = line.slice(from, tokens[t + 2] ?? line.length).replaceAll("\t", "    ");
      const colour = colours[((tokens[t + 1] ?? 0) & 0x00ff8000) >>> 15] ?? "#d4d4d4";
      if (text.trim() !== "") {
        rows.push(`<text x="${(20 + column * width).toFixed(1)}" y="${34 + i * height}" fill="${colour}" xml:space="preserve">${escape(text)}</text>`);
      }
      column += text.length;
    }
  });
  const w = Math.ceil(40 + longest * width);
  const h = 44 + lines.length * height;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" font-family="DejaVu Sans Mono" font-size="14">
<rect width="100%" height="100%" rx="8" fill="#1e1e1e"/>
${rows.join("\n")}
</svg>
`;
}

async function main(): Promise<void> {
  for (const [sample, scope] of [
    ["allow.lua", "source.lua"],
    ["store.go.txt", "source.go"],
    ["allow_test.redis", "source.redis-test"],
  ] as const) {
    const file = path.join(root, "out", `${sample.replace(".txt", "")}.svg`);
    writeFileSync(file, await draw(sample, scope));
    console.log(file);
  }
}

void main();
