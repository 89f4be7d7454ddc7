using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Conversion;

/// <summary>Writes the values of constants: in their place when they are few and read back to the same bits, else into a file.</summary>
/// <param name="mostElements">How many elements stand in their place.</param>
internal sealed class ConstantWriter(FlowWriter flow, ExternalTensors external, long mostElements)
{
    private static readonly UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes <c>value</c>, <c>dtype</c> and, where it does not follow, <c>shape</c>.</summary>
    /// <exception cref="GraphRunException">Strings that are no text.</exception>
    public void Write(string name, Tensor tensor)
    {
        flow.Key("value");
        var isInPlace = tensor.DType == DType.String || (tensor.ElementCount <= mostElements && CanStandInPlace(tensor));
        if (isInPlace)
            WriteElements(tensor, name);
        else
            WriteReference(external.Add(name, tensor));
        flow.Key("dtype");
        flow.Text(tensor.DType.Name());
        if (!isInPlace || tensor.Rank == 0 || (tensor.Rank == 1 && tensor.ElementCount > 0))
            return;
        flow.Key("shape");
        flow.Open('[');
        foreach (var size in tensor.Shape.Dims)
            flow.Number(size);
        flow.Close(']');
    }

    /// <summary>NaN has many bit patterns and JSON has no infinity; complex numbers have no literals.</summary>
    private bool CanStandInPlace(Tensor tensor) => tensor.DType switch
    {
        DType.Float32 => Array.TrueForAll(tensor.Values<float>().ToArray(), value => CanStand(value)),
        DType.Float64 => Array.TrueForAll(tensor.Values<double>().ToArray(), CanStand),
        DType.Float16 => Array.TrueForAll(tensor.Values<Half>().ToArray(), value => CanStand((double)value)),
        DType.BFloat16 => Array.TrueForAll(tensor.Values<BFloat16>().ToArray(), value => CanStand((float)value)),
        DType.Complex64 or DType.Complex128 => false,
        _ => true,
    };

    private bool CanStand(double value) => double.IsFinite(value) || (flow.IsYaml && double.IsInfinity(value));

    private void WriteReference(string key)
    {
        flow.Open('{');
        flow.Key("file");
        flow.Text(external.File);
        flow.Key("key");
        flow.Text(key);
        flow.Close('}');
    }

    private void WriteElements(Tensor tensor, string name)
    {
        if (tensor.Rank > 0)
            flow.Open('[');
        for (var i = 0; i < tensor.ElementCount; i++)
            WriteElement(tensor, i, name);
        if (tensor.Rank > 0)
            flow.Close(']');
    }

    private void WriteElement(Tensor tensor, int index, string name)
    {
        Span<byte> text = stackalloc byte[NumberText.MaxLength];
        switch (tensor.DType)
        {
            case DType.String:
                flow.Quoted(TextOf(tensor.Values<byte[]>()[index], name));
                return;
            case DType.Bool:
                flow.Flag(tensor.Values<bool>()[index]);
                return;
            case DType.UInt64:
                flow.Raw(tensor.Values<ulong>()[index].ToString(System.Globalization.CultureInfo.InvariantCulture));
                return;
            case DType.Float32:
                Number(text[..NumberText.Format(tensor.Values<float>()[index], text)]);
                return;
            case DType.Float64:
                Number(text[..NumberText.Format(tensor.Values<double>()[index], text)]);
                return;
            case DType.Float16:
                Number(text[..NumberText.Format(tensor.Values<Half>()[index], text)]);
                return;
            case DType.BFloat16:
                Number(text[..NumberText.Format(tensor.Values<BFloat16>()[index], text)]);
                return;
            default:
                flow.Number(tensor.Integer(index));
                return;
        }
    }

    private void Number(ReadOnlySpan<byte> text) => flow.Raw(Encoding.ASCII.GetString(text) switch
    {
        "inf" => ".inf",
        "-inf" => "-.inf",
        var number => number,
    });

    private static string TextOf(byte[] bytes, string name)
    {
        try
        {
            return utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new GraphRunException(
                ErrorCode.UnprintableValue, $"Node '{Printable.Text(name)}': a string of bytes that are not UTF-8 cannot stand in a graph file", help: "convert to .pb");
        }
    }
}
