// Written by scripts/build-kernel-types.mjs from ../assembly.

/** An address in the kernels' memory, or a distance within it, in bytes: usize. */
export type Pointer = number;
/** A whole number: i32. */
export type Int32 = number;
/** A number rounded to f32. */
export type Float32 = number;
/** A number: f64. */
export type Float64 = number;

/** The compiled kernels. */
// oxfmt-ignore
export interface KernelModule {
  // activations.ts
  // Activations and their derivatives, four lanes at a time; a number's result does not depend on its place.

  /** out[i] = f(x[i]); `kind` is the place of f among softplus, mish, gelu, gelu_new, relu6 and tanh. */
  activate(kind: Int32, x: Pointer, out: Pointer, size: Int32): void;
  /** out[i] = dy[i] f'(x[i]), for the same functions. */
  activationGradient(kind: Int32, x: Pointer, dy: Pointer, out: Pointer, size: Int32): void;

  // adam.ts

  /**
   * One step of Adam on `size` weights, computed in 64 bits and stored in 32, as in JavaScript:
   *
   *   m <- beta1 m + (1 - beta1) g,  v <- beta2 v + (1 - beta2) g^2,  out = w - step m / (sqrt(v) / correction + epsilon)
   */
  adamStep(
    w: Pointer, g: Pointer, m: Pointer, v: Pointer, out: Pointer, size: Int32,
    beta1: Float64, beta2: Float64, step: Float64, correction: Float64, epsilon: Float64,
  ): void;

  // adaptive-step.ts
  // A step of Auto-PGD on one input: arrays of `size` floats, padded with 0 to a multiple of four.
  //
  //   z = P(x_t + step s(g)),   x_{t+1} = P((1 - inertia) z + inertia (2 x_t - x_{t-1})),   P into the ball and the range
  //
  // `current` changes from x_t to x_{t+1}, `previous` from x_{t-1} to x_t.

  /** In L-inf: s(g) = sign(g), with sign(0) = 0. */
  adaptiveStep(
    current: Pointer, previous: Pointer, clean: Pointer, slope: Pointer, size: Int32,
    step: Float32, inertia: Float32, radius: Float32, lowest: Float32, highest: Float32,
  ): void;
  /** In L2: s(g) = g / ‖g‖. */
  adaptiveStepL2(
    current: Pointer, previous: Pointer, clean: Pointer, slope: Pointer, size: Int32,
    step: Float32, inertia: Float32, radius: Float32, lowest: Float32, highest: Float32,
  ): void;

  // average-pooling.ts

  /** Mean of each window, excluding padding. */
  averagePool(
    x: Pointer, out: Pointer, images: Int32, height: Int32, width: Int32, channels: Int32, outHeight: Int32, outWidth: Int32,
    windowHeight: Int32, windowWidth: Int32, strideY: Int32, strideX: Int32, top: Int32, left: Int32,
  ): void;
  /** Gradient of average pooling: each output spreads its gradient over the inputs of its window, excluding padding. */
  averagePoolGradient(
    dy: Pointer, dx: Pointer, images: Int32, height: Int32, width: Int32, channels: Int32, outHeight: Int32, outWidth: Int32,
    windowHeight: Int32, windowWidth: Int32, strideY: Int32, strideX: Int32, top: Int32, left: Int32,
  ): void;

  // coverage.ts

  /**
   * nearest[i] = min(nearest[i], distances[i]). Both are padded to whole vectors.
   *
   * @param nearest - of the padding: -Infinity
   * @param count - at least 1
   * @returns the first index of the largest nearest[i]
   */
  cover(nearest: Pointer, distances: Pointer, count: Int32): Int32;

  // depthwise.ts
  // A depthwise convolution with `multiplier` filters per channel, and its gradients: x and dx [images, height, width, channels],
  // w and dw [filterHeight, filterWidth, channels, multiplier], out and dy [images, outHeight, outWidth, channels * multiplier].
  // Values outside the input are 0. All three kernels multiply two of the operands and add the products to the third, for each tap
  // of the filter at each position of the output.

