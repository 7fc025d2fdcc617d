import { isPermitted } from "@rollcall/services/context";
import { readIncident } from "@rollcall/services/incidents";
import { cache } from "react";
import { AutoRefresh } from "@/client/auto-refresh.tsx";
import { IncidentScreen } from "@/components/incident/incident-screen.tsx";
import { requireContext } from "@/server/session.ts";
import { readOr404 } from "../../read-or-404.ts";

type Props = { params: Promise<{ id: string }> };

const readView = cache(async (id: string) => readOr404(readIncident(await requireContext(), id)));

export async function generateMetadata({ params }: Props) {
  return { title: (await readView((await params).id)).title };
}

export default async function IncidentPage({ params }: Props) {
  const { id } = await params;
  const { actor } = await requireContext();
  const incident = await readView(id);
  return (
    <>
      <IncidentScreen incident={incident} canChange={isPermitted(actor, "write")} />
      {incident.state !== "resolved" && <AutoRefresh everySeconds={5} />}
    </>
  );
}
