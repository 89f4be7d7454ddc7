using GraphRun.Tensors;

namespace GraphRun.Formats.Stores;

/// <summary>What is known of a stored variable without reading its value.</summary>
/// <param name="ByteCount">The length of the stored value.</param>
/// <param name="Checksum">CRC-32C of dtype, shape and value: equal values have equal checksums, whatever their names.</param>
/// <param name="Since">The checkpoint that wrote the value.</param>
public sealed record StoredVariable(string Name, DType DType, Shape Shape, long ByteCount, uint Checksum, long Since);