  /** out[n, oy, ox, c, q] = sum_{ky, kx} x[n, oy sy + ky dy - top, ox sx + kx dx - left, c] * w[ky, kx, c, q]. */
  depthwise(
    x: Pointer, w: Pointer, out: Pointer, images: Int32, height: Int32, width: Int32, channels: Int32, multiplier: Int32,
    outHeight: Int32, outWidth: Int32, filterHeight: Int32, filterWidth: Int32,
    strideY: Int32, strideX: Int32, dilationY: Int32, dilationX: Int32, top: Int32, left: Int32,
  ): void;
  /**
   * dw[ky, kx, c, q] = sum_{n, oy, ox} x[n, oy sy + ky dy - top, ox sx + kx dx - left, c] * dy[n, oy, ox, c, q].
   *
   * @param sums - scratch of one filter, for the sums of each image
   */
  depthwiseFilterGradient(
    x: Pointer, dy: Pointer, dw: Pointer, sums: Pointer, images: Int32, height: Int32, width: Int32, channels: Int32, multiplier: Int32,
    outHeight: Int32, outWidth: Int32, filterHeight: Int32, filterWidth: Int32,
    strideY: Int32, strideX: Int32, dilationY: Int32, dilationX: Int32, top: Int32, left: Int32,
  ): void;
  /** dx[n, oy sy + ky dy - top, ox sx + kx dx - left, c] += sum_q dy[n, oy, ox, c, q] * w[ky, kx, c, q]; dx is cleared first. */
  depthwiseInputGradient(
    dy: Pointer, w: Pointer, dx: Pointer, images: Int32, height: Int32, width: Int32, channels: Int32, multiplier: Int32,
    outHeight: Int32, outWidth: Int32, filterHeight: Int32, filterWidth: Int32,
    strideY: Int32, strideX: Int32, dilationY: Int32, dilationX: Int32, top: Int32, left: Int32,
  ): void;

  // distances.ts
  // One point against many rows. Rows are padded with zeros to whole vectors; computing four at a time hides the latency of the
  // sums. Each row is summed in the same order at any position, so equal rows give equal results.

  /** out[r] = sum_j (rows[r, j] - point[j])^2 */
  squaredDistances(rows: Pointer, point: Pointer, out: Pointer, count: Int32, rowBytes: Pointer): void;
  /** out[r] = sum_j rows[r, j] * point[j] */
  innerProducts(rows: Pointer, point: Pointer, out: Pointer, count: Int32, rowBytes: Pointer): void;

  // elementwise.ts

  /** out[i] = 1, 0 or -1, the sign of x[i]; 0 for NaN. */
  sign(x: Pointer, out: Pointer, size: Int32): void;
  /** out[i] = x[i] clipped to [low, high]; NaN remains NaN. */
  clip(x: Pointer, out: Pointer, size: Int32, low: Float32, high: Float32): void;

  // extremes.ts

  /**
   * The gradient of the largest or smallest value along the middle axis of x [outer, count, inner]: where x equals it, an equal share of
   * the slope among those that tie, else 0.
   *
   * @param y - the largest or smallest values, [outer, inner]
   * @param dy - their slopes, [outer, inner]
   * @param shares - scratch of `inner` numbers
   */
  extremeGradient(
    x: Pointer, y: Pointer, dy: Pointer, out: Pointer, outer: Int32, count: Int32, inner: Int32, shares: Pointer,
  ): void;
  /**
   * Sums of the blocks of rows × columns pixels of x [images, height · rows, width · columns, channels]: the gradient of an image that
   * was enlarged by repeating its pixels.
   */
  sumBlocks(
    x: Pointer, out: Pointer, images: Int32, height: Int32, width: Int32, channels: Int32, rows: Int32, columns: Int32,
  ): void;

  // filter-gradient.ts

  /**
   * Product of transposed patches by columns: the gradient of a convolution's filter or, with one run per row, a product with a
   * transposed left operand:
   *
   *   sums[m, n] = sum_{image, y, x} a[image * imageStride + y * rowStride + x * step + at(m)] * b[(image, y, x), n]
   *   at(m) = floor(m / length) * runStride + m % length
   *
   * `sums` has runs * length rows, rounded up to 4, and `columns`, rounded up to 8.
   *
   * @param transposed - scratch of 4 KiB: four rows of the transposed patches, for PIXELS pixels
   * @param panels - scratch of 8 KiB per eight columns: `b` for PIXELS pixels
   */
  filterGradient(
    a: Pointer, b: Pointer, sums: Pointer, transposed: Pointer, panels: Pointer, images: Int32, height: Int32, width: Int32,
    step: Int32, rowStride: Int32, imageStride: Int32,
    runs: Int32, length: Int32, runStride: Int32, columns: Int32,
  ): void;

  // gaussians.ts
  // Products of rows in 64 bits, and their sums of exponentials, as needed for densities.

