import { isPermitted } from "@rollcall/services/context";
import { listMaintenance } from "@rollcall/services/maintenance";
import { listServices } from "@rollcall/services/services";
import Link from "next/link";
import { AutoRefresh } from "@/client/auto-refresh.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { MaintenanceList } from "@/features/maintenance/maintenance-list.tsx";
import { maintenancePageSentence } from "@/features/maintenance/maintenance-sentence.ts";
import { PlanMaintenance } from "@/features/maintenance/plan-maintenance.tsx";
import { requireContext } from "@/server/session.ts";

export const metadata = { title: "Maintenance" };

export default async function MaintenancePage() {
  const ctx = await requireContext();
  const [windows, services] = await Promise.all([listMaintenance(ctx), listServices(ctx)]);
  const canChange = isPermitted(ctx.actor, "write");
  const places = services.map(({ name, environments }) => ({
    name,
    environments: environments.map((environment) => environment.name),
  }));
  return (
    <>
      <PageHeader
        title="Maintenance"
        sentence={maintenancePageSentence(windows)}
        actions={canChange && <PlanMaintenance places={places} isPrimary />}
      />
      {windows.length > 0 ? (
        <MaintenanceList windows={windows} canChange={canChange} />
      ) : (
        <div className="rounded-md border border-line bg-surface">
          <EmptyState title="Nothing was ever planned" isAllClear>
            While a service is worked on, nobody needs an alert, and its uptime should not suffer. Probes go
            on, and deploys are judged as ever.{" "}
            <Link href="/docs/guides/maintenance" className="link">
              How it works, and from a pipeline
            </Link>
          </EmptyState>
        </div>
      )}
      <AutoRefresh everySeconds={10} />
    </>
  );
}
