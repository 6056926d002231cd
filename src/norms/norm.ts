/** A norm that measures a perturbation: by its largest change, its length, its sum, or its number of changed values. */
export type Norm = 'linf' | 'l2' | 'l1' | 'l0';