  /**
   * c[m, n] = offsets[n] + sum_k a[m, k] * packed[n / 4][k][n % 4], in 64 bits.
   *
   * @param rows - a multiple of 4, as is `columns`
   */
  product64(
    a: Pointer, rows: Int32, depth: Int32, packed: Pointer, offsets: Pointer, c: Pointer, columns: Int32,
  ): void;
  /**
   * Adds e^x of each row to its sum, stored relative to the row's largest x so far: sums[r] = (m, sum_n e^(x[r, n] - m)).
   *
   * @param columns - a multiple of 4
   */
  addExponentials(x: Pointer, rows: Int32, columns: Int32, sums: Pointer): void;

  // gru.ts

  /** The gates of a GRU that resets before the product: z, r = s(.), q = r h'. A masked row gets q = 0. */
  gruReset(
    gates: Pointer, before: Pointer, q: Pointer, mask: Pointer, maskStride: Pointer, batch: Int32, units: Int32, hard: Int32,
  ): void;
  /**
   * The state after a step: h = z h' + (1 - z) n, where n = tanh(.), or tanh(. + r q) if `after` is set. It may replace h' (`before`). A
   * masked row keeps it. Also writes h to `out`, with `outStride` bytes between rows, unless `out` is 0.
   *
   * @param bias - what is added to the rows of q first [units], or 0; only if `after` is set
   */
  gruStep(
    gates: Pointer, q: Pointer, bias: Pointer, before: Pointer, hidden: Pointer, out: Pointer, outStride: Pointer,
    mask: Pointer, maskStride: Pointer, batch: Int32, units: Int32, hard: Int32, after: Int32,
  ): void;
  /**
   * Backpropagation through a step. The gradient of h is `dh` from outside (`dhStride` bytes between rows; none if 0) plus `dHidden` from
   * the next step. Writes the gradients of the sums of z and n to `sums` [batch, 3 units], and replaces `dHidden` by the part of the
   * gradient of h' that does not pass through the sums: z times it, or all of it where the row is masked. If `after` is set, also writes
   * the gradient of the sum of r, and those of the sums of the state's part to `inner` [batch, 3 units]; else sets dq [batch, units] to 0.
   */
  gruStepGradient(
    gates: Pointer, q: Pointer, before: Pointer, dh: Pointer, dhStride: Pointer, dHidden: Pointer, sums: Pointer, inner: Pointer, dq: Pointer,
    mask: Pointer, maskStride: Pointer, batch: Int32, units: Int32, hard: Int32, after: Int32,
  ): void;
  /** The other half of a step's backpropagation where r applies before the product, from the gradient dq of r h': adds to `dHidden`. */
  gruResetGradient(
    gates: Pointer, before: Pointer, dq: Pointer, dHidden: Pointer, sums: Pointer, mask: Pointer, maskStride: Pointer, batch: Int32, units: Int32, hard: Int32,
  ): void;

  // input-gradient.ts

  /**
   * Gradient of a convolution with respect to its (padded) input, scattered patch by patch:
   *
   *   dx[image, oy * stride + r, ox * stride * channels + j] += sum_k dy[(image, oy, ox), k] * packed[r][j / 8][k][j % 8]
   *
   * `dx` has space for 28 bytes after its images, rounded up to a multiple of four images; it is cleared first. A tile takes four
   * pixels of a row, or the same pixel of four images if eight sums of neighbouring pixels could overlap in memory. Either way each
   * number receives the same sums in the same order.
   *
   * @param step - bytes of dx between neighbouring patches, `rowStride` between rows of them, `imageStride` between images,
   *   `runStride` between the rows of one patch
   * @param alone - whether images are computed one by one; channels must then be a multiple of 8
   */
  inputGradient(
    dy: Pointer, packed: Pointer, dx: Pointer, images: Int32, height: Int32, width: Int32, depth: Int32,
    step: Int32, rowStride: Int32, imageStride: Int32,
    runs: Int32, length: Int32, runStride: Int32, alone: Int32,
  ): void;

  // layer-normalisation.ts
  // Normalisation of each row of [rows, columns]: y = (x - mean) * inverse * scale + offset, inverse = 1 / sqrt(variance + epsilon), with
  // the mean and the variance (1/N) of the row.

