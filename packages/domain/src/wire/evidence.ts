/** What a cluster said about a deploy, as it goes in and out of the public API. */
import { z } from "zod";
import { cause } from "../glossary.ts";
import { wireTime } from "./time.ts";

/** Answer of `POST /api/v1/deploys/{id}/evidence`. */
export const evidenceWire = z.object({
  id: z.string(),
  deploy: z.string(),
  receivedAt: wireTime,
  /** The causes found in this text, the likeliest first; empty when it names none. */
  causes: z.array(cause),
});
export type EvidenceWire = z.infer<typeof evidenceWire>;

/** What is kept of it: the lines that tell of a cause or of what happened, without secrets. */
export const sentEvidenceWire = evidenceWire.extend({ sentBy: z.string(), lines: z.array(z.string()) });
export type SentEvidenceWire = z.infer<typeof sentEvidenceWire>;
