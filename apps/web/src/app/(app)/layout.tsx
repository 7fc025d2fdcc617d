import { listServices } from "@rollcall/services/services";
import { cookies } from "next/headers";
import { railCookie } from "@/components/shell/rail-cookie.ts";
import { Shell } from "@/components/shell/shell.tsx";
import { requirePage } from "@/server/session.ts";

export default async function AppLayout({ children }: { children: React.ReactNode }) {
  const { ctx, user, workspace, workspaces } = await requirePage();
  const services = await listServices(ctx);
  const environments = new Set(services.flatMap((service) => service.environments.map(({ name }) => name)));
  const isRailCollapsed = (await cookies()).get(railCookie)?.value === "collapsed";
  return (
    <Shell
      user={{ name: user.name, email: user.email }}
      workspace={{ id: workspace.workspaceId, name: workspace.name }}
      workspaces={workspaces.map(({ workspaceId, name }) => ({ id: workspaceId, name }))}
      environments={[...environments].sort()}
      isRailCollapsed={isRailCollapsed}
    >
      {children}
    </Shell>
  );
}
