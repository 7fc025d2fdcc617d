"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Dialog, DialogActions, DialogContent } from "@/components/ui/dialog.tsx";
import { SecretCode } from "@/components/ui/secret-code.tsx";

/** A webhook's secret in the one moment that it can be seen; `onDone` goes on to the channel once it is out of sight. */
export function ShownOnce({ secret, onDone }: { secret: string | undefined; onDone: () => void }) {
  const [seen, setSeen] = useState<string>();
  const close = () => setSeen(secret);
  return (
    <Dialog
      open={secret !== undefined && secret !== seen}
      onOpenChange={(isOpen) => !isOpen && close()}
      onClosed={onDone}
    >
      {secret !== undefined && (
        <DialogContent
          title="The signing secret"
          description="Copy it to your receiver now: it is sealed, so it cannot be shown again."
        >
          <div className="mt-3">
            <SecretCode code={secret} secret={secret} label="Secret" />
          </div>
          <DialogActions>
            <Button variant="primary" onClick={close}>
              Done
            </Button>
          </DialogActions>
        </DialogContent>
      )}
    </Dialog>
  );
}
