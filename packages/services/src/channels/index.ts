export { type ChannelConfig, openChannelConfig } from "./channel-config.ts";
