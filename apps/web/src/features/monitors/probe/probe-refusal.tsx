import type { Refusal as RefusalFacts } from "@/client/api.ts";
import { Refusal } from "@/components/ui/refusal.tsx";
import { allowSettingIn } from "./allow-target.ts";
import { AllowTargetHint } from "./allow-target-hint.tsx";

/** Why nothing was probed; a closed address says how to open it. */
export function ProbeRefusal({ refusal }: { refusal: RefusalFacts }) {
  const setting = allowSettingIn(Object.values(refusal.fields));
  return setting === null ? <Refusal refusal={refusal} /> : <AllowTargetHint setting={setting} />;
}
