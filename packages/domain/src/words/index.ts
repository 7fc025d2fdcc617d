export { formatBytes } from "./bytes.ts";
export { type ChannelFilter, channelSentence, kindWords } from "./channel-sentence.ts";
export { formatDuration } from "./duration.ts";
export { countOf, listNames } from "./list.ts";
export { formatMoment } from "./moment.ts";
export { formatPercent } from "./percent.ts";
export { dayNames, repeatWords } from "./repeat-words.ts";
export { formatShare } from "./share.ts";
export { formatSpan } from "./span.ts";
