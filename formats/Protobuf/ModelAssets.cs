using System.Text;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Files;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Models;
using GraphRun.Tensors;

namespace GraphRun.Formats.Protobuf;

/// <summary>The files below a SavedModel's folder <c>assets</c>.</summary>
/// <param name="folder">The model's folder; null when it has none.</param>
/// <param name="names">The names of the files, by the nodes that stand for their paths.</param>
internal sealed class ModelAssets(string? folder, IReadOnlyDictionary<string, string> names)
{
    /// <summary>The lines with which a table is filled; null when the node is no constant that stands for a path.</summary>
    /// <param name="path">The constant with the path that the file had where the model was made.</param>
    /// <param name="initializer">Tells what the lines hold.</param>
    /// <exception cref="GraphRun.Errors.GraphRunException">There is no such file, or it lies outside the model's folder.</exception>
    public TableAsset? Read(NodeDef path, NodeDef initializer)
    {
        var value = path.Attrs.Select(attr => attr.Value.Typed).OfType<Tensor>().FirstOrDefault();
        if (value is not { DType: DType.String, ElementCount: 1 } text)
            return null;
        var name = names.GetValueOrDefault(path.Name) ?? Encoding.UTF8.GetString(text.Value<byte[]>()).Split('/')[^1];
        using var stream = ContainedPath.Open(folder, $"assets/{name}", path.Span);
        return new TableAsset(GraphText.ReadBytes(stream, name), name, initializer);
    }
}
