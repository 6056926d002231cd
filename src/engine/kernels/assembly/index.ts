export { filterGradient } from './filter-gradient';
export { inputGradient } from './input-gradient';
export { cropImages, pack, padImages } from './pack';
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pooling';
export { product } from './product';
export { addToRows, reluGradient, sumRows } from './rows';
