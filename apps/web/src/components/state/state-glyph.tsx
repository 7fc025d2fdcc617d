import type { DeployState, HealthState } from "@rollcall/domain/glossary";

/** Glyphs are drawn on 16 × 16 with currentColor; each state differs in outline, not only in colour. */
const octagon = "M5.2 1.2h5.6l4 4v5.6l-4 4H5.2l-4-4V5.2z";
const triangle = "M8 1.6l7 12.6H1z";
const diamond = "M8 .9L15.1 8 8 15.1.9 8z";
const square = "M2 2h12v12H2z";
const circle = "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z";

const line = { fill: "none", stroke: "currentColor", strokeWidth: 1.6 } as const;
const cut = { fill: "none", stroke: "var(--surface)", strokeWidth: 1.8 } as const;

/** A disc that fills clockwise with the share of expected answers. */
function Pie({ share }: { share: number }) {
  const angle = 2 * Math.PI * Math.min(0.999, Math.max(0, share));
  const x = 8 + 7 * Math.sin(angle);
  const y = 8 - 7 * Math.cos(angle);
  return (
    <>
      <circle cx="8" cy="8" r="6.2" {...line} />
      {share > 0 && (
        <path
          d={`M8 8V1A7 7 0 ${angle > Math.PI ? 1 : 0} 1 ${x.toFixed(2)} ${y.toFixed(2)}z`}
          fill="currentColor"
        />
      )}
    </>
  );
}

const deployGlyphs: Record<Exclude<DeployState, "rolling">, React.ReactNode> = {
  pending: <circle cx="8" cy="8" r="6.2" {...line} strokeDasharray="2.4 2.4" />,
  waiting: <circle cx="8" cy="8" r="6.2" {...line} />,
  at_target: (
    <>
      <circle cx="8" cy="8" r="6.2" {...line} />
      <circle cx="8" cy="8" r="3" fill="currentColor" />
    </>
  ),
  holding: (
    <>
      <path d={circle} fill="currentColor" />
      <path d="M6.2 5v6M9.8 5v6" {...cut} />
    </>
  ),
  live: (
    <>
      <path d={circle} fill="currentColor" />
      <path d="M4.6 8.3l2.4 2.4 4.4-5" {...cut} />
    </>
  ),
  stuck: (
    <>
      <path d={octagon} fill="currentColor" />
      <path d="M4.4 8h7.2" {...cut} />
    </>
  ),
  degraded: (
    <>
      <path d={triangle} fill="currentColor" />
      <path d="M8 6v4M8 11.2v1.6" {...cut} />
    </>
  ),
  old_returned: (
    <>
      <path d={octagon} fill="currentColor" />
      <path d="M11.3 9.6a3.4 3.4 0 1 0-5.9 1M5 8.2v2.6h2.6" {...cut} strokeWidth={1.5} />
    </>
  ),
  rolled_back: (
    <>
      <path d={octagon} fill="currentColor" />
      <path d="M8 5L5 8l3 3M11.5 5l-3 3 3 3" {...cut} strokeWidth={1.5} />
    </>
  ),
  unverifiable: (
    <>
      <path d={diamond} {...line} />
      <path d="M8 .9v14.2L.9 8z" fill="currentColor" />
    </>
  ),
  superseded: (
    <>
      <path d={square} {...line} />
      <path d="M5 5.4L7.6 8 5 10.6M8.4 5.4L11 8l-2.6 2.6" {...line} strokeWidth={1.3} />
    </>
  ),
  cancelled: (
    <>
      <path d={square} {...line} />
      <path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" {...line} strokeWidth={1.3} />
    </>
  ),
  expired: (
    <>
      <path d={square} {...line} />
      <path d="M8 4.8V8l2.2 1.6" {...line} strokeWidth={1.3} />
    </>
  ),
};

const healthGlyphs: Record<HealthState, React.ReactNode> = {
  up: <circle cx="8" cy="8" r="5" fill="currentColor" />,
  down: <path d="M1.5 2.5h13L8 14z" fill="currentColor" />,
  advisory: <path d={triangle} {...line} />,
  no_data: <circle cx="8" cy="8" r="5" {...line} strokeDasharray="2 2" />,
  paused: <path d="M5.4 3.5v9M10.6 3.5v9" {...line} strokeWidth={2.2} />,
  maintenance: <path d="M3 3h10v10H3z" {...line} />,
  unknown: <circle cx="8" cy="8" r="5" {...line} />,
};

/** `share` (0–1) fills the glyph of a rolling deploy. */
export function DeployGlyph({
  state,
  share = 0,
  size = 16,
}: {
  state: DeployState;
  share?: number;
  size?: number;
}) {
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" className="shrink-0">
      {state === "rolling" ? <Pie share={share} /> : deployGlyphs[state]}
    </svg>
  );
}

export function HealthGlyph({ state, size = 14 }: { state: HealthState; size?: number }) {
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" className="shrink-0">
      {healthGlyphs[state]}
    </svg>
  );
}
