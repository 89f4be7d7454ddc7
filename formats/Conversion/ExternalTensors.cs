using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Conversion;

/// <summary>Constants that do not stand in the graph file itself but in one beside it.</summary>
/// <param name="file">The name of the file as the graph gives it.</param>
internal sealed class ExternalTensors(string file)
{
    private readonly Dictionary<string, Tensor> tensors = [];

    /// <summary>The name of the file as the graph gives it.</summary>
    public string File { get; } = file;

    public int Count => tensors.Count;

    /// <summary>Notes a tensor; returns the key under which it lies in the file.</summary>
    public string Add(string name, Tensor value)
    {
        var key = name;
        for (var suffix = 1; !tensors.TryAdd(key, value); suffix++)
            key = $"{name}_{suffix}";
        return key;
    }

    public void Write(Stream stream) =>
        SafetensorsWriter.Write(tensors.Select(pair => new NamedTensor(pair.Key, pair.Value)), stream);
}
