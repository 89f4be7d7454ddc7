using System.Globalization;

namespace GraphRun.Formats.Protobuf;

/// <summary>The names that dtypes have in the text format: <c>DT_FLOAT</c>, and <c>DT_FLOAT_REF</c> for references.</summary>
internal static class DTypeNames
{
    private const int FirstReference = 100;
    private const string ReferenceEnding = "_REF";

    private static readonly string[] names =
    [
        "DT_INVALID", "DT_FLOAT", "DT_DOUBLE", "DT_INT32", "DT_UINT8", "DT_INT16", "DT_INT8", "DT_STRING", "DT_COMPLEX64", "DT_INT64", "DT_BOOL",
        "DT_QINT8", "DT_QUINT8", "DT_QINT32", "DT_BFLOAT16", "DT_QINT16", "DT_QUINT16", "DT_UINT16", "DT_COMPLEX128", "DT_HALF", "DT_RESOURCE",
        "DT_VARIANT", "DT_UINT32", "DT_UINT64",
    ];

    /// <summary>The number of a name; null when there is no such dtype.</summary>
    public static int? Parse(ReadOnlySpan<char> name)
    {
        var isReference = name.EndsWith(ReferenceEnding, StringComparison.Ordinal);
        var plain = isReference ? name[..^ReferenceEnding.Length] : name;
        for (var i = 0; i < names.Length; i++)
        {
            if (plain.SequenceEqual(names[i]))
                return isReference ? i + FirstReference : i;
        }

        return null;
    }

    /// <summary>The name of a number; the number itself where it has none.</summary>
    public static string Of(int number)
    {
        var plain = number > FirstReference ? number - FirstReference : number;
        if (plain < 0 || plain >= names.Length)
            return number.ToString(CultureInfo.InvariantCulture);
        return number > FirstReference ? names[plain] + ReferenceEnding : names[plain];
    }
}
