export { answerSlack } from "./delivery/answer-slack.ts";
export { createMailer, type Mailer, type PlainMail } from "./delivery/create-mailer.ts";
export { createSenders } from "./delivery/create-senders.ts";
export type { Reader, Sender, Sending, SendResult } from "./delivery/sender.ts";
export { type EmailOptions, type RenderedEmail, renderEmail } from "./email/render-email.ts";
export { createOperatorMedia, type OperatorMedium } from "./operators/create-operator-media.ts";
export { type RenderedSlack, renderSlack } from "./slack/render-slack.ts";
