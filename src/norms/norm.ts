/** A norm by which the size of a perturbation is measured: its largest value, length, sum or number of changed values. */
export type Norm = 'linf' | 'l2' | 'l1' | 'l0';
