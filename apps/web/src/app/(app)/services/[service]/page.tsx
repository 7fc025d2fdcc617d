import { isPermitted } from "@rollcall/services/context";
import { readService } from "@rollcall/services/services";
import { cache } from "react";
import { AutoRefresh } from "@/client/auto-refresh.tsx";
import { EnvironmentColumn } from "@/components/service/environment-column.tsx";
import { MuteService } from "@/components/service/mute-service.tsx";
import { serviceSentence } from "@/components/service/service-sentence.ts";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { Time } from "@/components/ui/time.tsx";
import { PlanMaintenance } from "@/features/maintenance/plan-maintenance.tsx";
import { ChangePolicy } from "@/features/policy/change-policy.tsx";
import { requireContext } from "@/server/session.ts";
import { readOr404 } from "../../read-or-404.ts";

type Props = { params: Promise<{ service: string }> };

const readView = cache(async (name: string) => readOr404(readService(await requireContext(), name)));

export async function generateMetadata({ params }: Props) {
  return { title: decodeURIComponent((await params).service) };
}

export default async function ServicePage({ params }: Props) {
  const view = await readView(decodeURIComponent((await params).service));
  const canChange = isPermitted((await requireContext()).actor, "write");
  return (
    <>
      <PageHeader
        title={view.service.name}
        sentence={<span className="text-ink text-xl">{serviceSentence(view)}</span>}
        actions={
          canChange && (
            <>
              <PlanMaintenance
                places={[
                  {
                    name: view.service.name,
                    environments: view.environments.map(({ environment }) => environment),
                  },
                ]}
              />
              <MuteService service={view.service.name} isMuted={view.service.mutedUntil !== null} />
            </>
          )
        }
      />
      {view.service.mutedUntil !== null && (
        <p className="mb-4 [overflow-wrap:anywhere]">
          Muted by {view.service.mutedBy} until <Time at={view.service.mutedUntil} show="full" />: nobody is
          told of its problems. What is still wrong then is told then.
        </p>
      )}
      <div className="grid gap-4 *:min-w-0 lg:grid-cols-[repeat(auto-fit,minmax(26rem,1fr))]">
        {view.environments.map((environment) => (
          <EnvironmentColumn
            key={environment.environmentId}
            environment={environment}
            policyAction={
              canChange && (
                <ChangePolicy
                  service={view.service.name}
                  environment={environment.environment}
                  policy={environment.policy}
                />
              )
            }
          />
        ))}
      </div>
      <AutoRefresh everySeconds={5} />
    </>
  );
}
