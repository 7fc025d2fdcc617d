/** The setting that would open a refused address, out of the words of a refusal; `null` when none is named. */
export function allowSettingIn(texts: (string | undefined)[]): string | null {
  for (const text of texts) {
    const found = /ROLLCALL_ALLOW_TARGETS=[0-9a-fA-F.:]+\/\d+/.exec(text ?? "");
    if (found !== null) return found[0];
  }
  return null;
}
