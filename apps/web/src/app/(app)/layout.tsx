import { cookies } from "next/headers";
import { railCookie } from "@/components/shell/rail-cookie.ts";
import { Shell } from "@/components/shell/shell.tsx";
import { requirePage } from "@/server/session.ts";

export default async function AppLayout({ children }: { children: React.ReactNode }) {
  const { user, workspace, workspaces } = await requirePage();
  const isRailCollapsed = (await cookies()).get(railCookie)?.value === "collapsed";
  return (
    <Shell
      user={{ name: user.name, email: user.email }}
      workspace={{ id: workspace.workspaceId, name: workspace.name }}
      workspaces={workspaces.map(({ workspaceId, name }) => ({ id: workspaceId, name }))}
      isRailCollapsed={isRailCollapsed}
    >
      {children}
    </Shell>
  );
}