  /** @param statistics - receives mean and inverse of each row, [rows, 2] */
  normaliseEachRow(
    x: Pointer, scale: Pointer, offset: Pointer, out: Pointer, statistics: Pointer, rows: Int32, columns: Int32, epsilon: Float32,
  ): void;
  /**
   * The gradient of x, where u is (x - mean) * inverse and g is dy * scale:
   *
   *   dx = inverse * (g - mean(g) - u * mean(g * u))
   *
   * @param slopes - scratch of one row
   */
  rowNormalisationGradient(
    x: Pointer, dy: Pointer, scale: Pointer, statistics: Pointer, out: Pointer, rows: Int32, columns: Int32, slopes: Pointer,
  ): void;
  /**
   * The gradient of the scale: out[c] = sum_r dy[r, c] * (x[r, c] - mean[r]) * inverse[r].
   *
   * @param scratch - one row: the sums of a block
   */
  rowNormalisationScaleGradient(
    x: Pointer, dy: Pointer, statistics: Pointer, out: Pointer, rows: Int32, columns: Int32, scratch: Pointer,
  ): void;

  // lstm.ts

  /**
   * One time step of an LSTM, after its products. `gates` [batch, 4 units] holds the sums and receives the activated gates i, f, g, o:
   *
   *   i, f, o = s(.),  g = tanh(.),  c = f c' + i g,  h = o tanh(c)
   *
   * s is the logistic function, or max(0, min(1, 0.2 z + 0.5)) if `hard` is set. Writes c and h [batch, units], which may replace c'
   * (`before`) and h' (`hiddenBefore`). A masked row keeps both. Also writes h to `out`, with `outStride` bytes between rows, unless
   * `out` is 0.
   *
   * @param mask - a byte per row, 0 where the row is masked, `maskStride` bytes apart; 0 if no row is masked
   */
  lstmStep(
    gates: Pointer, before: Pointer, hiddenBefore: Pointer, cells: Pointer, hidden: Pointer, out: Pointer, outStride: Pointer,
    mask: Pointer, maskStride: Pointer, batch: Int32, units: Int32, hard: Int32,
  ): void;
  /**
   * Backpropagation through one step. The gradient of h is `dh` from outside (`dhStride` bytes between rows; none if 0) plus `dHidden`
   * from the next step; the gradient of c is `dc`. Writes the gradient of the sums to `dz` [batch, 4 units]. Replaces `dc` by the
   * gradient of the previous c, and `dHidden` by the part of the gradient of the previous h that does not pass through the sums: all of
   * it where the row is masked, else 0.
   */
  lstmStepGradient(
    gates: Pointer, before: Pointer, cells: Pointer, dh: Pointer, dhStride: Pointer, dHidden: Pointer, dc: Pointer, dz: Pointer,
    mask: Pointer, maskStride: Pointer, batch: Int32, units: Int32, hard: Int32,
  ): void;

  // max-pooling.ts

  /**
   * Largest input of each window, or NaN if it contains one; x [images, height, width, channels], out [images, outHeight, outWidth,
   * channels].
   */
  maxPool(
    x: Pointer, out: Pointer, images: Int32, height: Int32, width: Int32, channels: Int32, outHeight: Int32, outWidth: Int32,
    windowHeight: Int32, windowWidth: Int32, strideY: Int32, strideX: Int32, top: Int32, left: Int32,
  ): void;
  /**
   * Gradient of max pooling: each output passes its gradient to the first of the largest inputs in its window.
   * x and dx [images, height, width, channels], dy [images, outHeight, outWidth, channels].
   */
  maxPoolGradient(
    x: Pointer, dy: Pointer, dx: Pointer, images: Int32, height: Int32, width: Int32, channels: Int32, outHeight: Int32, outWidth: Int32,
    windowHeight: Int32, windowWidth: Int32, strideY: Int32, strideX: Int32, top: Int32, left: Int32,
  ): void;

  // normalisation.ts

  /**
   * out[r, c] = (x[r, c] - mean[c]) * scale[c] + offset[c].
   *
   * @param coefficients - mean, scale and offset, each repeated four times, so that any number of columns fills whole vectors
   */
  normaliseRows(x: Pointer, coefficients: Pointer, out: Pointer, rows: Int32, columns: Int32): void;
  /**
   * out[r, c] = dy[r, c] * a[c] + (x[r, c] - mean[c]) * b[c] + d[c], the gradient of normalised rows.
   *
   * @param coefficients - mean, a, b and d, each repeated four times
   */
  normalisationGradient(x: Pointer, dy: Pointer, coefficients: Pointer, out: Pointer, rows: Int32, columns: Int32): void;
  /**
   * sums[c] = sum_r dy[r, c] and products[c] = sum_r dy[r, c] * (x[r, c] - mean[c]); if the address dy is 0,
   * products[c] = sum_r (x[r, c] - mean[c])^2 and sums[c] = sum_r (x[r, c] - mean[c]).
   *
   * @param mean - repeated four times
   * @param scratch - sixteen rows: two sums of a block and two of all blocks
   */
  centredSums(
    x: Pointer, dy: Pointer, mean: Pointer, sums: Pointer, products: Pointer, rows: Int32, columns: Int32, scratch: Pointer,
  ): void;

