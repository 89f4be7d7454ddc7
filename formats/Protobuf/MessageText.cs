using System.Buffers;

namespace GraphRun.Formats.Protobuf;

/// <summary>Tells protobuf's text format from YAML and JSON by how a file begins: <c>node {</c>.</summary>
internal static class MessageText
{
    private static readonly SearchValues<byte> nameLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_"u8);

    /// <summary>What the text is a message of: a graph or a SavedModel; null when it is neither.</summary>
    public static MessageSchema? SchemaOf(ReadOnlySpan<byte> text)
    {
        var rest = SkipSpace(text.StartsWith("\uFEFF"u8) ? text[3..] : text);
        var length = rest.IndexOfAnyExcept(nameLetters);
        if (length <= 0)
            return null;
        var name = rest[..length];
        var opens = SkipSpace(rest[length..]) is [(byte)'{', ..];
        if (name.SequenceEqual("saved_model_schema_version"u8) || (opens && name.SequenceEqual("meta_graphs"u8)))
            return MessageSchemas.SavedModel;
        return opens && (name.SequenceEqual("node"u8) || name.SequenceEqual("library"u8) || name.SequenceEqual("versions"u8))
            ? MessageSchemas.Graph
            : null;
    }

    /// <summary>Passes over white space and comments.</summary>
    private static ReadOnlySpan<byte> SkipSpace(ReadOnlySpan<byte> text)
    {
        for (text = text.TrimStart(" \t\r\n"u8); text is [(byte)'#', ..];)
        {
            var end = text.IndexOf((byte)'\n');
            text = end < 0 ? default : text[end..].TrimStart(" \t\r\n"u8);
        }

        return text;
    }
}
