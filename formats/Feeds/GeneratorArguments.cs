using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.TensorFiles;

namespace GraphRun.Formats.Feeds;

/// <summary>The arguments of a generator by name, given in their order or as <c>name=value</c>.</summary>
internal sealed class GeneratorArguments
{
    private readonly Dictionary<string, string> values = [];
    private readonly string feed;
    private readonly string text;

    /// <exception cref="GraphRunException">More arguments than there are, or a name that is none or stands twice.</exception>
    public GeneratorArguments(GeneratorSource source, string feed)
    {
        (this.feed, text) = (feed, source.Text);
        var names = GeneratorParser.Parameters[source.Name];
        for (var i = 0; i < source.Arguments.Count; i++)
        {
            var argument = source.Arguments[i];
            var split = argument.IndexOf('=');
            var name = split >= 0 ? argument[..split].Trim() : i < names.Length ? names[i] : null;
            if (name is null || !names.Contains(name))
                throw Wrong($"takes {(names.Length == 0 ? "no arguments" : string.Join(", ", names))}", null);
            if (!values.TryAdd(name, argument[(split + 1)..].Trim()))
                throw Wrong($"has {name} twice", null);
        }

        // range(5) ends at 5, as in Python.
        if (source.Name == "range" && values.Count == 1 && values.Remove("start", out var stop))
            (values["start"], values["stop"]) = ("0", stop);
    }

    /// <summary>The text of an argument that must be there.</summary>
    public string Text(string name) => values.TryGetValue(name, out var value) ? value : throw Wrong($"needs {name}", null);

    /// <summary>The text of an argument, or another where it is left out.</summary>
    public string Text(string name, string otherwise) => values.GetValueOrDefault(name, otherwise);

    /// <summary>An argument that is a finite number.</summary>
    public double Number(string name, string otherwise)
    {
        var value = Text(name, otherwise);
        return NumberParser.TryParse(Encoding.UTF8.GetBytes(value), out double number) && double.IsFinite(number)
            ? number
            : throw Wrong($"takes a number for {name}, got '{Printable.Text(value)}'", null);
    }

    /// <summary>An argument that is an integer of 64 bits.</summary>
    public long Integer(string name, string otherwise)
    {
        var value = Text(name, otherwise);
        return TryInteger(value, out var number)
            ? number
            : throw Wrong($"takes an integer for {name}, got '{Printable.Text(value)}'", null);
    }

    /// <summary>Whether a text is an integer of 64 bits without point or exponent.</summary>
    public static bool TryInteger(string text, out long value)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        value = 0;
        if (!NumberParser.IsNumber(bytes, out var isInteger) || !isInteger || !NumberParser.TryParseExact(bytes, out var wide))
            return false;
        value = unchecked((long)wide);
        return value == wide;
    }

    public GraphRunException Wrong(string what, string? help) =>
        new(ErrorCode.InvalidFeed, $"{feed}: {Printable.Text(text)} {what}", help: help);
}
