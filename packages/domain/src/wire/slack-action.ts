/** What the buttons of a Slack message say when they are pressed: written by the sender, read by the API. */
import { z } from "zod";

/** The buttons' `action_id`s. */
export const slackAction = z.enum(["rollcall_acknowledge", "rollcall_snooze", "rollcall_accept"]);
export type SlackAction = z.infer<typeof slackAction>;

/** Whoever posts writes these, and they are looked up before the signature can be checked. */
const id = z.string().regex(/^\w{1,64}$/);

/** Their `value`, as JSON: what they are about. `identity` is the version that accepting a rollback makes expected. */
export const slackSubject = z.strictObject({
  channelId: id,
  incidentId: id,
  deployId: id.optional(),
  identity: z.string().optional(),
});
export type SlackSubject = z.infer<typeof slackSubject>;
