/** The workspace and its people: invitations, roles, leaving. */
import type { InvitationWire, MemberWire } from "@rollcall/domain/wire";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  baseUrl,
  callApi,
  cookieOf,
  join,
  mintToken,
  openTestWeb,
  post,
  send,
  signUp,
  type TestPerson,
  type TestWeb,
} from "./test-web.ts";

let web: TestWeb;
let ana: TestPerson;
beforeAll(async () => {
  web = await openTestWeb();
  ana = await signUp(web, "Ana");
});
afterAll(() => web.close());

const v1 = "/api/v1";
const as = (cookie: string, method: string, path: string, body?: unknown) =>
  send(web, method, `${v1}${path}`, { cookie, body });
type Invited = InvitationWire & { url: string; isMailed: boolean };

async function invite(email: string, role = "member", by = ana.cookie): Promise<Invited> {
  const answer = await as(by, "POST", "/invitations", { email, role });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Invited;
}
const tokenOf = ({ url }: { url: string }) => new URL(url).searchParams.get("token") ?? "";
const accept = (person: TestPerson, token: string) =>
  post(web, "/api/app/invitations/accept", { token }, person.cookie);
const rolesIn = async (workspaceId: string) => {
  const members = await web.wiring.db.prisma.member.findMany({
    where: { workspaceId },
    include: { user: true },
  });
  return Object.fromEntries(members.map(({ user, role }) => [user.name, role]));
};

describe("an invitation", () => {
  it("is mailed, works once, and only for its address", async () => {
    const invited = await invite("Bo@Example.com", "viewer");
    expect(invited).toMatchObject({ email: "bo@example.com", role: "viewer", isMailed: true });
    const mail = web.mails.findLast(({ to }) => to === "bo@example.com");
    expect(mail?.lines).toContain(invited.url);
    expect(invited.url).toContain(`${baseUrl}/invitation?token=`);
    const stored = await web.wiring.db.prisma.invitation.findMany();
    expect(JSON.stringify(stored)).not.toContain(tokenOf(invited));

    const [bo, eve] = [await signUp(web, "Bo"), await signUp(web, "Eve")];
    expect((await accept(eve, tokenOf(invited))).status).toBe(403);
    const accepted = await accept(bo, tokenOf(invited));
    expect(await accepted.json()).toEqual({ workspaceId: ana.workspaceId });
    expect(cookieOf(accepted)).toContain(`rollcall_workspace=${ana.workspaceId}`);
    expect(await rolesIn(ana.workspaceId)).toMatchObject({ Ana: "owner", Bo: "viewer" });
    expect((await accept(bo, tokenOf(invited))).status).toBe(404);
    expect((await as(ana.cookie, "POST", "/invitations", { email: bo.email })).status).toBe(409);
  });

  it("is replaced when it is sent again, and over when it is taken back or a week old", async () => {
    const cem = await signUp(web, "Cem");
    const first = await invite(cem.email);
    const second = await invite(cem.email, "admin");
    expect((await accept(cem, tokenOf(first))).status).toBe(404);
    const listed = (await (await as(ana.cookie, "GET", "/invitations")).json()) as {
      items: InvitationWire[];
    };
    expect(listed.items.filter(({ email }) => email === cem.email)).toMatchObject([{ role: "admin" }]);
    expect((await as(ana.cookie, "DELETE", `/invitations/${second.id}`)).status).toBe(204);
    expect((await accept(cem, tokenOf(second))).status).toBe(404);

    const third = await invite(cem.email);
    await web.wiring.db.prisma.invitation.update({
      where: { id: third.id },
      data: { expiresAt: new Date() },
    });
    expect((await accept(cem, tokenOf(third))).status).toBe(404);
  });

  it("opens a closed instance to its address, and puts the new account where it belongs", async () => {
    const closed = await openTestWeb({ ROLLCALL_SIGN_UP: "closed" });
    try {
      const { prisma } = closed.wiring.db;
      await prisma.workspace.create({ data: { id: "ws_1", slug: "acme", name: "Acme" } });
      const token = await mintToken(closed, "ws_1", "full");
      const { json } = await callApi<Invited>(closed, token, "POST", "/invitations", {
        email: "dia@example.com",
      });
      const body = { name: "Dia", email: "dia@example.com", password: "a long password" };
      const signUpWith = (more: object) => post(closed, "/api/auth/sign-up/email", { ...body, ...more });
      const invitationToken = tokenOf(json);
      expect((await signUpWith({})).status).toBe(403);
      expect((await signUpWith({ invitationToken, email: "eve@example.com" })).status).toBe(403);
      const made = await signUpWith({ invitationToken });
      expect(made.status).toBe(200);
      expect(cookieOf(made)).toContain("rollcall_workspace=ws_1");
      const member = await prisma.member.findFirstOrThrow({
        where: { workspaceId: "ws_1" },
        include: { user: true },
      });
      expect([member.user.email, member.role]).toEqual(["dia@example.com", "member"]);
    } finally {
      await closed.close();
    }
  });

  it("makes no owner but for an owner", async () => {
    const admin = await join(web, await signUp(web, "Fay"), ana.workspaceId, "admin");
    const owner = { email: "new@example.com", role: "owner" };
    expect((await as(admin, "POST", "/invitations", owner)).status).toBe(403);
    const token = await mintToken(web, ana.workspaceId, "full");
    expect((await callApi(web, token, "POST", "/invitations", owner)).status).toBe(403);
    expect((await as(ana.cookie, "POST", "/invitations", owner)).status).toBe(201);
  });
});

