using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Models;

namespace GraphRun.Formats.Protobuf;

/// <summary>Reads TensorFlow's own files: GraphDef (<c>.pb</c>, <c>.pbtxt</c>), MetaGraphDef (<c>.meta</c>) and SavedModel.</summary>
internal static class ProtobufModel
{
    private const int MetaGraphsField = 2;

    /// <summary>A SavedModel begins with its version, a number; everything else with bytes.</summary>
    private const byte VersionTag = 1 << 3;

    private const byte NodeTag = (1 << 3) | 2;
    private const byte SecondTag = (2 << 3) | 2;

    /// <summary>Whether a path is one of TensorFlow's files, by its extension, or a folder with a SavedModel.</summary>
    public static bool Is(string path) => Directory.Exists(path)
        ? SavedModelFolder.FileIn(path) is not null
        : IsText(path) || IsMeta(path) || path.EndsWith(".pb", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="GraphRunException">Everything that is wrong with the file; ops that are not supported, all at once.</exception>
    public static GraphDef Read(string path, ModelChoice choice, ErrorList errors)
    {
        var file = SavedModelFolder.FileIn(path) ?? path;
        var (bytes, text) = ReadBytes(file);
        var folder = Path.GetDirectoryName(Path.GetFullPath(file));
        if (IsMeta(file))
            return ReadMeta(bytes, file, folder, choice, errors);
        var isSavedModel = Path.GetFileNameWithoutExtension(file) == SavedModelFolder.Name || bytes is [VersionTag, ..];
        return Read(bytes, text, file, folder, isSavedModel, choice, errors);
    }

    /// <summary>Whether bytes without a name are a serialized graph or SavedModel, or the text of one; graph files are other texts.</summary>
    public static bool IsContent(ReadOnlySpan<byte> content) => IsSerialized(content) || MessageText.SchemaOf(content) is not null;

    /// <summary>Reads what has no name and no files beside it; variables have no values then.</summary>
    /// <param name="bytes">What <see cref="IsContent"/> is true of.</param>
    /// <inheritdoc cref="Read(string, ModelChoice, ErrorList)"/>
    public static GraphDef Read(byte[] bytes, string name, ModelChoice choice, ErrorList errors)
    {
        if (IsSerialized(bytes))
            return Read(bytes, null, name, null, bytes is [VersionTag, ..], choice, errors);
        var schema = MessageText.SchemaOf(bytes)!;
        ReadOnlySpan<byte> content = bytes;
        var text = GraphText.Decode(name, ref content);
        return Read(TextFormatReader.Encode(text, schema), text, name, null, schema == MessageSchemas.SavedModel, choice, errors);
    }

    private static GraphDef Read(
        byte[] bytes, SourceText? text, string file, string? folder, bool isSavedModel, ModelChoice choice, ErrorList errors)
    {
        if (isSavedModel)
            return ReadSavedModel(bytes, text, file, folder, choice, errors);
        MessageCheck.Check(bytes, MessageSchemas.Graph, file);
        var listing = new NodeListing(file, text);
        var reader = new GraphMessageReader(file, listing);
        reader.Read(bytes);
        RefuseSignature(choice, file);
        var graph = TableInitialization.Apply(new GraphDef { Folder = folder, Nodes = reader.Nodes, Library = reader.Library });
        return Finish(reader, listing, graph, file, errors);
    }

    private static bool IsText(string path) =>
        path.EndsWith(".pbtxt", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".pb.txt", StringComparison.OrdinalIgnoreCase);

    private static bool IsMeta(string path) => path.EndsWith(".meta", StringComparison.OrdinalIgnoreCase);

    /// <summary>A first field that both messages begin with, and soon after the second of a node: no text has such characters.</summary>
    private static bool IsSerialized(ReadOnlySpan<byte> content) =>
        content is [VersionTag or NodeTag, ..] && content[..Math.Min(content.Length, 4096)].Contains(SecondTag);

    /// <summary>The bytes of the message; a text is encoded first.</summary>
    private static (byte[] Bytes, SourceText? Text) ReadBytes(string file)
    {
        var bytes = MessageFile.ReadBytes(file);
        if (!IsText(file))
            return (bytes, null);
        ReadOnlySpan<byte> content = bytes;
        var text = GraphText.Decode(file, ref content);
        var isSavedModel = Path.GetFileNameWithoutExtension(file) == SavedModelFolder.Name;
        return (TextFormatReader.Encode(text, isSavedModel ? MessageSchemas.SavedModel : MessageSchemas.Graph), text);
    }

    private static GraphDef ReadMeta(byte[] bytes, string file, string? folder, ModelChoice choice, ErrorList errors)
    {
        MessageCheck.Check(bytes, MessageSchemas.MetaGraph, file);
        var meta = MetaGraph.Of(bytes, file);
        return Read(meta, meta.Graph(bytes), null, file, folder, choice, SavedModelFolder.CheckpointBeside(file), errors);
    }

    private static GraphDef ReadSavedModel(
        byte[] bytes, SourceText? text, string file, string? folder, ModelChoice choice, ErrorList errors)
    {
        MessageCheck.Check(bytes, MessageSchemas.SavedModel, file);
        var metas = new List<(MetaGraph Meta, Range Range)>();
        var fields = new WireReader(bytes);
        while (fields.Next())
        {
            if (fields.Field == MetaGraphsField)
                metas.Add((MetaGraph.Of(fields.Value, file), fields.ValueStart..fields.Position));
        }

        var (meta, range) = TagChoice.Choose(metas, found => found.Meta.Tags, choice.Tags, file);
        var checkpoint = folder is null ? null : SavedModelFolder.CheckpointOf(file);
        return Read(meta, meta.Graph(bytes.AsSpan()[range]), text, file, folder, choice, checkpoint, errors);
    }

    private static GraphDef Read(
        MetaGraph meta,
        ReadOnlySpan<byte> bytes,
        SourceText? text,
        string file,
        string? folder,
        ModelChoice choice,
        string? checkpoint,
        ErrorList errors)
    {
        var listing = new NodeListing(file, text);
        var reader = new GraphMessageReader(file, listing);
        reader.Read(bytes);
        var (inputs, outputs) = meta.Interface(choice.Signature, file);
        var graph = new GraphDef
        {
            Folder = folder,
            Nodes = reader.Nodes,
            Library = reader.Library,
            Inputs = inputs,
            Outputs = outputs,
            VariableValues = checkpoint is null ? null : new RestoredVariables(checkpoint, reader.Nodes, reader.Library).Read,
        };
        return Finish(reader, listing, TableInitialization.Apply(graph, new ModelAssets(folder, meta.Assets).Read), file, errors);
    }

    /// <summary>Leaves out what is not needed, and tells what is wrong with the rest.</summary>
    private static GraphDef Finish(GraphMessageReader reader, NodeListing listing, GraphDef graph, string file, ErrorList errors)
    {
        var pruned = GraphNotes.Apply(reader.Notes, graph.Outputs.Count > 0
            ? ModelPruning.ToInterface(graph) : ModelPruning.WithoutSavers(graph));
        if (pruned.Nodes.Count == 0)
            throw new GraphRunException(ErrorCode.NoGraph, $"no graph in file '{Printable.Text(file)}'");
        reader.Report(pruned, errors);
        return pruned with
        {
            Source = listing.Source,
            Model = file,
            Outputs = pruned.Outputs.Count > 0 || reader.Notes.Count > 0
                ? pruned.Outputs
                : ImportedNodes.UnusedOutputs(pruned.Nodes, pruned.Library),
        };
    }

    private static void RefuseSignature(ModelChoice choice, string file)
    {
        if (choice.Signature is not null || choice.Tags is not null)
            throw new GraphRunException(ErrorCode.Usage,
                $"{Printable.Text(file)} is a bare graph, which has no signatures or tags to choose from");
    }
}
