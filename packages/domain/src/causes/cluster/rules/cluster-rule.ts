import type { CauseCode } from "../../../glossary.ts";
import type { ClusterNames } from "../names.ts";

/**
 * Words by which a cause is known. A statement shows it when it says one of `says`, about one of `about` if given,
 * and none of `unless`. Expressions have bounded repetition only: they are run over text by strangers.
 */
export type Sign = {
  /** 3: the reason itself · 2: a symptom that says where to look · 1: only that something failed · 0: that it takes too long. */
  tells: 0 | 1 | 2 | 3;
  says: readonly RegExp[];
  about?: readonly RegExp[];
  unless?: readonly RegExp[];
  /** Normal events name nothing, except the few that tell of trouble all the same. */
  evenIfNormal?: true;
};

/** One cause: how it is known, what it means, what to do. */
export type ClusterRule = {
  code: CauseCode;
  signs: readonly Sign[];
  title: (names: ClusterNames) => string;
  /** One paragraph in plain words. */
  explanation: string;
  fix: string;
  next: (names: ClusterNames) => string[];
  /** Texts that show it, written by us; each is tried by a test. */
  examples: readonly string[];
  /** Texts that look like it and show something else, or nothing. */
  counterexamples?: readonly string[];
};
