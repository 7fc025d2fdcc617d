import { isPermitted } from "@rollcall/services/context";
import { readMonitor } from "@rollcall/services/monitors";
import Link from "next/link";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { draftOfMonitor } from "@/features/monitors/form/monitor-draft.ts";
import { MonitorForm } from "@/features/monitors/form/monitor-form.tsx";
import { readFormChoices } from "@/features/monitors/read-form-choices.ts";
import { requireContext } from "@/server/session.ts";
import { readOr404 } from "../../../read-or-404.ts";

export const metadata = { title: "Edit monitor" };

type Props = { params: Promise<{ id: string }> };

export default async function EditMonitorPage({ params }: Props) {
  const { id } = await params;
  const ctx = await requireContext();
  if (!isPermitted(ctx.actor, "write")) notFound();
  const [monitor, choices] = await Promise.all([readOr404(readMonitor(ctx, id)), readFormChoices(ctx)]);
  return (
    <>
      <PageHeader
        title={`Edit ${monitor.name}`}
        crumbs={
          <>
            <Link href="/monitors" className="link">
              Monitors
            </Link>{" "}
            ›{" "}
            <Link href={`/monitors/${id}`} className="link">
              {monitor.name}
            </Link>
          </>
        }
      />
      <MonitorForm saved={draftOfMonitor(monitor)} monitorId={id} {...choices} />
    </>
  );
}
