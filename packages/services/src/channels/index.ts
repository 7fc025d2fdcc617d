export { actFromSlack } from "./act-from-slack.ts";
export { type ChannelConfig, openChannelConfig } from "./channel-config.ts";
export { confirmAddress, readQuestion } from "./confirmed-addresses.ts";
export { type ChannelContext, createChannel } from "./create-channel.ts";
export { deleteChannel } from "./delete-channel.ts";
export { listChannels, readChannel } from "./list-channels.ts";
export { patchChannel } from "./patch-channel.ts";
export { rotateChannelSecret } from "./rotate-channel-secret.ts";
export { testChannel } from "./test-channel.ts";
