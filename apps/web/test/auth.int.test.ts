import { bootstrapInstance, mintSetupLink, mintSignInLink } from "@rollcall/services/workspaces";
import { waitUntil } from "@rollcall/testing/wait-until";
import { hashPassword } from "better-auth/crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { baseUrl, cookieOf, openTestWeb, post, send, signUp, type TestWeb } from "./test-web.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await openTestWeb();
});
afterAll(() => web.close());

const signIn = (email: string, password: string) => post(web, "/api/auth/sign-in/email", { email, password });
const sessionUser = async (cookie: string) => {
  const response = await send(web, "GET", "/api/auth/get-session", { cookie });
  return ((await response.json()) as { user: { email: string } | null }).user;
};

describe("signing up", () => {
  it("makes a session and a workspace that the person owns", async () => {
    const ana = await signUp(web, "Ana Alvarez");
    expect(await sessionUser(ana.cookie)).toMatchObject({ email: ana.email });
    const member = await web.wiring.db.prisma.member.findFirstOrThrow({
      where: { userId: ana.userId },
      include: { workspace: true },
    });
    expect(member.role).toBe("owner");
    expect(member.workspace.name).toBe("Ana's workspace");
  });

  it("sets a cookie that scripts cannot read and other sites do not send", async () => {
    const response = await post(web, "/api/auth/sign-up/email", {
      name: "Cookie",
      email: "cookie@example.com",
      password: "long enough a password",
    });
    const cookie = response.headers.getSetCookie().find((text) => text.includes("session_token")) ?? "";
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toMatch(/SameSite=Lax/i);
  });

  it.each([
    { name: "a short password", body: { password: "short" }, pointer: "#/password" },
    { name: "a password beyond 128 characters", body: { password: "x".repeat(129) }, pointer: "#/password" },
    { name: "no address", body: { email: "ana" }, pointer: "#/email" },
    { name: "an unknown field", body: { role: "owner" }, pointer: "#/role" },
  ])("refuses $name with a pointer, and makes nobody", async ({ body, pointer }) => {
    const before = await web.wiring.db.prisma.user.count();
    const response = await post(web, "/api/auth/sign-up/email", {
      name: "Bo",
      email: "bo@example.com",
      password: "long enough a password",
      ...body,
    });
    expect(response.status).toBe(422);
    expect(((await response.json()) as { errors: unknown }).errors).toMatchObject([{ pointer }]);
    expect(await web.wiring.db.prisma.user.count()).toBe(before);
  });

  it("does not sign anybody up twice", async () => {
    const cem = await signUp(web, "Cem");
    const again = await post(web, "/api/auth/sign-up/email", {
      name: "Other",
      email: cem.email.toUpperCase(),
      password: "another long password",
    });
    expect(again.status).toBe(422);
    expect(await web.wiring.db.prisma.user.count({ where: { email: cem.email } })).toBe(1);
  });
});

describe("signing in and out", () => {
  it("says the same of an unknown address and a wrong password", async () => {
    const dia = await signUp(web, "Dia");
    const answers = await Promise.all([
      signIn(dia.email, "not the right password"),
      signIn("nobody@example.com", "not the right password"),
    ]);
    const bodies = await Promise.all(answers.map((answer) => answer.json() as Promise<{ detail: string }>));
    expect(answers.map((answer) => answer.status)).toEqual([401, 401]);
    expect(bodies[0]?.detail).toBe(bodies[1]?.detail);
    expect(answers[0]?.headers.get("content-type")).toContain("application/problem+json");
  });

  it("ends the session on signing out", async () => {
    const eli = await signUp(web, "Eli");
    expect((await post(web, "/api/auth/sign-out", {}, eli.cookie)).status).toBe(200);
    expect(await sessionUser(eli.cookie)).toBeNull();
  });

  it("is refused from another site's page", async () => {
    const fay = await signUp(web, "Fay");
    const response = await send(web, "POST", "/api/auth/sign-in/email", {
      body: { email: fay.email, password: fay.password },
      headers: { origin: "https://evil.example.com" },
    });
    expect(response.status).toBe(403);
  });

  it("stops guessing at one account after ten tries, before the password is looked at, and says until when", async () => {
    const gil = await signUp(web, "Gil");
    for (let tries = 0; tries < 10; tries += 1)
      expect((await signIn(gil.email, "wrong password")).status).toBe(401);
    const refused = await signIn(gil.email, gil.password);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await signIn("somebody.else@example.com", "wrong password")).status).toBe(401);
  });
});

describe("resetting a password", () => {
  it("mails a link that works once, and ends every session", async () => {
    const hal = await signUp(web, "Hal");
    expect((await post(web, "/api/auth/request-password-reset", { email: hal.email })).status).toBe(200);
    const mail = await waitUntil("the reset mail", () => web.mails.find(({ to }) => to === hal.email));
    const link = new URL(mail.lines.find((line) => line.startsWith("http")) ?? "");
    expect(link.pathname).toBe("/reset-password");
    const token = link.searchParams.get("token") ?? "";
    const stored = await web.wiring.db.prisma.verification.findMany();
    expect(JSON.stringify(stored)).not.toContain(token);

    const reset = { token, newPassword: "a brand new password" };
    expect((await post(web, "/api/auth/reset-password", reset)).status).toBe(200);
    expect(await sessionUser(hal.cookie)).toBeNull();
    expect((await signIn(hal.email, hal.password)).status).toBe(401);
    expect((await signIn(hal.email, reset.newPassword)).status).toBe(200);
    const again = await post(web, "/api/auth/reset-password", reset);
    expect(again.status).toBe(422);
    expect(((await again.json()) as { errors: unknown }).errors).toMatchObject([{ pointer: "#/token" }]);
  });

  it("answers an unknown address as a known one, and mails nobody", async () => {
    const mails = web.mails.length;
    const response = await post(web, "/api/auth/request-password-reset", { email: "ghost@example.com" });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({});
    expect(web.mails.length).toBe(mails);
  });
});

