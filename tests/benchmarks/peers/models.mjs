// Whole models in ONNX Runtime and TensorFlow.js (WebAssembly with SIMD), told by lines on stdin what to do. Run in a folder where
// `npm install --ignore-scripts onnxruntime-node @tensorflow/tfjs @tensorflow/tfjs-backend-wasm` was run:
//   onnx THREADS MODEL.json FOLDER, wasm 1 MODEL.json FOLDER   loads, runs on FOLDER/in_K.bin, writes FOLDER/out_K.bin; says ready and the outputs' names
//   turn MILLISECONDS                                           runs for so long; says the quickest run's microseconds
//   peak                                                        says the greatest resident size so far in KiB
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';
import { readGraphModel, weightBytes } from './graphmodel.mjs';
import { permute, toOnnx } from './onnx.mjs';

const require = createRequire(process.cwd() + '/');
let run;

const floats = file => {
  const raw = fs.readFileSync(file);
  return new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength));
};

async function onnx(threads, file, folder) {
  const ort = require('onnxruntime-node');
  const { bytes, inputs, outputs } = toOnnx(readGraphModel(file));
  const session = await ort.InferenceSession.create(bytes, {
    intraOpNumThreads: +threads, interOpNumThreads: 1, executionMode: 'sequential', graphOptimizationLevel: 'all', logSeverityLevel: 3,
  });
  const feeds = {};
  inputs.forEach(({ name, dims, isImage }, i) => {
    const given = { dims, values: floats(path.join(folder, `in_${i}.bin`)) };
    const { dims: shape, values } = isImage ? permute(given, [0, 3, 1, 2]) : given;
    feeds[name] = new ort.Tensor('float32', values, shape);
  });
  const results = await session.run(feeds);
  outputs.forEach(({ key, isImage }, i) => {
    const given = { dims: results[key].dims, values: results[key].data };
    fs.writeFileSync(path.join(folder, `out_${i}.bin`), Buffer.from((isImage ? permute(given, [0, 2, 3, 1]) : given).values.buffer.slice()));
  });
  run = () => session.run(feeds);
  return ['ready', ...outputs.map(({ name }) => name)].join('\t');
}

async function wasm(threads, file, folder) {
  const tf = require('@tensorflow/tfjs');
  const backend = require('@tensorflow/tfjs-backend-wasm');
  backend.setWasmPaths(path.join(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist/'));
  await tf.setBackend('wasm');
  await tf.ready();
  const { json, results } = readGraphModel(file);
  const weights = weightBytes(json, path.dirname(file));
  const model = await tf.loadGraphModel({
    load: async () => ({
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest.flatMap(group => group.weights),
      weightData: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length),
      signature: json.signature,
    }),
  });
  const inputs = {};
  model.inputs.forEach(({ name, shape }, i) => {
    const dims = shape.map((dim, axis) => dim >= 0 ? dim : axis === 0 ? 1 : axis === shape.length - 1 ? 3 : 256);
    inputs[name] = tf.tensor(floats(path.join(folder, `in_${i}.bin`)), dims);
  });
  run = async () => {
    const tensors = [model.execute(inputs, results)].flat();
    const values = tensors.map(tensor => tensor.dataSync());
    tensors.forEach(tensor => tensor.dispose());
    return values;
  };
  const values = await run();
  values.forEach((result, i) => fs.writeFileSync(path.join(folder, `out_${i}.bin`), Buffer.from(result.buffer, result.byteOffset, result.byteLength)));
  return ['ready', ...results].join('\t');
}

async function turn(milliseconds) {
  let least = Infinity;
  const end = performance.now() + +milliseconds;
  for (let count = 0; count < 3 || performance.now() < end; count++) {
    const start = process.hrtime.bigint();
    await run();
    least = Math.min(least, Number(process.hrtime.bigint() - start) / 1000);
  }
  return least.toFixed(2);
}

const say = text => process.stdout.write(`${text}\n`);
for await (const line of readline.createInterface({ input: process.stdin })) {
  const [command, ...words] = line.split('\t');
  try {
    if (command === 'onnx' || command === 'wasm') say(await { onnx, wasm }[command](...words));
    else if (command === 'turn') say(await turn(...words));
    else if (command === 'peak') say(process.resourceUsage().maxRSS);
    else break;
  } catch (error) {
    say(`failed: ${String(error.message).replaceAll('\n', ' ')}`);
  }
}
process.exit(0);
