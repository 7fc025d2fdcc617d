"use client";

import { EyeIcon, EyeOffIcon } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";
import { CopyButton } from "./copy-button.tsx";

/** Code with a secret in it: dots on the screen until asked for, the real value in what is copied. */
export function SecretCode({
  code,
  secret,
  label = "Code",
}: {
  code: string;
  secret: string;
  label?: string;
}) {
  const [isShown, setIsShown] = useState(false);
  const Icon = isShown ? EyeOffIcon : EyeIcon;
  const masked = `${secret.slice(0, 6)}${"•".repeat(12)}`;
  return (
    <div className="relative min-w-0 rounded-md border border-line bg-sunken">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard */}
      <section aria-label={label} tabIndex={0} className="overflow-x-auto">
        <pre className="p-3 pr-20 text-sm">
          <code>{isShown ? code : code.replaceAll(secret, masked)}</code>
        </pre>
      </section>
      <div className="absolute top-1 right-0 flex bg-sunken">
        <Button
          variant="ghost"
          size="sm"
          className="w-7 px-0"
          aria-label={isShown ? "Hide the secret" : "Show the secret"}
          aria-pressed={isShown}
          onClick={() => setIsShown(!isShown)}
        >
          <Icon aria-hidden="true" />
        </Button>
        <CopyButton text={code} label={`Copy ${label.toLowerCase()}`} />
      </div>
    </div>
  );
}
