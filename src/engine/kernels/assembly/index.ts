export { adamStep } from './adam';
export { filterGradient } from './filter-gradient';
export { inputGradient } from './input-gradient';
export { lstmStep, lstmStepGradient } from './lstm';
export { centredSums, normalisationGradient, normaliseRows } from './normalisation';
export { cropImages, pack, padImages } from './pack';
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pooling';
export { product } from './product';
export { addToRows, reluGradient, sumRows } from './rows';
