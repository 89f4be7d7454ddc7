using System.Globalization;
using System.Numerics;
using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Models;

/// <summary>
/// A text file that fills a table, such as a vocabulary: a line for each entry, of which keys and values are the line, a column of it, or
/// its number (<c>InitializeTableFromTextFileV2</c>, <c>core/kernels/lookup_util.cc</c>).
/// </summary>
internal sealed class TableAsset
{
    private const long WholeLine = -2;
    private const long LineNumber = -1;

    private readonly string name;
    private readonly List<byte[]> lines = [];
    private readonly long keyIndex;
    private readonly long valueIndex;
    private readonly byte delimiter;

    /// <param name="content">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="initializer">Tells the columns, the number of lines (<c>vocab_size</c>, -1 for all) and how many are passed over
    /// first (<c>offset</c>).</param>
    public TableAsset(ReadOnlySpan<byte> content, string name, NodeDef initializer)
    {
        this.name = name;
        (keyIndex, valueIndex) = (Integer(initializer, "key_index", WholeLine), Integer(initializer, "value_index", LineNumber));
        delimiter = initializer.Attrs.Where(attr => attr.Name.Text == "delimiter").Select(attr => attr.Value.Typed)
            .OfType<string>().FirstOrDefault() is { Length: > 0 } given ? (byte)given[0] : (byte)'\t';
        var (most, first) = (Integer(initializer, "vocab_size", -1), Integer(initializer, "offset", 0));
        for (long line = 0; content.Length > 0 && (most < 0 || lines.Count < most); line++)
        {
            var end = content.IndexOf((byte)'\n');
            var text = end < 0 ? content : content[..end];
            if (line >= first)
                lines.Add(text.EndsWith("\r"u8) ? text[..^1].ToArray() : text.ToArray());
            content = end < 0 ? default : content[(end + 1)..];
        }
    }

    /// <exception cref="GraphRunException">A line has no such column, or it is no number of the dtype.</exception>
    public Tensor Keys(DType dtype) => Column(keyIndex, dtype);

    /// <inheritdoc cref="Keys"/>
    public Tensor Values(DType dtype) => Column(valueIndex, dtype);

    private Tensor Column(long index, DType dtype)
    {
        var shape = Shape.Of(lines.Count);
        var column = TensorFileErrors.Allocate(name, dtype, shape);
        for (var i = 0; i < lines.Count; i++)
            Set(column, i, index == LineNumber ? Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture)) : Part(i, index));
        return column;
    }

    private ReadOnlySpan<byte> Part(int line, long index)
    {
        ReadOnlySpan<byte> rest = lines[line];
        if (index == WholeLine)
            return rest;
        for (var column = 0L; ; column++)
        {
            var end = rest.IndexOf(delimiter);
            if (column == index)
                return end < 0 ? rest : rest[..end];
            if (end < 0)
                throw TensorFileErrors.Invalid(name, $"line {line + 1}: Expected number of columns is {index + 1}, but got {column + 1}");
            rest = rest[(end + 1)..];
        }
    }

    private void Set(Tensor column, int index, ReadOnlySpan<byte> text)
    {
        var isSet = column.DType switch
        {
            DType.Int64 => Parse<long>(text, NumberStyles.AllowLeadingSign, column, index),
            DType.Int32 => Parse<int>(text, NumberStyles.AllowLeadingSign, column, index),
            DType.Float32 => Parse<float>(text, NumberStyles.Float, column, index),
            DType.Float64 => Parse<double>(text, NumberStyles.Float, column, index),
            _ => column.DType == DType.String,
        };
        if (column.DType == DType.String)
            column.Writable<byte[]>()[index] = text.ToArray();
        if (!isSet)
        {
            var shown = Printable.Text(Encoding.UTF8.GetString(text));
            throw TensorFileErrors.Invalid(name, $"line {index + 1}: '{shown}' is no {column.DType.Name()}");
        }
    }

    private static bool Parse<T>(ReadOnlySpan<byte> text, NumberStyles style, Tensor column, int index)
        where T : struct, INumberBase<T>
    {
        if (!T.TryParse(text, style, CultureInfo.InvariantCulture, out var number))
            return false;
        column.Writable<T>()[index] = number;
        return true;
    }

    private static long Integer(NodeDef node, string name, long otherwise) => node.Attrs.Where(attr => attr.Name.Text == name)
        .Select(attr => attr.Value.Typed).OfType<long>().DefaultIfEmpty(otherwise).First();
}
