import type { Notice } from "@rollcall/domain/notice";
import type { SlackAction, SlackSubject } from "@rollcall/domain/wire";
import type { Button } from "@slack/types";

/** What Slack takes as a button's value; one that it would refuse would cost the whole message. */
const valueCharsMax = 2000;

/**
 * The buttons of a problem that people can work with: take it on, keep it quiet for an hour, and of a rollback nobody
 * announced, accept it. None for anything else.
 */
export function slackButtons(notice: Notice, channelId: string): Button[] {
  const { type, tone, incidentId, deployId, serving } = notice;
  if (tone !== "problem" || incidentId === null) return [];
  const subject: SlackSubject = { channelId, incidentId };
  const buttons: Button[] = [
    button("rollcall_acknowledge", "Acknowledge", subject),
    button("rollcall_snooze", "Snooze 1 h", subject),
  ];
  const isRollback = type === "rollout.rolled_back" && deployId !== null && serving !== null;
  if (isRollback) {
    const accept = button("rollcall_accept", "Accept the rollback", {
      ...subject,
      deployId,
      identity: serving,
    });
    buttons.push({ ...accept, confirm: askBeforeAccept });
  }
  return buttons.filter(({ value = "" }) => value.length <= valueCharsMax);
}

const askBeforeAccept = {
  title: { type: "plain_text", text: "Accept the rollback?" },
  text: { type: "plain_text", text: "The version that serves now becomes the expected one." },
  confirm: { type: "plain_text", text: "Accept" },
  deny: { type: "plain_text", text: "Not now" },
} as const;

function button(action: SlackAction, text: string, subject: SlackSubject): Button {
  return {
    type: "button",
    text: { type: "plain_text", text, emoji: false },
    action_id: action,
    value: JSON.stringify(subject),
  };
}