  // nearest.ts

  /**
   * Continues the search for the row nearest to each point. The products select candidates, with a slack for their rounding; the
   * distance to each candidate is computed as in `squaredDistances`.
   *
   * @param products - ⟨point, row⟩ - ½ ‖row‖², [points, count]
   * @param best - per point the largest product and the smallest squared distance so far, float32, its row, int32, and the slack,
   *   float32
   * @param first - the number of the first row
   * @param scratch - 16 bytes
   */
  nearestRows(
    products: Pointer, points: Pointer, n: Int32, rows: Pointer, count: Int32, rowBytes: Pointer, first: Int32, best: Pointer, scratch: Pointer,
  ): void;

  // pack.ts

  /**
   * Packs the right operand of a product into panels of eight columns: packed[panel][k][8]; the last panel is padded with zeros.
   * `rowStride` and `columnStride` are in floats; exchange them to pack a transposed operand.
   */
  pack(b: Pointer, packed: Pointer, rows: Int32, columns: Int32, rowStride: Int32, columnStride: Int32): void;
  /** Copies [images, height, rowFloats] into the middle of [images, paddedHeight, paddedFloats], surrounded by zeros. */
  padImages(
    from: Pointer, to: Pointer, images: Int32, height: Int32, rowFloats: Int32, top: Int32, leftFloats: Int32, paddedHeight: Int32, paddedFloats: Int32,
  ): void;
  /** Copies the middle [images, height, rowFloats] out of [images, paddedHeight, paddedFloats]. */
  cropImages(
    from: Pointer, to: Pointer, images: Int32, height: Int32, rowFloats: Int32, top: Int32, leftFloats: Int32, paddedHeight: Int32, paddedFloats: Int32,
  ): void;

  // plane.ts

  /**
   * Convolution of images of one channel, with a stride of one pixel along rows:
   *
   *   out[image, y, x, c] = f( bias[c] + sum_{r < runs, j < length} a[image, y, r, x + j] * filter[r, j, c] )
   *
   * Vectors hold neighbouring pixels; in `product` they hold neighbouring filters, of which a first layer has too few to fill them.
   * The order of summation is the same. The last tile of a row and the last channels overlap the ones before. f is max(0, .) if
   * `relu` is set, else the identity.
   *
   * @param width - of the output, at least 8
   * @param columns - at least 3
   * @param rowStride - bytes of `a` between rows of patches; `imageStride` between images, `runStride` between rows of a patch
   */
  planeConvolution(
    a: Pointer, filter: Pointer, bias: Pointer, out: Pointer, images: Int32, height: Int32, width: Int32, columns: Int32,
    rowStride: Int32, imageStride: Int32, runs: Int32, length: Int32, runStride: Int32, relu: Int32,
  ): void;
  /** As `planeConvolution`, but writes only the largest of each 2 × 2 pixels: out [images, height / 2, width / 2, columns]. */
  pooledPlaneConvolution(
    a: Pointer, filter: Pointer, bias: Pointer, out: Pointer, images: Int32, height: Int32, width: Int32, columns: Int32,
    rowStride: Int32, imageStride: Int32, runs: Int32, length: Int32, runStride: Int32, relu: Int32,
  ): void;

  // product.ts

