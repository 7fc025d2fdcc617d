export { type DiscordPeer, startDiscordPeer } from "./discord-peer.ts";
export { type PagerdutyPeer, startPagerdutyPeer } from "./pagerduty-peer.ts";
export { startTeamsPeer, type TeamsPeer } from "./teams-peer.ts";
