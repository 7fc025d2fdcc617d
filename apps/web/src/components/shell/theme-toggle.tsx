"use client";

import { MonitorIcon, MoonIcon, SunIcon } from "lucide-react";
import { useTheme } from "next-themes";
import { useIsBrowser } from "@/client/clock.tsx";
import { buttonVariants } from "@/components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu.tsx";

const themes = [
  { value: "light", name: "Light", icon: SunIcon },
  { value: "dark", name: "Dark", icon: MoonIcon },
  { value: "system", name: "As the system", icon: MonitorIcon },
] as const;

/** Light, dark, or as the system says. */
export function ThemeToggle() {
  const { theme, setTheme } = useTheme();
  const isBrowser = useIsBrowser();
  const current = themes.find((candidate) => isBrowser && candidate.value === theme) ?? themes[2];
  const Icon = current.icon;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`Theme: ${current.name}`}
        className={buttonVariants({ variant: "ghost", size: "icon" })}
      >
        <Icon />
      </DropdownMenuTrigger>
      <DropdownMenuContent side="top">
        {themes.map(({ value, name, icon: ItemIcon }) => (
          <DropdownMenuItem key={value} onClick={() => setTheme(value)}>
            <ItemIcon aria-hidden="true" /> {name}
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
