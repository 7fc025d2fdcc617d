/**
 * What must not be kept of a text that people paste: secrets, wherever they stand.
 *
 * How it works. One expression for each way to write a secret down, applied one after the other: what is secret by its
 * shape, what is secret by where it stands, then names whose values are secret. Quotes stay, so that JSON stays JSON.
 * Rather a word too many is taken out than one too few, but not the words by which a cause is known. All repetition is
 * bounded and no two parts of an expression can share the same characters, so that the work is linear in the text.
 */
import { type Redaction, secretShapes } from "./secret-shapes.ts";
import { secretVariables } from "./secret-variables.ts";

const terminalColour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]{0,20}[A-Za-z]`, "g");

const redactions: readonly Redaction[] = [
  // Colours may stand between a name and its value.
  { pattern: terminalColour, by: "" },
  ...secretShapes,
  ...secretVariables,
];

/**
 * The text without the secrets that it shows: tokens, passwords, authorization headers, pull secrets, cloud keys,
 * JWTs, private keys, contents of Kubernetes secrets and what stands before @ in addresses. Names stay, so that people
 * see what was taken out. Calling it twice changes nothing more; the work is linear in the text's length.
 */
export function redactSecrets(text: string): string {
  return redactions.reduce((rest, { pattern, by }) => rest.replaceAll(pattern, by), text);
}
