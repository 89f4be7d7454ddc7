using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>One entry of a file that holds several tensors.</summary>
public readonly record struct NamedTensor(string Name, Tensor Value);
