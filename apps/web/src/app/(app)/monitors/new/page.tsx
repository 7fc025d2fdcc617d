import { isPermitted } from "@rollcall/services/context";
import Link from "next/link";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { emptyDraft } from "@/features/monitors/form/monitor-draft.ts";
import { MonitorForm } from "@/features/monitors/form/monitor-form.tsx";
import { readFormChoices } from "@/features/monitors/read-form-choices.ts";
import { requireContext } from "@/server/session.ts";

export const metadata = { title: "New monitor" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** `?service=` and `?environment=` come from pages that know where a monitor is missing. */
export default async function NewMonitorPage({ searchParams }: Props) {
  const { service, environment } = await searchParams;
  const ctx = await requireContext();
  if (!isPermitted(ctx.actor, "write")) notFound();
  const choices = await readFormChoices(ctx);
  const saved = emptyDraft({
    ...(typeof service === "string" && { service }),
    ...(typeof environment === "string" && { environment }),
  });
  return (
    <>
      <PageHeader
        title="New monitor"
        crumbs={
          <Link href="/monitors" className="link">
            Monitors
          </Link>
        }
        sentence="One endpoint of a service: what to ask, what a good answer is, and where it states its version."
      />
      <MonitorForm saved={saved} monitorId={null} {...choices} />
    </>
  );
}
