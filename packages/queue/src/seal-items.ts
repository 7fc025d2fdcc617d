/**
 * The items of a batch, sealed together: specs of many monitors are nearly the same text, which packs to a tenth before it
 * is sealed and to nothing afterwards. What may be a secret stays sealed by itself: among the texts of strangers, one of
 * which may be chosen to match it, the length of the whole would tell what it is.
 */
import type { Sealer } from "@rollcall/runtime";
import {
  batchSealContext,
  itemsTogether,
  type OpenItem,
  type ProbeBatch,
  type ProbeItem,
} from "./catalog.ts";
import { fromPacked, toPacked } from "./pack-payload.ts";

type BatchName = Pick<ProbeBatch, "region" | "batchId">;

/** Seals what the batch of this name asks for, with its region's key. */
export async function sealItems(
  sealer: Sealer,
  batch: BatchName,
  items: readonly (OpenItem | ProbeItem)[],
): Promise<string> {
  return sealer.seal(await toPacked(JSON.stringify(items)), batchSealContext(batch));
}

/** The items of a batch, sealed together or not; rejects with what was sealed for another batch or region. */
export async function openItems(
  sealer: Sealer,
  batch: Pick<ProbeBatch, "region" | "batchId" | "items" | "sealedItems">,
): Promise<(OpenItem | ProbeItem)[]> {
  if (batch.sealedItems === undefined) return batch.items;
  const bytes = sealer.openBytes(batch.sealedItems, batchSealContext(batch));
  return itemsTogether.parse(await fromPacked(bytes));
}
