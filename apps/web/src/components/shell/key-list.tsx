"use client";

import { useSyncExternalStore } from "react";
import { Dialog, DialogContent } from "@/components/ui/dialog.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { Switch } from "@/components/ui/switch.tsx";
import { destinations } from "./navigation.ts";
import { readOverlay, setOverlay, subscribeOverlay } from "./overlay-store.ts";
import { areSingleKeysOn, turnSingleKeys } from "./single-keys.ts";
import { useCommandKey } from "./use-command-key.ts";

const keys = (commandKey: string) => [
  { press: [commandKey, "K"], does: "Search and commands" },
  { press: ["/"], does: "Search" },
  { press: ["?"], does: "This list" },
  { press: ["."], does: "On a rollout or an incident: copy its link" },
  { press: ["e"], does: "On an incident: acknowledge" },
  ...destinations.map(({ key, name }) => ({ press: ["g", key], does: name })),
];

/** What `?` shows. */
export function KeyList() {
  const isOpen = useSyncExternalStore(subscribeOverlay, readOverlay, () => null) === "keys";
  const commandKey = useCommandKey();
  return (
    <Dialog open={isOpen} onOpenChange={(next) => setOverlay(next ? "keys" : null)}>
      <DialogContent title="Keys">
        <dl className="mt-3 grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
          {keys(commandKey ?? "Ctrl").map(({ press, does }) => (
            <div key={does} className="contents">
              <dt className="flex gap-1">
                {press.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        {isOpen && (
          <Switch
            className="mt-4 border-line border-t pt-3"
            label="Single keys work"
            defaultChecked={areSingleKeysOn()}
            onCheckedChange={turnSingleKeys}
          />
        )}
      </DialogContent>
    </Dialog>
  );
}
