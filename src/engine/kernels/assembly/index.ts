export { filterGradient } from './filter-gradient';
export { inputGradient } from './input-gradient';
export { cropImages, pack, padImages } from './pack';
export { product } from './product';
