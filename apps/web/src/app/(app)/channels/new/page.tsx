import { channelKind } from "@rollcall/domain/glossary";
import { isPermitted } from "@rollcall/services/context";
import Link from "next/link";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { emptyChannel } from "@/features/channels/channel-draft.ts";
import { ChannelForm } from "@/features/channels/channel-form.tsx";
import { readChannelChoices } from "@/features/channels/read-channel-choices.ts";
import { requireContext } from "@/server/session.ts";

export const metadata = { title: "New channel" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NewChannelPage({ searchParams }: Props) {
  const { kind } = await searchParams;
  const ctx = await requireContext();
  if (!isPermitted(ctx.actor, "write")) notFound();
  const choices = await readChannelChoices(ctx);
  return (
    <>
      <PageHeader
        title="New channel"
        crumbs={
          <Link href="/channels" className="link">
            Channels
          </Link>
        }
        sentence="Once it is saved, a test message shows that it arrives."
      />
      <ChannelForm
        saved={emptyChannel(channelKind.safeParse(kind).data ?? "email")}
        channel={null}
        {...choices}
      />
    </>
  );
}
