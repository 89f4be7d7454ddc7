using System.Text;
using System.Text.Json;
using GraphRun.Errors;

namespace GraphRun.Formats.Documents;

/// <summary>Reads one JSON document as RFC 8259 has it: no comments, no trailing commas.</summary>
internal static class JsonReader
{
    /// <summary>The document, or null when the text is blank.</summary>
    /// <param name="utf8">The source's content in UTF-8, without byte order mark.</param>
    /// <exception cref="GraphRunException">Malformed JSON; anything above a limit.</exception>
    public static Document? Read(SourceText source, ReadOnlySpan<byte> utf8, ErrorList errors)
    {
        if (utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0)
            return null;
        var builder = new DocumentBuilder(source);
        var position = new CharacterCursor(utf8);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = DocumentLimits.MaxDepth + 1 });
        try
        {
            while (reader.Read())
                Take(ref reader, ref position, builder);
        }
        catch (JsonException error)
        {
            throw JsonErrors.Translate(source, builder, ErrorIndex(source.Content, error, builder));
        }

        var document = builder.Build();
        DuplicateKeys.Report(document, builder.Next, errors);
        return document;
    }

    private static void Take(ref Utf8JsonReader reader, ref CharacterCursor position, DocumentBuilder builder)
    {
        var start = position.MoveTo((int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                builder.Open(DocumentNodeKind.Mapping, start);
                break;
            case JsonTokenType.StartArray:
                builder.Open(DocumentNodeKind.Sequence, start);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                builder.Close(start + 1);
                break;
            case JsonTokenType.PropertyName or JsonTokenType.String:
                var quoted = position.MoveTo((int)reader.TokenStartIndex + reader.ValueSpan.Length + 2);
                builder.Scalar(ScalarStyle.DoubleQuoted, start, quoted - start, reader.GetString()!);
                break;
            default:
                builder.Scalar(ScalarStyle.Plain, start, reader.ValueSpan.Length, Encoding.UTF8.GetString(reader.ValueSpan));
                break;
        }
    }

    private static int ErrorIndex(string content, JsonException error, DocumentBuilder builder)
    {
        var start = builder.StartOfLine((int)(error.LineNumber ?? 0));
        var bytes = error.BytePositionInLine ?? 0;
        var index = start;
        for (; bytes > 0 && index < content.Length; index++)
            bytes -= char.IsSurrogate(content[index]) ? 2 : Encoding.UTF8.GetByteCount(content.AsSpan(index, 1));
        return index;
    }

    /// <summary>Turns byte indices, asked for in rising order, into character indices.</summary>
    private ref struct CharacterCursor(ReadOnlySpan<byte> utf8)
    {
        private readonly ReadOnlySpan<byte> utf8 = utf8;
        private int bytes;
        private int characters;

        public int MoveTo(int target)
        {
            characters += Encoding.UTF8.GetCharCount(utf8[bytes..target]);
            bytes = target;
            return characters;
        }
    }
}
