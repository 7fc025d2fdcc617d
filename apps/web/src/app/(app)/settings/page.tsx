import { listChannels } from "@rollcall/services/channels";
import { isPermitted } from "@rollcall/services/context";
import { listInvitations, listMembers, planLimits, readWorkspace } from "@rollcall/services/workspaces";
import { Card } from "@/components/ui/card.tsx";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { AlertSettings } from "@/features/settings/alert-settings.tsx";
import { InvitationList } from "@/features/settings/invitation-list.tsx";
import { InviteMember } from "@/features/settings/invite-member.tsx";
import { KeptDays } from "@/features/settings/kept-days.tsx";
import { MemberTable } from "@/features/settings/member-table.tsx";
import { NewWorkspace } from "@/features/settings/new-workspace.tsx";
import { RenameWorkspace } from "@/features/settings/rename-workspace.tsx";
import { rolesGivenBy } from "@/features/settings/role-words.ts";
import { countOf } from "@/format/count.ts";
import { formatDuration } from "@/format/duration.ts";
import { requirePage } from "@/server/session.ts";
import { getWiring } from "@/server/wiring.ts";

export const metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { ctx, user, workspace } = await requirePage();
  const [members, invitations, settings, channels] = await Promise.all([
    listMembers(ctx),
    listInvitations(ctx),
    readWorkspace(ctx),
    listChannels(ctx),
  ]);
  const canChange = isPermitted(ctx.actor, "admin");
  const roles = rolesGivenBy(workspace.role);
  const limits = planLimits(workspace.plan);
  return (
    <div className="grid max-w-200 grid-cols-1 gap-4">
      <Card
        title={workspace.name}
        actions={
          <span className="flex flex-wrap gap-2">
            {canChange && <RenameWorkspace name={workspace.name} />}
            <NewWorkspace />
          </span>
        }
      >
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
          <dt className="text-quiet">Your role</dt>
          <dd>{workspace.role}</dd>
          <dt className="text-quiet">Plan</dt>
          <dd>
            {workspace.plan.replaceAll("_", " ")}: {countOf(limits.monitors, "monitor")}, probed every{" "}
            {formatDuration(limits.intervalSecondsMin)} at most
          </dd>
          <dt className="text-quiet">Id</dt>
          <dd className="flex items-center gap-1">
            <code className="truncate text-sm">{workspace.workspaceId}</code>
            <CopyButton text={workspace.workspaceId} label="Copy the workspace's id" className="-my-1" />
          </dd>
        </dl>
      </Card>
      <Card title="Alerts">
        <AlertSettings settings={settings} channels={channels} canChange={canChange} />
      </Card>
      <Card
        title={countOf(members.length, "member")}
        actions={canChange && <InviteMember roles={roles} />}
        bodyClassName="p-0"
      >
        <MemberTable members={members} userId={user.id} roles={roles} />
      </Card>
      <Card title="What is kept">
        <KeptDays days={getWiring().env.keepDays} answerDays={limits.answerDays} />
      </Card>
      {invitations.length > 0 && (
        <Card title="Invited" bodyClassName="p-0">
          <InvitationList invitations={invitations} canChange={canChange} />
        </Card>
      )}
    </div>
  );
}
