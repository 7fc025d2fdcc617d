import { expect, it } from "vitest";
import { createAuthLimits } from "./auth-limits.ts";

it("locks an account only for the address that guessed at it", async () => {
  const limits = createAuthLimits();
  const guess = () => limits.count("sign_in", "203.0.113.9", "ana@example.com");
  for (let tries = 0; tries < 10; tries += 1) await guess();
  await expect(guess()).rejects.toMatchObject({ code: "rate_limited" });
  await limits.count("sign_in", "198.51.100.4", "Ana@example.com");
});

it("forgets the failures of an address once it has signed in", async () => {
  const limits = createAuthLimits();
  for (let tries = 0; tries < 10; tries += 1) await limits.count("sign_in", "203.0.113.9", "ana@example.com");
  await limits.forget("sign_in", "203.0.113.9", "Ana@example.com");
  await limits.count("sign_in", "203.0.113.9", "ana@example.com");
});

it("sends one person only so many reset mails, wherever they are asked for", async () => {
  const limits = createAuthLimits();
  for (let i = 0; i < 5; i += 1) await limits.count("reset", `203.0.113.${i}`, "ana@example.com");
  const asked = limits.count("reset", "203.0.113.9", "ana@example.com");
  await expect(asked).rejects.toMatchObject({ code: "rate_limited" });
});
