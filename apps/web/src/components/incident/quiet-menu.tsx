import { ChevronDownIcon } from "lucide-react";
import { buttonVariants } from "../ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import { quietTimes } from "./quiet-times.ts";

/** For how long something is kept quiet; `children` are further items. */
export function QuietMenu({
  label,
  isBusy,
  onChoose,
  children,
}: {
  label: string;
  isBusy: boolean;
  onChoose: (minutes: number, name: string) => void;
  children?: React.ReactNode;
}) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger className={buttonVariants()} disabled={isBusy}>
        {label} <ChevronDownIcon aria-hidden="true" />
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {quietTimes.map(({ minutes, name }) => (
          <DropdownMenuItem key={minutes} onClick={() => onChoose(minutes, name)}>
            {name}
          </DropdownMenuItem>
        ))}
        {children}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