  /**
   * Product of patches by packed columns: a convolution or, with one run per row, a matrix product:
   *
   *   c[m, n] = f( bias[n] + sum_{r < runs, j < length} a[row(m) + r * runStride + j] * packed[n / 8][r * length + j][n % 8] )
   *
   * Row m is pixel (image, y, x) of [images, height, width]. Neighbouring pixels are `step` bytes apart; `rowSkip` and `imageSkip`
   * bytes are added at the end of a row and of an image. f is max(0, .) if `relu` is set, else the identity.
   * Tiles of 4 rows by 8 columns are kept in registers; blocks of ROWS by DEPTH keep operands in the caches. Patches without values
   * give f(bias).
   */
  product(
    a: Pointer, rows: Int32, width: Int32, height: Int32, step: Int32, rowSkip: Int32, imageSkip: Int32,
    runs: Int32, length: Int32, runStride: Int32,
    packed: Pointer, bias: Pointer, c: Pointer, columns: Int32, relu: Int32,
  ): void;
  /**
   * As `product`, for patches no longer than DEPTH, but writes only the largest sums of each 2 × 2 pixels: four rows of the product
   * become one of `c`. Windows are `step` bytes apart, the pixels within a window `right` and `below` bytes.
   */
  pooledProduct(
    a: Pointer, windows: Int32, width: Int32, height: Int32, step: Int32, rowSkip: Int32, imageSkip: Int32,
    runs: Int32, length: Int32, runStride: Int32,
    packed: Pointer, bias: Pointer, c: Pointer, columns: Int32, relu: Int32, right: Int32, below: Int32,
  ): void;

  // rows.ts

  /**
   * out[r, c] = x[r, c] + row[c]. Four rows are `columns` vectors, so that any number of columns fills whole vectors.
   *
   * @param scratch - four rows
   */
  addToRows(x: Pointer, row: Pointer, out: Pointer, rows: Int32, columns: Int32, scratch: Pointer): void;
  /**
   * out[c] = sum_r x[r, c].
   *
   * @param scratch - eight rows: the sums of a block and of all blocks
   */
  sumRows(x: Pointer, out: Pointer, rows: Int32, columns: Int32, scratch: Pointer): void;
  /** out[i] = dy[i] where x[i] > 0 or is NaN, else 0. */
  reluGradient(x: Pointer, dy: Pointer, out: Pointer, size: Int32): void;

  // segments.ts

  /**
   * out[ids[r], c] += x[r, c] for rows whose id lies in [0, segments); `out` [segments, columns] is cleared first.
   */
  segmentSum(x: Pointer, ids: Pointer, out: Pointer, rows: Int32, columns: Int32, segments: Int32): void;

  // simple-rnn.ts

  /**
   * One step of a simple recurrent layer, after its products: h = tanh(sums), [batch, units], which may replace h' (`before`). A masked
   * row keeps h'. Also writes h to `out`, with `outStride` bytes between rows, unless `out` is 0.
   *
   * @param mask - a byte per row, 0 where the row is masked, `maskStride` bytes apart; 0 if no row is masked
   */
  rnnStep(
    sums: Pointer, before: Pointer, hidden: Pointer, out: Pointer, outStride: Pointer,
    mask: Pointer, maskStride: Pointer, batch: Int32, units: Int32,
  ): void;
  /**
   * Backpropagation through one step. The gradient of h is `dh` from outside (`dhStride` bytes between rows; none if 0) plus `dHidden`
   * from the next step. Writes the gradient of the sums to `dz`, and replaces `dHidden` by the part of the gradient of h' that does not
   * pass through them: all of it where the row is masked, else 0.
   */
  rnnStepGradient(
    hidden: Pointer, dh: Pointer, dhStride: Pointer, dHidden: Pointer, dz: Pointer,
    mask: Pointer, maskStride: Pointer, batch: Int32, units: Int32,
  ): void;

  // sparse.ts
  // Gradients of filters and inputs if few slopes differ from zero, as after max pooling and ReLU. The order of summation is that of
  // `filterGradient` and `inputGradient`, without the terms that are zero.

  /** Counts the numbers that differ from zero. */
  countNonZero(x: Pointer, size: Int32): Int32;
  /**
   * The gradient of a convolution's filter, channel by channel:
   *
   *   out[r, j, n] = sum_{image, y, x} a[image * imageStride + y * rowStride + x * step + r * runStride + j] * b[(image, y, x), n]
   *
   * @param sums - scratch of `runs` rows per channel, each of `length` rounded up to 4
   * @param list - scratch of 8 bytes per pixel of an image, and 8 more
   */
  sparseFilterGradient(
    a: Pointer, b: Pointer, out: Pointer, sums: Pointer, list: Pointer, images: Int32, height: Int32, width: Int32,
    step: Int32, rowStride: Int32, imageStride: Int32, runs: Int32, length: Int32, runStride: Int32, columns: Int32,
  ): void;
  /**
   * The gradient of a convolution with respect to its input, as `inputGradient`, image by image. `dx` has space for 28 bytes after
   * its images.
   *
   * In `inputGradient` each run adds the terms of one row of slopes to a value of dx, and these rows go upwards from run to run.
   * Visiting the rows upwards here therefore keeps the order of summation.
   *
   * @param list - scratch of 12 bytes per slope of a row, and 12 more
   */
  sparseInputGradient(
    dy: Pointer, packed: Pointer, dx: Pointer, list: Pointer, images: Int32, height: Int32, width: Int32, depth: Int32,
    step: Int32, rowStride: Int32, imageStride: Int32, runs: Int32, length: Int32, runStride: Int32,
  ): void;

