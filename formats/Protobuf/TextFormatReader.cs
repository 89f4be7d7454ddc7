using System.Buffers;
using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Protobuf;

/// <summary>
/// Encodes a message that is written in protobuf's text format (<c>.pbtxt</c>). Fields that TensorFlow has and nobody reads here are
/// skipped; nodes get their line and column.
/// </summary>
internal sealed class TextFormatReader
{
    private const int LineField = 100001;
    private const int ColumnField = 100002;

    private readonly TextLexer lexer;
    private readonly TextScalars scalars;
    private readonly Stack<Level> open = new();

    private TextFormatReader(SourceText source)
    {
        lexer = new TextLexer(source);
        scalars = new TextScalars(lexer);
    }

    /// <exception cref="GraphRunException">The first mistake in the text.</exception>
    public static byte[] Encode(SourceText source, MessageSchema schema)
    {
        var reader = new TextFormatReader(source);
        reader.open.Push(new Level(schema, null, '\0'));
        while (reader.Step())
        {
        }

        return reader.open.Pop().Bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads one field, or the beginning or end of a message; false at the end of the text.</summary>
    private bool Step()
    {
        var level = open.Peek();
        if (lexer.Current.Kind == TextTokenKind.End)
            return open.Count == 1 && level.List is null ? false : throw lexer.Error("the text ends within a message", "a '}' is missing");
        if (lexer.Accept(',') || lexer.Accept(';'))
            return true;
        if (level.List is { } list)
            ReadItem(level, list);
        else if (level.Closer != '\0' && lexer.Accept(level.Closer))
            Close();
        else
            ReadField(level);
        return true;
    }

    /// <summary>A message in brackets, or the bracket that closes the list.</summary>
    private void ReadItem(Level level, FieldSchema list)
    {
        if (lexer.Accept(']'))
            level.List = null;
        else
            Open(list);
    }

    private void ReadField(Level level)
    {
        if (lexer.IsSymbol('['))
        {
            SkipValue();
            lexer.Accept(':');
            SkipValue();
            return;
        }

        if (lexer.Current.Kind != TextTokenKind.Name)
            throw lexer.Error($"expected the name of a field, got '{Printable.Text(lexer.Text)}'");
        var name = lexer.Text.ToString();
        var isKnown = level.Schema.TryGet(name, out var field);
        if (!isKnown && !level.Schema.IsOpen && !level.Schema.PassedOver.Contains(name)
            && !name.StartsWith("experimental_", StringComparison.Ordinal))
            throw Unknown(level.Schema, name);
        lexer.Next();
        var hasColon = lexer.Accept(':');
        if (!isKnown)
            SkipValue();
        else if (field!.Message is not null)
            ReadMessages(level, field);
        else if (!hasColon)
            throw lexer.Error($"expected ':' behind '{name}'");
        else
            ReadScalars(level, field);
    }

    private void ReadMessages(Level level, FieldSchema field)
    {
        if (lexer.Accept('['))
            level.List = field;
        else
            Open(field);
    }

    private void ReadScalars(Level level, FieldSchema field)
    {
        if (!lexer.Accept('['))
        {
            scalars.Read(field, level.Bytes);
            return;
        }

        while (!lexer.Accept(']'))
        {
            scalars.Read(field, level.Bytes);
            if (!lexer.Accept(',') && !lexer.IsSymbol(']'))
                throw lexer.Error($"expected ',' or ']' in the list '{field.Name}'");
        }
    }

    private void Open(FieldSchema field)
    {
        var start = lexer.Current;
        var closer = lexer.Accept('{') ? '}' : lexer.Accept('<') ? '>' : throw lexer.Error($"'{field.Name}' is a message: expected '{{'");
        if (open.Count >= MessageCheck.MaxDepth)
        {
            throw new GraphRunException(
                ErrorCode.LimitExceeded, $"messages are nested deeper than {MessageCheck.MaxDepth}", lexer.Span(start));
        }

        var level = new Level(field.Message!, field, closer);
        if (field.Message == MessageSchemas.Node)
        {
            var span = lexer.Span(start);
            WireWriter.Number(level.Bytes, LineField, (ulong)span.Line);
            WireWriter.Number(level.Bytes, ColumnField, (ulong)span.Column);
        }

        open.Push(level);
    }

    private void Close()
    {
        var closed = open.Pop();
        WireWriter.Bytes(open.Peek().Bytes, closed.Field!.Number, closed.Bytes.WrittenSpan);
    }

    /// <summary>Passes over a value of any kind: a word, strings in a row, a list, a message with all that is in it.</summary>
    private void SkipValue()
    {
        for (var depth = 0; ;)
        {
            if (lexer.Current.Kind == TextTokenKind.End)
                throw lexer.Error("the text ends within a message", "a '}' is missing");
            if (lexer.IsSymbol('{') || lexer.IsSymbol('<') || lexer.IsSymbol('['))
                depth++;
            else if (lexer.IsSymbol('}') || lexer.IsSymbol('>') || lexer.IsSymbol(']'))
                depth--;
            var (isSign, isString) = (lexer.IsSymbol('-'), lexer.Current.Kind == TextTokenKind.String);
            lexer.Next();
            var goesOn = isSign || (isString && lexer.Current.Kind == TextTokenKind.String);
            if (depth <= 0 && !goesOn)
                return;
        }
    }

    private GraphRunException Unknown(MessageSchema schema, string name) => new(
        ErrorCode.UnknownKey,
        $"{schema.Name} has no field '{Printable.Text(name)}'",
        lexer.Span(lexer.Current),
        Suggestion.For(name, schema.Fields.Select(field => field.Name)));

    /// <summary>A message that is being read.</summary>
    /// <param name="Field">The field that it is the value of; null for the outermost.</param>
    /// <param name="Closer">What closes it.</param>
    private sealed record Level(MessageSchema Schema, FieldSchema? Field, char Closer)
    {
        public ArrayBufferWriter<byte> Bytes { get; } = new();

        /// <summary>The list of messages that is open.</summary>
        public FieldSchema? List { get; set; }
    }
}
