import { startEngine } from '../../engine/index.ts';
import { tf, tfl } from '../../engine/tensors.ts';
import { DnnError, InvalidDataError, InvalidModelError, InvalidOptionError } from '../../errors.ts';
import type { InputRange } from '../../norms/range.ts';
import { rangeFromJson } from '../../norms/resolve-range.ts';
import { architectureLimit } from '../../family-members.ts';
import { checkOptions, checkedLater, demand, oneOf, record, text, type LimitsOf } from '../../options.ts';
import { cutMiddle } from '../../plain-text.ts';
import { encoderOf, isEncoder, tokenizerLimit, type EncoderJson } from '../../text/index.ts';
import { classifier, type ClassifierOptions } from '../classifier.ts';
import type { Classifier } from '../contract.ts';
import { broken } from './broken.ts';
import { withItemShape } from './free-sizes.ts';
import { findModelJson } from './find-model.ts';
import type { Importer, ImportOptions } from '../import/contract.ts';
import { doubtInputs } from '../import/doubt-inputs.ts';
import { importerOf } from '../import/index.ts';
import { preprocessingLimits } from '../import/options.ts';
import { shapeLimit } from '../remote/limits.ts';
import { buildFromKeras } from './build-from-keras.ts';
import { metadataOf } from './metadata.ts';
import { isGraphModel, readModel, type ModelJson } from './model-json.ts';
import { reportUnreadOptions } from './unread-options.ts';
import { withinBudget } from './weight-budget.ts';
import { readWeights, weightsIn } from './weight-files.ts';

/** The limits of the options of `loadClassifier`. */
export const importLimits: LimitsOf<ImportOptions> = {
  name: text,
  inputRange: checkedLater,
  architecture: architectureLimit,
  itemShape: shapeLimit,
  weights: record,
  trainedOn: oneOf('nchw', 'nhwc'),
  encoder: checkedLater,
  tokenizer: tokenizerLimit,
  ...preprocessingLimits,
};

/**
 * Loads a classifier from a file of another tool, or from a folder with model.json and its weights: in the TensorFlow.js layers
 * format, as written by `save`, by `LayersModel.save` or by the converter for models of Keras 2 and 3, or in its graph format, as written
 * by the converter for SavedModels. What a file is, its first bytes say, then its name.
 *
 * @param path - an .onnx, .keras or .h5 file; a .safetensors or .npz file of weights, with an architecture; or the folder, or the path of its model.json, which may have another name
 * @throws InvalidModelError if a file is missing, truncated, changed since it was saved or in another format, or a layer is unknown;
 * the message names the file and the layer
 */
export async function loadClassifier(path: string, options: ImportOptions = {}): Promise<Classifier> {
  const loaded = await loadForData(path, options);
  checkItemShape(path, loaded, options);
  return loaded;
}

/** Loads a classifier for data whose items have the shape `itemShape`. Whether the classifier takes them, the caller checks. */
export async function loadForData(path: string, options: ImportOptions): Promise<Classifier> {
  demand('loadClassifier', 'path', path, text, 'Pass the file of the model, its folder, or its model.json.');
  const checked = checkOptions('loadClassifier', options, importLimits);
  await startEngine();
  const importer = await importerOf(path);
  const file = importer ? path : await findModelJson(path);
  try {
    if (!importer?.needsArchitecture) refuseArchitecture(file, checked);
    return importer ? await imported(file, importer, checked) : await load(file, checked);
  } catch (cause) {
    if (cause instanceof DnnError) throw cause;
    throw broken(file, `${file} cannot be read as a model: ${reasonOf(cause)}.`, cause); // such as a topology without end
  }
}

/** The options that say which network the weights of a file belong to. */
const ofWeights = ['architecture', 'weights', 'trainedOn'] as const;

/** @throws InvalidModelError if an option describes the layers of a file that describes its own */
function refuseArchitecture(path: string, options: ImportOptions): void {
  const given = ofWeights.filter((name) => options[name] !== undefined);
  if (given.length === 0) return;
  throw new InvalidModelError(
    `${path} describes its own layers, and the options hold ${given.join(', ')}.\n` +
      `Expected ${ofWeights.join(', ')} only for a file of weights, such as .safetensors.\nOmit them.`,
  );
}

/** @throws InvalidDataError if the network takes items of another shape than it is asked to */
function checkItemShape(path: string, model: Classifier, { itemShape }: ImportOptions): void {
  if (!itemShape || itemShape.join() === model.itemShape.join()) return;
  model.dispose();
  throw new InvalidDataError(
    `${path} takes items of the shape [${model.itemShape.join(', ')}], and those of the data have the shape [${itemShape.join(', ')}].\n` +
      'Expected the same shape.\nReshape the data, or pass the itemShape that the model takes.',
  );
}

