import { listChannels } from "@rollcall/services/channels";
import { isPermitted } from "@rollcall/services/context";
import { listDeployWires } from "@rollcall/services/deploys";
import { listMonitors, readMonitor } from "@rollcall/services/monitors";
import Link from "next/link";
import { redirect } from "next/navigation";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { docTexts } from "@/features/docs/doc-texts.ts";
import { readSnippets } from "@/features/docs/read-snippets.ts";
import { lastVersion } from "@/features/monitors/answer-marks.ts";
import { WelcomeFlow, type WelcomeMonitor } from "@/features/onboarding/welcome-flow.tsx";
import { type PageContext, requirePage } from "@/server/session.ts";
import { getWiring } from "@/server/wiring.ts";

export const metadata = { title: "Welcome" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Begins with a URL where nothing is watched yet, and goes on with a monitor that is there. */
export default async function WelcomePage({ searchParams }: Props) {
  const { monitor: wanted } = await searchParams;
  const { ctx, user } = await requirePage();
  if (!isPermitted(ctx.actor, "write")) redirect("/");
  const monitor = await findMonitor(ctx, wanted);
  const channels = await listChannels(ctx);
  const deploys =
    monitor === null
      ? { items: [] }
      : await listDeployWires(ctx, { service: monitor.service, environment: monitor.environment });
  const { baseUrl, env } = getWiring();
  return (
    <>
      <PageHeader
        title="From a URL to the first verdict"
        sentence="Four steps, a few minutes. Each can be left for later; the overview keeps what is still to do."
        actions={
          <Link href="/" className="link text-quiet">
            Skip to the overview
          </Link>
        }
      />
      <WelcomeFlow
        baseUrl={baseUrl}
        email={user.email}
        hasMailServer={env.smtpUrl !== null}
        canMakeTokens={isPermitted(ctx.actor, "admin")}
        versionSnippets={readSnippets(docTexts["guides/report-your-version"] ?? "")}
        monitor={monitor}
        deploy={deploys.items[0] ?? null}
        hasChannel={channels.length > 0}
      />
    </>
  );
}

/** The monitor to go on with: the one named, else the first one there is. */
async function findMonitor(
  ctx: PageContext,
  wanted: string | string[] | undefined,
): Promise<WelcomeMonitor | null> {
  const monitors = await listMonitors(ctx);
  const chosen = monitors.find(({ id }) => id === wanted) ?? monitors[0];
  if (chosen === undefined) return null;
  const { id, service, environment, url } = chosen;
  return { id, service, environment, url, version: lastVersion(await readMonitor(ctx, id)) };
}
