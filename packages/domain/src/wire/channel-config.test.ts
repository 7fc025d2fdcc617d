import { expect, it } from "vitest";
import { rotateSigning, type SigningConfig, signingConfig, signingSecrets } from "./channel-config.ts";

const hour = 3_600_000;
const now = Date.UTC(2026, 10, 22, 12);
const secretOf = (letter: string) => `whsec_${letter.repeat(32)}`;
const first: SigningConfig = { url: "https://example.com/hook", secret: secretOf("a") };

const rotate = (stored: SigningConfig, letter: string, until: number, at = now): SigningConfig => {
  const { config } = rotateSigning(stored, secretOf(letter), until, at);
  if (config === null) throw new Error("There is no room.");
  return config;
};

it("lets every former secret sign until its own end, however often it is rotated", () => {
  const second = rotate(first, "b", now + 24 * hour);
  const third = rotate(second, "c", now + 2 * hour, now + hour);
  expect(signingConfig.parse(third)).toEqual(third);
  expect(signingSecrets(third, now + hour)).toEqual([secretOf("c"), secretOf("b"), secretOf("a")]);
  expect(signingSecrets(third, now + 3 * hour)).toEqual([secretOf("c"), secretOf("a")]);
  expect(signingSecrets(third, now + 25 * hour)).toEqual([secretOf("c")]);
});

it("keeps five of them, drops none for a sixth before its end, and all when they are to end at once", () => {
  let config = first;
  for (const [index, letter] of [..."bcdef"].entries())
    config = rotate(config, letter, now + (24 - index) * hour);
  expect(signingConfig.parse(config)).toEqual(config);
  expect(signingSecrets(config, now)).toHaveLength(6);
  const full = rotateSigning(config, secretOf("g"), now + 24 * hour, now);
  expect(full).toEqual({ config: null, roomAt: now + 20 * hour });
  expect(signingSecrets(rotate(config, "g", now + 48 * hour, now + 20 * hour), now)).toHaveLength(6);
  expect(signingSecrets(rotate(config, "z", now), now)).toEqual([secretOf("z")]);
});
