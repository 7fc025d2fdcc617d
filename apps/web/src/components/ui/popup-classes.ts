/** What floats above the page: a border and a surface, and just enough shadow to lift it. */
export const popupClasses =
  "rounded-md border border-line bg-surface text-ink outline-none shadow-[0_4px_16px_rgb(0_0_0/0.12)] dark:shadow-[0_4px_16px_rgb(0_0_0/0.5)]";