  // steps.ts

  /**
   * Lists the rows of a step that are not masked.
   *
   * @param mask - a byte per row, 0 where the row is masked, `stride` bytes apart; 0 if no row is masked
   * @param list - receives the numbers of the rows
   * @returns how many they are
   */
  unmaskedRows(mask: Pointer, stride: Pointer, batch: Int32, list: Pointer): Int32;
  /**
   * Adds a product to some rows of a matrix:
   *
   *   c[r, n] += sum_{k < depth} a[r, k] * packed[n / 8][k][n % 8],   r in `list`
   *
   * The sum of a row does not depend on the other rows.
   *
   * @param aStride - bytes between the rows of a
   * @param cStride - bytes between the rows of c
   */
  addProduct(
    list: Pointer, count: Int32, a: Pointer, aStride: Pointer, depth: Int32, packed: Pointer, c: Pointer, cStride: Pointer, columns: Int32,
  ): void;
  /** out[r] = table[ids[r]] for rows of `bytes` bytes, a multiple of 4. */
  copyRows(table: Pointer, ids: Pointer, out: Pointer, rows: Int32, bytes: Pointer): void;
  /**
   * Finds the rows of x [batch, steps, bytes] that are the same in every bit, in the order of [steps, batch].
   *
   * @param slots - scratch of `slotCount` numbers: a hash table; a power of two above the number of rows
   * @param ids - receives for each row the number of its value, in the order in which values appear
   * @param distinct - receives the values, a row each; may have room for `limit` of them only
   * @returns the number of values, or -1 if there are more than `limit`
   */
  distinctRows(
    x: Pointer, batch: Int32, steps: Int32, bytes: Pointer, slots: Pointer, slotCount: Int32, ids: Pointer, distinct: Pointer, limit: Int32,
  ): Int32;

  // volume.ts

  /**
   * Gradient of a 3D convolution with respect to its input; the result is cleared first:
   *
   *   dx[n, oz sz + kz - front, oy sy + ky - top, ox sx + kx - left, ci] += sum_co dy[n, oz, oy, ox, co] * w[kz, ky, kx, ci, co]
   *
   * If `toFilter` is set, gradient with respect to its filter, with x passed as `dx` and dw as `w`:
   *
   *   dw[kz, ky, kx, ci, co] += x[n, oz sz + kz - front, oy sy + ky - top, ox sx + kx - left, ci] * dy[n, oz, oy, ox, co]
   */
  volumeGradient(
    toFilter: Int32, dy: Pointer, w: Pointer, dx: Pointer, images: Int32, depth: Int32, height: Int32, width: Int32, channels: Int32,
    outDepth: Int32, outHeight: Int32, outWidth: Int32, outChannels: Int32, filterDepth: Int32, filterHeight: Int32, filterWidth: Int32,
    strideZ: Int32, strideY: Int32, strideX: Int32, front: Int32, top: Int32, left: Int32,
  ): void;

  // winograd-filters.ts

  /**
   * Transforms filters [size, size, inChannels, outChannels], `size` 3 or 5, to 36 right operands G g Gᵀ of a product, packed as by `pack`: [columns / 8][rows][8].
   * Rows are `rows` input channels from `firstRow` on, columns `columns` output channels from `firstColumn` on. If `turned` is set, it
   * is the other way round and each filter is turned by 180 degrees, as the gradient of the input needs it.
   *
   * @param strided - whether the stride is 2, for size 3
   * @param columns - a multiple of 8, as rows
   * @param plane - bytes between operands
   * @param scratch - 2,080 bytes
   */
  winogradFilters(
    filter: Pointer, out: Pointer, scratch: Pointer, size: Int32, strided: Int32, turned: Int32, inChannels: Int32, outChannels: Int32,
    firstRow: Int32, rows: Int32, firstColumn: Int32, columns: Int32, plane: Pointer,
  ): void;
  /**
   * Transforms 36 sums [rows, columns] to the gradient of filters [size, size, inChannels, outChannels], Gᵀ s G, for the input channels from
   * `firstRow` on and the output channels from `firstColumn` on.
   *
   * @param plane - bytes between sums
   * @param scratch - 480 bytes
   */
  winogradFilterGradient(
    sums: Pointer, out: Pointer, scratch: Pointer, size: Int32, strided: Int32, inChannels: Int32, outChannels: Int32,
    firstRow: Int32, rows: Int32, firstColumn: Int32, columns: Int32, plane: Pointer,
  ): void;

