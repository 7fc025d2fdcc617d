"use client";

import { useTheme } from "next-themes";
import { useIsBrowser } from "@/client/clock.tsx";
import { RadioGroup, RadioOption } from "@/components/ui/radio-group.tsx";

const themes = [
  { value: "system", name: "As the system" },
  { value: "light", name: "Light" },
  { value: "dark", name: "Dark" },
];

/** Light or dark, kept in this browser. */
export function Appearance() {
  const { theme, setTheme } = useTheme();
  const isBrowser = useIsBrowser();
  return (
    <RadioGroup
      label="Theme"
      className="sm:grid-cols-3"
      value={isBrowser ? (theme ?? "system") : null}
      onValueChange={setTheme}
    >
      {themes.map(({ value, name }) => (
        <RadioOption key={value} value={value} label={name} />
      ))}
    </RadioGroup>
  );
}
