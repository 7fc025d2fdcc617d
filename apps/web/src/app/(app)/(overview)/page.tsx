import { readOverview } from "@rollcall/services/overview";
import { cache } from "react";
import { OverviewScreen } from "@/components/overview/overview-screen.tsx";
import { overviewTitle } from "@/components/overview/overview-sentence.ts";
import { requireContext } from "@/server/session.ts";

const readView = cache(async () => readOverview(await requireContext()));

export async function generateMetadata() {
  return { title: { absolute: overviewTitle(await readView()) } };
}

export default async function OverviewPage() {
  return <OverviewScreen initial={await readView()} />;
}
