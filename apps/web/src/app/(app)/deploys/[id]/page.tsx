import { isPermitted } from "@rollcall/services/context";
import { readRollout } from "@rollcall/services/deploys";
import { cache } from "react";
import { RolloutScreen } from "@/components/rollout/rollout-screen.tsx";
import { rolloutTitle } from "@/components/rollout/rollout-title.ts";
import { requireContext } from "@/server/session.ts";
import { readOr404 } from "../../read-or-404.ts";

type Props = { params: Promise<{ id: string }> };

const readView = cache(async (id: string) => readOr404(readRollout(await requireContext(), id)));

export async function generateMetadata({ params }: Props) {
  return { title: { absolute: rolloutTitle((await readView((await params).id)).deploy) } };
}

export default async function RolloutPage({ params }: Props) {
  const { id } = await params;
  const { actor } = await requireContext();
  return <RolloutScreen key={id} initial={await readView(id)} canChange={isPermitted(actor, "deploy")} />;
}
