/** words splits a line at blanks, as a shell does: quotes keep them together. */
export function words(line: string): string[] {
  const found: string[] = [];
  let word: string | undefined;
  let quoted = "";
  for (const c of line) {
    if (quoted !== "") {
      if (c === quoted) {
        quoted = "";
      } else {
        word += c;
      }
    } else if (c === '"' || c === "'") {
      quoted = c;
      word ??= "";
    } else if (/\s/.test(c)) {
      if (word !== undefined) {
        found.push(word);
        word = undefined;
      }
    } else {
      word = (word ?? "") + c;
    }
  }
  return word === undefined ? found : [...found, word];
}

/** unnamed is the first word that is not NAME=VALUE; undefined when all are. */
export function unnamed(inputs: readonly string[]): string | undefined {
  return inputs.find((word) => !/^[A-Za-z_]\w*=/.test(word));
}

/** byName are inputs by their names; a name that is given several times has a list. */
export function byName(inputs: readonly string[]): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (const input of inputs) {
    const at = input.indexOf("=");
    const name = input.slice(0, at);
    const value = input.slice(at + 1);
    const before = found[name];
    found[name] = before === undefined ? value : [before, value].flat();
  }
  return found;
}
