// Makes an ONNX model of a TensorFlow.js graph model, as far as convolutional networks need it. Images are NCHW throughout, inputs and
// results included, so that ONNX Runtime has no transposes to do but before a Reshape of an image.
import { attr } from './graphmodel.mjs';
import { int, ints, model, node as message, real, tensor, text, value } from './protobuf.mjs';

const NCHW = [0, 3, 1, 2];
const NHWC = [0, 2, 3, 1];
const channelFirst = [0, 2, 3, 1]; // where each dim of NHWC stands in NCHW
const activations = { Relu: 'Relu', Elu: 'Elu', Sigmoid: 'Sigmoid', Tanh: 'Tanh' };
const plain = {
  AddV2: 'Add', Add: 'Add', Sub: 'Sub', Mul: 'Mul', RealDiv: 'Div', Maximum: 'Max', Minimum: 'Min', Prelu: 'PRelu', AddN: 'Sum',
  Relu: 'Relu', Elu: 'Elu', Sigmoid: 'Sigmoid', Tanh: 'Tanh', Exp: 'Exp', Sqrt: 'Sqrt', Neg: 'Neg', Identity: 'Identity',
};

/** The model's bytes, and what its inputs and results are called and which of them are images. */
export function toOnnx({ nodes, results, constants }) {
  return new Conversion(nodes, constants).convert(results);
}

export function permute({ dims, values }, order) {
  const strides = dims.map((_, i) => dims.slice(i + 1).reduce((x, y) => x * y, 1));
  const target = order.map(axis => dims[axis]);
  const result = new values.constructor(values.length);
  const index = target.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    result[i] = values[order.reduce((sum, axis, d) => sum + index[d] * strides[axis], 0)];
    for (let d = target.length - 1; d >= 0 && ++index[d] === target[d]; d--) index[d] = 0;
  }
  return { dims: target, values: result };
}

class Conversion {
  constructor(nodes, constants) {
    Object.assign(this, { nodes, constants, parts: [], ranks: new Map(), inputs: [], count: 0 });
  }

  convert(results) {
    for (const result of results) this.visit(result);
    const outputs = results.map(name => ({ name, isImage: this.rankOf(name) === 4 }));
    const declared = outputs.map(({ name }) => value(12, this.key(name)));
    return { bytes: model([...this.parts, ...declared]), inputs: this.inputs, outputs: outputs.map(o => ({ ...o, key: this.key(o.name) })) };
  }

  key(name) { return name.endsWith(':0') ? name.slice(0, -2) : name; }

  rankOf(name) { return this.ranks.get(this.key(name)); }

  visit(result) {
    const pending = [this.key(result)];
    while (pending.length > 0) {
      const name = pending.at(-1);
      const node = this.nodes.get(name);
      if (!node) throw new Error(`no node '${name}'`);
      const missing = (node.input ?? []).map(input => this.key(input)).filter(input => !this.ranks.has(input) && !this.constants.has(input));
      if (this.ranks.has(name) || this.constants.has(name) || missing.length === 0) {
        pending.pop();
        if (!this.ranks.has(name) && !this.constants.has(name)) this.ranks.set(name, this.emit(node));
      } else pending.push(...missing);
    }
  }

  fresh() { return `_${this.count++}`; }

  add(op, inputs, attrs = [], output = this.fresh()) {
    this.parts.push(message(op, inputs, [output], attrs));
    return output;
  }

  constant(dims, values) {
    const name = this.fresh();
    this.parts.push(tensor(name, dims, values));
    return name;
  }

  integers(values) { return this.constant([values.length], BigInt64Array.from(values.map(BigInt))); }

  literal(input) {
    const found = this.constants.get(this.key(input));
    if (!found) throw new Error(`'${input}' is no constant`);
    return found;
  }

  /** An operand that is broadcast against a value of this rank. */
  operand(input, rank) {
    const found = this.constants.get(this.key(input));
    if (!found) return this.key(input);
    if (rank !== 4 || found.values.length === 1) return this.constant(found.values.length === 1 ? [] : found.dims, found.values);
    const { dims, values } = permute({ dims: [...Array(4 - found.dims.length).fill(1), ...found.dims], values: found.values }, NCHW);
    return this.constant(dims, values);
  }

  emit(node) {
    const convert = this[node.op] ?? (plain[node.op] ? this.elementwise : null);
    if (!convert) throw new Error(`${node.op} has no ONNX form here`);
    return convert.call(this, node);
  }

