using System.Globalization;
using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Feeds;

/// <summary>Reads the options behind an image's name: <c>@photo.png:resize=bilinear,scale=1/255,mean=[0.5,0.5,0.5]</c>.</summary>
internal static class ImageOptionsParser
{
    private static readonly string[] names = ["resize", "fit", "size", "channels", "scale", "mean", "std", "layout"];

    private static readonly string[] methods = ["bilinear", "nearest"];
    private static readonly string[] ops = ["ResizeBilinear", "ResizeNearestNeighbor"];
    private static readonly string[] fittings = ["stretch", "crop", "pad"];
    private static readonly string[] channels = ["rgb", "bgr", "gray"];
    private static readonly string[] layouts = ["hwc", "chw"];

    /// <param name="text">What stands behind the colon; null when nothing does.</param>
    /// <param name="feed">What messages call the feed.</param>
    /// <exception cref="GraphRunException">An option that is none, stands twice, or has a value that it cannot have.</exception>
    public static ImageOptions Parse(string? text, string feed)
    {
        var options = ImageOptions.None;
        var seen = new HashSet<string>();
        foreach (var part in text is null ? [] : Split(text))
        {
            var equals = part.IndexOf('=');
            var name = equals < 0 ? part : part[..equals];
            if (equals < 0 || !names.Contains(name))
                throw Unknown(part, name, feed);
            if (!seen.Add(name))
                throw Invalid($"{feed}: the image option '{name}' stands twice", null);
            options = With(options, name, part[(equals + 1)..], feed);
        }

        return options;
    }

    /// <summary>The parts between commas; those within brackets do not split.</summary>
    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                parts.Add(text[start..i].Trim());
                start = i + 1;
            }
            else
            {
                depth += text[i] == '[' ? 1 : text[i] == ']' ? -1 : 0;
            }
        }

        return parts;
    }

    private static ImageOptions With(ImageOptions options, string name, string value, string feed) => name switch
    {
        "resize" => options with { Resize = ops[Choice(name, value, methods, feed)] },
        "fit" => options with { Fit = (ImageFitting)Choice(name, value, fittings, feed) },
        "size" => options with { Size = Size(value, feed) },
        "channels" => options with { Channels = (ImageChannels)(1 + Choice(name, value, channels, feed)) },
        "scale" => options with { Scale = Numbers(name, value, feed) },
        "mean" => options with { Mean = Numbers(name, value, feed) },
        "std" => options with { StandardDeviation = Numbers(name, value, feed) },
        _ => options with { IsChannelsFirst = Choice(name, value, layouts, feed) == 1 },
    };

    private static int Choice(string name, string value, string[] choices, string feed)
    {
        var index = Array.IndexOf(choices, value);
        return index >= 0 ? index : throw Wrong(name, value, $"one of {string.Join(", ", choices)}", feed, Suggestion.For(value, choices));
    }

    private static (long Height, long Width) Size(string value, string feed)
    {
        const int Largest = 1 << 16;
        var parts = value.Split('x');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var height) && height is > 0 and <= Largest
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width is > 0 and <= Largest)
            return (height, width);
        throw Wrong("size", value, "HEIGHTxWIDTH in pixels, such as 224x224", feed);
    }

    /// <summary>One number or fraction, or a list of them in brackets.</summary>
    private static float[] Numbers(string name, string value, string feed)
    {
        var items = value.StartsWith('[') && value.EndsWith(']') ? value[1..^1].Split(',') : [value];
        return Array.ConvertAll(items, item => Number(item) is { } number && (name != "std" || number != 0)
            ? number
            : throw Wrong(name, value, "a number or fraction such as 1/255, or a list of them such as [0.5,0.5,0.5]", feed));
    }

    private static float? Number(string text)
    {
        var slash = text.IndexOf('/');
        var over = slash < 0 ? 1 : Decimal(text[(slash + 1)..]);
        return Decimal(slash < 0 ? text : text[..slash]) is { } number && over is { } divisor && float.IsFinite((float)(number / divisor))
            ? (float)(number / divisor)
            : null;
    }

    private static double? Decimal(string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static GraphRunException Unknown(string part, string name, string feed) => Invalid(
        $"{feed}: '{Printable.Text(part)}' is no option of an image",
        Suggestion.For(name, names) ?? $"options are NAME=VALUE with commas between; NAME is one of {string.Join(", ", names)}");

    private static GraphRunException Wrong(string name, string value, string expected, string feed, string? help = null) =>
        Invalid($"{feed}: '{Printable.Text(value)}' is no value for the image option '{name}': expected {expected}", help);

    private static GraphRunException Invalid(string message, string? help) => new(ErrorCode.InvalidFeed, message, help: help);
}
