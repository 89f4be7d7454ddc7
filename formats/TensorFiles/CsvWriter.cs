using System.Buffers;
using System.Text;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Writes tensors of rank 2 or less as CSV or TSV (RFC 4180, but with LF): a row per line, a vector as one column, a scalar as one
/// cell, with the digits of <see cref="TensorText"/>.
/// </summary>
public static class CsvWriter
{
    /// <param name="name">
    /// Names the columns in a first row: <c>name</c>, or <c>name_0,name_1</c> for a matrix; null writes no such row.
    /// </param>
    /// <exception cref="GraphRunException">A rank above 2; a resource or a variant.</exception>
    public static void Write(Tensor tensor, IBufferWriter<byte> output, CsvOptions options, string? name = null)
    {
        if (tensor.Rank > 2)
        {
            throw new GraphRunException(
                ErrorCode.UnprintableValue, $"{tensor} has more than two dims, which CSV cannot show", help: "write it with --format npy");
        }

        var columns = tensor.Rank == 2 ? (int)tensor.Shape[1] : 1;
        if (name is not null)
            WriteNames(name, tensor.Rank == 2 ? columns : 0, output, options.Delimiter);
        var element = TensorText.Element(tensor.DType);
        for (var i = 0; i < tensor.ElementCount; i++)
        {
            if (tensor.DType == DType.String)
                WriteString(tensor.Values<byte[]>()[i], output, options.Delimiter, columns == 1);
            else
                element(tensor, i, output);
            output.Write((i + 1) % columns == 0 ? "\n"u8 : [options.Delimiter]);
        }
    }

    private static void WriteNames(string name, int columns, IBufferWriter<byte> output, byte delimiter)
    {
        if (columns == 0)
            WriteString(Encoding.UTF8.GetBytes(name), output, delimiter, isAlone: true);
        for (var i = 0; i < columns; i++)
        {
            if (i > 0)
                output.Write([delimiter]);
            WriteString(Encoding.UTF8.GetBytes($"{name}_{i}"), output, delimiter, isAlone: false);
        }

        output.Write("\n"u8);
    }

    /// <summary>An empty string that is alone in its row stands in quotes, or the line would be empty.</summary>
    private static void WriteString(ReadOnlySpan<byte> text, IBufferWriter<byte> output, byte delimiter, bool isAlone)
    {
        if (text.IndexOfAny([delimiter, .. "\"\r\n"u8]) < 0 && !(isAlone && text.IsEmpty))
        {
            output.Write(text);
            return;
        }

        output.Write("\""u8);
        for (var quote = text.IndexOf((byte)'"'); quote >= 0; quote = text.IndexOf((byte)'"'))
        {
            output.Write(text[..(quote + 1)]);
            output.Write("\""u8);
            text = text[(quote + 1)..];
        }

        output.Write(text);
        output.Write("\""u8);
    }
}