describe("a member", () => {
  it("changes role by an admin, but owners are the owners' own, and the last one stays", async () => {
    const [gil, hal] = [await signUp(web, "Gil"), await signUp(web, "Hal")];
    const workspaceId = gil.workspaceId;
    const admin = await join(web, hal, workspaceId, "admin");
    const ida = await signUp(web, "Ida");
    await join(web, ida, workspaceId, "viewer");
    const change = (by: string, { userId }: TestPerson, role: string) =>
      as(by, "PATCH", `/members/${userId}`, { role });

    expect(((await (await change(admin, ida, "member")).json()) as MemberWire).role).toBe("member");
    expect((await change(admin, gil, "viewer")).status).toBe(403);
    expect((await change(admin, hal, "owner")).status).toBe(403);
    expect((await change(gil.cookie, gil, "member")).status).toBe(409);
    expect((await change(gil.cookie, hal, "owner")).status).toBe(200);
    const both = await Promise.all([change(gil.cookie, hal, "member"), change(admin, gil, "member")]);
    const [first, second] = both.map(({ status }) => status).sort();
    expect(first).toBe(200);
    expect([403, 409]).toContain(second);
    expect(Object.values(await rolesIn(workspaceId)).filter((role) => role === "owner")).toHaveLength(1);
  });

  it("is removed by an admin, and may leave by themselves", async () => {
    const [jan, kim, lea] = [await signUp(web, "Jan"), await signUp(web, "Kim"), await signUp(web, "Lea")];
    const { workspaceId } = jan;
    const viewer = await join(web, kim, workspaceId, "viewer");
    await join(web, lea, workspaceId, "member");
    expect((await as(viewer, "DELETE", `/members/${lea.userId}`)).status).toBe(403);
    expect((await as(jan.cookie, "DELETE", `/members/${lea.userId}`)).status).toBe(204);
    expect((await as(viewer, "DELETE", `/members/${kim.userId}`)).status).toBe(204);
    expect((await as(jan.cookie, "DELETE", `/members/${jan.userId}`)).status).toBe(409);
    expect(await rolesIn(workspaceId)).toEqual({ Jan: "owner" });
    const actions = await web.wiring.db.prisma.auditEvent.findMany({ where: { workspaceId } });
    expect(actions.map(({ action }) => action)).toEqual([
      "workspace.create",
      "member.remove",
      "member.remove",
    ]);
  });
});

it("a workspace is renamed and keeps its slug", async () => {
  const before = await (await as(ana.cookie, "GET", "/workspace")).json();
  const after = await (await as(ana.cookie, "PATCH", "/workspace", { name: "  Acme  " })).json();
  expect(after).toEqual({ ...(before as object), name: "Acme" });
});
