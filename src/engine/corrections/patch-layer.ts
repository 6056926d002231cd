import { tf, type Tensor } from '../tensors.ts';

/** The methods of a layer that corrections replace. */
export interface LayerMethods {
  call(inputs: Tensor | Tensor[], kwargs?: object): Tensor | Tensor[];
  computeOutputShape(inputShape: (number | null)[]): (number | null)[];
  getConfig(): Record<string, unknown>;
}

type Method = keyof LayerMethods;

/**
 * Replaces a method of a layer class.
 *
 * @param replace - returns the new method for the stock one, which it calls with a layer as `this`
 */
export function patchLayer<Layer extends LayerMethods, Name extends Method>(
  className: string,
  method: Name,
  replace: (stock: LayerMethods[Name]) => (this: Layer, ...parameters: Parameters<LayerMethods[Name]>) => unknown,
): void {
  const [constructor] = tf.serialization.SerializationMap.getMap().classNameMap[className];
  const prototype = constructor.prototype as unknown as LayerMethods;
  prototype[method] = replace(prototype[method]) as LayerMethods[Name];
}

/** Returns the layer with other values of some properties; the layer itself is unchanged. */
export function withProperties<Layer extends object>(
  layer: Layer,
  properties: Readonly<Record<string, unknown>>,
): Layer {
  const descriptors = Object.entries(properties).map(([name, value]) => [name, { value, writable: true }]);
  return Object.create(layer, Object.fromEntries(descriptors) as PropertyDescriptorMap) as Layer;
}

type Config = Record<string, unknown>;
type FromConfig = (type: new (config: Config) => object, config: Config) => object;

/** Replaces how a layer class is built from its configuration. */
export function patchFromConfig(className: string, replace: (stock: FromConfig) => FromConfig): void {
  const map = tf.serialization.SerializationMap.getMap().classNameMap as unknown as Record<
    string,
    [{ fromConfig: FromConfig }, FromConfig]
  >;
  const [type, stock] = map[className];
  const fromConfig = replace(stock.bind(type));
  type.fromConfig = fromConfig;
  map[className] = [type, fromConfig];
}

/** Lets a layer class read an option that its constructor ignores, and adds it to the configuration if it is set. */
export function addOption(className: string, option: string): void {
  patchFromConfig(className, (stock) => (type, { [option]: value, ...config }) => {
    const layer = stock(type, config);
    return value === undefined || value === null ? layer : Object.assign(layer, { [option]: value });
  });
  patchLayer(className, 'getConfig', (stock) => {
    return function (this: LayerMethods & Config) {
      const { [option]: value } = this;
      return value === undefined ? stock.call(this) : { ...stock.call(this), [option]: value };
    };
  });
}
