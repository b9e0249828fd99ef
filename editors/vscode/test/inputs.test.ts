import assert from "node:assert/strict";
import { test } from "node:test";

import { byName, unnamed, words } from "../src/inputs";
import { quote } from "../src/shell";

test("words are split as a shell does", () => {
  for (const [line, wanted] of [
    ["", []],
    ["  user=ada   limit=2 ", ["user=ada", "limit=2"]],
    [`text="two words" other='it "is"'`, ["text=two words", 'other=it "is"']],
    [`empty="" ''`, ["empty=", ""]],
    [`open="until the end`, ["open=until the end"]],
  ] as const) {
    assert.deepEqual(words(line), wanted, line);
  }
});

test("inputs have names", () => {
  assert.equal(unnamed(["user=ada", "limit="]), undefined);
  assert.equal(unnamed(["user=ada", "2"]), "2");
  assert.equal(unnamed(["=x"]), "=x");
});

test("a shell takes a quoted word as one", () => {
  assert.equal(quote("scripts/allow.lua", "linux"), "scripts/allow.lua");
  assert.equal(quote("text=it's", "linux"), `'text=it'\\''s'`);
  assert.equal(quote("", "linux"), "''");
  assert.equal(quote("C:\\my scripts\\a.lua", "win32"), "'C:\\my scripts\\a.lua'");
  assert.equal(quote("text=it's", "win32"), "'text=it''s'");
  assert.equal(quote("C:\\scripts\\a.lua", "win32"), "C:\\scripts\\a.lua");
});

test("inputs are given by name, several as a list", () => {
  assert.deepEqual(byName(["user=ada", "tags=a", "tags=b=c", "tags="]), { user: "ada", tags: ["a", "b=c", ""] });
});
