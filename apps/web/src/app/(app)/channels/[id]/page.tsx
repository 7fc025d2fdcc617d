import { readChannel } from "@rollcall/services/channels";
import { isPermitted } from "@rollcall/services/context";
import Link from "next/link";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { draftOfChannel } from "@/features/channels/channel-draft.ts";
import { ChannelForm } from "@/features/channels/channel-form.tsx";
import { channelStatus } from "@/features/channels/channel-status.ts";
import { ChannelTestCard } from "@/features/channels/channel-test-card.tsx";
import { readChannelChoices } from "@/features/channels/read-channel-choices.ts";
import { RotateSecret } from "@/features/channels/rotate-secret.tsx";
import { requireContext } from "@/server/session.ts";
import { readOr404 } from "../../read-or-404.ts";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props) {
  const { id } = await params;
  const channel = await readOr404(readChannel(await requireContext(), id));
  return { title: channel.name };
}

export default async function ChannelPage({ params }: Props) {
  const { id } = await params;
  const ctx = await requireContext();
  if (!isPermitted(ctx.actor, "write")) notFound();
  const [channel, choices] = await Promise.all([readOr404(readChannel(ctx, id)), readChannelChoices(ctx)]);
  return (
    <>
      <PageHeader
        title={channel.name}
        crumbs={
          <Link href="/channels" className="link">
            Channels
          </Link>
        }
        sentence={channelStatus(channel)}
      />
      <div className="grid grid-cols-1 gap-6">
        <ChannelTestCard channel={channel} />
        {channel.kind === "webhook" && <RotateSecret channel={channel} />}
        <ChannelForm saved={draftOfChannel(channel)} channel={channel} {...choices} />
      </div>
    </>
  );
}