describe("changing a password", () => {
  it("ends every other session and keeps this one under a new cookie", async () => {
    const ida = await signUp(web, "Ida");
    const elsewhere = cookieOf(await signIn(ida.email, ida.password));
    const body = { currentPassword: ida.password, newPassword: "yet another password" };
    const changed = await post(web, "/api/auth/change-password", body, ida.cookie);
    expect(changed.status).toBe(200);
    expect(await sessionUser(elsewhere)).toBeNull();
    expect(await sessionUser(ida.cookie)).toBeNull();
    expect(await sessionUser(cookieOf(changed))).toMatchObject({ email: ida.email });
  });

  it("needs the current one", async () => {
    const jo = await signUp(web, "Jo");
    const body = { currentPassword: "not the current one", newPassword: "yet another password" };
    const response = await post(web, "/api/auth/change-password", body, jo.cookie);
    expect(response.status).toBe(422);
    expect(((await response.json()) as { errors: unknown }).errors).toMatchObject([
      { pointer: "#/currentPassword" },
    ]);
  });
});

describe("what the library could do beyond that", () => {
  it.each(["/api/auth/update-user", "/api/auth/delete-user", "/api/auth/list-sessions", "/api/auth/ok"])(
    "%s is closed",
    async (path) => {
      const kim = await signUp(web, `Kim ${path.split("/").at(-1)}`);
      for (const method of ["GET", "POST"])
        expect(
          (await send(web, method, path, { cookie: kim.cookie, body: method === "POST" ? {} : undefined }))
            .status,
        ).toBe(404);
    },
  );
});

describe("one-time links", () => {
  it("a sign-in link signs in once", async () => {
    const lea = await signUp(web, "Lea");
    const link = new URL((await mintSignInLink(web.wiring, lea.email)) ?? "");
    const open = () => send(web, "GET", link.pathname + link.search);
    const first = await open();
    expect(first.headers.get("location")).toBe("/");
    expect(await sessionUser(cookieOf(first))).toMatchObject({ email: lea.email });
    const second = await open();
    expect(second.headers.get("location")).toBe("/sign-in?reason=link_used");
    expect(second.headers.getSetCookie()).toEqual([]);
  });

  it("nobody can mint one for an address that does not exist", async () => {
    expect(await mintSignInLink(web.wiring, "ghost@example.com")).toBeNull();
  });
});

describe("the first run of a closed instance", () => {
  it("takes its first user by the set-up link, and nobody after", async () => {
    const closed = await openTestWeb({ ROLLCALL_SIGN_UP: "closed" });
    try {
      const person = { name: "Max", email: "max@example.com", password: "long enough a password" };
      const trySignUp = (setupToken?: string) =>
        post(closed, "/api/auth/sign-up/email", { ...person, ...(setupToken && { setupToken }) });
      expect((await trySignUp()).status).toBe(403);
      expect((await trySignUp("not the token")).status).toBe(403);
      const first = tokenOf(await mintSetupLink(closed.wiring));
      const second = tokenOf(await mintSetupLink(closed.wiring));
      expect((await trySignUp(first)).status).toBe(403);
      expect((await trySignUp(second)).status).toBe(200);
      expect(await mintSetupLink(closed.wiring)).toBeNull();
      person.email = "eve@example.com";
      expect((await trySignUp(second)).status).toBe(403);
      expect(await closed.wiring.db.prisma.user.count()).toBe(1);
    } finally {
      await closed.close();
    }
  });
});

describe("a first run without a browser", () => {
  it("makes owner, workspace and token, and twice makes them once", async () => {
    const wanted = {
      email: "Boot@example.com",
      password: "the first password",
      token: "a-token-given-by-hand",
    };
    const deps = { ...web.wiring, hashPassword };
    const workspaceId = await bootstrapInstance(deps, wanted);
    expect(await bootstrapInstance(deps, { ...wanted, password: "another password" })).toBe(workspaceId);
    expect((await signIn("boot@example.com", "the first password")).status).toBe(200);
    expect((await send(web, "GET", "/api/v1/tokens", { token: wanted.token })).status).toBe(200);
    const tokens = await web.wiring.db.prisma.apiToken.findMany({ where: { workspaceId } });
    expect(tokens).toHaveLength(1);
    expect(Buffer.from(tokens[0]?.hash ?? []).toString()).not.toContain(wanted.token);
  });
});

function tokenOf(link: string | null): string {
  expect(link?.startsWith(`${baseUrl}/setup?token=`)).toBe(true);
  return new URL(link ?? "").searchParams.get("token") ?? "";
}
