using System.Text;
using Google.Protobuf;
using GraphRun.Errors;
using GraphRun.Formats.Files;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Protobuf;

namespace GraphRun.Formats.Conversion;

/// <summary>Writes an expanded graph to a file, with a file of its large constants beside it where the format wants one.</summary>
public static class GraphOutput
{
    private const string TensorExtension = ".safetensors";

    private static readonly UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes the files whole or not at all.</summary>
    /// <param name="mostElements">Constants of at most so many elements stand in graph files themselves.</param>
    /// <param name="overwrites">Files that exist are replaced.</param>
    /// <returns>The files that were written.</returns>
    /// <exception cref="GraphRunException">A file exists or cannot be written, or the format cannot hold the graph.</exception>
    public static IReadOnlyList<string> Write(GraphDef graph, string path, GraphFormat format, long mostElements, bool overwrites)
    {
        var tensors = Path.ChangeExtension(path, TensorExtension);
        var external = new ExternalTensors(Path.GetFileName(tensors));
        Refuse(path, overwrites);
        using var file = new OutputFile(path);
        Write(graph, file.Stream, format, external, mostElements);
        if (external.Count == 0)
        {
            file.Complete();
            return [path];
        }

        Refuse(tensors, overwrites);
        using var values = new OutputFile(tensors);
        external.Write(values.Stream);
        // The graph comes last: it never names tensors that are not there.
        values.Complete();
        file.Complete();
        return [path, tensors];
    }

    /// <summary>Writes a graph whose constants all stand in the stream.</summary>
    /// <exception cref="GraphRunException">The format cannot hold the graph, or not all of its constants.</exception>
    public static void Write(GraphDef graph, Stream stream, GraphFormat format)
    {
        var external = new ExternalTensors("");
        var buffer = new MemoryStream();
        Write(graph, buffer, format, external, long.MaxValue);
        if (external.Count > 0)
        {
            throw new GraphRunException(
                ErrorCode.UnprintableValue, "the graph has constants with values that need a file of their own, such as NaN",
                help: "name a file to write to");
        }

        buffer.Position = 0;
        buffer.CopyTo(stream);
    }

    private static void Write(GraphDef graph, Stream stream, GraphFormat format, ExternalTensors external, long mostElements)
    {
        if (format is GraphFormat.Protobuf)
        {
            GraphMessageWriter.Write(graph).WriteTo(stream);
            return;
        }

        using var text = new StreamWriter(stream, utf8, bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        if (format is GraphFormat.ProtobufText)
            TextFormatWriter.Write(GraphMessageWriter.Write(graph).ToByteArray(), MessageSchemas.Graph, text);
        else
            new GraphFileWriter(text, format is GraphFormat.Yaml, external, mostElements).Write(graph);
    }

    private static void Refuse(string path, bool overwrites)
    {
        if (!overwrites && FileIdentity.Of(path) is { Kind: FileKind.Regular or FileKind.SymbolicLink })
            throw new GraphRunException(ErrorCode.FileNotWritable, $"{path} exists already", help: "add --force to replace it");
    }
}
