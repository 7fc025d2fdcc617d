"use client";

/** The last resort, when even the layout failed: no styles of ours can be relied on here. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body
        style={{
          fontFamily: "system-ui, sans-serif",
          margin: "4rem auto",
          maxWidth: "30rem",
          padding: "0 1rem",
        }}
      >
        <h1 style={{ fontSize: "1.25rem" }}>Rollcall could not paint this page</h1>
        <p>Probing, judging and alerting run apart from the dashboard and are not affected.</p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  );
}