  elementwise(node) {
    const rank = Math.max(...node.input.map(input => this.rankOf(input) ?? 0));
    this.add(plain[node.op], node.input.map(input => this.operand(input, rank)), [], node.name);
    return rank;
  }

  Placeholder(node) {
    const dims = attr(node, 'shape').map((dim, i, all) => dim >= 0 ? dim : i === 0 ? 1 : i === all.length - 1 ? 3 : 256);
    this.inputs.push({ name: node.name, dims, isImage: dims.length === 4 });
    this.parts.push(value(11, node.name, dims.length === 4 ? NCHW.map(axis => dims[axis]) : dims));
    return dims.length;
  }

  Relu6(node) {
    this.add('Clip', [this.key(node.input[0]), this.constant([], Float32Array.of(0)), this.constant([], Float32Array.of(6))], [], node.name);
    return this.rankOf(node.input[0]);
  }

  LeakyRelu(node) {
    this.add('LeakyRelu', [this.key(node.input[0])], [real('alpha', attr(node, 'alpha', 0.2))], node.name);
    return this.rankOf(node.input[0]);
  }

  BiasAdd(node) {
    const rank = this.rankOf(node.input[0]);
    this.add('Add', [this.key(node.input[0]), this.operand(node.input[1], rank)], [], node.name);
    return rank;
  }

  /** What follows a fused op: its addend and its activation. */
  finish(current, node, rank) {
    const fused = attr(node, 'fused_ops', []).filter(name => name !== 'BiasAdd');
    let next = 3;
    fused.forEach((name, i) => {
      const output = i === fused.length - 1 ? node.name : this.fresh();
      if (name === 'Add') current = this.add('Add', [current, this.key(node.input[next++])], [], output);
      else if (name === 'Prelu') current = this.add('PRelu', [current, this.operand(node.input[next++], rank)], [], output);
      else if (name === 'Relu6')
        current = this.add('Clip', [current, this.constant([], Float32Array.of(0)), this.constant([], Float32Array.of(6))], [], output);
      else if (name === 'LeakyRelu') current = this.add('LeakyRelu', [current], [real('alpha', attr(node, 'leakyrelu_alpha', 0.2))], output);
      else if (activations[name]) current = this.add(activations[name], [current], [], output);
      else throw new Error(`fused ${name} has no ONNX form here`);
    });
    return rank;
  }

  windows(node) {
    const padding = attr(node, 'padding');
    const [, height, width] = attr(node, 'strides');
    const pads = padding === 'EXPLICIT' ? attr(node, 'explicit_paddings') : null;
    return [
      ints('strides', [height, width]),
      ...padding === 'SAME' ? [text('auto_pad', 'SAME_UPPER')] : [],
      ...pads ? [ints('pads', [pads[2], pads[4], pads[3], pads[5]])] : [],
    ];
  }

  convolution(node, weights, group) {
    const [, height, width] = attr(node, 'dilations', [1, 1, 1, 1]);
    const hasBias = attr(node, 'fused_ops', [])[0] === 'BiasAdd';
    const inputs = [this.key(node.input[0]), this.constant(weights.dims, weights.values)];
    if (hasBias) inputs.push(this.constant([weights.dims[0]], this.literal(node.input[2]).values));
    const isLast = attr(node, 'fused_ops', []).length <= (hasBias ? 1 : 0);
    const attrs = [...this.windows(node), ints('dilations', [height, width]), int('group', group)];
    const result = this.add('Conv', inputs, attrs, isLast ? node.name : this.fresh());
    return isLast ? 4 : this.finish(result, node, 4);
  }

  Conv2D(node) { return this.convolution(node, permute(this.literal(node.input[1]), [3, 2, 0, 1]), 1); }

  _FusedConv2D(node) { return this.Conv2D(node); }

  DepthwiseConv2dNative(node) {
    const { dims: [height, width, channels, filters], values } = this.literal(node.input[1]);
    const weights = permute({ dims: [height, width, channels * filters, 1], values }, [2, 3, 0, 1]);
    return this.convolution(node, weights, channels);
  }

  FusedDepthwiseConv2dNative(node) { return this.DepthwiseConv2dNative(node); }

  pooling(op, node, attrs) {
    const [, height, width] = attr(node, 'ksize');
    this.add(op, [this.key(node.input[0])], [...this.windows(node), ints('kernel_shape', [height, width]), ...attrs], node.name);
    return 4;
  }

  MaxPool(node) { return this.pooling('MaxPool', node, []); }

  AvgPool(node) { return this.pooling('AveragePool', node, [int('count_include_pad', 0)]); }

