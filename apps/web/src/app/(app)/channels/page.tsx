import { listChannels } from "@rollcall/services/channels";
import { isPermitted } from "@rollcall/services/context";
import { listDeliveries } from "@rollcall/services/delivery";
import Link from "next/link";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { ChannelList } from "@/features/channels/channel-list.tsx";
import { channelsSentence } from "@/features/channels/channels-sentence.ts";
import { DeadLetters } from "@/features/channels/dead-letters.tsx";
import { requireContext } from "@/server/session.ts";

export const metadata = { title: "Channels" };

export default async function ChannelsPage() {
  const ctx = await requireContext();
  const [channels, givenUp] = await Promise.all([
    listChannels(ctx),
    listDeliveries(ctx, { state: "given_up", limit: 10 }),
  ]);
  const canChange = isPermitted(ctx.actor, "write");
  return (
    <>
      <PageHeader
        title="Channels"
        sentence={channelsSentence(channels)}
        actions={
          canChange &&
          channels.length > 0 && (
            <Button variant="primary" render={<Link href="/channels/new" />}>
              Add a channel
            </Button>
          )
        }
      />
      {channels.length > 0 ? (
        <div className="grid grid-cols-1 gap-6">
          <ChannelList channels={channels} canChange={canChange} />
          {givenUp.items.length > 0 && <DeadLetters deliveries={givenUp.items} canChange={canChange} />}
        </div>
      ) : (
        <div className="rounded-md border border-line bg-surface">
          <EmptyState
            title="Nobody is told yet"
            action={
              canChange && (
                <>
                  <Button variant="primary" render={<Link href="/channels/new?kind=email" />}>
                    Add email
                  </Button>
                  <Button render={<Link href="/channels/new?kind=slack" />}>Add Slack</Button>
                  <Button render={<Link href="/channels/new" />}>Add another kind</Button>
                </>
              )
            }
          >
            A channel is told within seconds when a rollout is stuck, when answers get worse, and when all is
            well again.
          </EmptyState>
        </div>
      )}
    </>
  );
}
