using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Protobuf;

/// <summary>Cuts protobuf's text format into words. The format is described in protobuf's "Text Format Language Specification".</summary>
internal sealed class TextLexer
{
    private const string Symbols = "{}<>[]:,;-/";

    private readonly SourceText source;
    private readonly LineTable lines;
    private int position;

    public TextLexer(SourceText source)
    {
        this.source = source;
        lines = new LineTable(source.Content);
        Next();
    }

    /// <summary>The word that is read next.</summary>
    public TextToken Current { get; private set; }

    public ReadOnlySpan<char> Text => source.Content.AsSpan(Current.Start, Current.Length);

    public bool IsSymbol(char symbol) => Current.Kind == TextTokenKind.Symbol && source.Content[Current.Start] == symbol;

    /// <summary>Goes on to the next word when the current one is this symbol.</summary>
    public bool Accept(char symbol)
    {
        if (!IsSymbol(symbol))
            return false;
        Next();
        return true;
    }

    public SourceSpan Span(TextToken token) => Document.SpanAt(source, lines, token.Start, Math.Max(1, token.Length));

    /// <summary>An error at the current word.</summary>
    public GraphRunException Error(string message, string? help = null) => new(ErrorCode.Syntax, message, Span(Current), help);

    public void Next()
    {
        SkipBlanks();
        var text = source.Content;
        var start = position;
        if (start == text.Length)
            Current = new TextToken(TextTokenKind.End, start, 0);
        else if (char.IsAsciiLetter(text[start]) || text[start] == '_')
            Take(TextTokenKind.Name, EndOfWord(start));
        else if (char.IsAsciiDigit(text[start]) || (text[start] == '.' && start + 1 < text.Length && char.IsAsciiDigit(text[start + 1])))
            Take(TextTokenKind.Number, EndOfNumber(start));
        else if (text[start] is '"' or '\'')
            Take(TextTokenKind.String, EndOfString(start));
        else if (Symbols.Contains(text[start], StringComparison.Ordinal))
            Take(TextTokenKind.Symbol, start + 1);
        else
            throw At(start, $"'{Printable.Text(text.AsSpan(start, 1))}' begins no word of the text format");
    }

    private void Take(TextTokenKind kind, int end)
    {
        Current = new TextToken(kind, position, end - position);
        position = end;
    }

    private void SkipBlanks()
    {
        var text = source.Content;
        while (position < text.Length)
        {
            if (text[position] is ' ' or '\t' or '\r' or '\n')
                position++;
            else if (text[position] != '#')
                return;
            else
                position = text.IndexOf('\n', position) is >= 0 and var end ? end : text.Length;
        }
    }

    private int EndOfWord(int index)
    {
        var text = source.Content;
        while (index < text.Length && (char.IsAsciiLetterOrDigit(text[index]) || text[index] is '_' or '.'))
            index++;
        return index;
    }

    /// <summary>Digits, a point, an exponent with its sign, a suffix; what makes no sense is found when the number is read.</summary>
    private int EndOfNumber(int index)
    {
        var text = source.Content;
        while (index < text.Length)
        {
            var isExponentSign = text[index] is '+' or '-' && text[index - 1] is 'e' or 'E';
            if (!isExponentSign && !char.IsAsciiLetterOrDigit(text[index]) && text[index] != '.')
                break;
            index++;
        }

        return index;
    }

    private int EndOfString(int start)
    {
        var text = source.Content;
        for (var i = start + 1; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == text[start])
                return i + 1;
            if (text[i] == '\\')
                i++;
        }

        throw At(start, "the string is not closed on its line");
    }

    private GraphRunException At(int index, string message) => new(ErrorCode.Syntax, message, Document.SpanAt(source, lines, index, 1));
}
