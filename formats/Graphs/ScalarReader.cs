using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Graphs;

/// <summary>Reads single values whose kind is fixed by the format, and says what was expected when they are of another kind.</summary>
internal sealed class ScalarReader(ErrorList errors)
{
    /// <summary>Keys that are none of <paramref name="known"/> are errors with the nearest one as a suggestion.</summary>
    public static void CheckKeys(DocumentNode mapping, IReadOnlyList<string> known, string what, ErrorList errors)
    {
        foreach (var (key, _) in mapping.Entries)
        {
            if (known.Contains(key.ToString()))
                continue;
            errors.Add(
                ErrorCode.UnknownKey,
                $"{what} has no key '{Printable.Text(key.Text)}'",
                key.Span,
                Suggestion.For(key.ToString(), known) ?? $"its keys are {string.Join(", ", known)}");
        }
    }

    /// <summary>A string, or a plain scalar's text; no text when there is no value or it is of another kind.</summary>
    public Word Text(DocumentNode value, string what)
    {
        if (!value.Exists)
            return default;
        if (value.Kind == DocumentNodeKind.Scalar && (value.Style != ScalarStyle.Plain || CoreScalar.KindOf(value) != CoreKind.Null))
            return new Word(value.ToString(), value.Span);
        errors.Add(ErrorCode.InvalidValue, $"'{what}' is a text, not {KindName(value)}", value.Span);
        return default;
    }

    /// <summary>A whole number of 64 bits.</summary>
    public long? Integer(DocumentNode value, string what)
    {
        if (!value.Exists)
            return null;
        if (value.Kind == DocumentNodeKind.Scalar && CoreScalar.KindOf(value) == CoreKind.Integer
            && CoreScalar.TryInteger(value.Text, out var number) && number <= long.MaxValue)
            return (long)number;
        var shown = value.Kind == DocumentNodeKind.Scalar ? $"'{Printable.Text(value.Text)}'" : KindName(value);
        errors.Add(ErrorCode.InvalidValue, $"'{what}' is a whole number of 64 bits, not {shown}", value.Span);
        return null;
    }

    public static string KindName(DocumentNode value) => value.Kind switch
    {
        DocumentNodeKind.Mapping => "a mapping",
        DocumentNodeKind.Sequence => "a list",
        _ => CoreScalar.KindOf(value) == CoreKind.Null ? "empty" : "a single value",
    };
}
