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
  // adam.ts

  /**
   * One step of Adam on `size` weights, computed in 64 bits and stored in 32, as JavaScript does it:
   *
   *   m <- beta1 m + (1 - beta1) g,  v <- beta2 v + (1 - beta2) g^2,  out = w - step m / (sqrt(v) / correction + epsilon)
   */
  adamStep(
    w: Pointer, g: Pointer, m: Pointer, v: Pointer, out: Pointer, size: Int32,
    beta1: Float64, beta2: Float64, step: Float64, correction: Float64, epsilon: Float64,
  ): void;

  // adaptive-step.ts
  // A step of Auto-PGD on one input: arrays of `size` floats, a multiple of four, of which those that fill it up are 0.
  //
  //   z = P(x_t + step s(g)),   x_{t+1} = P((1 - inertia) z + inertia (2 x_t - x_{t-1})),   P into the ball and the range
  //
  // `current` goes from x_t to x_{t+1}, `previous` from x_{t-1} to x_t.

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

  // depthwise.ts
  // A depthwise convolution with `multiplier` filters for every channel, and its gradients: x and dx [images, height, width,
  // channels], w and dw [filterHeight, filterWidth, channels, multiplier], out and dy [images, outHeight, outWidth, channels *
  // multiplier]. What lies beyond the input is 0. All three multiply, for every tap of the filter at every place of the output,
  // two of the operands and add to the third.

  /** out[n, oy, ox, c, q] = sum_{ky, kx} x[n, oy sy + ky dy - top, ox sx + kx dx - left, c] * w[ky, kx, c, q]. */
  depthwise(
    x: Pointer, w: Pointer, out: Pointer, images: Int32, height: Int32, width: Int32, channels: Int32, multiplier: Int32,
    outHeight: Int32, outWidth: Int32, filterHeight: Int32, filterWidth: Int32,
    strideY: Int32, strideX: Int32, dilationY: Int32, dilationX: Int32, top: Int32, left: Int32,
  ): void;
  /**
   * dw[ky, kx, c, q] = sum_{n, oy, ox} x[n, oy sy + ky dy - top, ox sx + kx dx - left, c] * dy[n, oy, ox, c, q].
   *
   * @param sums - scratch of one filter, in which each image is summed
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
  // One point against many rows. Rows are padded with zeros to whole vectors; four of them at a time hide the latency of the
  // sums, and every row is summed in the same order wherever it lies, so that equal rows give equal results.

  /** out[r] = sum_j (rows[r, j] - point[j])^2 */
  squaredDistances(rows: Pointer, point: Pointer, out: Pointer, count: Int32, rowBytes: Pointer): void;
  /** out[r] = sum_j rows[r, j] * point[j] */
  innerProducts(rows: Pointer, point: Pointer, out: Pointer, count: Int32, rowBytes: Pointer): void;

  // elementwise.ts

  /** out[i] = 1, 0 or -1 with the sign of x[i]; 0 of NaN. */
  sign(x: Pointer, out: Pointer, size: Int32): void;
  /** out[i] = x[i], or the nearer end of [low, high] where it lies outside; NaN stays. */
  clip(x: Pointer, out: Pointer, size: Int32, low: Float32, high: Float32): void;

  // filter-gradient.ts

  /**
   * Product of transposed patches by columns, which is the gradient of a convolution's filter or, with one run per row, a
   * product whose left operand is transposed:
   *
   *   sums[m, n] = sum_{image, y, x} a[image * imageStride + y * rowStride + x * step + at(m)] * b[(image, y, x), n]
   *   at(m) = floor(m / length) * runStride + m % length
   *
   * `sums` has runs * length rows, rounded up to 4, and `columns`, rounded up to 8.
   *
   * @param transposed - scratch of 4 KiB: four rows of the transposed patches, for PIXELS pixels
   * @param panels - scratch of 8 KiB for every eight columns: `b` for PIXELS pixels
   */
  filterGradient(
    a: Pointer, b: Pointer, sums: Pointer, transposed: Pointer, panels: Pointer, images: Int32, height: Int32, width: Int32,
    step: Int32, rowStride: Int32, imageStride: Int32,
    runs: Int32, length: Int32, runStride: Int32, columns: Int32,
  ): void;

  // gaussians.ts
  // Products of rows in 64 bits, and the sums of exponentials that a density takes of them.

  /**
   * c[m, n] = offsets[n] + sum_k a[m, k] * packed[n / 4][k][n % 4], in 64 bits.
   *
   * @param rows - a multiple of 4, as is `columns`
   */
  product64(
    a: Pointer, rows: Int32, depth: Int32, packed: Pointer, offsets: Pointer, c: Pointer, columns: Int32,
  ): void;
  /**
   * Adds e^x of every row to its sum, which is kept in parts of the largest of them: sums[r] = (m, sum_n e^(x[r, n] - m)).
   *
   * @param columns - a multiple of 4
   */
  addExponentials(x: Pointer, rows: Int32, columns: Int32, sums: Pointer): void;

  // input-gradient.ts

  /**
   * Gradient of a convolution with respect to its (padded) input, scattered patch by patch:
   *
   *   dx[image, oy * stride + r, ox * stride * channels + j] += sum_k dy[(image, oy, ox), k] * packed[r][j / 8][k][j % 8]
   *
   * `dx` holds four images more than there may be left over, and 28 bytes; it is cleared first. Tiles take the same pixel
   * of four images, so that no two sums of a tile meet in memory.
   *
   * @param step - bytes of dx between neighbouring patches, `rowStride` between rows of them, `imageStride` between images,
   *   `runStride` between the rows of one patch
   */
  inputGradient(
    dy: Pointer, packed: Pointer, dx: Pointer, images: Int32, height: Int32, width: Int32, depth: Int32,
    step: Int32, rowStride: Int32, imageStride: Int32,
    runs: Int32, length: Int32, runStride: Int32,
  ): void;

  // lstm.ts

  /**
   * One step of an LSTM in time, after its products. `gates` [batch, 4 units] comes as the part of the input and becomes the
   * activated gates i, f, g, o; `recurrent` [batch, 4 units] is the part of the state:
   *
   *   i, f, o = s(.),  g = tanh(.),  c = f c' + i g,  h = o tanh(c)
   *
   * s is the logistic function, or where `hard` is set max(0, min(1, 0.2 z + 0.5)). Writes c and h [batch, units], and h once
   * more to `out`, whose rows lie `outStride` bytes apart, unless it is 0.
   */
  lstmStep(
    gates: Pointer, recurrent: Pointer, before: Pointer, cells: Pointer, hidden: Pointer, out: Pointer, outStride: Pointer,
    batch: Int32, units: Int32, hard: Int32,
  ): void;
  /**
   * The way back through one step: from the gradient of its h, `dh` from outside (rows `dhStride` bytes apart; none where it
   * is 0) plus `dhNext` from the next step, and of its c in `dc`, to those of the gates' sums in `dz` [batch, 4 units] and of
   * the c before it, in place of `dc`.
   */
  lstmStepGradient(
    gates: Pointer, before: Pointer, cells: Pointer, dh: Pointer, dhStride: Pointer, dhNext: Pointer, dc: Pointer, dz: Pointer,
    batch: Int32, units: Int32, hard: Int32,
  ): void;

  // normalisation.ts

  /**
   * out[r, c] = (x[r, c] - mean[c]) * scale[c] + offset[c].
   *
   * @param coefficients - mean, scale and offset, each four times in a row, so that any number of columns fills whole vectors
   */
  normaliseRows(x: Pointer, coefficients: Pointer, out: Pointer, rows: Int32, columns: Int32): void;
  /**
   * out[r, c] = dy[r, c] * a[c] + (x[r, c] - mean[c]) * b[c] + d[c], the gradient of normalised rows.
   *
   * @param coefficients - mean, a, b and d, each four times in a row
   */
  normalisationGradient(x: Pointer, dy: Pointer, coefficients: Pointer, out: Pointer, rows: Int32, columns: Int32): void;
  /**
   * sums[c] = sum_r dy[r, c] and products[c] = sum_r dy[r, c] * (x[r, c] - mean[c]); with dy = 0 given as its address,
   * products[c] = sum_r (x[r, c] - mean[c])^2 and sums[c] = sum_r (x[r, c] - mean[c]).
   *
   * @param mean - four times in a row
   * @param scratch - sixteen rows: two sums of a block, and two of all of them
   */
  centredSums(
    x: Pointer, dy: Pointer, mean: Pointer, sums: Pointer, products: Pointer, rows: Int32, columns: Int32, scratch: Pointer,
  ): void;

  // nearest.ts

  /**
   * Goes on looking for the row nearest to each point. The products tell which rows may be it, up to a slack for their rounding;
   * of those the distance is computed, as `squaredDistances` does.
   *
   * @param products - ⟨point, row⟩ - ½ ‖row‖², [points, count]
   * @param found - of every point the largest product and the smallest squared distance so far, float32, and its row, int32;
   *   behind it the slack, float32
   * @param first - the number of the first row
   * @param scratch - 16 bytes
   */
  nearestRows(
    products: Pointer, points: Pointer, n: Int32, rows: Pointer, count: Int32, rowBytes: Pointer, first: Int32, found: Pointer, scratch: Pointer,
  ): void;

  // pack.ts

  /**
   * Packs the right operand of a product into panels of eight columns: packed[panel][k][8], the last panel filled up with
   * zeros. `rowStride` and `columnStride` are in floats, so that a transposed operand is packed by exchanging them.
   */
  pack(b: Pointer, packed: Pointer, rows: Int32, columns: Int32, rowStride: Int32, columnStride: Int32): void;
  /** Copies [images, height, rowFloats] into the middle of [images, paddedHeight, paddedFloats], zeros around it. */
  padImages(
    from: Pointer, to: Pointer, images: Int32, height: Int32, rowFloats: Int32, top: Int32, leftFloats: Int32, paddedHeight: Int32, paddedFloats: Int32,
  ): void;
  /** Copies the middle [images, height, rowFloats] out of [images, paddedHeight, paddedFloats]. */
  cropImages(
    from: Pointer, to: Pointer, images: Int32, height: Int32, rowFloats: Int32, top: Int32, leftFloats: Int32, paddedHeight: Int32, paddedFloats: Int32,
  ): void;

  // pooling.ts

  /**
   * Largest input of every window, NaN where there is one; x [images, height, width, channels], out [images, outHeight,
   * outWidth, channels].
   */
  maxPool(
    x: Pointer, out: Pointer, images: Int32, height: Int32, width: Int32, channels: Int32, outHeight: Int32, outWidth: Int32,
    windowHeight: Int32, windowWidth: Int32, strideY: Int32, strideX: Int32, top: Int32, left: Int32,
  ): void;
  /** Mean of every window, padding left out. */
  averagePool(
    x: Pointer, out: Pointer, images: Int32, height: Int32, width: Int32, channels: Int32, outHeight: Int32, outWidth: Int32,
    windowHeight: Int32, windowWidth: Int32, strideY: Int32, strideX: Int32, top: Int32, left: Int32,
  ): void;
  /**
   * Gradient of max pooling: every output hands its gradient to the first largest input of its window.
   * x and dx [images, height, width, channels], dy [images, outHeight, outWidth, channels].
   */
  maxPoolGradient(
    x: Pointer, dy: Pointer, dx: Pointer, images: Int32, height: Int32, width: Int32, channels: Int32, outHeight: Int32, outWidth: Int32,
    windowHeight: Int32, windowWidth: Int32, strideY: Int32, strideX: Int32, top: Int32, left: Int32,
  ): void;
  /** Gradient of average pooling: every output spreads its gradient over the inputs of its window, padding left out. */
  averagePoolGradient(
    dy: Pointer, dx: Pointer, images: Int32, height: Int32, width: Int32, channels: Int32, outHeight: Int32, outWidth: Int32,
    windowHeight: Int32, windowWidth: Int32, strideY: Int32, strideX: Int32, top: Int32, left: Int32,
  ): void;

  // plane.ts

  /**
   * Convolution of images of one channel, moved by one pixel at a time along a row:
   *
   *   out[image, y, x, c] = f( bias[c] + sum_{r < runs, j < length} a[image, y, r, x + j] * filter[r, j, c] )
   *
   * Vectors hold neighbouring pixels, where `product` holds neighbouring filters, of which a first layer has too few to fill
   * them. Sums are added up in the same order. The last tile of a row, and the last channels, lie over those before. f is
   * max(0, .) where `relu` is set.
   *
   * @param width - of the output, at least 8
   * @param columns - at least 3
   * @param rowStride - bytes of `a` between rows of patches, `imageStride` between images, `runStride` between rows of a patch
   */
  planeConvolution(
    a: Pointer, filter: Pointer, bias: Pointer, out: Pointer, images: Int32, height: Int32, width: Int32, columns: Int32,
    rowStride: Int32, imageStride: Int32, runs: Int32, length: Int32, runStride: Int32, relu: Int32,
  ): void;
  /** As `planeConvolution`, of every window of two by two pixels only the largest: out [images, height / 2, width / 2, columns]. */
  pooledPlaneConvolution(
    a: Pointer, filter: Pointer, bias: Pointer, out: Pointer, images: Int32, height: Int32, width: Int32, columns: Int32,
    rowStride: Int32, imageStride: Int32, runs: Int32, length: Int32, runStride: Int32, relu: Int32,
  ): void;

  // product.ts

  /**
   * Product of patches by packed columns, which is a convolution or, with one run per row, a matrix product:
   *
   *   c[m, n] = f( bias[n] + sum_{r < runs, j < length} a[row(m) + r * runStride + j] * packed[n / 8][r * length + j][n % 8] )
   *
   * Row m is pixel (image, y, x) of [images, height, width]; neighbouring pixels lie `step` bytes apart, `rowSkip` and
   * `imageSkip` more are added at the end of a row and of an image. f is max(0, .) where `relu` is set.
   * Tiles of 4 rows by 8 columns are kept in registers; blocks of ROWS by DEPTH keep operands in the caches.
   */
  product(
    a: Pointer, rows: Int32, width: Int32, height: Int32, step: Int32, rowSkip: Int32, imageSkip: Int32,
    runs: Int32, length: Int32, runStride: Int32,
    packed: Pointer, bias: Pointer, c: Pointer, columns: Int32, relu: Int32,
  ): void;
  /**
   * As `product`, of patches no longer than DEPTH, and of every window of two by two pixels only the largest sums: four rows of
   * the product are one of `c`. Windows lie `step` apart; the pixels of one `right` and `below`.
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
   * @param scratch - eight rows: the sums of a block, and of all of them
   */
  sumRows(x: Pointer, out: Pointer, rows: Int32, columns: Int32, scratch: Pointer): void;
  /** out[i] = dy[i] where x[i] > 0, else 0; NaN of x lets dy pass. */
  reluGradient(x: Pointer, dy: Pointer, out: Pointer, size: Int32): void;

  // segments.ts

  /**
   * out[ids[r], c] += x[r, c] for rows whose id lies in [0, segments); `out` [segments, columns] is cleared first.
   */
  segmentSum(x: Pointer, ids: Pointer, out: Pointer, rows: Int32, columns: Int32, segments: Int32): void;

  // sparse.ts
  // Gradients of filters and of inputs where few of the slopes differ from zero, as behind max pooling and ReLU. Sums are added up
  // in the order of `filterGradient` and `inputGradient`, without the terms that are zero.

  /** How many of some numbers differ from zero. */
  countNonZero(x: Pointer, size: Int32): Int32;
  /**
   * The gradient of a convolution's filter, channel by channel:
   *
   *   out[r, j, n] = sum_{image, y, x} a[image * imageStride + y * rowStride + x * step + r * runStride + j] * b[(image, y, x), n]
   *
   * @param sums - scratch of as many rows of `length`, rounded up to 4, as there are runs for all channels
   * @param list - scratch of 8 bytes for every pixel of an image, and 8 more
   */
  sparseFilterGradient(
    a: Pointer, b: Pointer, out: Pointer, sums: Pointer, list: Pointer, images: Int32, height: Int32, width: Int32,
    step: Int32, rowStride: Int32, imageStride: Int32, runs: Int32, length: Int32, runStride: Int32, columns: Int32,
  ): void;
  /**
   * The gradient of a convolution with respect to its input, as `inputGradient`, image by image: `dx` holds 28 bytes more than them.
   *
   * A value of dx gets from each run what one row of slopes adds to it, and run after run these rows go upwards: so do the rows here.
   *
   * @param list - scratch of 12 bytes for every slope of a row, and 12 more
   */
  sparseInputGradient(
    dy: Pointer, packed: Pointer, dx: Pointer, list: Pointer, images: Int32, height: Int32, width: Int32, depth: Int32,
    step: Int32, rowStride: Int32, imageStride: Int32, runs: Int32, length: Int32, runStride: Int32,
  ): void;

  // volume.ts

  /**
   * Gradient of a three-dimensional convolution with respect to its input, which is cleared first:
   *
   *   dx[n, oz sz + kz - front, oy sy + ky - top, ox sx + kx - left, ci] += sum_co dy[n, oz, oy, ox, co] * w[kz, ky, kx, ci, co]
   *
   * or where `toFilter` is set with respect to its filter, from x in the place of dx to dw in that of w:
   *
   *   dw[kz, ky, kx, ci, co] += x[n, oz sz + kz - front, oy sy + ky - top, ox sx + kx - left, ci] * dy[n, oz, oy, ox, co]
   */
  volumeGradient(
    toFilter: Int32, dy: Pointer, w: Pointer, dx: Pointer, images: Int32, depth: Int32, height: Int32, width: Int32, channels: Int32,
    outDepth: Int32, outHeight: Int32, outWidth: Int32, outChannels: Int32, filterDepth: Int32, filterHeight: Int32, filterWidth: Int32,
    strideZ: Int32, strideY: Int32, strideX: Int32, front: Int32, top: Int32, left: Int32,
  ): void;
}
