import { CodeBlock } from "@/components/ui/code-block.tsx";

/** How to let this instance probe an address that is not on the public internet. */
export function AllowTargetHint({ setting }: { setting: string }) {
  return (
    <div className="rounded-md border border-previous/50 p-3">
      <p className="font-medium">This address is not on the public internet</p>
      <p className="mt-0.5 mb-2 max-w-prose text-quiet">
        Rollcall refuses those by default, so that nobody can make it reach into a private network. If it is
        yours, set this in the environment of every Rollcall program (beside what is allowed already, after a
        comma) and start it again:
      </p>
      <CodeBlock code={setting} label="Setting" isOneLine />
    </div>
  );
}
