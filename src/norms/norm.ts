/** A norm that measures a perturbation: by its largest change, its length, its sum, or its number of changed values. */
export type Norm = 'linf' | 'l2' | 'l1' | 'l0';

/** How the size of a change of a text is measured: the share of its words that are changed, or edits of characters (Levenshtein). */
export type TextNorm = 'words' | 'edits';
