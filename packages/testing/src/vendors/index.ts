export { type DiscordPeer, startDiscordPeer } from "./discord-peer.ts";
export { type PagerdutyPeer, startPagerdutyPeer } from "./pagerduty-peer.ts";
export { type SlackMessage, type SlackPeer, slackError, startSlackPeer } from "./slack-peer.ts";
export { startTeamsPeer, type TeamsPeer } from "./teams-peer.ts";
