import { expect, it } from "vitest";
import { rotateSigning, type SigningConfig, signingConfig, signingSecrets } from "./channel-config.ts";

const hour = 3_600_000;
const now = Date.UTC(2026, 10, 22, 12);
const secretOf = (letter: string) => `whsec_${letter.repeat(32)}`;
const first: SigningConfig = { url: "https://example.com/hook", secret: secretOf("a") };

it("lets every former secret sign until its own end, however often it is rotated", () => {
  const second = rotateSigning(first, secretOf("b"), now + 24 * hour, now);
  const third = rotateSigning(second, secretOf("c"), now + 2 * hour, now + hour);
  expect(signingConfig.parse(third)).toEqual(third);
  expect(signingSecrets(third, now + hour)).toEqual([secretOf("c"), secretOf("b"), secretOf("a")]);
  expect(signingSecrets(third, now + 3 * hour)).toEqual([secretOf("c"), secretOf("a")]);
  expect(signingSecrets(third, now + 25 * hour)).toEqual([secretOf("c")]);
});

it("keeps five of them at most, and none when all are to end at once", () => {
  let config = first;
  for (const letter of "bcdefgh") config = rotateSigning(config, secretOf(letter), now + 24 * hour, now);
  expect(signingConfig.parse(config)).toEqual(config);
  expect(signingSecrets(config, now)).toHaveLength(6);
  expect(signingSecrets(rotateSigning(config, secretOf("z"), now, now), now)).toEqual([secretOf("z")]);
});
