import type { ChannelWire } from "@rollcall/domain/wire";
import { ChannelRow } from "./channel-row.tsx";

/** Every channel with its filter as a sentence and how its last delivery went. */
export function ChannelList({ channels, canChange }: { channels: ChannelWire[]; canChange: boolean }) {
  return (
    <ul className="divide-y divide-line rounded-md border border-line bg-surface">
      {channels.map((channel) => (
        <li key={channel.id}>
          <ChannelRow channel={channel} canChange={canChange} />
        </li>
      ))}
    </ul>
  );
}
