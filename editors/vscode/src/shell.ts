/** quote writes a word so that the default shell of a platform takes it as one. */
export function quote(word: string, platform: NodeJS.Platform): string {
  if (/^[\w@%+=:,./-]+$/.test(word) || (platform === "win32" && /^[\w@+=:,.\\/-]+$/.test(word))) {
    return word;
  }
  if (platform === "win32") {
    return `'${word.replaceAll("'", "''")}'`;
  }
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
