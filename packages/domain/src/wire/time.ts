import { z } from "zod";

/** RFC 3339 with an offset, as it stands on the wire. */
export const wireTime = z.iso.datetime({ offset: true });
