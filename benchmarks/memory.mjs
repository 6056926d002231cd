/**
 * Measures the peak resident memory of work on large images, beside PyTorch: `probabilities`, and FGSM, which takes one gradient with
 * respect to the inputs, of torchvision's MobileNetV2 (1,000 classes), imported from ONNX.
 *
 *   npm run bench:memory -- [--sizes 32,96,224,299] [--images 6,32] [--files FOLDER]
 *
 * Each peak is that of a new process, with all that it loads. PyTorch takes all images as one batch; this package chooses batches. PYTHON
 * (python3 by default) needs torch, torchvision and onnx. `--files` keeps the exported networks for the next run. Runs on Linux. Ends with
 * status 1 if a peak is more than 2 times PyTorch's.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '32,96,224,299' },
    images: { type: 'string', default: '6,32' },
    files: { type: 'string' },
  },
});
const limit = 2;
const python = process.env.PYTHON ?? 'python3';
const pathOf = (name) => new URL(name, import.meta.url).pathname;
const folder = options.files ?? mkdtempSync(join(tmpdir(), 'dnn-memory-'));
const run = (command, ...args) =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

try {
  console.log(
    '| work | pixels | images | this package | PyTorch | ratio, at most 2 | processor seconds, this / PyTorch |\n| --- | --- | --- | --- | --- | --- | --- |',
  );
  for (const size of options.sizes.split(',')) {
    const file = exported(size);
    for (const work of ['probabilities', 'gradient'])
      for (const images of options.images.split(',')) row(file, size, work, images);
  }
} finally {
  if (!options.files) rmSync(folder, { recursive: true, force: true });
}

function exported(size) {
  const target = join(folder, size);
  const file = join(target, 'mobilenet_v2-script.onnx');
  if (!existsSync(file))
    run(python, pathOf('../scripts/imported-models/torchvision-models.py'), target, 'mobilenet_v2', '--size', size);
  return file;
}

function row(file, size, work, images) {
  const own = JSON.parse(run(process.execPath, pathOf('memory/work-once.mjs'), file, work, images));
  const peer = JSON.parse(run(python, pathOf('memory/work_once.py'), size, work, images));
  const ratio = own.bytes / peer.bytes;
  if (ratio > limit) process.exitCode = 1;
  const shown = [own, peer].map(({ bytes }) => `${(bytes / 1e6).toFixed(0)} MB`);
  const seconds = [own, peer].map((sample) => sample.seconds.toFixed(1)).join(' / ');
  console.log(
    `| ${[work, size, images, ...shown, ratio.toFixed(2) + (ratio > limit ? ', exceeded' : ''), seconds].join(' | ')} |`,
  );
}