  Pad(node) {
    const pairs = this.literal(node.input[1]).values;
    const order = pairs.length === 8 ? NCHW : [...Array(pairs.length / 2).keys()];
    const pads = [...order.map(axis => pairs[2 * axis]), ...order.map(axis => pairs[2 * axis + 1])];
    this.add('Pad', [this.key(node.input[0]), this.integers(pads)], [], node.name);
    return order.length;
  }

  matrixProduct(node, hasBias) {
    const { dims, values } = this.literal(node.input[1]);
    const inputs = [this.key(node.input[0]), this.constant(dims, values)];
    if (hasBias) inputs.push(this.operand(node.input[2], 2));
    const fused = attr(node, 'fused_ops', []);
    const isLast = fused.length <= (hasBias ? 1 : 0);
    const attrs = [int('transA', attr(node, 'transpose_a', false) ? 1 : 0), int('transB', attr(node, 'transpose_b', false) ? 1 : 0)];
    const result = this.add('Gemm', inputs, attrs, isLast ? node.name : this.fresh());
    return isLast ? 2 : this.finish(result, node, 2);
  }

  MatMul(node) { return this.matrixProduct(node, false); }

  _FusedMatMul(node) { return this.matrixProduct(node, attr(node, 'fused_ops', [])[0] === 'BiasAdd'); }

  Reshape(node) {
    const shape = [...this.literal(node.input[1]).values];
    const isImage = this.rankOf(node.input[0]) === 4;
    const source = isImage ? this.add('Transpose', [this.key(node.input[0])], [ints('perm', NHWC)]) : this.key(node.input[0]);
    const target = shape.length === 4 ? this.fresh() : node.name;
    this.add('Reshape', [source, this.integers(shape)], [], target);
    if (shape.length === 4) this.add('Transpose', [target], [ints('perm', NCHW)], node.name);
    return shape.length;
  }

  Mean(node) {
    const rank = this.rankOf(node.input[0]);
    const axes = [...this.literal(node.input[1]).values].map(axis => (axis + rank) % rank);
    const keeps = attr(node, 'keep_dims', false);
    if (!keeps && rank === 4 && axes.includes(3) && axes.length < 3) throw new Error('a mean over channels has no ONNX form here');
    const own = rank === 4 ? axes.map(axis => channelFirst[axis]) : axes;
    if (rank === 4 && [...own].sort().join() === '2,3') {
      const mean = this.add('GlobalAveragePool', [this.key(node.input[0])], [], keeps ? node.name : this.fresh());
      if (!keeps) this.add('Flatten', [mean], [int('axis', 1)], node.name);
    } else this.add('ReduceMean', [this.key(node.input[0])], [ints('axes', own), int('keepdims', keeps ? 1 : 0)], node.name);
    return keeps ? rank : rank - axes.length;
  }

  Softmax(node) {
    const rank = this.rankOf(node.input[0]);
    this.add('Softmax', [this.key(node.input[0])], [int('axis', rank === 4 ? 1 : rank - 1)], node.name);
    return rank;
  }

  ConcatV2(node) {
    const rank = Math.max(...node.input.map(input => this.rankOf(input) ?? 0));
    const axis = (this.literal(node.input.at(-1)).values[0] + rank) % rank;
    const inputs = node.input.slice(0, -1).map(input => this.operand(input, rank));
    this.add('Concat', inputs, [int('axis', rank === 4 ? channelFirst[axis] : axis)], node.name);
    return rank;
  }

  resize(node, mode, rounding) {
    const size = [...this.literal(node.input[1]).values];
    const form = attr(node, 'half_pixel_centers', false) ? 'half_pixel' : attr(node, 'align_corners', false) ? 'align_corners' : 'asymmetric';
    const image = this.key(node.input[0]);
    const head = this.add('Slice', [this.add('Shape', [image]), this.integers([0]), this.integers([2])]);
    const sizes = this.add('Concat', [head, this.integers(size)], [int('axis', 0)]);
    const attrs = [text('mode', mode), text('coordinate_transformation_mode', form), ...rounding ? [text('nearest_mode', rounding)] : []];
    this.add('Resize', [image, '', '', sizes], attrs, node.name);
    return 4;
  }

  ResizeBilinear(node) { return this.resize(node, 'linear'); }

  ResizeNearestNeighbor(node) { return this.resize(node, 'nearest', attr(node, 'half_pixel_centers', false) ? 'round_prefer_floor' : 'floor'); }
}