async function imported(path: string, importer: Importer, options: ImportOptions): Promise<Classifier> {
  const { model, inputRange, hasLayout = false } = await importer.read(path, options);
  const settings = { name: options.name, inputRange: options.inputRange ?? inputRange, encoder: options.encoder };
  const loaded = wrapped(path, await prepared(model, options, hasLayout), settings, options);
  return doubtInputs(path, loaded, options, settings.inputRange !== undefined);
}

/** A graph of operators, which becomes a network like an ONNX file. */
async function graph(path: string, json: ModelJson, options: ImportOptions): Promise<Classifier> {
  const { networkOfGraphModel } = await import('../import/tensorflow-js/graph-model.ts');
  const model = await networkOfGraphModel(path, json, options);
  const { name, inputRange, encoder } = options;
  const loaded = wrapped(path, await prepared(model, options, true), { name, inputRange, encoder }, options);
  return doubtInputs(path, loaded, options, inputRange !== undefined);
}

async function load(path: string, options: ImportOptions): Promise<Classifier> {
  const json = await readModel(path);
  if (isGraphModel(json)) return graph(path, json, options);
  const saved = metadataOf(path, json);
  const weights = weightsIn(path, json.weightsManifest);
  const weightData = await readWeights(path, weights, saved.weights);
  const modelTopology = withItemShape(json.modelTopology as object, options);
  const artifacts = { ...json, modelTopology, weightSpecs: weights.specs, weightData };
  const values = weights.specs.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape), 0);
  if (JSON.stringify(modelTopology).includes('"GraphOperation"')) await import('../import/layers/graph-operation.ts');
  const model = await withinBudget(values, () => build(path, artifacts));
  const { name = saved.name, inputRange = rangeFromJson(saved.inputRange) as InputRange | undefined } = options;
  const encoder = encoderIn(path, saved.encoder, options);
  const check = (): void => reportUnreadOptions(path, modelTopology, model);
  const loaded = wrapped(path, await prepared(model, options, false), { name, inputRange, encoder }, options, check);
  return doubtInputs(path, loaded, options, inputRange !== undefined);
}

/** The encoder of the options, else the stored one. @throws InvalidOptionError if both are there and differ */
function encoderIn(path: string, saved: EncoderJson | undefined, { encoder, tokenizer }: ImportOptions) {
  if (saved === undefined) return encoder;
  if (encoder === undefined) return encoderOf(saved, tokenizer);
  if (isEncoder(encoder) && JSON.stringify(encoder) === JSON.stringify(saved)) return encoder;
  throw new InvalidOptionError(
    `${path} was trained on texts of another encoder than that of the options or the data.\n` +
      'Expected the same tokenizer, vocabulary, length and padding: other ids mean other words.\n' +
      'Encode the texts with the encoder of the model: (await loadClassifier(path)).encoder.',
  );
}

/** Puts the preprocessing that the options ask for in front of a model. On failure the model is freed. */
async function prepared(
  model: tfl.LayersModel,
  { normalize, layout, classes }: ImportOptions,
  hasLayout: boolean,
): Promise<tfl.LayersModel> {
  if (!normalize && !classes && !layout) return model;
  const { withPreprocessing } = await import('../import/preprocessing.ts');
  return withPreprocessing(model, { normalize, layout, classes }, hasLayout);
}

/** Wraps a model, which is freed on failure. */
function wrapped(
  path: string,
  model: tfl.LayersModel,
  settings: ClassifierOptions,
  given: ClassifierOptions,
  check: () => void = () => undefined,
): Classifier {
  try {
    check();
    return classifier(model, settings);
  } catch (cause) {
    model.dispose();
    if (given.inputRange !== undefined || !(cause instanceof InvalidOptionError)) throw cause;
    throw broken(path, `${path} has no valid input range: ${cause.message.split('\n')[0]}`, cause);
  }
}

async function build(
  path: string,
  artifacts: tf.io.ModelArtifacts & { modelTopology: object },
): Promise<tfl.LayersModel> {
  const isOwn = String(artifacts.generatedBy ?? '').startsWith('TensorFlow.js');
  try {
    return isOwn ? await tfl.loadLayersModel(tf.io.fromMemory(artifacts)) : await buildFromKeras(path, artifacts);
  } catch (cause) {
    if (cause instanceof InvalidModelError) throw cause;
    throw broken(path, `TensorFlow.js cannot build the model in ${path}: ${reasonOf(cause)}`, cause);
  }
}

const reasonOf = (cause: unknown): string => cutMiddle(cause instanceof Error ? cause.message : String(cause), 1000);
