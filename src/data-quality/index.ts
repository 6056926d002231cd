export { findLabelIssues, type LabelIssue, type LabelIssueOptions, type LabelIssues } from './find-label-issues.ts';
export type { LabelFilter } from './labels/label-filters.ts';
export type { LabelScore } from './labels/label-quality.ts';
export type { Shares } from '../evaluation/probabilities.ts';
