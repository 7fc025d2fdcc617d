import { defaultPolicy, policyNames, proofCost, proofWords } from "@rollcall/domain/policy";
import { type PolicyName, type PolicyWire, statedPolicy } from "@rollcall/domain/wire";
import { formatDuration } from "../../format/duration.ts";
import { setSentence } from "../../format/sentence.ts";

/** What was typed; shares in percent. Empty means the default. */
export type PolicyDraft = Record<PolicyName, string>;

const shares: PolicyName[] = ["tolerance", "risk"];

/** A setting as it is typed: "10" for a tenth. */
export function typedSetting(name: PolicyName, value: number): string {
  return String(shares.includes(name) ? Number((value * 100).toFixed(4)) : value);
}

/** What a service has chosen, ready to be changed; its defaults stay empty. */
export function draftOfPolicy(policy: PolicyWire): PolicyDraft {
  const typed = policyNames.map((name) => {
    const { value, from } = policy[name];
    return [name, from === "default" || value === null ? "" : typedSetting(name, value)];
  });
  return Object.fromEntries(typed) as PolicyDraft;
}

/** The patch that a draft asks for. What is no number goes as it is, for the server to refuse in its words. */
export function patchOfDraft(draft: PolicyDraft): Record<PolicyName, number | string | null> {
  const settings = policyNames.map((name) => {
    const text = draft[name].trim().replace(",", ".");
    const number = Number(text);
    if (text === "") return [name, null];
    if (Number.isNaN(number)) return [name, text];
    return [name, shares.includes(name) ? Number((number / 100).toFixed(6)) : number];
  });
  return Object.fromEntries(settings) as Record<PolicyName, number | string | null>;
}

/** What a proof costs with the settings as they are typed; `null` while they are none. */
export function costSentence(draft: PolicyDraft): string | null {
  const patch = Object.entries(patchOfDraft(draft)).filter(([, value]) => value !== null);
  const stated = statedPolicy.safeParse(Object.fromEntries(patch));
  if (!stated.success) return null;
  const policy = { ...defaultPolicy, ...stated.data };
  const { answers, probesPerSecond, seconds } = proofCost(policy);
  return setSentence(
    `Live then means: ${proofWords(policy)}. The proof takes ${answers} new answers in a row from each monitor and region: about ${formatDuration(seconds)} at ${probesPerSecond} a second, once the last old instance is gone.`,
  );
}
