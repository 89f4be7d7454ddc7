using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>What is known beforehand of a tensor that is to be read from text.</summary>
/// <param name="DType">The dtype of the elements; <see cref="DType.None"/> when the text decides.</param>
/// <param name="Shape">The shape, of which dims may be unknown; null when the text decides.</param>
public readonly record struct ExpectedTensor(DType DType = DType.None, Shape? Shape = null);
