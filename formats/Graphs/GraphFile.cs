using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Files;
using GraphRun.Formats.Models;
using GraphRun.Formats.Protobuf;
using GraphRun.Formats.TensorFlowJs;

namespace GraphRun.Formats.Graphs;

/// <summary>Reads graph files, YAML or JSON, and models of TensorFlow and TensorFlow.js into a <see cref="GraphDef"/>.</summary>
public static class GraphFile
{
    /// <summary>Reads the file at <paramref name="path"/>. Files that the graph names lie below the file's own folder.</summary>
    /// <exception cref="GraphRunException">The file cannot be read, or everything that is wrong with its text.</exception>
    /// <param name="choice">Which part of a model is meant; null for its default.</param>
    public static GraphDef Read(string path, ModelChoice? choice = null)
    {
        var errors = new ErrorList();
        var graph = Read(path, choice, errors);
        errors.ThrowIfAny();
        return graph;
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="name">What messages call it; its extension tells JSON from YAML, and without one the text does.</param>
    /// <param name="folder">Where files lie that the graph names; null when it may name none.</param>
    /// <exception cref="GraphRunException">Everything that is wrong with the text.</exception>
    public static GraphDef Read(Stream stream, string name, string? folder = null)
    {
        var errors = new ErrorList();
        var graph = Read(stream, name, folder, errors);
        errors.ThrowIfAny();
        return graph;
    }

    /// <summary>Reads the file at a path as far as it can be read, for those who want to see what is in it rather than run it.</summary>
    /// <param name="problems">What is wrong with it.</param>
    /// <exception cref="GraphRunException">Nothing could be read.</exception>
    public static GraphDef Inspect(string path, ModelChoice? choice, out IReadOnlyList<Diagnostic> problems)
    {
        var errors = new ErrorList();
        var graph = Read(path, choice, errors);
        problems = errors.Told;
        return graph;
    }

    /// <summary>Whether a path is one of TensorFlow's own files or folders, whose source text is not what was read.</summary>
    public static bool IsProtobuf(string path) => ProtobufModel.Is(path);

    /// <summary>Reads the file at a path; what is wrong goes to the list, as far as anything is left to read.</summary>
    /// <exception cref="GraphRunException">Nothing could be read.</exception>
    internal static GraphDef Read(string path, ModelChoice? choice, ErrorList errors)
    {
        if (ProtobufModel.Is(path))
            return ProtobufModel.Read(path, choice ?? new ModelChoice(), errors);
        if (choice is { Signature: not null } or { Tags: not null })
            throw new GraphRunException(ErrorCode.Usage, $"{Printable.Text(path)} has no signatures or tags to choose from: it is no SavedModel");
        using var stream = InputFile.Open(path);
        return Read(stream, path, Path.GetDirectoryName(Path.GetFullPath(path)), errors);
    }

    /// <summary>Reads a stream to its end; what is wrong goes to the list, as far as anything is left to read.</summary>
    /// <exception cref="GraphRunException">Nothing could be read.</exception>
    internal static GraphDef Read(Stream stream, string name, string? folder, ErrorList errors, ModelChoice? choice = null)
    {
        var content = GraphText.ReadBytes(stream, name);
        if (folder is null && ProtobufModel.IsContent(content))
            return ProtobufModel.Read(content, name, choice ?? new ModelChoice(), errors);
        ReadOnlySpan<byte> bytes = content;
        var source = GraphText.Decode(name, ref bytes);
        var document = IsJson(name, source.Content) ? JsonReader.Read(source, bytes, errors) : YamlReader.Read(source, errors);
        return document is not null && TensorFlowJsModel.Is(document.Root)
            ? TensorFlowJsModel.Read(document, folder, errors)
            : new GraphDefReader(errors).Read(document, source, folder);
    }

    /// <summary>YAML's flow mappings begin with a brace too; what follows in JSON is a quote or the end.</summary>
    private static bool IsJson(string name, string content)
    {
        var extension = Path.GetExtension(name);
        if (extension.Equals(".json", StringComparison.OrdinalIgnoreCase))
            return true;
        if (extension.Equals(".yaml", StringComparison.OrdinalIgnoreCase) || extension.Equals(".yml", StringComparison.OrdinalIgnoreCase))
            return false;
        var text = content.AsSpan().TrimStart();
        return text.StartsWith("{") && text[1..].TrimStart() is ['"' or '}', ..];
    }
}