  // winograd-products.ts

  /**
   * The products of Winograd's convolution, [tiles, depth] by [depth, columns], added to `m` or, if `fresh` is set, stored. They are a grid of
   * 6 × 6, or of 9 × 9, whose last four rows and columns share the last right operands of 6 × 6.
   *
   * @param grid - 6 or 9
   * @param v - left operands, rows `channels` floats apart; `u` - right operands, packed; `m` - the products; each `…Plane` bytes apart
   */
  winogradProducts(
    v: Pointer, u: Pointer, m: Pointer, grid: Int32, tiles: Int32, channels: Int32, depth: Int32, columns: Int32, fresh: Int32,
    vPlane: Pointer, uPlane: Pointer, mPlane: Pointer,
  ): void;
  /**
   * The products of its filter's gradient, summed over tiles and over the products of a filter: s[i, j] += sum_t v[t, i] d[t, j].
   *
   * @param grid - 6 or 9
   * @param v - [rows / 4][tiles][4], `vPlane` bytes apart
   * @param d - [columns / 8][tiles][8], `dPlane` bytes apart
   * @param sums - [rows, columns], `plane` bytes apart; overwritten if `fresh` is set
   */
  winogradTransposedProducts(
    v: Pointer, d: Pointer, sums: Pointer, grid: Int32, tiles: Int32, rows: Int32, columns: Int32, fresh: Int32,
    vPlane: Pointer, dPlane: Pointer, plane: Pointer,
  ): void;

  // winograd-outputs.ts

  /**
   * Transforms products back: Aᵀ m A + bias, max(0, .) if `relu` is set, for channels `channel` to `channel + columns` of images
   * [images, height, width, channels]. Results outside the image are dropped. If `pooled` is set, `out` is [images, height / 2,
   * width / 2, channels] and receives the largest of each 2 × 2 results.
   *
   * @param m - matrices [tiles, columns] in a grid of 6 × 6 or 9 × 9, `plane` bytes apart
   * @param side - rows and columns of a tile's results: 4 or 2 of a grid of 6; 4, or 8 of a gradient, of a grid of 9
   * @param top - rows of results that lie above the image, as `left` columns; 0 if `pooled` is set
   * @param scratch - 2,176 bytes
   */
  winogradOutputs(
    m: Pointer, out: Pointer, bias: Pointer, scratch: Pointer, grid: Int32, side: Int32, pooled: Int32, relu: Int32,
    first: Int32, tiles: Int32, tilesY: Int32, tilesX: Int32,
    height: Int32, width: Int32, channels: Int32, top: Int32, left: Int32, channel: Int32, columns: Int32, plane: Pointer,
  ): void;

  // winograd-tiles.ts

  /**
   * Transforms tiles of images [images, height, width, channels] to matrices, a grid of 6 × 6 or 9 × 9. Tile t is tile (image, y, x) of
   * [images, tilesY, tilesX]; it starts at pixel (step y - top, step x - left) and covers size × size pixels. Pixels outside the image are
   * zero. Grid and size select the transform: of a grid of 6, Bᵀ of 6 pixels, A of 4 or of 2 slopes; of a grid of 9, which a stride of 2
   * needs, that of 9 pixels, of 5 slopes for the gradient of the input, and of 4 slopes for that of the filter.
   *
   * Channel c of tile t is float (c & 3) at `out + t tileStride + (c >> 3) eightStride + ((c >> 2) & 1) fourStride` of the first matrix;
   * matrices are `plane` bytes apart.
   *
   * @param scratch - size * size * channels floats and 1,296 bytes
   */
  winogradTiles(
    x: Pointer, out: Pointer, scratch: Pointer, grid: Int32, size: Int32, step: Int32, first: Int32, tiles: Int32, tilesY: Int32, tilesX: Int32,
    height: Int32, width: Int32, channels: Int32, top: Int32, left: Int32,
    tileStride: Pointer, eightStride: Pointer, fourStride: Pointer, plane: Pointer,
  ): void;
}
