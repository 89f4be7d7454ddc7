using System.Globalization;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Feeds;

/// <summary>Reads the spelling of feeds, <c>NAME[:DTYPE][SHAPE]=VALUE</c>; the first <c>=</c> splits.</summary>
public static class FeedParser
{
    /// <summary>Reads one feed. What the value means is found out when it is read, for only then is the dtype known.</summary>
    /// <exception cref="GraphRunException">No name, no value, a dtype or shape that is none.</exception>
    public static FeedArgument Parse(string argument)
    {
        var split = argument.IndexOf('=');
        if (split < 0)
            throw NoValue(argument);
        var (target, value) = (argument[..split], argument[(split + 1)..]);
        var (name, shape) = SplitShape(target, argument);
        (name, var dtype) = SplitDType(name);
        if (name.Length == 0)
            throw Invalid($"feed '{Printable.Text(argument)}' has no name", "write NAME=VALUE");
        if (string.IsNullOrWhiteSpace(value))
            throw Invalid($"feed '{Printable.Text(name)}' has no value; {LiteralErrors.Expected}", $"an empty string is {name}='\"\"'");
        return new FeedArgument(name, dtype, shape, ParseSource(value.Trim(), name));
    }

    private static GraphRunException NoValue(string argument)
    {
        var quoted = Printable.Text(argument);
        return argument.StartsWith('@')
            ? Invalid($"feed '{quoted}' does not say what is fed", $"write --feed NAME={quoted} or --feeds {quoted[1..]}")
            : Invalid($"feed '{quoted}' has no value", $"write {quoted}=VALUE");
    }

    private static (string Name, Shape? Shape) SplitShape(string target, string argument)
    {
        if (!target.EndsWith(']'))
            return (target, null);
        var open = target.LastIndexOf('[');
        if (open < 0)
            throw Invalid($"feed '{Printable.Text(argument)}': ']' without '['", "write NAME[2,3]=VALUE");
        var inner = target[(open + 1)..^1];
        if (string.IsNullOrWhiteSpace(inner))
            return (target[..open], Shape.Scalar);
        var dims = new List<long>();
        foreach (var part in inner.Split(','))
        {
            if (!long.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            {
                throw Invalid(
                    $"feed '{Printable.Text(target)}': '{Printable.Text(part)}' is no size of a dim", "write NAME[2,3]=VALUE");
            }

            dims.Add(size);
        }

        return (target[..open], TensorFileErrors.ShapeOf($"feed '{Printable.Text(target)}'", dims));
    }

    /// <summary>What stands behind the last colon is a dtype, or else the index or name of an output.</summary>
    private static (string Name, DType DType) SplitDType(string target)
    {
        var colon = target.LastIndexOf(':');
        if (colon < 0)
            return (target, DType.None);
        var last = target[(colon + 1)..];
        if (FeedDTypes.TryParse(last, out var dtype))
            return (target[..colon], dtype);
        // The names of outputs are much unlike those of dtypes, so a near miss is a dtype.
        return last.Length > 3 && Suggestion.For(last, DTypes.Names) is { } suggestion
            ? throw Invalid($"feed '{Printable.Text(target)}': '{Printable.Text(last)}' is no dtype", suggestion)
            : (target, DType.None);
    }

    /// <summary>Reads what stands behind the <c>=</c> of a feed.</summary>
    internal static FeedSource ParseSource(string value, string name)
    {
        if (!value.StartsWith('@'))
            return GeneratorParser.TryParse(value) ?? (FeedSource)new LiteralSource(value);
        var (path, key) = SplitKey(value[1..]);
        return path.Length > 0
            ? new FileSource(path, key)
            : throw Invalid($"feed '{Printable.Text(name)}': @ without a file", $"write {name}=@FILE, or {name}=@- for standard input");
    }

    /// <summary>A key stands behind a colon behind the extension, so that colons in paths stay what they are.</summary>
    private static (string Path, string? Key) SplitKey(string text)
    {
        if (text.StartsWith("-:", StringComparison.Ordinal))
            return ("-", text[2..]);
        foreach (var extension in FormatDetection.Extensions)
        {
            var place = text.IndexOf(extension + ":", StringComparison.OrdinalIgnoreCase);
            if (place >= 0)
                return (text[..(place + extension.Length)], text[(place + extension.Length + 1)..]);
        }

        return (text, null);
    }

    private static GraphRunException Invalid(string message, string help) => new(ErrorCode.InvalidFeed, message, help: help);
}
