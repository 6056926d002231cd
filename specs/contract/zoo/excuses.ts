/** A check whose reference is wrong for some networks. */
interface Excuse {
  readonly networks: RegExp;
  readonly checks: RegExp;
  /** What is wrong with the reference, and what shows that the product is right. */
  readonly reason: string;
}

const excuses: readonly Excuse[] = [
  {
    networks: /^(max|average)Pooling3d padding=same poolSize=2 strides=3$/,
    checks: /^(predictions|log probabilities|one training step)$/,
    reason:
      'TensorFlow.js pads by a negative number where a stride is larger than the window; ' +
      'specs/unit/engine/corrections/volumes.spec.ts has the values of TensorFlow',
  },
  {
    networks: /^depthwiseConv2d padding=\w+ dilationRate=2$/,
    checks: /^(predictions|log probabilities|one training step)$/,
    reason:
      'TensorFlow.js ignores the dilation of depthwise layers; specs/reference/keras-files.spec.ts has the values of Keras',
  },
  {
    networks: /^concatenate of images axis=-2$/,
    checks: /^(predictions|log probabilities|one training step)$/,
    reason:
      'TensorFlow.js takes every negative axis for the last one; specs/reference/keras-files.spec.ts has the values of Keras',
  },
  {
    networks: /^resizing height=(6 width=3|2 width=2)/,
    checks: /^predictions$/,
    reason: 'TensorFlow.js declares a wrong shape; specs/reference/keras-files.spec.ts has the values of Keras',
  },
];

/** Returns why a failed check of a network is no fault of the product; undefined if it is one. */
export const excuseFor = (network: string, check: string): string | undefined =>
  excuses.find(({ networks, checks }) => networks.test(network) && checks.test(check))?.reason;
