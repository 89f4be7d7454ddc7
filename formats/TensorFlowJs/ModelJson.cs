using System.Globalization;
using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFlowJs;

/// <summary>
/// Values in the JSON form of TensorFlow's protocol buffers: 64-bit integers are texts, bytes are base64, enums are names or numbers.
/// </summary>
internal static class ModelJson
{
    /// <summary>References to variables are dtypes of their own in TensorFlow's enum, this far above.</summary>
    private const int ReferenceOffset = 100;

    public static string Text(DocumentNode node, string what) =>
        IsScalar(node) && node.Style != ScalarStyle.Plain ? node.ToString() : throw Wrong(node, what, "a text");

    public static long Integer(DocumentNode node, string what) =>
        IsScalar(node) && long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(node, what, "an integer");

    public static double Number(DocumentNode node, string what)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var text = IsScalar(node) ? node.Text : "";
        return text switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => double.TryParse(text, Style, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong(node, what, "a number"),
        };
    }

    public static bool Boolean(DocumentNode node, string what) => IsScalar(node) && node.Text is "true" or "false"
        ? node.Text is "true"
        : throw Wrong(node, what, "true or false");

    /// <summary>Bytes: base64, or as old converters wrote them a list of numbers.</summary>
    public static byte[] Bytes(DocumentNode node, string what)
    {
        if (node is { Exists: true, Kind: DocumentNodeKind.Sequence })
        {
            var bytes = new byte[node.Count];
            var next = 0;
            foreach (var item in node.Items)
                bytes[next++] = (byte)Integer(item, what);
            return bytes;
        }

        var text = Text(node, what);
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var length) ? buffer[..length] : throw Wrong(node, what, "base64");
    }

    /// <summary>A text that is written as bytes.</summary>
    public static string BytesAsText(DocumentNode node, string what) => Encoding.UTF8.GetString(Bytes(node, what));

    public static DType DType(DocumentNode node, string what)
    {
        var text = IsScalar(node) ? node.Text : "";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return Known((DType)(byte)(number % ReferenceOffset), node, what);
        var name = text.EndsWith("_REF", StringComparison.Ordinal) ? text[..^4] : text;
        return DTypes.TryParse(name, out var dtype) ? dtype : throw Wrong(node, what, "a dtype such as DT_FLOAT");
    }

    /// <summary>
    /// <c>{"dim": [{"size": "2"}, {"size": "-1"}]}</c>; no dims is a scalar, <c>unknownRank</c> a shape of which nothing is known.
    /// </summary>
    public static Shape Shape(DocumentNode node, string what)
    {
        if (node is not { Exists: true, Kind: DocumentNodeKind.Mapping })
            throw Wrong(node, what, "a shape");
        if (node["unknownRank"] is { Exists: true } unknown && Boolean(unknown, what))
            return Tensors.Shape.UnknownRank;
        var dims = new List<long>();
        foreach (var dim in Items(node["dim"]))
        {
            var size = dim["size"] is { Exists: true } given ? Integer(given, $"a dim of {what}") : 0;
            dims.Add(size >= Tensors.Shape.Unknown ? size : throw Wrong(dim, $"a dim of {what}", "a size from 0 on, or -1"));
        }

        return Tensors.Shape.Of([.. dims]);
    }

    /// <summary>The items of a list; none where there is no list.</summary>
    public static DocumentNode.ItemEnumerator Items(DocumentNode node) => node.Exists ? node.Items : default;

    /// <summary>The members of an object; none where there is no object.</summary>
    public static DocumentNode.EntryEnumerator Entries(DocumentNode node) => node.Exists ? node.Entries : default;

    public static GraphRunException Wrong(DocumentNode node, string what, string expected) => new(
        ErrorCode.InvalidValue,
        node.Exists ? $"{what} must be {expected}{Found(node)}" : $"{what} is missing; expected {expected}",
        node.Exists ? node.Span : default);

    private static DType Known(DType dtype, DocumentNode node, string what) =>
        dtype.Name() != "unknown" ? dtype : throw Wrong(node, what, "a dtype of TensorFlow's");

    private static bool IsScalar(DocumentNode node) => node is { Exists: true, Kind: DocumentNodeKind.Scalar };

    private static string Found(DocumentNode node) => IsScalar(node) ? $", got '{Printable.Text(node.Text)}'" : "";
}
