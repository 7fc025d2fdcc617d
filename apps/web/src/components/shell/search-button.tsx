"use client";

import { SearchIcon } from "lucide-react";
import { Button } from "@/components/ui/button.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { openPalette } from "./overlay-store.ts";
import { useCommandKey } from "./use-command-key.ts";

/** Opens the command palette for people who do not know its keys yet. */
export function SearchButton({ isCompact = false }: { isCompact?: boolean }) {
  const commandKey = useCommandKey();
  if (isCompact)
    return (
      <Button variant="ghost" size="icon" aria-label="Search and commands" onClick={openPalette}>
        <SearchIcon />
      </Button>
    );
  return (
    <Button
      className="justify-between px-2 font-normal text-quiet"
      onClick={openPalette}
      aria-label="Search and commands"
    >
      <span className="flex items-center gap-2">
        <SearchIcon aria-hidden="true" /> Search
      </span>
      {commandKey && <Kbd>{commandKey === "⌘" ? "⌘K" : "Ctrl K"}</Kbd>}
    </Button>
  );
}
